"""A messenger without a provider: every phone's screen and the provider's journals are kept and can be looked at."""

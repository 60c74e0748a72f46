"""A messenger without a provider: every phone's screen is kept and can be looked at."""

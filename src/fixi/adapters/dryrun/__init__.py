"""A messenger that sends nothing: what would have gone out is written down, and can be shown."""

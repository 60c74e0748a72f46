"""The chat of a client: what is asked of him, what he answers, what he is told."""

"""The environment that a test gives to the processes it starts: ours, without any setting of Fixi."""

import os


def clean_environ(**settings: str) -> dict[str, str]:
    """What every process needs to start at all, and these settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FIXI_")} | settings

"""Logs for machines (JSON) or people (text): a static event name, masked keys, no words of anybody."""

import logging
import sys

import structlog


def configure(form: str) -> None:
    """Send all logs to stderr in this form, `json` or `text`."""
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.ExtraAdder(),
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # A provider's address holds its token, so what the HTTP client would tell of it is never written.
    logging.getLogger("httpx").setLevel(logging.WARNING)

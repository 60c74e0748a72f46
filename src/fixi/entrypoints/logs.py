"""Logs for machines (JSON) or people (text): a static event name, masked keys, no words of anybody."""

import logging
import sys

import structlog


def configure(form: str) -> None:
    """Send all logs to stderr in this form, `json` or `text`."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # A provider's address holds its token, so what the HTTP client would tell of it is never written.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # One line for each tick of a clock says nothing.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)

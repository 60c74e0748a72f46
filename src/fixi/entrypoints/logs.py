"""Logs for machines (JSON) or people (text): a static event name, masked keys, no words of anybody.

What libraries write goes through here too. Of an error only its kind and its place are kept: its text and the values
around it may hold what a person wrote, and to draw a traceback with them can take many seconds.
"""

import logging
import re
import sys
import traceback
from pathlib import PurePath
from types import TracebackType

import structlog

# A phone, or any other long number: the last four digits are enough to find it again.
LONG_NUMBER = re.compile(r"\d{5,}(?=\d{4})")


def configure(form: str) -> None:
    """Send all logs to stderr in this form, `json` or `text`."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # Several workers write into one stream.
        structlog.processors.CallsiteParameterAdder({structlog.processors.CallsiteParameter.PROCESS}),
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
            processors=[
                _without_numbers,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _error_in_brief,
                renderer,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # A provider's address holds its token, so what the HTTP client would tell of it is never written.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # One line for each tick of a clock says nothing.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


def _without_numbers(_logger: object, _name: str, fields: structlog.types.EventDict) -> structlog.types.EventDict:
    """A library's events have values in them: the queue's name the address that a failed task was for."""
    if not fields.get("_from_structlog", True):
        fields["event"] = LONG_NUMBER.sub("…", str(fields["event"]))
    return fields


def _error_in_brief(_logger: object, _name: str, fields: structlog.types.EventDict) -> structlog.types.EventDict:
    """What kind of error it was, and in which file and line."""
    error = fields.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    elif isinstance(error, BaseException):
        error = type(error), error, error.__traceback__
    if isinstance(error, tuple) and error[0] is not None:
        fields.setdefault("kind", error[0].__name__)
        fields.setdefault("where", _place(error[2]))
    return fields


def _place(trace: TracebackType | None) -> str:
    steps = traceback.extract_tb(trace)
    return f"{PurePath(steps[-1].filename).name}:{steps[-1].lineno}" if steps else ""

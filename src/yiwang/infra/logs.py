"""Logs as JSON lines on standard error: what happened and where in the code, never words or numbers of a person."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog

_Trouble = tuple[type[BaseException], BaseException, TracebackType | None]


def without_words(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace an exception by its kind and place: its message may quote what somebody typed or a row of the database."""
    trouble = event.pop("exc_info", None)
    if trouble is True:
        trouble = sys.exc_info()
    elif isinstance(trouble, BaseException):
        trouble = (type(trouble), trouble, trouble.__traceback__)
    if trouble and trouble[0] is not None:
        event["exception"] = described(trouble[1])
    return event


def described(trouble: BaseException) -> dict[str, Any]:
    """Return kind, places and causes of an exception."""
    places = [
        f"{frame.filename.rsplit('/site-packages/', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trouble.__traceback__)
    ]
    described_one: dict[str, Any] = {"kind": type(trouble).__qualname__, "at": places[-12:]}
    cause = trouble.__cause__ or trouble.__context__
    if cause is not None:
        described_one["cause"] = described(cause)
    return described_one


def drop_arguments(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Lines of libraries come as template and arguments; the arguments (paths, addresses, values) stay out."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and not record.name.startswith("yiwang"):
        event["event"] = str(record.msg)
        event.pop("positional_args", None)
    return event


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configuration(*, level: str, plain: bool) -> dict[str, Any]:
    """Return Django's LOGGING: JSON lines, or coloured ones with full tracebacks for developers (`plain`)."""
    last = structlog.dev.ConsoleRenderer() if plain else structlog.processors.JSONRenderer(ensure_ascii=False)
    tail = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    processors = tail if plain else [without_words, drop_arguments, *tail]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": structlog.stdlib.ProcessorFormatter, "processors": processors, "foreign_pre_chain": _SHARED}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
            "procrastinate": {"level": "WARNING"},
        },
    }


def configure_structlog() -> None:
    """Let structlog's own loggers go the same way; called once, by the app."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )

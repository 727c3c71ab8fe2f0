"""Structured logs: one JSON object a line, on standard output."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

_NEVER_LOGGED: Final = ("token", "ticket", "password", "secret", "authorization", "cookie", "email")


def _without_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in event:
        if any(word in key.lower() for word in _NEVER_LOGGED):
            event[key] = "(left out)"
    return event


def start_logging(process: str, level: str = "INFO") -> None:
    """Send our logs and the libraries' to standard output as JSON with the process's name."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_secrets,
    ]
    structlog.contextvars.bind_contextvars(process=process)
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def logger(**bound: Any) -> structlog.typing.FilteringBoundLogger:
    """Return a logger with some words already bound."""
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger(**bound)
    return log

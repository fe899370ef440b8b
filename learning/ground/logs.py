"""Logs for people on a terminal, or as JSON for a collector. Identifiers and free text never go into them."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up(log_format: str) -> None:
    """`text` or `json`, to standard error, with the moment in UTC."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # asked anew, for standard error may be replaced
        cache_logger_on_first_use=False,
    )

"""Logs as JSON lines: events, ids, counts, durations. Set up before Rasa is imported, which would print messages."""

from __future__ import annotations

import logging
import os
import sys

import structlog

QUIET = (
    "rasa",
    "rasa_sdk",
    "matplotlib",
    "tensorflow",
    "absl",
    "urllib3",
    "httpx",  # its addresses may hold what was asked for
    "procrastinate",
    "presidio-analyzer",
    "faiss",
    "sentence_transformers",
    "jax",
    "py.warnings",
    "alembic",
    "httpx",  # it logs addresses, and the address of a look-up holds a postcode
    "httpcore",
    "notifications_python_client",
)


def configure(level: str) -> None:
    """Sets up logging for the process and keeps libraries quiet and offline."""
    quieten_libraries()
    number = logging.getLevelName(level.upper())
    logging.basicConfig(level=number, format="%(message)s", stream=sys.stderr, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(number, logging.ERROR))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.EventRenamer("event"),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the stream of now, not of the start
        cache_logger_on_first_use=False,
    )


def quieten_libraries() -> None:
    """No telemetry, no downloads, no progress bars: the libraries read these when they are first imported."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["TQDM_DISABLE"] = "1"

"""Logs: one line per event, a name and an allowlist of fields, never a payload and never an error's text."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

import orjson

log = logging.getLogger(__name__)

FIELDS: Final = (
    "method",
    "code",
    "reason",
    "tenant",
    "actor",
    "peer",
    "request_digest",
    "skipped",
    "reference",
    "error_type",
    "sqlstate",
    "constraint",
    "exit_code",
    "address",
    "pid",
    "version",
    "workers",
    "worker",
    "findings",
    "database",
    "tables",
    "work",
    "position",
    "revision",
    "seconds",
    "signal",
    "path",
    "problem",
)
"""What a line may carry besides its name; anything else that a record has stays out."""
MAX_FOREIGN_CHARACTERS: Final = 200


def fields_of(record: logging.LogRecord) -> dict[str, object]:
    """The record's fields that are on the allowlist."""
    return {name: getattr(record, name) for name in FIELDS if getattr(record, name, None) is not None}


def event_of(record: logging.LogRecord) -> str:
    """What happened: our own lines' names, and of a library's line the template's first line, without its values."""
    if record.name.startswith("holdfast"):
        return record.getMessage()
    return str(record.msg).partition("\n")[0][:MAX_FOREIGN_CHARACTERS]


def where(record: logging.LogRecord) -> list[str]:
    """The frames of a logged error as `file:line function`: enough to find it, and no values."""
    if not record.exc_info or record.exc_info[2] is None:
        return []
    frames = []
    step = record.exc_info[2]
    while step is not None:
        code = step.tb_frame.f_code
        frames.append(f"{code.co_filename.rpartition('/')[2]}:{step.tb_lineno} {code.co_name}")
        step = step.tb_next  # type: ignore[assignment]
    return frames[-8:]


class JsonLines(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "event": event_of(record),
            **fields_of(record),
        }
        frames = where(record)
        if frames:
            line["frames"] = frames
        return orjson.dumps(line, default=str).decode()


class Console(logging.Formatter):
    """One line for a person."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        facts = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        frames = "".join(f"\n    {frame}" for frame in where(record))
        return f"{time} {record.levelname:7} {event_of(record)} {facts}".rstrip() + frames


def failed_task(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio does with an error that nobody took: its own line would have the error's text in it."""
    error = context.get("exception")
    log.error("task_failed", extra={"error_type": type(error).__name__}, exc_info=error)


def failed_process(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The last words of a process: where it failed and with what kind of error, not with which values."""
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("process_failed", extra={"error_type": kind.__name__}, exc_info=(kind, error, trace))


def configure(*, log_format: str, level: str) -> None:
    """Send all logs to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if log_format == "json" else Console())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    sys.excepthook = failed_process
    for noisy in ("sqlalchemy", "alembic", "asyncio", "grpc", "psycopg"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    # What gRPC logs of a handler's exception has values in it; our own line is already written.
    logging.getLogger("grpc._cython.cygrpc").setLevel(logging.CRITICAL)

"""Nouns of administration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """What a caller may not exceed."""

    message_bytes: int
    default_deadline_seconds: float
    max_deadline_seconds: float


@dataclass(frozen=True, slots=True)
class DatabaseInfo:
    """The database about itself."""

    version: str
    time: datetime

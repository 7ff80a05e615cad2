"""Time as the rules see it: an instant that is passed in, in UTC, never read from a clock here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

Instant = datetime
"""A point in time with its zone (UTC), to the microsecond, as the database keeps it."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
TICK: Final = timedelta(microseconds=1)
_MILLISECOND: Final = timedelta(milliseconds=1)


def milliseconds(instant: Instant) -> int:
    """Unix time in whole milliseconds, rounded down."""
    return (instant - EPOCH) // _MILLISECOND


def from_milliseconds(value: int) -> Instant:
    """The instant at a Unix time in milliseconds."""
    return EPOCH + timedelta(milliseconds=value)

"""Ids: the words a caller may choose, and the ones we mint (`<prefix>_<ULID>`)."""

from __future__ import annotations

import re
import time
from os import urandom
from typing import Final, NewType

TenantId = NewType("TenantId", str)
ItemId = NewType("ItemId", str)
LocationId = NewType("LocationId", str)
LevelId = NewType("LevelId", str)
ReservationId = NewType("ReservationId", str)
LineId = NewType("LineId", str)
AllocationId = NewType("AllocationId", str)
FulfillmentId = NewType("FulfillmentId", str)
PostingId = NewType("PostingId", str)
RequestId = NewType("RequestId", str)

ID_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:\-]{0,63}")
REQUEST_ID_PATTERN: Final = re.compile(r"[\x20-\x7e]{1,128}")

# Crockford's alphabet, two digits at a time: ten bits index one pair.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS: Final = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
_VALUES: Final = {digit: value for value, digit in enumerate(_ALPHABET)}


def ulid(milliseconds: int) -> str:
    """A ULID (26 characters of Crockford base 32): 48 bits of Unix time in milliseconds, 80 random bits.

    Sorts by time; the random part comes from the operating system, so an id cannot be guessed.
    """
    pairs = _PAIRS
    bits = int.from_bytes(urandom(10), "big")
    return (
        pairs[milliseconds >> 40 & 1023]
        + pairs[milliseconds >> 30 & 1023]
        + pairs[milliseconds >> 20 & 1023]
        + pairs[milliseconds >> 10 & 1023]
        + pairs[milliseconds & 1023]
        + pairs[bits >> 70]
        + pairs[bits >> 60 & 1023]
        + pairs[bits >> 50 & 1023]
        + pairs[bits >> 40 & 1023]
        + pairs[bits >> 30 & 1023]
        + pairs[bits >> 20 & 1023]
        + pairs[bits >> 10 & 1023]
        + pairs[bits & 1023]
    )


def ulid_now() -> str:
    """A ULID of this machine's clock, for ids whose order is a convenience and never a decision."""
    return ulid(time.time_ns() // 1_000_000)


def mint(prefix: str) -> str:
    """A fresh id `<prefix>_<ULID>`, for example `res_01JD…`."""
    return f"{prefix}_{ulid_now()}"


def ulid_milliseconds(text: str) -> int | None:
    """The Unix time in milliseconds inside a `<prefix>_<ULID>` id; None when it is not one."""
    body = text.rpartition("_")[2]
    if len(body) != 26:
        return None
    milliseconds = 0
    for digit in body[:10]:
        value = _VALUES.get(digit)
        if value is None:
            return None
        milliseconds = milliseconds << 5 | value
    return milliseconds if milliseconds < 1 << 48 else None

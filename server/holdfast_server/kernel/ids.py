"""Ids: the words a caller may choose, and the ones we mint (`<prefix>_<ULID>`)."""

from __future__ import annotations

import re
import time
from functools import lru_cache
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

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's
_VALUES: Final = {digit: value for value, digit in enumerate(_ALPHABET)}
# One digit for each byte of randomness: five of its bits are used.
_DIGIT_OF_BYTE: Final = bytes(ord(_ALPHABET[byte % 32]) for byte in range(256))
_RANDOM_DIGITS: Final = 16
_FETCHED_AT_ONCE: Final = 512
_unused: list[str] = []


def _random_digits() -> str:
    """16 digits, 80 random bits of the operating system, given out once.

    They are fetched for many ids together: each fetch lets go of the interpreter's lock, which gRPC's own thread may
    take meanwhile. Server processes are spawned and never forked, so that no two of them share what was fetched.
    """
    try:
        return _unused.pop()
    except IndexError:
        digits = urandom(_RANDOM_DIGITS * _FETCHED_AT_ONCE).translate(_DIGIT_OF_BYTE).decode("ascii")
        _unused.extend(digits[start : start + _RANDOM_DIGITS] for start in range(0, len(digits), _RANDOM_DIGITS))
        return _unused.pop()


@lru_cache(maxsize=256)
def _time_digits(milliseconds: int) -> str:
    return "".join(_ALPHABET[milliseconds >> shift & 31] for shift in range(45, -1, -5))


def ulid(milliseconds: int) -> str:
    """A ULID (26 characters of Crockford base 32): 48 bits of Unix time in milliseconds, 80 random bits.

    Sorts by time; the random part comes from the operating system, so an id cannot be guessed.
    """
    return _time_digits(milliseconds) + _random_digits()


def ulid_now() -> str:
    """A ULID of this machine's clock, for ids whose order is a convenience and never a decision."""
    return _time_digits(time.time_ns() // 1_000_000) + _random_digits()


def mint(prefix: str) -> str:
    """A fresh id `<prefix>_<ULID>`, for example `res_01JD…`."""
    return f"{prefix}_{_time_digits(time.time_ns() // 1_000_000)}{_random_digits()}"


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

"""Batch commands: every entry by itself, one result per entry, in the order of the request."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar

from google.protobuf.message import Message

from holdfast_server.kernel.errors import Refused
from holdfast_server.transport import shapes
from holdfast_server.transport.errors import our_fault, told

E = TypeVar("E")

CHUNK: Final = 64
"""Entries of one call that enter the engine together: others get their turn in between."""

_RESULTS_TAG: Final = b"\x0a"  # field 1 of the response: its results
_VALUE_TAG: Final = b"\x0a"  # field 1 of a result
_ERROR_TAG: Final = b"\x12"  # field 2 of a result


async def each(
    method: str, entries: Sequence[E], run: Callable[[E], Awaitable[Any]], *, field: str = "entries"
) -> bytes:
    """The bytes of the response: `run` of every entry as its value, or the status it was refused with.

    Field paths in a status start with `entries[i]`, or what `field` says. All Batch responses have one shape, so
    that values which are bytes already need not be read again only to be written.
    """
    shapes.count(field, entries, shapes.MAX_BATCH)
    results = []
    for start in range(0, len(entries), CHUNK):
        chunk = entries[start : start + CHUNK]
        outcomes = await asyncio.gather(*(run(entry) for entry in chunk), return_exceptions=True)
        for index, outcome in enumerate(outcomes, start):
            results.append(delimited(_RESULTS_TAG, _result(method, f"{field}[{index}]", outcome)))
    return b"".join(results)


def _result(method: str, path: str, outcome: Any) -> bytes:
    if isinstance(outcome, Refused):
        return delimited(_ERROR_TAG, told(method, outcome.at(path)).SerializeToString())
    if isinstance(outcome, Exception):
        return delimited(_ERROR_TAG, our_fault(method, outcome).SerializeToString())
    if isinstance(outcome, BaseException):
        raise outcome
    return delimited(_VALUE_TAG, outcome if isinstance(outcome, bytes) else outcome.SerializeToString())


def tag(message: type[Message], field: str) -> bytes:
    """How a length-delimited field of a message begins on the wire; for fields up to number 15."""
    number = message.DESCRIPTOR.fields_by_name[field].number
    assert number < 16, f"{field} has a tag of two bytes"
    return bytes([number << 3 | 2])


def delimited(tag: bytes, payload: bytes) -> bytes:
    """A length-delimited field as it goes over the wire: a message that is bytes already need not be read again."""
    length = len(payload)
    varint = bytearray()
    while length > 0x7F:
        varint.append(length & 0x7F | 0x80)
        length >>= 7
    varint.append(length)
    return tag + bytes(varint) + payload

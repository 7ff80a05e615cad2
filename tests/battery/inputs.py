"""Requests made from nothing but their descriptors: edge values, unknown enum numbers, every oneof, and broken bytes."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import EncodeError

INT64 = (1 << 63) - 1
LARGEST = 10**15
INTEGERS = (0, 1, -1, 2, 3, 7, 1000, 1001, LARGEST, LARGEST + 1, -LARGEST, INT64, -INT64 - 1, (1 << 31) - 1, -(1 << 31))
DOUBLES = (0.0, -0.0, 1.5, -1.0, 90.0, 180.5, 1e308, 5e-324, float("inf"), float("-inf"), float("nan"))
STRINGS = (
    "", " ", "a", "x" * 64, "x" * 65, "x" * 255, "x" * 256, "x" * 4001, "é✓\u202e", "\x00", "a\x00b", "'; DROP TABLE levels; --",
    "{}", '{"a":1}', "\\", '"', "%", "_", "NULL", "null", "../../etc/passwd", "%s%n", "\ud7ff\ue000", "-1", "1e9", "\n",
    "2026-11-25T00:00:00Z", "DE", "default", "system:expiry",
)  # fmt: skip
DEPTH = 4
BYTES_LIMIT = 200_000

Ids = Mapping[str, Sequence[str]]
"""Ids of things that exist, by the first word of fields that take them."""


class Maker:
    """Messages of any type; `ids` lets some of them find what they ask for."""

    def __init__(self, dice: random.Random, ids: Ids) -> None:
        self._dice = dice
        self._ids = ids
        self._every = [one for some in ids.values() for one in some]

    def raw(self, kind: Descriptor) -> bytes:
        """The bytes of a request, three of ten broken."""
        roll = self._dice.random()
        if roll < 0.02:
            return self._dice.randbytes(self._dice.choice((1, 2, 5, 50, 1000)))
        raw = self.message(kind)
        if roll < 0.72 or not raw:
            return raw
        return self._broken(raw)

    def message(self, kind: Descriptor) -> bytes:
        """A message that is well-formed, whatever it says."""
        made = message_factory.GetMessageClass(kind)()
        density = self._dice.choice((0.15, 0.4, 0.7, 0.95))
        self._fill(made, DEPTH, density)
        try:
            return bytes(made.SerializeToString())[:BYTES_LIMIT]
        except (EncodeError, ValueError):
            return b""

    def _broken(self, raw: bytes) -> bytes:
        some = bytearray(raw)
        match self._dice.randrange(5):
            case 0:
                del some[self._dice.randrange(len(some)) :]
            case 1:
                some += self._dice.randbytes(self._dice.randint(1, 20))
            case 2:
                for _ in range(self._dice.randint(1, 8)):
                    some[self._dice.randrange(len(some))] ^= 1 << self._dice.randrange(8)
            case 3:
                at = self._dice.randrange(len(some))
                some[at:at] = some[at : at + self._dice.randint(1, 40)]
            case 4:
                # An unknown field, a huge length, a group that is never closed.
                some += self._dice.choice(
                    (b"\xfa\x3f\x03abc", b"\x0a\xff\xff\xff\xff\x0f", b"\x0b", b"\x0c", b"\x08" + b"\xff" * 11)
                )
        return bytes(some)

    def _fill(self, made: Any, depth: int, density: float) -> None:
        kind: Descriptor = made.DESCRIPTOR
        if kind.full_name == "google.protobuf.Timestamp":
            made.seconds = self._dice.choice((0, 1, 1_764_000_000, 253402300799, -62135596800, INT64, -INT64))
            made.nanos = self._dice.choice((0, 1, 999_999_999, 1_000_000_000, -1))
            return
        if kind.full_name == "google.protobuf.Duration":
            made.seconds = self._dice.choice((0, 1, 60, 86_400, -1, 315_576_000_000, INT64, -INT64))
            made.nanos = self._dice.choice((0, 1, 999_999_999, -999_999_999, 1_000_000_000))
            return
        if kind.full_name == "google.protobuf.FieldMask":
            made.paths.extend(
                self._dice.choice(("", "*", "title", "item.title", "metadata", "id", "a.b.c", "settings"))
                for _ in range(2)
            )
            return
        for field in kind.fields:
            if self._dice.random() < density:
                self._set(made, field, depth, density)

    def _set(self, made: Any, field: FieldDescriptor, depth: int, density: float) -> None:
        entry = field.message_type
        if entry is not None and entry.GetOptions().map_entry:
            for _ in range(self._dice.choice((1, 1, 2, 51))):
                key = self._scalar(entry.fields_by_name["key"])
                getattr(made, field.name)[key] = self._scalar(entry.fields_by_name["value"])
        elif field.is_repeated:
            for _ in range(self._dice.choice((1, 1, 2, 3, 5))):
                if entry is None:
                    getattr(made, field.name).append(self._scalar(field))
                else:
                    more = getattr(made, field.name).add()
                    if depth:
                        self._fill(more, depth - 1, density)
        elif entry is not None:
            inner = getattr(made, field.name)
            inner.SetInParent()
            if depth:
                self._fill(inner, depth - 1, density)
        else:
            setattr(made, field.name, self._scalar(field))

    def _scalar(self, field: FieldDescriptor) -> Any:
        match field.cpp_type:
            case FieldDescriptor.CPPTYPE_STRING:
                if field.type == FieldDescriptor.TYPE_BYTES:
                    return self._dice.randbytes(self._dice.choice((0, 1, 30)))
                return self._string(field)
            case FieldDescriptor.CPPTYPE_BOOL:
                return self._dice.random() < 0.5
            case FieldDescriptor.CPPTYPE_ENUM:
                assert field.enum_type is not None
                known = [value.number for value in field.enum_type.values]
                return self._dice.choice((*known, *known, 99, -1, (1 << 31) - 1))
            case FieldDescriptor.CPPTYPE_DOUBLE | FieldDescriptor.CPPTYPE_FLOAT:
                return self._dice.choice(DOUBLES)
            case FieldDescriptor.CPPTYPE_INT64:
                return self._dice.choice(INTEGERS)
            case FieldDescriptor.CPPTYPE_INT32:
                return self._dice.choice([one for one in INTEGERS if abs(one) < 1 << 31])
            case FieldDescriptor.CPPTYPE_UINT64:
                return self._dice.choice([one for one in INTEGERS if one >= 0])
            case _:
                return self._dice.choice([one for one in INTEGERS if 0 <= one < 1 << 31])

    def _string(self, field: FieldDescriptor) -> str:
        if self._every and self._dice.random() < 0.6:
            for word, ids in self._ids.items():
                if word in field.name and self._dice.random() < 0.9:
                    return self._dice.choice(ids)
            if field.name.endswith(("_id", "_ids")) or field.name == "id":
                return self._dice.choice(self._every)
        return self._dice.choice(STRINGS)

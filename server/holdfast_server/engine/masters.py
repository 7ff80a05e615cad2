"""Master rows: how the engine locks, reads and writes the records of one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, Generic, Protocol, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from holdfast_server.engine.posting import Kind, Lock, RowTuple, Source, Statement, Writer
from holdfast_server.runtime.bulk import BulkInsert, BulkSelect, BulkUpdate

_FIXED: Final = frozenset({"id", "create_time", "fingerprint"})


class Record(Protocol):
    """What a row of master data becomes: its attributes are named as the columns are."""

    @property
    def id(self) -> str:
        """Read-only, as the class says."""

    @property
    def update_time(self) -> datetime:
        """Read-only, as the class says."""


T = TypeVar("T", bound=Record)


class Masters(Generic[T]):
    """One table of master data, keyed (tenant_id, id), its columns in the order of `names`.

    `make` takes a row's values by name. `new` and `changed` are the writers of whole records; they run in the
    order that is given, the new ones first.
    """

    def __init__(
        self, kind: Kind[T], table: sa.Table, names: Sequence[str], make: Callable[..., T], *, order: int
    ) -> None:
        self.kind = kind
        self.columns = [table.c[name] for name in names]
        self._names = tuple(names)
        self._make = make
        self._json = [name for name in names if isinstance(table.c[name].type, postgresql.JSONB)]
        self._read = BulkSelect(table, key=("id",), columns=names)
        self._lock = {
            Lock.SHARE: BulkSelect(table, key=("id",), columns=names, lock="FOR SHARE"),
            Lock.UPDATE: BulkSelect(table, key=("id",), columns=names, lock="FOR UPDATE"),
        }
        self._insert = BulkInsert(table, constant=("tenant_id",), columns=names)
        self._update = BulkUpdate(table, key=("id",), sets=[name for name in names if name not in _FIXED])
        self.new = Writer(order, self._inserts)
        self.changed = Writer(order + 1, self._updates)

    @property
    def source(self) -> Source[T]:
        """How the engine finds the records."""
        return Source(
            self.kind,
            lambda tenant_id, ids: self._read((tenant_id,), [(one,) for one in ids]),
            lambda row: (row[0], self.record(row)),
            lock=lambda tenant_id, ids, lock: self._lock[lock]((tenant_id,), [(one,) for one in ids]),
            changed=lambda record: record.update_time,
        )

    def record(self, row: RowTuple) -> T:
        """A record out of a row in the order of the names; JSON as text or read already."""
        values = dict(zip(self._names, row, strict=True))
        for name in self._json:
            if isinstance(values[name], str):
                values[name] = orjson.loads(values[name])
        values["fingerprint"] = bytes(values["fingerprint"])
        return self._make(**values)

    def _inserts(self, tenant_id: str, new: Sequence[T]) -> Sequence[Statement]:
        ordered = sorted(new, key=lambda record: record.id)
        return [self._insert((tenant_id,), _values(ordered, self._names))]

    def _updates(self, tenant_id: str, known: Sequence[T]) -> Sequence[Statement]:
        return [self._update((tenant_id,), _values(known, self._update.columns))]


def _values(records: Sequence[Any], names: Sequence[str]) -> list[list[Any]]:
    return [[getattr(record, name) for name in names] for record in records]

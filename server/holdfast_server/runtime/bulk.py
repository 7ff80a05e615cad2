"""Hot statements, compiled once from the tables: many rows in one statement, as array literals.

The driver adapts a list element by element in Python; one literal per column costs a fraction of that, and
the statement text never changes, so the server keeps one plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

Row = Sequence[Any]


def text_array(values: Sequence[str | None]) -> str:
    """A PostgreSQL text[] literal; None becomes NULL."""
    try:
        body = '","'.join(values)  # type: ignore[arg-type]
    except TypeError:
        body = '"'  # there is a NULL: the careful way below
    if "\\" not in body and body.count('"') == 2 * (len(values) - 1):
        return f'{{"{body}"}}' if values else "{}"
    return "{" + ",".join("NULL" if value is None else _quoted(value) for value in values) + "}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def int_array(values: Sequence[int | None]) -> str:
    """A PostgreSQL integer array literal; None becomes NULL."""
    if None in values:
        return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
    return "{" + ",".join(map(str, values)) + "}"


def bool_array(values: Sequence[bool]) -> str:
    """A PostgreSQL boolean[] literal."""
    return "{" + ",".join("t" if value else "f" for value in values) + "}"


def time_array(values: Sequence[datetime | None]) -> str:
    """A PostgreSQL timestamptz[] literal; None becomes NULL. Values carry their zone."""
    return "{" + ",".join(map(_time_text, values)) + "}"


@lru_cache(maxsize=256)
def _time_text(value: datetime | None) -> str:
    # Most rows of a transaction share one instant.
    return "NULL" if value is None else f'"{value.isoformat()}"'


def bytes_array(values: Sequence[bytes | None]) -> str:
    """A PostgreSQL bytea[] literal; None becomes NULL."""
    return "{" + ",".join("NULL" if value is None else f'"\\\\x{value.hex()}"' for value in values) + "}"


def json_array(values: Sequence[Mapping[str, Any]]) -> str:
    """A PostgreSQL jsonb[] literal."""
    return text_array(["{}" if not value else orjson.dumps(value).decode() for value in values])


def double_array(values: Sequence[float | None]) -> str:
    """A PostgreSQL double precision[] literal; None becomes NULL."""
    return "{" + ",".join("NULL" if value is None else repr(value) for value in values) + "}"


_ENCODERS: Sequence[tuple[type[Any], str, Callable[[Any], str]]] = (
    (sa.LargeBinary, "bytea", bytes_array),
    (sa.DateTime, "timestamptz", time_array),
    (sa.Boolean, "boolean", bool_array),
    (sa.SmallInteger, "smallint", int_array),
    (sa.BigInteger, "bigint", int_array),
    (sa.Integer, "integer", int_array),
    (sa.Double, "double precision", double_array),
    (postgresql.JSONB, "jsonb", json_array),
    (sa.Text, "text", text_array),
)


def _encoder(column: sa.Column[Any]) -> tuple[str, Callable[[Any], str]]:
    for kind, name, encode in _ENCODERS:
        if isinstance(column.type, kind):
            return name, encode
    raise TypeError(f"no array form for {column.type!r} of {column}")


class _Bulk:
    """What the bulk statements share: constant parameters first, then one array per column."""

    sql: str

    def __init__(self, table: sa.Table, constant: Sequence[str], columns: Sequence[str]) -> None:
        encoders = [_encoder(table.c[name]) for name in columns]
        self.columns = tuple(columns)
        self._encode = [encode for _, encode in encoders]
        start = len(constant) + 1
        self._arrays = ", ".join(f"${start + n}::{kind}[]" for n, (kind, _) in enumerate(encoders))

    def params(self, constant: Sequence[Any], rows: Sequence[Row]) -> list[Any]:
        """The parameters for `rows`, each a sequence in the order of `columns`."""
        arrays = zip(self._encode, zip(*rows, strict=True), strict=True)
        return [*constant, *(encode(values) for encode, values in arrays)]

    def __call__(self, constant: Sequence[Any], rows: Sequence[Row]) -> tuple[str, list[Any]]:
        """Statement and parameters, ready for a pipeline."""
        return self.sql, self.params(constant, rows)


class BulkInsert(_Bulk):
    """INSERT of many rows; `constant` columns have one value for all of them."""

    def __init__(self, table: sa.Table, *, constant: Sequence[str], columns: Sequence[str]) -> None:
        super().__init__(table, constant, columns)
        fixed = "".join(f"${n}, " for n in range(1, len(constant) + 1))
        names = ", ".join((*constant, *columns))
        self.sql = f"INSERT INTO {table.name} ({names}) SELECT {fixed}u.* FROM unnest({self._arrays}) AS u"


class BulkUpdate(_Bulk):
    """UPDATE of many rows of one tenant, found by their key columns.

    The new values come out of a fenced subquery, the tenant among them: a planner that believes a table to be empty
    would else walk through all of a tenant's rows and compare each with the values.
    """

    def __init__(self, table: sa.Table, *, key: Sequence[str], sets: Sequence[str]) -> None:
        super().__init__(table, ("tenant_id",), (*key, *sets))
        assigned = ", ".join(f"{name} = u.{name}" for name in sets)
        found = " AND ".join(f"t.{name} = u.{name}" for name in ("tenant_id", *key))
        self.sql = (
            f"UPDATE {table.name} AS t SET {assigned} FROM (SELECT $1::text AS tenant_id, a.* "
            f"FROM unnest({self._arrays}) AS a({', '.join((*key, *sets))}) OFFSET 0) AS u WHERE {found}"
        )


class BulkSelect(_Bulk):
    """SELECT of the rows whose key columns are among the given keys, in the order of these; absent keys give no row.

    `lock` is a locking clause: rows are then locked in that order too. Each key is looked up by itself in a fenced
    subquery: a planner that believes a table to be empty would else walk through all of a tenant's rows.
    """

    def __init__(self, table: sa.Table, *, key: Sequence[str], columns: Sequence[str], lock: str = "") -> None:
        super().__init__(table, ("tenant_id",), key)
        wanted = ", ".join(column_sql(table, name) for name in columns)
        found = " AND ".join(f"t.{name} = k.{name}" for name in key)
        fence = lock or "OFFSET 0"
        self.sql = (
            f"SELECT r.* FROM unnest({self._arrays}) AS k({', '.join(key)}) CROSS JOIN LATERAL "
            f"(SELECT {wanted} FROM {table.name} AS t WHERE t.tenant_id = $1 AND {found} {fence}) AS r"
        )


def column_sql(table: sa.Table, name: str) -> str:
    """A column as the hot statements read it: JSON as text, so that it is parsed only where it is looked at."""
    return f"t.{name}::text" if isinstance(table.c[name].type, postgresql.JSONB) else f"t.{name}"

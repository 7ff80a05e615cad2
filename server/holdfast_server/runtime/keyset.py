"""Pages by key: the rows that follow the last one of the page before, however many came before them.

A page costs as much as it shows. Where an index leads to the few rows that a filter can let through, these are fetched
and sorted; everywhere else the page walks along the order of its list, and looks at `LOOKED_AT` rows at most: it may
then be short, or empty, and says where the next one goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from holdfast_server.kernel.paging import PageRequest, Position
from holdfast_server.runtime.bulk import text_array

LOOKED_AT: Final = 5000
"""Rows that a page looks at, at most, for those that its filter lets through."""
FEW: Final = 1000
"""So many rows are fetched and sorted rather than walked to."""

Columns = Sequence[sa.ColumnElement[Any]]
Candidates = sa.Executable | tuple[str, ...]


class Reach(NamedTuple):
    """Where a page looks: at the rows of some keys, or, without those, up to a place in its order (None: the end)."""

    keys: Sequence[Any] | None = None
    end: Position | None = None


EVERYWHERE: Final = Reach()


def page_of(
    query: sa.Select[Any], columns: Columns, page: PageRequest, *, descending: bool = False, reach: Reach = EVERYWHERE
) -> sa.Select[Any]:
    """One page of the query in the order of `columns`, and one row more, by which the next page is known to exist.

    The few rows of known keys are found before they are put in order: the planner would else rather walk through a
    whole list that has the order than sort.
    """
    if reach.keys is not None:
        found = query.offset(0).subquery("found")
        query, columns = sa.select(*found.c), [found.c[str(column.key)] for column in columns]
    query = following(query, columns, page, descending=descending)
    if reach.end is not None:
        key, mark = sa.tuple_(*columns), _mark(reach.end, columns)
        query = query.where(key >= mark if descending else key <= mark)
    return query.order_by(*_ordered(columns, descending=descending)).limit(page.size + 1)


def following(
    query: sa.Select[Any], columns: Columns, page: PageRequest, *, descending: bool = False
) -> sa.Select[Any]:
    """The rows that come after the page before."""
    if page.after is None:
        return query
    key, mark = sa.tuple_(*columns), _mark(page.after, columns)
    return query.where(key < mark if descending else key > mark)


def end_of(
    table: sa.FromClause, columns: Columns, page: PageRequest, *where: sa.ColumnElement[bool], descending: bool = False
) -> sa.Select[Any]:
    """The key of the last row that a page looks at; none where the list ends before. `where` is what an index knows."""
    query = following(sa.select(*columns).select_from(table).where(*where), columns, page, descending=descending)
    return query.order_by(*_ordered(columns, descending=descending)).offset(LOOKED_AT - 1).limit(1)


async def reach(connection: Any, few: Iterable[Candidates], end: sa.Select[Any] | None, *, at_most: int = FEW) -> Reach:
    """Where a page looks: at the first of `few` that really are, or else no further than `end` says.

    Each of `few` is, or gives, the keys of rows among which all of the page's are; one more than `at_most` where there
    are more.
    """
    for some in few:
        if isinstance(some, tuple):
            return Reach(list(dict.fromkeys(some)))
        rows = (await connection.execute(some)).all()
        if len(rows) <= at_most:
            return Reach(list(dict.fromkeys(row[0] if len(row) == 1 else tuple(row) for row in rows)))
    last = None if end is None else (await connection.execute(end)).first()
    return EVERYWHERE if last is None else Reach(end=position_of(last))


def candidates(key: Any, *where: sa.ColumnElement[bool], at_most: int = FEW) -> sa.Select[Any]:
    """Keys of rows, which are a column or several; one more than `at_most` where there are more."""
    return sa.select(*(key if isinstance(key, tuple) else (key,))).where(*where).limit(at_most + 1)


def named(query: sa.Select[Any], column: sa.ColumnElement[Any], ids: Sequence[str]) -> sa.Select[Any]:
    """Only rows of some ids, each looked up by itself.

    Of a list of ids the planner believes, while it has no figures of the table, that any index is good that contains
    them, and reads it from end to end.
    """
    literal = array(text_array(list(dict.fromkeys(ids))), sa.Text())
    key = sa.func.unnest(literal).table_valued("id", name="named").render_derived()
    return query.where(column == key.c.id)


def among(column: sa.ColumnElement[Any], ids: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether it is one of some ids: a single parameter, however many they are."""
    return column == sa.any_(array(text_array(ids), sa.Text()))


def array(literal: str, kind: sa.types.TypeEngine[Any]) -> sa.Cast[Any]:
    """An array out of its literal, as `runtime.bulk` makes them."""
    return sa.cast(sa.literal(literal, sa.Text), ARRAY(kind))


def filled(column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a text is not empty, said as the partial indexes say it: as a parameter it would not lead to them."""
    return column != sa.literal_column("''", column.type)


def exists(table: sa.FromClause, *where: sa.ColumnElement[bool], of: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether there is such a row for a row `of` another table: looked up for each one that is walked to.

    The fence keeps the planner from joining instead, which it does with all rows that it takes to be hardly any.
    """
    return sa.select(sa.literal(1)).select_from(table).where(*where).correlate(of).offset(0).exists()


def position_of(key: Iterable[Any]) -> Position:
    """A row's key as tokens hold it."""
    return tuple(value.isoformat() if isinstance(value, datetime) else value for value in key)


def _mark(position: Position, columns: Columns) -> sa.Tuple:
    return sa.tuple_(*(sa.cast(value, column.type) for value, column in zip(position, columns, strict=True)))


def _ordered(columns: Columns, *, descending: bool) -> list[Any]:
    return [column.desc() if descending else column for column in columns]

"""Pages by key: the rows that follow the last one of the page before, however many came before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from holdfast_server.kernel.paging import PageRequest


def page_of(
    query: sa.Select[Any], columns: Sequence[sa.Column[Any]], page: PageRequest, *, descending: bool = False
) -> sa.Select[Any]:
    """One page of the query in the order of `columns`, and one row more, by which the next page is known to exist."""
    if page.after is not None:
        key = sa.tuple_(*columns)
        mark = sa.tuple_(*(sa.cast(value, column.type) for value, column in zip(page.after, columns, strict=True)))
        query = query.where(key < mark if descending else key > mark)
    return query.order_by(*(column.desc() if descending else column for column in columns)).limit(page.size + 1)

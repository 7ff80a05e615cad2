"""What migrations do to tables that may be large, while others write to them.

Each runs outside of a transaction and may be broken off and begun again at any place: what is there is passed over.
"""

from __future__ import annotations

import time
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

IMPATIENTLY: Final = "SET lock_timeout = '250ms'"
"""A migration waits for nobody long: it fails, and is tried again, rather than make writers queue behind it."""
PAGES_AT_ONCE: Final = 100
LOOK_SECONDS: Final = 0.2

_STATE: Final = sa.text("SELECT i.indisvalid FROM pg_index AS i WHERE i.indexrelid = to_regclass(:name)")
_BUILDING: Final = sa.text(
    "SELECT EXISTS (SELECT FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(:name))"
)
_NOT_VALID: Final = sa.text(
    "SELECT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass(:table) AND conname = :name "
    "AND NOT convalidated)"
)
_PAGES: Final = sa.text("SELECT pg_relation_size(to_regclass(:table)) / current_setting('block_size')::bigint")
_PARTITIONS: Final = sa.text(
    "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:table) ORDER BY 1"
)
_ATTACHED: Final = sa.text("SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(:name))")


def add_index(name: str, on: str) -> None:
    """Build an index beside those who write; `on` is the table, its columns and what the index is limited to.

    One that was broken off half-way is built anew; one that somebody else builds is waited for.
    """
    while _ask(_BUILDING, name=name):
        time.sleep(LOOK_SECONDS)
    if _ask(_STATE, name=name):
        return
    # To wait for others here keeps nobody waiting, and to give up would leave half an index behind.
    op.execute("SET lock_timeout = 0")
    try:
        if _ask(_STATE, name=name) is not None:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {on}")
    finally:
        op.execute(IMPATIENTLY)


def add_partitioned_index(name: str, table: str, columns: str) -> None:
    """Build an index of a partitioned table: partition by partition, then as one.

    Partitions that others make meanwhile come with it.
    """
    op.execute(f"CREATE INDEX IF NOT EXISTS {name} ON ONLY {table} {columns}")
    for partition in op.get_bind().execute(_PARTITIONS, {"table": table}).scalars().all():
        part = f"{partition}_{name.removeprefix(table).strip('_')}"
        add_index(part, f"{partition} {columns}")
        if not _ask(_ATTACHED, name=part):
            op.execute(f"ALTER INDEX {name} ATTACH PARTITION {part}")


def validate(table: str, constraint: str) -> None:
    """See whether the rows there are keep a rule that new ones keep already."""
    if _ask(_NOT_VALID, table=table, name=constraint):
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {constraint}")


def rewrite(table: str, assigned: str, *, where: str) -> None:
    """Change the rows for which something holds, some pages at a time; it holds for none that was changed."""
    first = 0
    while first < _ask(_PAGES, table=table):
        end = first + PAGES_AT_ONCE
        op.execute(
            f"UPDATE {table} SET {assigned} WHERE ctid >= '({first},0)'::tid AND ctid < '({end},0)'::tid AND {where}"
        )
        first = end


def _ask(question: sa.TextClause, **names: str) -> Any:
    return op.get_bind().execute(question, names).scalar()

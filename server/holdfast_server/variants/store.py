"""Tables and statements of variants; what the engine needs to lock, read and write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast_server.engine.masters import Masters
from holdfast_server.engine.posting import Kind, Lock, RowTuple, Source, Statement, Writer
from holdfast_server.engine.reads import Question
from holdfast_server.kernel.clock import EPOCH
from holdfast_server.kernel.paging import PageRequest
from holdfast_server.ledger.store import ID
from holdfast_server.runtime.bulk import BulkInsert, BulkSelect, text_array
from holdfast_server.runtime.keyset import Candidates, Reach, among, candidates, end_of, exists, filled, named, page_of
from holdfast_server.runtime.tables import metadata
from holdfast_server.variants import rules
from holdfast_server.variants.model import (
    VARIANT_FIELDS,
    Component,
    Kits,
    Node,
    Variant,
    VariantFact,
    VariantFilter,
    VariantSort,
)

_TEXT: Final[dict[str, Any]] = {"nullable": False, "server_default": ""}

variants: Final = sa.Table(
    "variants",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("id", ID, nullable=False),
    sa.Column("product_id", ID, **_TEXT),
    sa.Column("title", sa.Text, **_TEXT),
    sa.Column("sku", ID, **_TEXT),
    sa.Column("barcode", sa.Text, **_TEXT),
    sa.Column("ean", sa.Text, **_TEXT),
    sa.Column("upc", sa.Text, **_TEXT),
    sa.Column("hs_code", sa.Text, **_TEXT),
    sa.Column("mid_code", sa.Text, **_TEXT),
    sa.Column("origin_country", sa.Text, **_TEXT),
    sa.Column("material", sa.Text, **_TEXT),
    sa.Column("weight", sa.BigInteger),
    sa.Column("length", sa.BigInteger),
    sa.Column("height", sa.BigInteger),
    sa.Column("width", sa.BigInteger),
    sa.Column("variant_rank", sa.Integer, nullable=False, server_default="0"),
    sa.Column("options", JSONB, nullable=False, server_default="{}"),
    sa.Column("manage_inventory", sa.Boolean, nullable=False, server_default="true"),
    sa.Column("allow_backorder", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("metadata", JSONB, nullable=False, server_default="{}"),
    sa.Column("version", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False, server_default=""),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("update_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("delete_time", sa.DateTime(timezone=True)),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("variants_by_time", "tenant_id", "create_time", "id"),
    sa.Index("variants_by_product", "tenant_id", "product_id", "variant_rank", "id"),
    # Skus of deleted ones too, which have no code any more.
    sa.Index("variants_by_sku", "tenant_id", "sku", postgresql_where=sa.text("sku <> ''")),
)

variant_components: Final = sa.Table(
    "variant_components",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("variant_id", ID, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("item_id", ID, **_TEXT),
    sa.Column("component_variant_id", ID, **_TEXT),
    sa.Column("required_quantity", sa.BigInteger, nullable=False),
    sa.CheckConstraint("required_quantity > 0", name="required_quantity_positive"),
    sa.CheckConstraint("(item_id = '') <> (component_variant_id = '')", name="item_or_variant"),
    sa.PrimaryKeyConstraint("tenant_id", "variant_id", "position"),
    sa.Index(
        "variant_components_by_item",
        "tenant_id",
        "item_id",
        "variant_id",
        postgresql_where=sa.text("item_id <> ''"),
    ),
    sa.Index(
        "variant_components_by_variant",
        "tenant_id",
        "component_variant_id",
        "variant_id",
        postgresql_where=sa.text("component_variant_id <> ''"),
    ),
)

variant_codes: Final = sa.Table(
    "variant_codes",
    metadata,
    sa.Column("tenant_id", ID, nullable=False),
    sa.Column("kind", ID, nullable=False),
    sa.Column("code", ID, nullable=False),
    sa.Column("variant_id", ID, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "kind", "code"),
)

VARIANT: Final[Kind[Variant]] = Kind("variant")
"""A variant's own row, without its components."""
COMPONENTS: Final[Kind[Sequence[Component]]] = Kind("variant_components")
"""What a variant takes, in its order; it changes under the lock of the variant only."""
VARIANT_FACT: Final[Kind[VariantFact]] = Kind("variant_fact")
KITS: Final[Kind[datetime]] = Kind("kits")
"""The lock of everybody who puts variants into variants: one id, `ALL_KITS`."""
KITS_BELOW: Final[Kind[Kits]] = Kind("kits_below")
"""A variant and all that it takes."""
KITS_ABOVE: Final[Kind[Kits]] = Kind("kits_above")
"""A variant, all that take it, and all that these take."""
KIT_CHANGED: Final[Kind[bool]] = Kind("kit_changed")
KIT_TAKEN: Final[Kind[bool]] = Kind("kit_taken")
"""What this transaction made of kits: variants that take something else now, variants that others take now. Nobody
reads it from the database; decisions tell each other."""
CODE_HOLDER: Final[Kind[str]] = Kind("variant_code_holder")
"""The live variant that has a code, by `code_id`."""
TAKER: Final[Kind[str]] = Kind("variant_taker")
"""One of the live variants that take a variant."""

ALL_KITS: Final = "kits"

VARIANTS: Final = Masters(VARIANT, variants, VARIANT_FIELDS, Variant, order=36)

# --- kits -------------------------------------------------------------------------------------------

# Each table is looked up by key in a fenced subquery: a planner that believes it to be empty would else walk through
# all of a tenant's rows. Pairs of root and node are united, so that what is reached on many ways is walked once.
_ROOTS: Final = 'SELECT k.id COLLATE "C", k.id COLLATE "C" FROM unnest($2::text[]) AS k(id)'
_WALK_DOWN: Final = (
    "UNION SELECT w.root, c.id FROM below AS w CROSS JOIN LATERAL (SELECT x.component_variant_id AS id "
    "FROM variant_components AS x WHERE x.tenant_id = $1 AND x.variant_id = w.id "
    "AND x.component_variant_id <> '' OFFSET 0) AS c"
)
_WALK_UP: Final = (
    "UNION SELECT w.root, c.id FROM above AS w CROSS JOIN LATERAL (SELECT x.variant_id AS id "
    "FROM variant_components AS x WHERE x.tenant_id = $1 AND x.component_variant_id = w.id "
    "AND x.component_variant_id <> '' OFFSET 0) AS c"
)
_NODES: Final = (
    "SELECT w.root, json_agg(json_build_array(v.id, v.deleted, v.manage_inventory, v.allow_backorder, p.parts))::text "
    "FROM below AS w CROSS JOIN LATERAL (SELECT x.id, x.delete_time IS NOT NULL AS deleted, x.manage_inventory, "
    "x.allow_backorder FROM variants AS x WHERE x.tenant_id = $1 AND x.id = w.id OFFSET 0) AS v "
    "CROSS JOIN LATERAL (SELECT json_agg(json_build_array(x.required_quantity, x.item_id, x.component_variant_id) "
    "ORDER BY x.position) AS parts FROM variant_components AS x WHERE x.tenant_id = $1 AND x.variant_id = w.id "
    "OFFSET 0) AS p GROUP BY w.root"
)
_KITS_BELOW: Final = f"WITH RECURSIVE below(root, id) AS ({_ROOTS} {_WALK_DOWN}) {_NODES}"
# For reads of many: each node once, whoever takes it.
_FACTS: Final = (
    'WITH RECURSIVE below(id) AS (SELECT k.id COLLATE "C" FROM unnest($2::text[]) AS k(id) '
    "UNION SELECT c.id FROM below AS w CROSS JOIN LATERAL (SELECT x.component_variant_id AS id "
    "FROM variant_components AS x WHERE x.tenant_id = $1 AND x.variant_id = w.id "
    "AND x.component_variant_id <> '' OFFSET 0) AS c) "
    "SELECT v.*, p.* FROM below AS w CROSS JOIN LATERAL (SELECT x.id, x.delete_time IS NOT NULL, x.manage_inventory, "
    "x.allow_backorder FROM variants AS x WHERE x.tenant_id = $1 AND x.id = w.id OFFSET 0) AS v "
    "CROSS JOIN LATERAL (SELECT array_agg(x.required_quantity), array_agg(x.item_id), "
    "array_agg(x.component_variant_id) FROM variant_components AS x WHERE x.tenant_id = $1 AND x.variant_id = w.id "
    "OFFSET 0) AS p"
)
_KITS_ABOVE: Final = (
    f"WITH RECURSIVE above(root, id) AS ({_ROOTS} {_WALK_UP}), "
    f"below(root, id) AS (SELECT a.root, a.id FROM above AS a {_WALK_DOWN}) {_NODES}"
)


def _kits(row: RowTuple) -> tuple[str, Kits]:
    root, told = row
    nodes = {
        one: Node(one, deleted, managed, backorder, tuple(Component(*part) for part in parts or ()))
        for one, deleted, managed, backorder, parts in orjson.loads(told)
    }
    return root, nodes


def _fact(row: RowTuple) -> tuple[str, VariantFact | None]:
    root, kits = _kits(row)
    return root, rules.fact(root, kits) if root in kits else None


def _facts(rows: Sequence[RowTuple]) -> Mapping[str, VariantFact]:
    return rules.facts(
        {
            one: Node(one, deleted, managed, backorder, tuple(map(Component, units or (), items or (), kits or ())))
            for one, deleted, managed, backorder, units, items, kits in rows
        }
    )


FACTS: Final[Question[str, VariantFact]] = Question(
    "variant_facts", lambda tenant_id, ids: (_FACTS, (tenant_id, text_array(ids))), _facts
)
"""What there is to know of variants and of those that they take; those that do not exist are absent."""

# Up through variants that live and keep stock: what one without stock takes, nobody takes through it.
_TAKER: Final = (
    "CROSS JOIN LATERAL (SELECT v.id FROM variants AS v WHERE v.tenant_id = $1 AND v.id = c.id "
    "AND v.manage_inventory AND v.delete_time IS NULL OFFSET 0) AS t"
)
_TAKING_ITEMS: Final = (
    'WITH RECURSIVE takers(root, id) AS (SELECT k.id COLLATE "C", t.id FROM unnest($2::text[]) AS k(id) '
    "CROSS JOIN LATERAL (SELECT x.variant_id AS id FROM variant_components AS x WHERE x.tenant_id = $1 "
    f"AND x.item_id = k.id AND x.item_id <> '' OFFSET 0) AS c {_TAKER} "
    "UNION SELECT w.root, t.id FROM takers AS w CROSS JOIN LATERAL (SELECT x.variant_id AS id "
    "FROM variant_components AS x WHERE x.tenant_id = $1 AND x.component_variant_id = w.id "
    f"AND x.component_variant_id <> '' OFFSET 0) AS c {_TAKER}) SELECT root, id FROM takers"
)
_TAKING_VARIANTS: Final = f"WITH RECURSIVE above(root, id) AS ({_ROOTS} {_WALK_UP}) SELECT root, id FROM above"


def _takers(rows: Sequence[RowTuple]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for root, variant_id in rows:
        found.setdefault(root, set()).add(variant_id)
    return {root: frozenset(ids) for root, ids in found.items()}


TAKING_ITEMS: Final[Question[str, frozenset[str]]] = Question(
    "variants_taking_items", lambda tenant_id, ids: (_TAKING_ITEMS, (tenant_id, text_array(ids))), _takers
)
"""The live variants that take an item, themselves or through others; items that nobody takes are absent."""
TAKING_VARIANTS: Final[Question[str, frozenset[str]]] = Question(
    "variants_taking_variants", lambda tenant_id, ids: (_TAKING_VARIANTS, (tenant_id, text_array(ids))), _takers
)
"""A variant itself and all that take it, deleted ones too."""
ANY: Final[Question[str, bool]] = Question(
    "any_variants",
    lambda tenant_id, _: ("SELECT EXISTS (SELECT FROM variants WHERE tenant_id = $1)", (tenant_id,)),
    lambda rows: {"": rows[0][0]},
)
"""Whether there is a variant at all; the one key is empty."""

# --- the engine's --------------------------------------------------------------------------------------

_COMPONENTS: Final = (
    "SELECT k.id, p.parts FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT json_agg(json_build_array("
    "x.required_quantity, x.item_id, x.component_variant_id) ORDER BY x.position)::text AS parts "
    "FROM variant_components AS x WHERE x.tenant_id = $1 AND x.variant_id = k.id OFFSET 0) AS p "
    "WHERE p.parts IS NOT NULL"
)
_HOLDERS: Final = BulkSelect(variant_codes, key=("kind", "code"), columns=("kind", "code", "variant_id"))
_TAKER_OF: Final = (
    "SELECT k.id, t.id FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL (SELECT v.id FROM "
    "(SELECT x.variant_id FROM variant_components AS x WHERE x.tenant_id = $1 AND x.component_variant_id = k.id "
    "AND x.component_variant_id <> '' ORDER BY x.variant_id OFFSET 0) AS c "
    "CROSS JOIN LATERAL (SELECT x.id FROM variants AS x WHERE x.tenant_id = $1 AND x.id = c.variant_id "
    "AND x.delete_time IS NULL OFFSET 0) AS v LIMIT 1) AS t"
)
_LOCK_KITS: Final = "SELECT t.create_time FROM tenants AS t WHERE t.tenant_id = $1 FOR NO KEY UPDATE"
_DROP_COMPONENTS: Final = (
    "DELETE FROM variant_components AS t USING unnest($2::text[]) AS k(id) "
    "WHERE t.tenant_id = $1 AND t.variant_id = k.id"
)
_ADD_COMPONENTS: Final = BulkInsert(
    variant_components,
    constant=("tenant_id",),
    columns=("variant_id", "position", "item_id", "component_variant_id", "required_quantity"),
)
_FREE_CODES: Final = (
    "DELETE FROM variant_codes AS t USING unnest($2::text[], $3::text[], $4::text[]) AS k(kind, code, variant_id) "
    "WHERE t.tenant_id = $1 AND t.kind = k.kind AND t.code = k.code AND t.variant_id = k.variant_id"
)
_TAKE_CODES: Final = BulkInsert(variant_codes, constant=("tenant_id",), columns=("kind", "code", "variant_id"))

Code = tuple[str, str]
"""Which of `CODES`, and its value."""


def code_id(code: Code) -> str:
    """How a posting names a code."""
    return f"{code[0]}:{code[1]}"


def _code_of(one: str) -> Code:
    kind, _, code = one.partition(":")
    return kind, code


def _replace_components(tenant_id: str, replaced: Sequence[tuple[str, Sequence[Component]]]) -> Sequence[Statement]:
    """Write what variants take from now on."""
    statements: list[Statement] = [(_DROP_COMPONENTS, (tenant_id, sorted(variant_id for variant_id, _ in replaced)))]
    rows = [
        (variant_id, position, part.item_id, part.variant_id, part.required_quantity)
        for variant_id, parts in sorted(replaced, key=lambda one: one[0])
        for position, part in enumerate(parts)
    ]
    return [*statements, _ADD_COMPONENTS((tenant_id,), rows)] if rows else statements


def _free_codes(tenant_id: str, freed: Sequence[tuple[Code, str]]) -> Sequence[Statement]:
    """Take codes from the variants that give them up; a code that has moved on since belongs to another one."""
    kinds, codes, ids = zip(*sorted((*code, variant_id) for code, variant_id in freed), strict=True)
    return [(_FREE_CODES, (tenant_id, list(kinds), list(codes), list(ids)))]


def _take_codes(tenant_id: str, holders: Sequence[tuple[Code, str | None]]) -> Sequence[Statement]:
    """Give codes to the variants that have them at the end of the transaction; two takers meet in the unique key."""
    taken = sorted((*code, variant_id) for code, variant_id in holders if variant_id is not None)
    return [_TAKE_CODES((tenant_id,), taken)] if taken else []


FREED_CODES: Final = Writer(38, _free_codes)
TAKEN_CODES: Final = Writer(39, _take_codes)
REPLACED_COMPONENTS: Final = Writer(40, _replace_components)


def components_of(told: str) -> Sequence[Component]:
    """Components out of JSON as `select_components` gives it."""
    return tuple(Component(*part) for part in orjson.loads(told))


def _lock_kits(tenant_id: str, _ids: Sequence[str], _lock: Lock) -> Statement:
    return _LOCK_KITS, (tenant_id,)


def sources() -> list[Source[Any]]:
    """How the engine finds variants."""
    return [
        Source(
            KITS,
            lambda tenant_id, _: (_LOCK_KITS, (tenant_id,)),
            lambda row: (ALL_KITS, row[0]),
            lock=_lock_kits,
            changed=lambda _: EPOCH,
        ),
        VARIANTS.source,
        Source(
            COMPONENTS,
            lambda tenant_id, ids: (_COMPONENTS, (tenant_id, list(ids))),
            lambda row: (row[0], components_of(row[1])),
        ),
        Source(VARIANT_FACT, lambda tenant_id, ids: (_KITS_BELOW, (tenant_id, text_array(ids))), _fact),
        Source(KITS_BELOW, lambda tenant_id, ids: (_KITS_BELOW, (tenant_id, text_array(ids))), _kits),
        Source(KITS_ABOVE, lambda tenant_id, ids: (_KITS_ABOVE, (tenant_id, text_array(ids))), _kits),
        Source(
            CODE_HOLDER,
            lambda tenant_id, codes: _HOLDERS((tenant_id,), [_code_of(code) for code in codes]),
            lambda row: (code_id((row[0], row[1])), row[2]),
        ),
        Source(
            TAKER,
            lambda tenant_id, ids: (_TAKER_OF, (tenant_id, list(ids))),
            lambda row: (row[0], row[1]),
        ),
    ]


# --- reads ----------------------------------------------------------------------------------------


def select_by_ids(tenant_id: str, ids: Sequence[str]) -> sa.Select[Any]:
    """Variants by id, deleted ones too."""
    return named(sa.select(*VARIANTS.columns).where(variants.c.tenant_id == tenant_id), variants.c.id, ids)


def select_components(tenant_id: str, ids: Sequence[str]) -> sa.Select[Any]:
    """(variant id, units, item id, variant id) of what some variants take, in their order."""
    part = variant_components.c
    return (
        sa.select(part.variant_id, part.required_quantity, part.item_id, part.component_variant_id)
        .where(part.tenant_id == tenant_id, part.variant_id.in_(ids))
        .order_by(part.variant_id, part.position)
    )


def select_page(
    tenant_id: str, wanted: VariantFilter, sort: VariantSort, page: PageRequest, within: Reach
) -> sa.Select[Any]:
    """One page of variants and one row more, by which the next page is known to exist."""
    query = sa.select(*VARIANTS.columns).where(variants.c.tenant_id == tenant_id)
    if within.keys is not None:
        query = named(query, variants.c.id, within.keys)
    if not wanted.show_deleted:
        query = query.where(variants.c.delete_time.is_(None))
    if wanted.skus:
        query = query.where(among(variants.c.sku, wanted.skus))
    if wanted.product_id:
        query = query.where(variants.c.product_id == wanted.product_id)
    if wanted.q:
        searched = ("title", "sku", "barcode", "ean", "upc")
        query = query.where(sa.or_(*(variants.c[name].icontains(wanted.q, autoescape=True) for name in searched)))
    if wanted.item_id:
        part = variant_components.c
        taken = part.variant_id == variants.c.id, part.item_id == wanted.item_id
        query = query.where(exists(variant_components, part.tenant_id == tenant_id, *taken, of=variants))
    return page_of(query, _columns(sort), page, reach=within)


def few(tenant_id: str, wanted: VariantFilter) -> list[Candidates]:
    """Ids among which all that are wanted are."""
    one, part = variants.c, variant_components.c
    found: list[Candidates] = []
    if wanted.ids:
        found.append(wanted.ids)
    if wanted.skus:
        found.append(candidates(one.id, one.tenant_id == tenant_id, filled(one.sku), among(one.sku, wanted.skus)))
    if wanted.product_id:
        found.append(candidates(one.id, one.tenant_id == tenant_id, one.product_id == wanted.product_id))
    if wanted.item_id:
        taken = part.item_id == wanted.item_id
        found.append(candidates(part.variant_id, part.tenant_id == tenant_id, taken, filled(part.item_id)))
    return found


def select_end(tenant_id: str, wanted: VariantFilter, sort: VariantSort, page: PageRequest) -> sa.Select[Any] | None:
    """How far a page looks for what it shows; None where it shows whatever there is."""
    if wanted == VariantFilter(show_deleted=True):
        return None
    return end_of(variants, _columns(sort), page, variants.c.tenant_id == tenant_id)


def _columns(sort: VariantSort) -> list[sa.Column[Any]]:
    if sort is VariantSort.PRODUCT:
        return [variants.c.product_id, variants.c.variant_rank, variants.c.id]
    return [variants.c.create_time, variants.c.id]

"""Decisions about reservations, items and tokens, as tables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast_server.items import rules as items
from holdfast_server.items.model import Item
from holdfast_server.kernel.clock import from_milliseconds, milliseconds
from holdfast_server.kernel.errors import (
    EtagMismatch,
    ExceedsOpen,
    FieldInvalid,
    NotCovered,
    PageTokenInvalid,
    ResourceDeleted,
    ResourceExists,
    ResourceNotFound,
    SkuTaken,
)
from holdfast_server.kernel.etags import etag, matches
from holdfast_server.kernel.ids import ID_PATTERN, mint, ulid, ulid_milliseconds
from holdfast_server.ledger.model import Allocation, Bucket
from holdfast_server.reservations import rules
from holdfast_server.reservations.model import Part
from holdfast_server.transport.call import Call
from holdfast_server.transport.tokens import PageTokens

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def claim(name: str, quantity: int, *, line_id: str = "l1", fulfilled: int = 0, seq: int = 1) -> Allocation:
    return Allocation(name, "res", line_id, 0, "", "", "a", "here", seq, 0, 1, quantity, fulfilled)


CLAIMS = [claim("new", 4, seq=9), claim("old", 3, seq=2), claim("other", 5, line_id="l2", fulfilled=1)]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], {"new": 4, "old": 3, "other": 4}),
        ([Part("l1", "", 2)], {"old": 2}),
        ([Part("l1", "", 5)], {"old": 3, "new": 2}),
        ([Part("", "new", 1), Part("l1", "", 5)], {"new": 3, "old": 3}),
        ([Part("", "other", 4)], {"other": 4}),
    ],
)
def test_a_line_is_fulfilled_from_its_oldest_claim(parts: list[Part], expected: dict[str, int]) -> None:
    assert rules.units_to_fulfil(CLAIMS, parts) == expected


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ([Part("l1", "", 8)], ExceedsOpen),
        ([Part("", "other", 5)], ExceedsOpen),
        ([Part("l1", "", 7), Part("", "old", 1)], ExceedsOpen),
        ([Part("l3", "", 1)], ResourceNotFound),
        ([Part("", "nobody", 1)], ResourceNotFound),
    ],
)
def test_no_more_is_fulfilled_than_is_open(parts: list[Part], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rules.units_to_fulfil(CLAIMS, parts)


def test_what_is_fulfilled_must_be_covered() -> None:
    rules.check_covered(CLAIMS, {"old": 3}, {"old": 3})
    with pytest.raises(NotCovered):
        rules.check_covered(CLAIMS, {"old": 3}, {"old": 2})


def test_fulfilling_takes_out_of_stock_and_out_of_what_is_promised() -> None:
    changed, moves, entries = rules.fulfil(CLAIMS, {"old": 3, "other": 1}, "ful")
    assert [(one.id, one.fulfilled, one.open) for one in changed] == [("old", 3, 0), ("other", 2, 3)]
    assert [(move.bucket, move.delta) for move in moves] == [
        (Bucket.STOCKED, -3), (Bucket.RESERVED, -3), (Bucket.STOCKED, -1), (Bucket.RESERVED, -1),
    ]  # fmt: skip
    assert [(entry.allocation_id, entry.quantity) for entry in entries] == [("old", 3), ("other", 1)]


def test_releasing_closes_what_is_open_and_nothing_else() -> None:
    changed, moves = rules.release([claim("a", 3), claim("b", 2, fulfilled=2), claim("c", 4, fulfilled=1)])
    assert [(one.id, one.released, one.open) for one in changed] == [("a", 3, 0), ("c", 3, 0)]
    assert [move.delta for move in moves] == [-3, -3]


# --- items ------------------------------------------------------------------------------------------

ITEM = Item(id="i", create_time=NOW, update_time=NOW, sku="S", fingerprint=b"f")


def test_making_an_item_again_is_the_same_item_and_another_is_refused() -> None:
    again = items.create(ITEM, "i", item_id="i", given={}, fingerprint=b"f", at=NOW)
    assert again is ITEM
    with pytest.raises(ResourceExists):
        items.create(ITEM, None, item_id="i", given={}, fingerprint=b"g", at=NOW)
    gone = items.delete(ITEM, [], item_id="i", etag="", at=NOW)
    with pytest.raises(ResourceDeleted):
        items.create(gone, None, item_id="i", given={}, fingerprint=b"f", at=NOW)
    with pytest.raises(SkuTaken):
        items.create(None, "j", item_id="i", given={"sku": "S"}, fingerprint=b"", at=NOW)


def test_an_update_that_changes_nothing_is_no_update() -> None:
    assert items.update(ITEM, "i", [], item_id="i", given={"sku": "S"}, etag="v1", at=NOW) is ITEM
    changed = items.update(ITEM, None, [], item_id="i", given={"title": "T"}, etag="", at=NOW)
    assert (changed.title, changed.version) == ("T", 2)
    with pytest.raises(EtagMismatch):
        items.update(ITEM, None, [], item_id="i", given={}, etag="v2", at=NOW)
    with pytest.raises(SkuTaken):
        items.update(ITEM, "j", [], item_id="i", given={"sku": "T"}, etag="", at=NOW)


# --- words ------------------------------------------------------------------------------------------


def test_ids_sort_by_time_and_keep_it() -> None:
    early, late = ulid(1_700_000_000_000), ulid(1_700_000_000_001)
    assert early < late
    assert ulid_milliseconds(f"post_{early}") == 1_700_000_000_000
    assert ulid_milliseconds("post_x") is None
    assert ulid_milliseconds("post_" + "U" * 26) is None
    assert ID_PATTERN.fullmatch(mint("iitem"))
    assert from_milliseconds(milliseconds(NOW)) == NOW


def test_an_empty_etag_names_every_version() -> None:
    assert matches("", 7)
    assert matches(etag(7), 7)
    assert not matches(etag(6), 7)


def test_a_refusal_inside_a_batch_names_the_entry() -> None:
    moved = FieldInvalid("item.sku", "is wrong").at("entries[3]")
    assert (moved.field, moved.facts["field"]) == ("entries[3].item.sku", "entries[3].item.sku")
    assert moved.message == "entries[3].item.sku is wrong"


def test_a_page_token_holds_for_its_call_and_scope() -> None:
    from holdfast_server.kernel.ids import TenantId
    from holdfast_server.kernel.principal import Principal

    tokens = PageTokens(lambda tenant: tenant.encode())
    mine, yours = (Call(Principal(TenantId(name), "s"), 0.0, "c") for name in ("mine", "yours"))
    token = tokens.write(mine, ("x", 3, None), "list")
    assert tokens.read(mine, token, "list") == ("x", 3, None)
    assert tokens.read(mine, "", "list") is None
    assert tokens.write(mine, None, "list") == ""
    for call, scope, given in (
        (yours, "list", token),
        (mine, "other", token),
        (mine, "list", token + "x"),
        (mine, "list", "€"),
    ):
        with pytest.raises(PageTokenInvalid):
            tokens.read(call, given, scope)

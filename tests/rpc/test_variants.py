"""Product variants over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from holdfast.inventory.v1 import catalog_service_pb2 as pb
from holdfast.inventory.v1 import inventory_service_pb2 as inventory_pb

from holdfast_server.kernel.errors import KitCycle, Refused
from tests.support.crowd import Crowd, outcomes
from tests.support.house import house
from tests.support.refusals import Refusal, refused
from tests.support.server import RunningServer
from tests.support.world import Shop, components, unique

ME = "default"


def upsert(shop: Shop, parts: Mapping[str, int] | None = None, *, request_id: str = "", **fields: Any) -> Any:
    variant = pb.ProductVariant(**{"id": unique("variant"), "components": components(parts or {}), **fields})
    request = pb.UpsertProductVariantRequest(variant=variant, request_id=request_id)
    return shop.catalog.UpsertProductVariant(request)


def made(shop: Shop, parts: Mapping[str, int] | None = None, **fields: Any) -> Any:
    return upsert(shop, parts, **fields).variant


def delete(shop: Shop, variant: str, etag: str = "") -> Any:
    return shop.catalog.DeleteProductVariant(pb.DeleteProductVariantRequest(variant_id=variant, etag=etag)).variant


def undelete(shop: Shop, variant: str) -> Any:
    return shop.catalog.UndeleteProductVariant(pb.UndeleteProductVariantRequest(variant_id=variant)).variant


def item_of(shop: Shop, item_id: str) -> Any:
    return shop.inventory.GetInventoryItem(inventory_pb.GetInventoryItemRequest(inventory_item_id=item_id)).item


def parts_of(variant: Any) -> dict[str, int]:
    return {one.inventory_item_id or one.variant_id: one.required_quantity for one in variant.components}


def listed(shop: Shop, size: int = 0, sort: str = "", show_deleted: bool = False, **wanted: Any) -> list[str]:
    """The ids that a filter shows, page by page."""
    found: list[str] = []
    token = ""
    while True:
        answer = shop.catalog.ListProductVariants(
            pb.ListProductVariantsRequest(
                page_size=size,
                page_token=token,
                filter=pb.ListProductVariantsRequest.Filter(**wanted),
                sort=f"SORT_{sort}" if sort else 0,
                show_deleted=show_deleted,
            )
        )
        found += [one.id for one in answer.variants]
        assert bool(answer.cursor) is (not token)
        token = answer.next_page_token
        if not token:
            return found


# --- records ----------------------------------------------------------------------------------------


def test_a_variant_keeps_every_field_it_was_given(shop: Shop) -> None:
    item = shop.item()
    fields = dict(
        id=unique("variant"), product_id="prod_1", title="T-Shirt M", sku=unique("SKU"), barcode=unique("bar"),
        ean=unique("ean"), upc=unique("upc"), hs_code="6109", mid_code="m", origin_country="PT", material="cotton",
        weight=180, length=1, height=2, width=3, variant_rank=-2, options={"size": "M"}, manage_inventory=True,
        allow_backorder=True, metadata={"colour": "red"},
    )  # fmt: skip
    created = made(shop, {item: 2}, **fields)
    shown = shop.get_variant(created.id)
    for name, value in fields.items():
        assert (dict(getattr(shown, name)) if isinstance(value, dict) else getattr(shown, name)) == value
    assert parts_of(shown) == {item: 2}
    assert shown.create_time == shown.update_time == created.create_time


def test_a_managed_variant_without_components_gets_an_item_of_its_own(shop: Shop) -> None:
    sku = unique("SKU")
    fields = dict(
        sku=sku, title="T-Shirt", barcode=unique("bar"), ean=unique("ean"), upc=unique("upc"), hs_code="6109",
        mid_code="m", origin_country="PT", material="cotton", weight=180, length=1, height=2, width=3,
    )  # fmt: skip
    variant = made(shop, **fields)
    ((item_id, units),) = parts_of(variant).items()
    assert (item_id[:6], units) == ("iitem_", 1)
    item = item_of(shop, item_id)
    assert {name: getattr(item, name) for name in fields} == fields
    created = shop.happened("item.created", "variant.created")
    assert [one.resource for one in created[-2:-1]] == [variant.id]
    assert created[-3].item_changed.after.sku == sku
    assert created[-2].product_variant_changed.after.components == variant.components


def test_the_item_of_a_variant_needs_a_sku_that_no_item_has(shop: Shop) -> None:
    sku = unique("SKU")
    item = shop.item(sku=sku)
    refusal = refused(lambda: made(shop, sku=sku))
    assert (refusal.reason, refusal.metadata["inventory_item_id"]) == ("SKU_TAKEN", item)
    assert parts_of(made(shop, {item: 1}, sku=sku)) == {item: 1}


def test_a_variant_without_stock_gets_no_item_until_stock_is_kept_for_it(shop: Shop) -> None:
    digital = made(shop, manage_inventory=False, title="Licence")
    assert (parts_of(digital), digital.HasField("manage_inventory")) == ({}, True)
    managed = made(shop, id=digital.id, title="Licence")
    ((item_id, units),) = parts_of(managed).items()
    assert (item_of(shop, item_id).title, units) == ("Licence", 1)
    unmanaged = made(shop, id=digital.id, manage_inventory=False)
    assert parts_of(unmanaged) == {item_id: 1}


def test_an_upsert_replaces_what_is_said_and_leaves_components_that_it_does_not_name(shop: Shop) -> None:
    first, second = shop.item(), shop.item()
    variant = made(shop, {first: 2, second: 1}, title="Kit", material="wood", metadata={"a": "1"})
    changed = made(shop, id=variant.id, title="Set")
    assert (changed.title, changed.material, dict(changed.metadata)) == ("Set", "", {})
    assert parts_of(changed) == {first: 2, second: 1}
    assert changed.etag != variant.etag
    assert parts_of(made(shop, {second: 5}, id=variant.id)) == {second: 5}


def test_the_same_upsert_again_changes_nothing_and_is_told_once(shop: Shop) -> None:
    variant = made(shop, title="Lamp", sku=unique("SKU"))
    again = made(shop, id=variant.id, title="Lamp", sku=variant.sku)
    assert again == variant
    assert [one.resource for one in shop.happened("variant.created", "variant.updated")].count(variant.id) == 1
    request_id = unique("request")
    first = upsert(shop, title="Torch", id=variant.id, request_id=request_id)
    replay = upsert(shop, title="Torch", id=variant.id, request_id=request_id)
    assert (first.mutation.replayed, replay.mutation.replayed) == (False, True)
    assert replay.variant == first.variant
    reused = refused(lambda: upsert(shop, title="Bulb", id=variant.id, request_id=request_id))
    assert reused.reason == "REQUEST_ID_REUSED"


def test_an_etag_guards_against_the_changes_of_others(shop: Shop) -> None:
    variant = made(shop, title="Lamp")
    changed = made(shop, id=variant.id, title="Torch", etag=variant.etag)
    refusal = refused(lambda: made(shop, id=variant.id, title="Bulb", etag=variant.etag))
    assert (refusal.reason, refusal.resource) == ("ETAG_MISMATCH", ("ProductVariant", variant.id))
    assert refused(lambda: delete(shop, variant.id, variant.etag)).reason == "ETAG_MISMATCH"
    assert delete(shop, variant.id, changed.etag).HasField("delete_time")
    assert refused(lambda: made(shop, title="New", etag="1")).reason == "RESOURCE_NOT_FOUND"


@pytest.mark.parametrize("kind", ["sku", "barcode", "ean", "upc"])
def test_a_code_belongs_to_one_live_variant(shop: Shop, kind: str) -> None:
    code = unique("code")
    first = made(shop, manage_inventory=False, **{kind: code})
    refusal = refused(lambda: made(shop, manage_inventory=False, **{kind: code}))
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "CODE_TAKEN")
    assert refusal.metadata == {"field": f"variant.{kind}", "code": code, "variant_id": first.id}
    delete(shop, first.id)
    second = made(shop, manage_inventory=False, **{kind: code})
    assert refused(lambda: undelete(shop, first.id)).metadata["variant_id"] == second.id
    made(shop, id=second.id, manage_inventory=False)
    assert getattr(undelete(shop, first.id), kind) == code


def test_codes_of_one_sort_do_not_stand_in_the_way_of_another(shop: Shop) -> None:
    code = unique("code")
    made(shop, manage_inventory=False, ean=code)
    assert made(shop, manage_inventory=False, barcode=code, upc=code).upc == code


def test_of_many_who_want_a_code_at_once_one_gets_it(shop: Shop, server: RunningServer) -> None:
    code = unique("SKU")
    with Crowd([server.address], channels=4, threads=32) as crowd:
        answers = crowd.do([lambda one: made(one, manage_inventory=False, sku=code)] * 32)
    assert outcomes(answers) == {"OK": 1, "CODE_TAKEN": 31}


# --- components -------------------------------------------------------------------------------------


def wrong(shop: Shop, *parts: Any, **fields: Any) -> Refusal:
    variant = pb.ProductVariant(**{"id": unique("variant"), "components": parts, **fields})
    return refused(lambda: shop.catalog.UpsertProductVariant(pb.UpsertProductVariantRequest(variant=variant)))


def takes(units: int = 1, **what: str) -> Any:
    return pb.VariantComponent(required_quantity=units, **what)


def test_components_name_what_is_there_each_once_and_how_much(shop: Shop) -> None:
    item, gone = shop.item(), shop.item()
    shop.inventory.DeleteInventoryItem(inventory_pb.DeleteInventoryItemRequest(inventory_item_id=gone))
    part = made(shop, {item: 1}).id
    missing = wrong(shop, takes(inventory_item_id="iitem_none"))
    assert (missing.reason, missing.resource) == ("RESOURCE_NOT_FOUND", ("InventoryItem", "iitem_none"))
    assert wrong(shop, takes(inventory_item_id=gone)).reason == "RESOURCE_DELETED"
    assert wrong(shop, takes(variant_id="variant_none")).resource == ("ProductVariant", "variant_none")
    twice = wrong(shop, takes(variant_id=part), takes(inventory_item_id=item), takes(3, variant_id=part))
    assert (twice.reason, twice.fields) == ("DUPLICATE_ENTRY", ["variant.components[2]"])
    for units in (0, -1, 10**15 + 1):
        refusal = wrong(shop, takes(units, inventory_item_id=item))
        assert (refusal.reason, refusal.fields) == (
            "QUANTITY_OUT_OF_RANGE",
            ["variant.components[0].required_quantity"],
        )
    assert wrong(shop, pb.VariantComponent(required_quantity=1)).fields == ["variant.components[0].component"]
    many = wrong(shop, *(takes(inventory_item_id=f"iitem_{n}") for n in range(101)))
    assert (many.reason, many.fields) == ("BATCH_TOO_LARGE", ["variant.components"])


def test_a_kit_takes_what_its_parts_take_and_no_more_than_can_be_counted(shop: Shop) -> None:
    x, y = shop.item(), shop.item()
    b = made(shop, {x: 3, y: 1}).id
    a = made(shop, {x: 2, b: 1}).id
    assert parts_of(shop.get_variant(a)) == {x: 2, b: 1}
    refusal = refused(lambda: made(shop, {x: 10**15}, id=b))
    assert (refusal.reason, refusal.metadata["value"]) == ("QUANTITY_OUT_OF_RANGE", str(10**15 + 2))
    assert parts_of(shop.get_variant(b)) == {x: 3, y: 1}


def test_a_variant_cannot_take_itself_through_others(shop: Shop) -> None:
    x = shop.item()
    c = made(shop, {x: 1}).id
    b = made(shop, {c: 1}).id
    a = made(shop, {b: 2}).id
    refusal = refused(lambda: made(shop, {a: 1}, id=c))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "KIT_CYCLE")
    assert refusal.metadata == {"path": f"{c} > {a} > {b} > {c}"}
    assert refused(lambda: made(shop, {c: 1, x: 1}, id=c)).metadata == {"path": f"{c} > {c}"}


def test_kits_are_nested_sixteen_deep_also_when_they_grow_from_below(shop: Shop) -> None:
    chain = [made(shop, {shop.item(): 1}).id]
    for _ in range(15):
        chain.append(made(shop, {chain[-1]: 1}).id)
    refusal = refused(lambda: made(shop, {chain[-1]: 1}))
    assert (refusal.reason, refusal.metadata["path"].count(">")) == ("KIT_CYCLE", 16)
    other = made(shop, {shop.item(): 1}).id
    taker = made(shop, {other: 1}).id
    deep = refused(lambda: made(shop, {chain[-2]: 1}, id=other))
    assert deep.metadata["path"] == " > ".join([taker, other, *chain[-2::-1]])


def test_what_a_live_kit_takes_is_not_deleted_and_comes_back_before_it(shop: Shop) -> None:
    part = made(shop, {shop.item(): 1}).id
    kit = made(shop, {part: 1}).id
    refusal = refused(lambda: delete(shop, part))
    assert (refusal.reason, refusal.metadata["variant_id"]) == ("RESOURCE_IN_USE", kit)
    delete(shop, kit)
    delete(shop, part)
    assert refused(lambda: undelete(shop, kit)).resource == ("ProductVariant", part)
    undelete(shop, part)
    assert parts_of(undelete(shop, kit)) == {part: 1}
    assert refused(lambda: delete(shop, part)).reason == "RESOURCE_IN_USE"


def test_an_item_that_a_variant_takes_can_be_deleted_and_is_then_missing(shop: Shop) -> None:
    item = shop.item()
    variant = made(shop, {item: 1}).id
    shop.inventory.DeleteInventoryItem(inventory_pb.DeleteInventoryItemRequest(inventory_item_id=item))
    assert parts_of(shop.get_variant(variant)) == {item: 1}
    assert shop.get_variant(variant).inventory_quantity == 0


def test_two_who_nest_kits_at_once_build_no_cycle(shop: Shop, server: RunningServer) -> None:
    """Each of them alone is fine; whoever comes second must see the other."""
    for _ in range(20):
        one, two = (made(shop, {shop.item(): 1}).id for _ in range(2))
        with Crowd([server.address], channels=2, threads=2) as crowd:
            answers = crowd.do(
                [lambda shop, ids=ids: made(shop, {ids[0]: 1}, id=ids[1]) for ids in ((one, two), (two, one))]
            )
        assert outcomes(answers) == {"OK": 1, "KIT_CYCLE": 1}


async def test_upserts_of_one_transaction_build_no_cycle_and_do_not_hinder_one_another(database_url: str) -> None:
    """A ring of kits, all of which travel together: all but one can be."""
    async with house(database_url) as home:

        async def kit(variant: str, *parts: str) -> Any:
            made = pb.ProductVariant(id=variant, components=[takes(variant_id=one) for one in parts])
            return await home.ask(ME, pb.UpsertProductVariantRequest(variant=made))

        for n in range(6):
            await kit(f"v{n}")
        ring = [kit(f"v{n}", f"v{(n + 1) % 6}") for n in range(6)]
        answers = await asyncio.gather(*ring, return_exceptions=True)
        refusals = [one for one in answers if isinstance(one, Refused)]
        assert [type(one) for one in refusals] == [KitCycle]
        shared = await asyncio.gather(*(kit(f"k{n}", "v0") for n in range(40)))
        assert len({one.variant.id for one in shared}) == 40


async def test_a_part_is_not_deleted_while_a_kit_of_it_is_made(database_url: str) -> None:
    async with house(database_url) as home:
        for n in range(20):
            await home.ask(ME, pb.UpsertProductVariantRequest(variant=pb.ProductVariant(id=f"part{n}")))
            kit = pb.ProductVariant(id=f"kit{n}", components=[takes(variant_id=f"part{n}")])
            answers = await asyncio.gather(
                home.ask(ME, pb.UpsertProductVariantRequest(variant=kit)),
                home.ask(ME, pb.DeleteProductVariantRequest(variant_id=f"part{n}")),
                return_exceptions=True,
            )
            assert sum(isinstance(one, Refused) for one in answers) == 1


# --- reads ------------------------------------------------------------------------------------------


def test_variants_are_got_by_id_and_those_that_are_gone_are_named(shop: Shop) -> None:
    first, second, gone = (made(shop).id for _ in range(3))
    delete(shop, gone)
    answer = shop.catalog.BatchGetProductVariants(
        pb.BatchGetProductVariantsRequest(ids=[second, "variant_none", gone, first])
    )
    assert [one.id for one in answer.variants] == [second, first]
    assert list(answer.missing_ids) == ["variant_none", gone]
    assert refused(lambda: shop.get_variant(gone)).reason == "RESOURCE_NOT_FOUND"
    assert refused(lambda: made(shop, id=gone)).reason == "RESOURCE_DELETED"
    assert refused(lambda: delete(shop, gone)).reason == "RESOURCE_DELETED"
    assert refused(lambda: delete(shop, "variant_none")).reason == "RESOURCE_NOT_FOUND"
    assert undelete(shop, gone) == undelete(shop, gone)


def test_the_quantity_of_a_variant_is_what_could_be_sold_of_it_in_whole_units(shop: Shop) -> None:
    x, here = shop.stocked(11)
    y, there = shop.item(), shop.location()
    shop.level(y, here, 5)
    shop.level(x, there, 4)
    shop.level(y, there, 10)
    kit = made(shop, {x: 5, y: 1})
    assert kit.inventory_quantity == 0
    assert shop.get_variant(kit.id).inventory_quantity == 2
    digital = made(shop, manage_inventory=False).id
    answer = shop.catalog.BatchGetProductVariants(pb.BatchGetProductVariantsRequest(ids=[kit.id, digital]))
    assert [one.inventory_quantity for one in answer.variants] == [2, 0]


def test_a_list_shows_what_its_filter_says_page_by_page(shop: Shop) -> None:
    product, other, item = unique("prod"), unique("prod"), shop.item()
    ranks = [3, 1, 2]
    ids = [made(shop, {item: 1}, product_id=product, variant_rank=n, title=f"Shirt {n}").id for n in ranks]
    sold = made(shop, product_id=other, sku=unique("SKU"), ean=unique("EAN"))
    kit = made(shop, {ids[0]: 1}, product_id=other).id
    assert listed(shop, 2, product_id=product) == ids
    assert listed(shop, 2, "PRODUCT", product_id=product) == [ids[1], ids[2], ids[0]]
    assert listed(shop, 1, ids=[kit, ids[1]]) == [ids[1], kit]
    assert listed(shop, skus=[sold.sku, "none"]) == [sold.id]
    assert listed(shop, q="sHIRT 2", product_id=product) == [ids[2]]
    assert listed(shop, q=sold.ean.lower()) == [sold.id]
    assert listed(shop, inventory_item_id=item) == ids
    delete(shop, ids[1])
    assert listed(shop, product_id=product) == [ids[0], ids[2]]
    assert listed(shop, product_id=product, show_deleted=True) == ids


def test_what_becomes_of_a_variant_is_told_with_all_that_it_takes(shop: Shop) -> None:
    item = shop.item()
    variant = made(shop, {item: 2}, title="Kit", options={"size": "M"})
    made(shop, {item: 3}, id=variant.id, title="Set")
    delete(shop, variant.id)
    undelete(shop, variant.id)
    kinds = ("variant.created", "variant.updated", "variant.deleted", "variant.undeleted")
    told = [one for one in shop.happened(*kinds) if one.resource == variant.id]
    assert [one.type for one in told] == list(kinds)
    created, updated, deleted, undeleted = (one.product_variant_changed for one in told)
    assert not created.HasField("before")
    assert created.after == variant
    assert (parts_of(updated.before), parts_of(updated.after)) == ({item: 2}, {item: 3})
    assert (updated.before.title, updated.after.title) == ("Kit", "Set")
    assert (deleted.after.HasField("delete_time"), undeleted.after.HasField("delete_time")) == (True, False)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"id": "no spaces"}, "variant.id"),
        ({"title": "x" * 256}, "variant.title"),
        ({"product_id": "x" * 256}, "variant.product_id"),
        ({"origin_country": "se"}, "variant.origin_country"),
        ({"options": {"": "M"}}, "variant.options"),
        ({"metadata": {str(n): "" for n in range(51)}}, "variant.metadata"),
    ],
)
def test_shapes_are_refused_by_field(shop: Shop, fields: Mapping[str, Any], path: str) -> None:
    refusal = wrong(shop, **fields)
    assert (refusal.reason, refusal.fields) == ("FIELD_INVALID", [path])


def test_a_measure_is_not_negative(shop: Shop) -> None:
    assert wrong(shop, weight=-1).reason == "QUANTITY_OUT_OF_RANGE"

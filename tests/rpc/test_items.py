"""Items over the wire."""

from __future__ import annotations

from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.refusals import read, refused
from tests.support.world import Shop, unique


def create(shop: Shop, request_id: str = "", **fields: object) -> types.InventoryItem:
    request = pb.CreateInventoryItemRequest(item=types.InventoryItem(**fields), request_id=request_id)  # type: ignore[arg-type]
    item: types.InventoryItem = shop.inventory.CreateInventoryItem(request).item
    return item


def update(shop: Shop, *paths: str, request_id: str = "", **fields: object) -> types.InventoryItem:
    request = pb.UpdateInventoryItemRequest(item=types.InventoryItem(**fields), request_id=request_id)  # type: ignore[arg-type]
    request.update_mask.paths.extend(paths)
    item: types.InventoryItem = shop.inventory.UpdateInventoryItem(request).item
    return item


def by_sku(shop: Shop, sku: str) -> types.InventoryItem:
    item: types.InventoryItem = shop.inventory.GetInventoryItem(pb.GetInventoryItemRequest(sku=sku)).item
    return item


def delete(shop: Shop, item: str, etag: str = "") -> types.InventoryItem:
    request = pb.DeleteInventoryItemRequest(inventory_item_id=item, etag=etag)
    deleted: types.InventoryItem = shop.inventory.DeleteInventoryItem(request).item
    return deleted


def undelete(shop: Shop, item: str) -> types.InventoryItem:
    request = pb.UndeleteInventoryItemRequest(inventory_item_id=item)
    back: types.InventoryItem = shop.inventory.UndeleteInventoryItem(request).item
    return back


def test_an_item_keeps_every_field_it_was_given(shop: Shop) -> None:
    fields = dict(
        id=unique("iitem"), sku=unique("SKU"), title="Lamp", description="A lamp.", thumbnail="t.png", barcode="b1",
        ean="4006381333931", upc="036000291452", origin_country="SE", hs_code="9405", mid_code="m", material="brass",
        weight=1200, length=1, height=2, width=3, requires_shipping=False, unit_of_measure="kg", quantity_scale=3,
        metadata={"colour": "red", "empty": ""},
    )  # fmt: skip
    created = create(shop, **fields)
    shown = shop.inventory.GetInventoryItem(pb.GetInventoryItemRequest(inventory_item_id=created.id)).item
    for name, value in fields.items():
        assert (dict(shown.metadata) if name == "metadata" else getattr(shown, name)) == value
    assert shown.create_time == shown.update_time == created.create_time
    assert not shown.HasField("delete_time")


def test_an_item_without_fields_ships_is_counted_by_each_and_has_unknown_measures(shop: Shop) -> None:
    item = create(shop)
    assert item.id.startswith("iitem_")
    assert (item.requires_shipping, item.unit_of_measure, item.quantity_scale) == (True, "each", 0)
    assert not item.HasField("weight")


def test_a_sku_belongs_to_one_live_item(shop: Shop) -> None:
    sku = unique("SKU")
    first = create(shop, sku=sku)
    refusal = refused(lambda: create(shop, sku=sku))
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "SKU_TAKEN")
    assert refusal.metadata == {"sku": sku, "inventory_item_id": first.id}
    delete(shop, first.id)
    second = create(shop, sku=sku)
    assert by_sku(shop, sku).id == second.id
    assert refused(lambda: undelete(shop, first.id)).reason == "SKU_TAKEN"
    update(shop, id=second.id, sku=unique("SKU"))
    assert undelete(shop, first.id).sku == sku
    assert by_sku(shop, sku).id == first.id


def test_a_sku_can_be_changed_given_up_and_taken_over(shop: Shop) -> None:
    old, new = unique("SKU"), unique("SKU")
    item = create(shop, sku=old)
    update(shop, "sku", id=item.id, sku=new)
    assert refused(lambda: by_sku(shop, old)).reason == "RESOURCE_NOT_FOUND"
    other = create(shop, sku=old)
    assert refused(lambda: update(shop, id=item.id, sku=old)).metadata["inventory_item_id"] == other.id
    update(shop, "sku", id=other.id)
    assert update(shop, id=item.id, sku=old).sku == old
    assert by_sku(shop, old).id == item.id


def test_an_update_touches_what_its_mask_names(shop: Shop) -> None:
    item = create(shop, title="Lamp", material="brass", weight=5, metadata={"a": "1"})
    changed = update(shop, "title", "weight", id=item.id, title="Torch", material="steel")
    assert (changed.title, changed.material, changed.HasField("weight")) == ("Torch", "brass", False)
    assert update(shop, id=item.id, material="steel").material == "steel"
    assert dict(update(shop, "metadata", id=item.id).metadata) == {}
    everything = update(shop, "*", id=item.id, title="Only")
    assert (everything.title, everything.material) == ("Only", "")
    ignored = update(shop, "etag", "create_time", "id", "title", id=item.id, title="Last")
    assert (ignored.title, ignored.id) == ("Last", item.id)
    refusal = refused(lambda: update(shop, "price", id=item.id))
    assert (refusal.reason, refusal.fields, refusal.metadata["path"]) == (
        "FIELD_MASK_INVALID",
        ["update_mask"],
        "price",
    )


def test_an_update_that_changes_nothing_leaves_the_etag(shop: Shop) -> None:
    item = create(shop, title="Lamp")
    assert update(shop, id=item.id, title="Lamp").etag == item.etag
    assert update(shop, id=item.id, title="Torch").etag != item.etag


def test_an_etag_guards_against_the_changes_of_others(shop: Shop) -> None:
    item = create(shop, title="Lamp")
    update(shop, id=item.id, title="Torch", etag=item.etag)
    refusal = refused(lambda: update(shop, id=item.id, title="Bulb", etag=item.etag))
    assert (refusal.code, refusal.reason) == ("ABORTED", "ETAG_MISMATCH")
    assert refusal.resource == ("InventoryItem", item.id)
    assert refused(lambda: delete(shop, item.id, item.etag)).reason == "ETAG_MISMATCH"


def test_what_is_counted_is_fixed_once_stock_has_moved(shop: Shop) -> None:
    item, location = shop.item(quantity_scale=2), shop.location()
    shop.level(item, location)
    assert update(shop, id=item, quantity_scale=3, unit_of_measure="kg").quantity_scale == 3
    shop.adjust(item, location, 5)
    refusal = refused(lambda: update(shop, id=item, quantity_scale=1))
    assert (refusal.reason, refusal.fields) == ("FIELD_IMMUTABLE", ["item.quantity_scale"])
    assert refused(lambda: update(shop, id=item, unit_of_measure="g")).fields == ["item.unit_of_measure"]
    assert update(shop, id=item, quantity_scale=3, title="Same scale").title == "Same scale"


def test_an_item_in_use_cannot_be_deleted(shop: Shop) -> None:
    item, location = shop.stocked(1)
    refusal = refused(lambda: delete(shop, item))
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "RESOURCE_IN_USE")
    assert refusal.metadata == {
        "resource_type": "InventoryItem", "id": item, "inventory_item_id": item, "location_id": location,
    }  # fmt: skip
    shop.adjust(item, location, -1, bucket="STOCKED")
    shop.adjust(item, location, 1, bucket="DAMAGED", reason="FOUND")
    assert refused(lambda: delete(shop, item)).reason == "RESOURCE_IN_USE"
    shop.adjust(item, location, -1, bucket="DAMAGED", reason="LOST")
    assert delete(shop, item).HasField("delete_time")


def test_a_deleted_item_reads_as_missing_with_its_levels_until_it_is_undeleted(shop: Shop) -> None:
    item, location = shop.stocked(0)
    delete(shop, item)
    get = pb.GetInventoryItemRequest(inventory_item_id=item)
    assert refused(lambda: shop.inventory.GetInventoryItem(get)).reason == "RESOURCE_NOT_FOUND"
    assert refused(lambda: shop.get(item, location)).reason == "RESOURCE_NOT_FOUND"
    assert refused(lambda: shop.adjust(item, location, 1)).reason == "RESOURCE_DELETED"
    assert refused(lambda: update(shop, id=item, title="x")).reason == "RESOURCE_DELETED"
    assert refused(lambda: delete(shop, item)).reason == "RESOURCE_DELETED"
    assert refused(lambda: create(shop, id=item)).reason == "RESOURCE_DELETED"
    undelete(shop, item)
    assert shop.get(item, location).stocked_quantity == 0
    assert not undelete(shop, item).HasField("delete_time")


def test_the_same_chosen_id_with_the_same_content_is_the_same_item(shop: Shop) -> None:
    name = unique("iitem")
    first = create(shop, id=name, title="Lamp")
    again = shop.inventory.CreateInventoryItem(
        pb.CreateInventoryItemRequest(item=types.InventoryItem(id=name, title="Lamp"))
    )
    assert again.item == first
    assert again.mutation.replayed
    refusal = refused(lambda: create(shop, id=name, title="Torch"))
    assert (refusal.reason, refusal.resource) == ("RESOURCE_EXISTS", ("InventoryItem", name))


def test_bad_fields_are_named(shop: Shop) -> None:
    for fields, path, reason in (
        ({"id": "-x"}, "item.id", "FIELD_INVALID"),
        ({"id": "x" * 65}, "item.id", "FIELD_INVALID"),
        ({"sku": "s" * 256}, "item.sku", "FIELD_INVALID"),
        ({"description": "d" * 4001}, "item.description", "FIELD_INVALID"),
        ({"title": "a\x00b"}, "item.title", "FIELD_INVALID"),
        ({"origin_country": "se"}, "item.origin_country", "FIELD_INVALID"),
        ({"weight": -1}, "item.weight", "QUANTITY_OUT_OF_RANGE"),
        ({"width": 10**15 + 1}, "item.width", "QUANTITY_OUT_OF_RANGE"),
        ({"quantity_scale": 7}, "item.quantity_scale", "FIELD_INVALID"),
        ({"metadata": {"k": "v" * 9000}}, "item.metadata", "FIELD_INVALID"),
        ({"metadata": {str(n): "" for n in range(51)}}, "item.metadata", "FIELD_INVALID"),
    ):
        refusal = refused(lambda fields=fields: create(shop, **fields))  # type: ignore[misc]
        assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", reason, [path])


def test_an_item_is_asked_for_by_one_name(shop: Shop) -> None:
    assert refused(lambda: shop.inventory.GetInventoryItem(pb.GetInventoryItemRequest())).fields == ["item"]
    assert refused(lambda: shop.inventory.GetInventoryItem(pb.GetInventoryItemRequest(sku=""))).fields == ["sku"]


def test_batch_get_shows_what_exists_and_lists_what_does_not(shop: Shop) -> None:
    first, second = shop.item(), shop.item()
    answer = shop.inventory.BatchGetInventoryItems(pb.BatchGetInventoryItemsRequest(ids=[second, "iitem_none", first]))
    assert [item.id for item in answer.items] == [second, first]
    assert list(answer.missing_ids) == ["iitem_none"]
    twice = pb.BatchGetInventoryItemsRequest(ids=[first, first])
    assert refused(lambda: shop.inventory.BatchGetInventoryItems(twice)).reason == "DUPLICATE_ENTRY"


def test_a_batch_makes_each_item_by_itself_and_answers_in_order(shop: Shop) -> None:
    sku = unique("SKU")
    items = [
        types.InventoryItem(sku=sku), types.InventoryItem(sku=sku), types.InventoryItem(weight=-1), types.InventoryItem(),
    ]  # fmt: skip
    entries = [pb.CreateInventoryItemRequest(item=item) for item in items]
    answer = shop.inventory.BatchCreateInventoryItems(pb.BatchCreateInventoryItemsRequest(entries=entries))
    kinds = [result.WhichOneof("result") for result in answer.results]
    assert kinds == ["value", "error", "error", "value"]
    assert read(answer.results[1].error).reason == "SKU_TAKEN"
    assert read(answer.results[2].error).fields == ["entries[2].item.weight"]
    empty = pb.BatchCreateInventoryItemsRequest()
    assert refused(lambda: shop.inventory.BatchCreateInventoryItems(empty)).fields == ["entries"]
    many = pb.BatchCreateInventoryItemsRequest(entries=[pb.CreateInventoryItemRequest()] * 1001)
    assert refused(lambda: shop.inventory.BatchCreateInventoryItems(many)).reason == "BATCH_TOO_LARGE"


def test_totals_count_each_active_location_as_zero_or_more(shop: Shop) -> None:
    item = shop.item()
    short, full, closed = shop.location(), shop.location(), shop.location(active=False)
    for place, quantity in ((short, 5), (full, 10), (closed, 7)):
        shop.level(item, place, quantity, incoming=1)
    shop.reserve((item, short, 5))
    shop.set(item, short, 2)
    shown = shop.inventory.GetInventoryItem(pb.GetInventoryItemRequest(inventory_item_id=item)).item
    totals = (shown.stocked_quantity, shown.reserved_quantity, shown.available_quantity, shown.incoming_quantity)
    assert totals == (19, 5, 10, 3)


def test_a_list_filters_sorts_and_pages(shop: Shop) -> None:
    mark = unique("mark")
    names = [create(shop, title=f"{mark} {n}", sku=f"{mark}-{n}", requires_shipping=n % 2 == 0).id for n in range(5)]

    def page(**fields: object) -> tuple[list[str], str]:
        wanted = fields.pop("filter", pb.ListInventoryItemsRequest.Filter(q=mark.upper()))
        answer = shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(filter=wanted, **fields))  # type: ignore[arg-type]
        return [item.id for item in answer.items], answer.next_page_token

    assert page() == (names, "")
    assert page(sort="SORT_CREATE_TIME_DESC")[0] == names[::-1]
    assert page(sort="SORT_ID")[0] == sorted(names)
    for sort in ("SORT_CREATE_TIME", "SORT_CREATE_TIME_DESC", "SORT_ID"):
        seen, token = page(page_size=2, sort=sort)
        while token:
            more, token = page(page_size=2, sort=sort, page_token=token)
            seen += more
        assert sorted(seen) == sorted(names)
    wanted = pb.ListInventoryItemsRequest.Filter
    assert page(filter=wanted(sku_prefix=f"{mark}-", requires_shipping=False))[0] == names[1::2]
    assert page(filter=wanted(skus=[f"{mark}-3", "none"]))[0] == [names[3]]
    assert page(filter=wanted(ids=names[:2], q="%"))[0] == []
    delete(shop, names[0])
    assert page()[0] == names[1:]
    assert page(show_deleted=True)[0] == names
    location = shop.location()
    shop.level(names[2], location)
    assert page(filter=wanted(location_id=location))[0] == [names[2]]

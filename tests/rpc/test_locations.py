"""Locations over the wire."""

from __future__ import annotations

from google.type.latlng_pb2 import LatLng
from holdfast.inventory.v1 import stock_location_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.refusals import refused
from tests.support.world import Shop, unique


def create(shop: Shop, **fields: object) -> types.StockLocation:
    request = pb.CreateStockLocationRequest(location=types.StockLocation(**fields))  # type: ignore[arg-type]
    location: types.StockLocation = shop.locations.CreateStockLocation(request).location
    return location


def update(shop: Shop, *paths: str, **fields: object) -> types.StockLocation:
    request = pb.UpdateStockLocationRequest(location=types.StockLocation(**fields))  # type: ignore[arg-type]
    request.update_mask.paths.extend(paths)
    location: types.StockLocation = shop.locations.UpdateStockLocation(request).location
    return location


def get(shop: Shop, location: str) -> types.StockLocation:
    found: types.StockLocation = shop.locations.GetStockLocation(
        pb.GetStockLocationRequest(location_id=location)
    ).location
    return found


def delete(shop: Shop, location: str, etag: str = "") -> types.StockLocation:
    request = pb.DeleteStockLocationRequest(location_id=location, etag=etag)
    deleted: types.StockLocation = shop.locations.DeleteStockLocation(request).location
    return deleted


def test_a_location_keeps_every_field_it_was_given(shop: Shop) -> None:
    address = types.Address(
        address_1="Kungsgatan 1", address_2="Floor 2", company="Acme", city="Stockholm", province="AB",
        postal_code="111 43", country_code="SE", phone="+46 8 1",
    )  # fmt: skip
    made = create(
        shop, id=unique("sloc"), name="Centre", address=address, coordinates=LatLng(latitude=59.3, longitude=18.1),
        priority=3, active=False, metadata={"a": "b"},
    )  # fmt: skip
    assert get(shop, made.id) == made
    assert made.address == address
    assert (made.coordinates.latitude, made.priority, made.active) == (59.3, 3, False)


def test_a_location_is_active_and_of_middling_priority_unless_said(shop: Shop) -> None:
    made = create(shop, name="Plain")
    assert made.id.startswith("sloc_")
    assert (made.active, made.priority, made.HasField("coordinates")) == (True, 100, False)


def test_an_update_touches_what_its_mask_names(shop: Shop) -> None:
    made = create(shop, name="Old", address=types.Address(city="Lund"), priority=5)
    changed = update(shop, "address", id=made.id, name="New")
    assert (changed.name, changed.address.city, changed.priority) == ("Old", "", 5)
    assert update(shop, id=made.id, active=False).active is False
    assert update(shop, "priority", id=made.id).priority == 100
    refusal = refused(lambda: update(shop, "name", id=made.id))
    assert (refusal.reason, refusal.fields) == ("FIELD_REQUIRED", ["location.name"])
    assert refused(lambda: update(shop, "owner", id=made.id)).reason == "FIELD_MASK_INVALID"
    assert refused(lambda: update(shop, id=made.id, name="x", etag=made.etag)).reason == "ETAG_MISMATCH"
    assert refused(lambda: update(shop, id="sloc_none", name="x")).reason == "RESOURCE_NOT_FOUND"


def test_an_inactive_location_promises_nothing_and_keeps_its_stock(shop: Shop) -> None:
    item, location = shop.stocked(5)
    update(shop, id=location, active=False)
    refusal = refused(lambda: shop.reserve((item, location, 1)))
    assert (refusal.code, refusal.reason, refusal.metadata) == (
        "FAILED_PRECONDITION", "LOCATION_INACTIVE", {"location_id": location},
    )  # fmt: skip
    assert shop.get(item, location).stocked_quantity == 5
    update(shop, id=location, active=True)
    shop.reserve((item, location, 1))


def test_a_location_with_stock_cannot_be_deleted(shop: Shop) -> None:
    item, location = shop.stocked(1)
    refusal = refused(lambda: delete(shop, location))
    assert (refusal.reason, refusal.metadata["inventory_item_id"]) == ("RESOURCE_IN_USE", item)
    shop.set(item, location, 0)
    delete(shop, location)
    assert refused(lambda: get(shop, location)).reason == "RESOURCE_NOT_FOUND"
    assert refused(lambda: shop.adjust(item, location, 1)).reason == "RESOURCE_DELETED"
    assert refused(lambda: shop.reserve((item, location, 1))).reason == "RESOURCE_DELETED"
    assert refused(lambda: create(shop, id=location, name="Again")).reason == "RESOURCE_DELETED"
    shop.locations.UndeleteStockLocation(pb.UndeleteStockLocationRequest(location_id=location))
    shop.adjust(item, location, 1)


def test_the_same_chosen_id_with_the_same_content_is_the_same_location(shop: Shop) -> None:
    name = unique("sloc")
    first = create(shop, id=name, name="A")
    assert create(shop, id=name, name="A") == first
    assert refused(lambda: create(shop, id=name, name="B")).reason == "RESOURCE_EXISTS"


def test_bad_fields_are_named(shop: Shop) -> None:
    for fields, path, reason in (
        ({}, "location.name", "FIELD_REQUIRED"),
        ({"name": "n" * 256}, "location.name", "FIELD_INVALID"),
        ({"name": "n", "address": {"country_code": "SWE"}}, "location.address.country_code", "FIELD_INVALID"),
        ({"name": "n", "coordinates": LatLng(latitude=91)}, "location.coordinates.latitude", "FIELD_INVALID"),
        (
            {"name": "n", "coordinates": LatLng(longitude=float("nan"))},
            "location.coordinates.longitude",
            "FIELD_INVALID",
        ),
        ({"name": "n", "priority": -1}, "location.priority", "FIELD_INVALID"),
    ):
        refusal = refused(lambda fields=fields: create(shop, **fields))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == (reason, [path])


def test_lists_and_batches(shop: Shop) -> None:
    mark = unique("mark")
    names = [create(shop, name=f"{mark} {n}", priority=9 - n, address={"country_code": "NO"}).id for n in range(4)]

    def page(**fields: object) -> tuple[list[str], str]:
        wanted = pb.ListStockLocationsRequest.Filter(q=mark, country_code="NO")
        answer = shop.locations.ListStockLocations(pb.ListStockLocationsRequest(filter=wanted, **fields))  # type: ignore[arg-type]
        return [location.id for location in answer.locations], answer.next_page_token

    assert page()[0] == names
    assert page(sort="SORT_PRIORITY")[0] == names[::-1]
    for sort in ("SORT_CREATE_TIME", "SORT_CREATE_TIME_DESC", "SORT_ID", "SORT_PRIORITY"):
        seen, token = page(page_size=3, sort=sort)
        more, end = page(page_size=3, sort=sort, page_token=token)
        assert (sorted(seen + more), end) == (sorted(names), "")
    answer = shop.locations.BatchGetStockLocations(pb.BatchGetStockLocationsRequest(ids=[names[1], "sloc_none"]))
    assert [location.id for location in answer.locations] == [names[1]]
    assert list(answer.missing_ids) == ["sloc_none"]
    wanted = pb.ListStockLocationsRequest.Filter(ids=names, active=False)
    assert not shop.locations.ListStockLocations(pb.ListStockLocationsRequest(filter=wanted)).locations

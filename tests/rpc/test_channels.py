"""Sales channels over the wire."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
import pytest
from holdfast.inventory.v1 import sales_channel_service_pb2 as pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types
from psycopg import AsyncConnection

from holdfast_server.channels.model import ChannelFact
from holdfast_server.channels.queries import ChannelQueries
from holdfast_server.kernel.errors import ResourceDeleted
from holdfast_server.kernel.ids import TenantId
from holdfast_server.kernel.principal import Principal
from tests.store.test_interleavings import waiting
from tests.support.crowd import Crowd, outcomes
from tests.support.house import House, house
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop, unique


def create(shop: Shop, request_id: str = "", **fields: object) -> Any:
    request = pb.CreateSalesChannelRequest(channel=pb.SalesChannel(**fields), request_id=request_id)
    return shop.channels.CreateSalesChannel(request).channel


def update(shop: Shop, *paths: str, **fields: object) -> Any:
    request = pb.UpdateSalesChannelRequest(channel=pb.SalesChannel(**fields))
    request.update_mask.paths.extend(paths)
    return shop.channels.UpdateSalesChannel(request).channel


def get(shop: Shop, channel: str) -> Any:
    return shop.channels.GetSalesChannel(pb.GetSalesChannelRequest(channel_id=channel)).channel


def delete(shop: Shop, channel: str, etag: str = "") -> Any:
    return shop.channels.DeleteSalesChannel(pb.DeleteSalesChannelRequest(channel_id=channel, etag=etag)).channel


def undelete(shop: Shop, channel: str) -> Any:
    return shop.channels.UndeleteSalesChannel(pb.UndeleteSalesChannelRequest(channel_id=channel)).channel


def delete_location(shop: Shop, location: str) -> None:
    shop.locations.DeleteStockLocation(locations_pb.DeleteStockLocationRequest(location_id=location))


def undelete_location(shop: Shop, location: str) -> None:
    shop.locations.UndeleteStockLocation(locations_pb.UndeleteStockLocationRequest(location_id=location))


def listed(
    shop: Shop, size: int = 0, sort: str = "SORT_UNSPECIFIED", deleted: bool = False, **wanted: Any
) -> list[str]:
    found: list[str] = []
    request = pb.ListSalesChannelsRequest(page_size=size, sort=sort, show_deleted=deleted)
    request.filter.CopyFrom(pb.ListSalesChannelsRequest.Filter(**wanted))
    while True:
        answer = shop.channels.ListSalesChannels(request)
        found += [one.id for one in answer.channels]
        request.page_token = answer.next_page_token
        if not request.page_token:
            return found


def told(shop: Shop, channel: str) -> list[Any]:
    kinds = [f"channel.{one}" for one in ("created", "updated", "deleted", "undeleted")]
    return [one for one in shop.happened(*kinds) if one.resource == channel]


# --- records ----------------------------------------------------------------------------------------


def test_a_channel_keeps_what_it_was_given(shop: Shop) -> None:
    made = create(shop, id=unique("schan"), name="Amazon", active=False, metadata={"region": "eu"})
    assert get(shop, made.id) == made
    assert (made.name, made.active, dict(made.metadata), list(made.location_ids)) == (
        "Amazon", False, {"region": "eu"}, [],
    )  # fmt: skip
    assert made.create_time == made.update_time
    assert not made.HasField("delete_time")


def test_a_channel_is_active_unless_said_and_serves_nowhere_at_first(shop: Shop) -> None:
    made = create(shop, name="Web", location_ids=["sloc_ignored"])
    assert made.id.startswith("schan_")
    assert (made.active, list(made.location_ids)) == (True, [])


def test_the_same_chosen_id_with_the_same_content_is_the_same_channel(shop: Shop) -> None:
    name = unique("schan")
    request = pb.CreateSalesChannelRequest(channel=pb.SalesChannel(id=name, name="A"))
    first = shop.channels.CreateSalesChannel(request)
    shop.link(name, shop.location())
    again = shop.channels.CreateSalesChannel(request)
    assert (first.mutation.replayed, again.mutation.replayed) == (False, True)
    assert again.channel == get(shop, name)
    refusal = refused(lambda: create(shop, id=name, name="B"))
    assert (refusal.code, refusal.reason, refusal.resource) == (
        "ALREADY_EXISTS", "RESOURCE_EXISTS", ("SalesChannel", name),
    )  # fmt: skip
    delete(shop, name)
    assert refused(lambda: create(shop, id=name, name="A")).reason == "RESOURCE_DELETED"


def test_a_repeated_request_gets_the_first_answer(shop: Shop) -> None:
    request_id = unique("req")
    made = create(shop, request_id, name="Web")
    update(shop, id=made.id, name="Shop")
    assert create(shop, request_id, name="Web") == made
    refusal = refused(lambda: create(shop, request_id, name="Other"))
    assert refusal.reason == "REQUEST_ID_REUSED"
    location, request_id = shop.location(), unique("req")
    request = pb.LinkStockLocationsRequest(channel_id=made.id, location_ids=[location], request_id=request_id)
    first = shop.channels.LinkStockLocations(request)
    shop.unlink(made.id, location)
    again = shop.channels.LinkStockLocations(request)
    assert (again.mutation.replayed, again.channel) == (True, first.channel)
    assert list(get(shop, made.id).location_ids) == []


def test_an_update_touches_what_its_mask_names(shop: Shop) -> None:
    made = create(shop, name="Old", active=False, metadata={"a": "b"})
    changed = update(shop, "metadata", id=made.id, name="New")
    assert (changed.name, changed.active, dict(changed.metadata)) == ("Old", False, {})
    assert update(shop, id=made.id, name="New").name == "New"
    assert update(shop, "active", id=made.id).active is True
    assert update(shop, "location_ids", "create_time", "id", id=made.id, location_ids=["x"]).location_ids == []
    whole = update(shop, "*", id=made.id, name="Whole", active=False)
    assert (whole.name, whole.active) == ("Whole", False)


def test_an_update_that_changes_nothing_leaves_the_etag_and_tells_nothing(shop: Shop) -> None:
    made = create(shop, name="Web")
    assert update(shop, id=made.id, name="Web") == made
    assert [one.type for one in told(shop, made.id)] == ["channel.created"]


def test_an_etag_guards_update_and_delete(shop: Shop) -> None:
    made = create(shop, name="Web")
    changed = update(shop, id=made.id, name="Shop", etag=made.etag)
    assert changed.etag != made.etag
    for call in (lambda: update(shop, id=made.id, name="x", etag=made.etag), lambda: delete(shop, made.id, made.etag)):
        refusal = refused(call)
        assert (refusal.code, refusal.reason, refusal.resource) == (
            "ABORTED", "ETAG_MISMATCH", ("SalesChannel", made.id),
        )  # fmt: skip
    assert delete(shop, made.id, changed.etag).HasField("delete_time")


def test_a_deleted_channel_comes_back_with_its_links(shop: Shop) -> None:
    location = shop.location()
    channel = shop.channel(location)
    gone = delete(shop, channel)
    assert (gone.HasField("delete_time"), list(gone.location_ids)) == (True, [location])
    refusal = refused(lambda: get(shop, channel))
    assert (refusal.code, refusal.reason, refusal.resource) == (
        "NOT_FOUND", "RESOURCE_NOT_FOUND", ("SalesChannel", channel),
    )  # fmt: skip
    for call in (
        lambda: update(shop, id=channel, name="x"),
        lambda: delete(shop, channel),
        lambda: shop.link(channel, location),
        lambda: shop.unlink(channel, location),
    ):
        refusal = refused(call)
        assert (refusal.code, refusal.reason, refusal.resource) == (
            "FAILED_PRECONDITION", "RESOURCE_DELETED", ("SalesChannel", channel),
        )  # fmt: skip
    back = undelete(shop, channel)
    assert (back.HasField("delete_time"), list(back.location_ids)) == (False, [location])
    assert undelete(shop, channel) == back == get(shop, channel)


def test_a_channel_that_is_not_there_is_named(shop: Shop) -> None:
    location = shop.location()
    for call in (
        lambda: get(shop, "schan_none"),
        lambda: update(shop, id="schan_none", name="x"),
        lambda: delete(shop, "schan_none"),
        lambda: undelete(shop, "schan_none"),
        lambda: shop.link("schan_none", location),
        lambda: shop.unlink("schan_none", location),
    ):
        refusal = refused(call)
        assert (refusal.reason, refusal.resource) == ("RESOURCE_NOT_FOUND", ("SalesChannel", "schan_none"))


@pytest.mark.parametrize(
    ("fields", "path", "reason"),
    [
        ({}, "channel.name", "FIELD_REQUIRED"),
        ({"name": "n" * 256}, "channel.name", "FIELD_INVALID"),
        ({"name": "a\0b"}, "channel.name", "FIELD_INVALID"),
        ({"name": "n", "id": "no spaces"}, "channel.id", "FIELD_INVALID"),
        ({"name": "n", "metadata": {"": "x"}}, "channel.metadata", "FIELD_INVALID"),
    ],
)
def test_bad_fields_are_named(shop: Shop, fields: dict[str, Any], path: str, reason: str) -> None:
    refusal = refused(lambda: create(shop, **fields))
    assert (refusal.reason, refusal.fields) == (reason, [path])


def test_what_is_missing_or_unknown_in_a_request_is_named(shop: Shop) -> None:
    channel = shop.channel()
    for call, path in (
        (lambda: get(shop, ""), "channel_id"),
        (lambda: update(shop, name="x"), "channel.id"),
        (lambda: update(shop, "name", id=channel), "channel.name"),
        (lambda: delete(shop, ""), "channel_id"),
        (lambda: undelete(shop, ""), "channel_id"),
        (lambda: shop.link("", "sloc_1"), "channel_id"),
        (lambda: shop.link(channel), "location_ids"),
        (lambda: shop.unlink(channel), "location_ids"),
        (lambda: shop.link(channel, "sloc_1", ""), "location_ids[1]"),
    ):
        refusal = refused(call)
        assert (refusal.reason, refusal.fields) == ("FIELD_REQUIRED", [path])
    assert refused(lambda: update(shop, "owner", id=channel)).reason == "FIELD_MASK_INVALID"
    assert refused(lambda: create(shop, "ü", name="x")).fields == ["request_id"]


# --- links ------------------------------------------------------------------------------------------


def test_locations_are_linked_and_unlinked(shop: Shop) -> None:
    a, b, c = (shop.location() for _ in range(3))
    channel = create(shop, name="Web")
    linked = shop.link(channel.id, c, a)
    assert list(linked.location_ids) == [a, c]
    assert linked.etag != channel.etag
    assert (linked.update_time.ToNanoseconds() > channel.update_time.ToNanoseconds()) is True
    assert list(shop.link(channel.id, b, c).location_ids) == [a, b, c]
    assert list(shop.unlink(channel.id, a, c).location_ids) == [b]
    assert list(get(shop, channel.id).location_ids) == [b]


def test_linking_again_and_unlinking_again_is_fine_and_changes_nothing(shop: Shop) -> None:
    a, b = shop.location(), shop.location()
    channel = shop.channel(a)
    before = get(shop, channel)
    assert shop.link(channel, a) == before
    assert shop.unlink(channel, b, "sloc_unknown") == before
    assert get(shop, channel) == before
    assert [one.type for one in told(shop, channel)] == ["channel.created", "channel.updated"]


def test_only_locations_that_live_are_linked_and_then_all_or_none(shop: Shop) -> None:
    here, gone = shop.location(), shop.location()
    delete_location(shop, gone)
    channel = shop.channel()
    refusal = refused(lambda: shop.link(channel, here, "sloc_none"))
    assert (refusal.code, refusal.reason, refusal.resource) == (
        "NOT_FOUND", "RESOURCE_NOT_FOUND", ("StockLocation", "sloc_none"),
    )  # fmt: skip
    refusal = refused(lambda: shop.link(channel, here, gone))
    assert (refusal.code, refusal.reason, refusal.resource) == (
        "FAILED_PRECONDITION", "RESOURCE_DELETED", ("StockLocation", gone),
    )  # fmt: skip
    assert list(get(shop, channel).location_ids) == []


def test_a_location_is_named_once_and_no_more_than_a_thousand_are(shop: Shop) -> None:
    channel, location = shop.channel(), shop.location()
    for call in (shop.link, shop.unlink):
        refusal = refused(lambda call=call: call(channel, location, "sloc_b", location))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == ("DUPLICATE_ENTRY", ["location_ids[2]"])
        refusal = refused(lambda call=call: call(channel, *(f"sloc_{n}" for n in range(1001))))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == ("BATCH_TOO_LARGE", ["location_ids"])


def test_a_thousand_locations_are_linked_at_once(shop: Shop, server: RunningServer) -> None:
    ids = [f"sloc_many_{n:04}" for n in range(1000)]
    with psycopg.connect(server.database_url) as connection:
        connection.execute(
            "INSERT INTO locations (tenant_id, id, name, create_time, update_time) "
            "SELECT 'default', unnest(%s::text[]), 'x', now(), now()",
            (ids,),
        )
    channel = shop.channel()
    assert list(shop.link(channel, *ids[::-1]).location_ids) == ids
    assert list(shop.unlink(channel, *ids[1:]).location_ids) == ids[:1]


def test_a_deleted_location_stays_linked_and_serves_again_when_it_is_back(shop: Shop) -> None:
    location = shop.location()
    channel = shop.channel(location)
    delete_location(shop, location)
    assert list(get(shop, channel).location_ids) == [location]
    undelete_location(shop, location)
    assert list(get(shop, channel).location_ids) == [location]


def test_many_who_link_at_once_all_find_their_location_linked(shop: Shop, server: RunningServer) -> None:
    places = [shop.location() for _ in range(32)]
    channel = shop.channel()
    with Crowd([server.address], channels=4, threads=16) as crowd:
        linking = crowd.do([lambda one, place=place: one.link(channel, place) for place in places])  # type: ignore[misc]
        assert outcomes(linking) == {"OK": 32}
        assert list(get(shop, channel).location_ids) == places
        leaving = crowd.do([lambda one, place=place: one.unlink(channel, place) for place in places[::2]])  # type: ignore[misc]
        assert outcomes(leaving) == {"OK": 16}
    assert list(get(shop, channel).location_ids) == places[1::2]
    assert len(told(shop, channel)) == 49


def test_a_link_and_a_delete_at_once_are_one_before_the_other(shop: Shop, server: RunningServer) -> None:
    places = [shop.location() for _ in range(24)]
    channel = shop.channel()
    calls = [
        call
        for place in places
        for call in (
            lambda one, place=place: one.link(channel, place),  # type: ignore[misc]
            lambda one, place=place: delete_location(one, place),  # type: ignore[misc]
        )
    ]
    with Crowd([server.address], channels=4, threads=16) as crowd:
        answers = crowd.do(calls)
    linked = [place for place, answer in zip(places, answers[::2], strict=True) if outcomes([answer]) == {"OK": 1}]
    assert set(outcomes(answers[::2])) <= {"OK", "RESOURCE_DELETED"}
    assert outcomes(answers[1::2]) == {"OK": 24}
    assert list(get(shop, channel).location_ids) == linked


async def test_a_location_that_is_being_deleted_is_not_linked(database_url: str) -> None:
    async with house(database_url) as home:
        await _found(home, "here")
        async with await AsyncConnection.connect(database_url) as blocker:
            await blocker.execute("UPDATE locations SET delete_time = clock_timestamp() WHERE id = 'here'")
            linking = asyncio.create_task(home.ask("default", _link("here")))
            await waiting(database_url, 1)
            await blocker.commit()
        with pytest.raises(ResourceDeleted):
            await linking


async def test_links_are_read_after_the_lock_that_a_change_waited_for(database_url: str) -> None:
    """What another server has linked meanwhile is neither lost nor undone."""
    async with house(database_url) as home:
        await _found(home, "here", "there")
        async with await AsyncConnection.connect(database_url) as blocker:
            await blocker.execute("SELECT 1 FROM sales_channels FOR UPDATE")
            linking = asyncio.create_task(home.ask("default", _link("here")))
            await waiting(database_url, 1)
            await blocker.execute("INSERT INTO sales_channel_locations VALUES ('default', 'web', 'there')")
            await blocker.commit()
        assert list((await linking).channel.location_ids) == ["here", "there"]


async def test_calls_of_one_transaction_follow_one_another(database_url: str) -> None:
    """Linked, unlinked and linked again, in one transaction with others: as if one after the other."""
    async with house(database_url) as home:
        await _found(home, "a", "b", "c")
        async with await AsyncConnection.connect(database_url) as blocker:
            await blocker.execute("SELECT 1 FROM sales_channels FOR UPDATE")
            first = asyncio.create_task(home.ask("default", _link("a")))
            await waiting(database_url, 1)
            rest = [
                asyncio.create_task(home.ask("default", one))
                for one in (_link("b", "c"), _unlink("b", "a"), _link("b"), _unlink("c"), _link("c"), _unlink("c"))
            ]
            await asyncio.sleep(0.05)
            await blocker.commit()
        answers = await asyncio.gather(first, *rest)
        assert [list(one.channel.location_ids) for one in answers] == [
            ["a"], ["a", "b", "c"], ["c"], ["b", "c"], ["b"], ["b", "c"], ["b"],
        ]  # fmt: skip
        assert len({one.mutation.commit_token for one in answers[1:]}) == 1
        shown = await home.ask("default", pb.GetSalesChannelRequest(channel_id="web"))
        assert shown.channel == answers[-1].channel


async def test_what_other_slices_are_told_leaves_deleted_locations_out(database_url: str) -> None:
    async with house(database_url) as home:
        await _found(home, "a", "b", "c")
        await home.ask("default", _link("c", "a", "b"))
        await home.ask("default", locations_pb.DeleteStockLocationRequest(location_id="b"))
        await home.ask(
            "default",
            locations_pb.UpdateStockLocationRequest(location=types.StockLocation(id="c", active=False)),
        )
        await home.ask(
            "default", pb.CreateSalesChannelRequest(channel=pb.SalesChannel(id="off", name="x", active=False))
        )
        await home.ask("default", pb.CreateSalesChannelRequest(channel=pb.SalesChannel(id="gone", name="x")))
        await home.ask("default", pb.DeleteSalesChannelRequest(channel_id="gone"))
        queries = ChannelQueries(home.reads, home.database)
        who = Principal(TenantId("default"), subject="tester")
        assert await queries.facts(who, ["web", "off", "gone", "none", "web"]) == {
            "web": ChannelFact("web", is_active=True, is_deleted=False, location_ids=("a", "c")),
            "off": ChannelFact("off", is_active=False, is_deleted=False),
            "gone": ChannelFact("gone", is_active=True, is_deleted=True),
        }
        assert await queries.facts(who, []) == {}
        assert await queries.facts(Principal(TenantId("other"), subject="tester"), ["web"]) == {}


async def _found(home: House, *places: str) -> None:
    for place in places:
        location = types.StockLocation(id=place, name=place)
        await home.ask("default", locations_pb.CreateStockLocationRequest(location=location))
    await home.ask("default", pb.CreateSalesChannelRequest(channel=pb.SalesChannel(id="web", name="Web")))


def _link(*places: str) -> Any:
    return pb.LinkStockLocationsRequest(channel_id="web", location_ids=places)


def _unlink(*places: str) -> Any:
    return pb.UnlinkStockLocationsRequest(channel_id="web", location_ids=places)


# --- lists ------------------------------------------------------------------------------------------


def test_channels_are_listed_by_filter_page_by_page(shop: Shop) -> None:
    mark = unique("mark")
    here, there = shop.location(), shop.location()
    names = [
        shop.channel(*places, name=f"{mark} {n}") for n, places in enumerate([(), (here,), (here, there), (there,)])
    ]
    update(shop, id=names[3], active=False)
    for sort in ("SORT_UNSPECIFIED", "SORT_CREATE_TIME", "SORT_ID"):
        assert listed(shop, q=mark.upper(), sort=sort) == names
        assert listed(shop, size=3, q=mark, sort=sort) == names
    assert listed(shop, q=mark, active=False) == [names[3]]
    assert listed(shop, q=mark, active=True) == names[:3]
    assert listed(shop, location_id=here) == names[1:3]
    assert listed(shop, size=1, location_id=there) == names[2:]
    assert listed(shop, ids=[names[2], "schan_none"]) == [names[2]]
    assert listed(shop, ids=names, location_id=here, q=f"{mark} 1") == [names[1]]
    assert listed(shop, location_id="sloc_none") == []
    delete(shop, names[0])
    assert listed(shop, ids=names) == names[1:]
    assert listed(shop, ids=names, deleted=True) == names


def test_a_list_shows_whole_records_and_a_cursor_on_its_first_page(shop: Shop) -> None:
    mark = unique("mark")
    location = shop.location()
    names = [shop.channel(location, name=f"{mark} {n}") for n in range(3)]
    request = pb.ListSalesChannelsRequest(page_size=2, filter=pb.ListSalesChannelsRequest.Filter(q=mark))
    first = shop.channels.ListSalesChannels(request)
    assert list(first.channels) == [get(shop, one) for one in names[:2]]
    assert first.cursor
    request.page_token = first.next_page_token
    second = shop.channels.ListSalesChannels(request)
    assert ([one.id for one in second.channels], second.cursor, second.next_page_token) == (names[2:], "", "")
    request.filter.q = "other"
    assert refused(lambda: shop.channels.ListSalesChannels(request)).reason == "PAGE_TOKEN_INVALID"


def test_bad_filters_are_named(shop: Shop) -> None:
    for wanted, path in (
        ({"ids": ["a b"]}, "filter.ids[0]"),
        ({"location_id": "a b"}, "filter.location_id"),
        ({"q": "x" * 256}, "filter.q"),
    ):
        refusal = refused(lambda wanted=wanted: listed(shop, **wanted))  # type: ignore[misc]
        assert (refusal.reason, refusal.fields) == ("FIELD_INVALID", [path])
    request = pb.ListSalesChannelsRequest(page_size=-1)
    assert refused(lambda: shop.channels.ListSalesChannels(request)).fields == ["page_size"]
    request = pb.ListSalesChannelsRequest(sort=77)
    assert refused(lambda: shop.channels.ListSalesChannels(request)).fields == ["sort"]


def test_locations_are_found_by_the_channel_that_they_serve(shop: Shop) -> None:
    a, b, c = (shop.location() for _ in range(3))
    channel, other = shop.channel(c, a), shop.channel(b)

    def serving(channel_id: str, size: int = 0, **fields: Any) -> list[str]:
        found: list[str] = []
        wanted = locations_pb.ListStockLocationsRequest.Filter(sales_channel_id=channel_id)
        request = locations_pb.ListStockLocationsRequest(filter=wanted, page_size=size, sort="SORT_ID", **fields)
        while True:
            answer = shop.locations.ListStockLocations(request)
            found += [one.id for one in answer.locations]
            request.page_token = answer.next_page_token
            if not request.page_token:
                return found

    assert serving(channel) == serving(channel, size=1) == [a, c]
    assert serving(other) == [b]
    assert serving("schan_none") == []
    delete_location(shop, c)
    assert serving(channel) == [a]
    assert serving(channel, show_deleted=True) == [a, c]
    assert refused(lambda: serving("a b")).fields == ["filter.sales_channel_id"]


# --- events -----------------------------------------------------------------------------------------


def test_every_change_is_told_with_the_whole_record_of_before_and_after(shop: Shop) -> None:
    location = shop.location()
    request_id = unique("req")
    states = [create(shop, request_id, name="Web", metadata={"a": "b"})]
    channel = states[0].id
    states.append(shop.link(channel, location))
    states.append(update(shop, id=channel, active=False))
    states.append(delete(shop, channel))
    states.append(undelete(shop, channel))
    states.append(shop.unlink(channel, location))
    found = told(shop, channel)
    assert [one.type for one in found] == [
        "channel.created", "channel.updated", "channel.updated", "channel.deleted", "channel.undeleted",
        "channel.updated",
    ]  # fmt: skip
    assert [one.sales_channel_changed.after for one in found] == states
    assert [one.sales_channel_changed.before for one in found[1:]] == states[:-1]
    assert not found[0].sales_channel_changed.HasField("before")
    assert found[0].request_id == request_id
    assert [list(one.location_ids) for one in states] == [[], [location], [location], [location], [location], []]

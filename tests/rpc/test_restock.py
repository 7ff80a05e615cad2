"""Variants that come into stock and go out of it, and those who want to know, over the wire."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from holdfast.inventory.v1 import catalog_service_pb2 as pb
from holdfast.inventory.v1 import inventory_service_pb2 as inventory_pb
from holdfast.inventory.v1 import sales_channel_service_pb2 as channels_pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.restock.jobs import NOTICES_AT_ONCE
from tests.support import server as servers
from tests.support.clock import SETTINGS, Moved, MovedClock
from tests.support.postgres import Cluster
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop, unique

STOCK = ("variant.in_stock", "variant.out_of_stock")


@pytest.fixture(scope="module")
def server(cluster: Cluster) -> Iterator[RunningServer]:
    """A server where whoever waits is told as soon as there is something."""
    with cluster.database() as url, servers.serving(url, restock_settle_seconds="0") as running:
        yield running


def subscribe(shop: Shop, variant: str, channel: str = "", subscriber: str = "", least: int = 0, **fields: Any) -> Any:
    wanted = pb.RestockSubscription(
        variant_id=variant,
        sales_channel_id=channel,
        subscriber=subscriber or unique("shopper"),
        min_quantity=least,
    )
    return shop.catalog.SubscribeRestock(pb.SubscribeRestockRequest(subscription=wanted, **fields))


def unsubscribe(shop: Shop, subscription: str, **fields: Any) -> Any:
    request = pb.DeleteRestockSubscriptionRequest(subscription_id=subscription, **fields)
    return shop.catalog.DeleteRestockSubscription(request)


def listed(shop: Shop, size: int = 0, **wanted: Any) -> list[Any]:
    found: list[Any] = []
    token = ""
    while True:
        answer = shop.catalog.ListRestockSubscriptions(
            pb.ListRestockSubscriptionsRequest(
                page_size=size, page_token=token, filter=pb.ListRestockSubscriptionsRequest.Filter(**wanted)
            )
        )
        found += answer.subscriptions
        token = answer.next_page_token
        if not token:
            return found


def told(shop: Shop, *kinds: str, variant: str) -> list[Any]:
    return [one for one in shop.happened(*kinds) if one.resource == variant]


def eventually(look: Callable[[], Any], wanted: Any) -> None:
    """What a look gives is what is wanted, sooner or later."""
    for _ in range(400):
        found = look()
        if found == wanted:
            return
        time.sleep(0.05)
    assert found == wanted


def transitions(shop: Shop, variant: str) -> list[tuple[str, str, bool, int]]:
    """(what, channel, purchasable, units) of everything that was told of a variant's stock."""
    found = told(shop, *STOCK, variant=variant)
    changes = [(one.type.removeprefix("variant."), one.variant_stock_changed) for one in found]
    return [(kind, one.sales_channel_id, one.purchasable, one.whole_units_quantity) for kind, one in changes]


def notices(shop: Shop, variant: str) -> list[tuple[str, int]]:
    """(subscriber, units) of all who were told of a variant, in this order."""
    found = [one.restock_notice for one in told(shop, "variant.restocked", variant=variant)]
    return [(one.subscription.subscriber, one.whole_units_quantity) for one in found]


def settled(shop: Shop) -> None:
    """Return when the projector has seen everything that has happened so far."""
    item, location = shop.stocked(1)
    mark, channel = shop.variant({item: 1}), shop.channel(location)
    eventually(lambda: transitions(shop, mark), [("in_stock", channel, True, 1)])


# --- stock ------------------------------------------------------------------------------------------


def test_a_variant_comes_into_stock_and_goes_out_of_it_in_each_channel_once(shop: Shop) -> None:
    item, here = shop.stocked(0)
    there = shop.location()
    shop.level(item, there)
    variant = shop.variant({item: 2})
    web, store = shop.channel(here, there), shop.channel(there)
    shop.adjust(item, here, 1)
    shop.adjust(item, here, 4)
    eventually(lambda: transitions(shop, variant), [("in_stock", web, True, 2)])
    shop.adjust(item, there, 2)
    shop.adjust(item, there, 2)
    eventually(lambda: [one[:2] for one in transitions(shop, variant)], [("in_stock", web), ("in_stock", store)])
    reservation = shop.reserve((item, there, 3))
    eventually(lambda: transitions(shop, variant)[2:], [("out_of_stock", store, False, 0)])
    shop.release(reservation.id)
    eventually(lambda: transitions(shop, variant)[3:], [("in_stock", store, True, 2)])


def test_a_variant_that_may_be_backordered_is_purchasable_out_of_stock(shop: Shop) -> None:
    item, location = shop.stocked(1)
    variant, channel = shop.variant({item: 1}, allow_backorder=True), shop.channel(location)
    eventually(lambda: transitions(shop, variant), [("in_stock", channel, True, 1)])
    shop.set(item, location, 0)
    eventually(lambda: transitions(shop, variant)[1:], [("out_of_stock", channel, True, 0)])


def test_what_is_never_there_and_what_needs_no_stock_is_not_told_of(shop: Shop) -> None:
    item, location = shop.stocked(1)
    shop.channel(location)
    never, digital = shop.variant({item: 2}), shop.variant(manage_inventory=False)
    shop.adjust(item, location, -1)
    settled(shop)
    assert transitions(shop, never) == transitions(shop, digital) == []


def test_a_kit_follows_its_parts_through_other_kits(shop: Shop) -> None:
    x, here = shop.stocked(5)
    y = shop.item()
    shop.level(y, here)
    channel = shop.channel(here)
    inner = shop.variant({x: 3, y: 1})
    outer = shop.variant({x: 2, inner: 1})
    shop.adjust(y, here, 1)
    eventually(lambda: transitions(shop, outer), [("in_stock", channel, True, 1)])
    shop.upsert(pb.ProductVariant(id=inner, components=[pb.VariantComponent(inventory_item_id=x, required_quantity=4)]))
    eventually(lambda: transitions(shop, outer)[1:], [("out_of_stock", channel, False, 0)])
    eventually(lambda: transitions(shop, inner), [("in_stock", channel, True, 1)])


def test_links_and_life_of_channels_and_locations_count(shop: Shop) -> None:
    item, location = shop.stocked(3)
    variant, channel = shop.variant({item: 1}), shop.channel()
    shop.link(channel, location)
    expected = [("in_stock", channel, True, 3)]
    eventually(lambda: transitions(shop, variant), expected)

    def then(change: Callable[[], Any], kind: str) -> None:
        change()
        expected.append((kind, channel, kind == "in_stock", 3 if kind == "in_stock" else 0))
        eventually(lambda: transitions(shop, variant), expected)

    def activate(active: bool) -> None:
        changed = types.StockLocation(id=location, active=active)
        shop.locations.UpdateStockLocation(locations_pb.UpdateStockLocationRequest(location=changed))

    then(lambda: shop.unlink(channel, location), "out_of_stock")
    then(lambda: shop.link(channel, location), "in_stock")
    then(lambda: activate(False), "out_of_stock")
    then(lambda: activate(True), "in_stock")
    then(
        lambda: shop.channels.DeleteSalesChannel(channels_pb.DeleteSalesChannelRequest(channel_id=channel)),
        "out_of_stock",
    )
    then(
        lambda: shop.channels.UndeleteSalesChannel(channels_pb.UndeleteSalesChannelRequest(channel_id=channel)),
        "in_stock",
    )
    then(lambda: shop.delete_variant(variant), "out_of_stock")


def test_safety_stock_is_not_for_sale(shop: Shop) -> None:
    item, location = shop.stocked(3)
    variant, channel = shop.variant({item: 1}), shop.channel(location)
    eventually(lambda: transitions(shop, variant), [("in_stock", channel, True, 3)])
    shop.configure(item, location, safety_stock_quantity=3)
    eventually(lambda: transitions(shop, variant)[1:], [("out_of_stock", channel, False, 0)])


def test_a_hold_that_runs_out_brings_a_variant_back(moved: Moved) -> None:
    shop = moved.shop
    item, location = shop.stocked(1)
    variant, channel = shop.variant({item: 1}), shop.channel(location)
    eventually(lambda: [one[0] for one in transitions(shop, variant)], ["in_stock"])
    shop.hold((item, location, 1), ttl=60)
    eventually(lambda: [one[0] for one in transitions(shop, variant)], ["in_stock", "out_of_stock"])
    moved.clock.go(61)
    eventually(lambda: transitions(shop, variant)[2:], [("in_stock", channel, True, 1)])


# --- subscriptions ----------------------------------------------------------------------------------


def test_a_subscription_is_one_by_variant_channel_and_subscriber(shop: Shop) -> None:
    variant, channel = shop.variant(), shop.channel()
    first = subscribe(shop, variant, channel, "ada@example.com", 3)
    assert first.subscription.id.startswith("rsub_")
    assert (first.subscription.min_quantity, first.mutation.replayed) == (3, False)
    again = subscribe(shop, variant, channel, "ada@example.com", 5)
    assert (again.subscription, again.mutation.replayed) == (first.subscription, True)
    others = [
        subscribe(shop, variant, channel, "bob@example.com").subscription,
        subscribe(shop, variant, "", "ada@example.com").subscription,
        subscribe(shop, shop.variant(), channel, "ada@example.com").subscription,
    ]
    assert len({one.id for one in (first.subscription, *others)}) == 4
    assert others[0].min_quantity == 1


def test_who_subscribes_with_a_request_id_gets_the_first_answer_again(shop: Shop) -> None:
    variant, request_id = shop.variant(), unique("request")
    first = subscribe(shop, variant, subscriber="ada", request_id=request_id)
    assert unsubscribe(shop, first.subscription.id).subscription == first.subscription
    replay = subscribe(shop, variant, subscriber="ada", request_id=request_id)
    assert (replay.subscription, replay.mutation.replayed) == (first.subscription, True)
    fresh = subscribe(shop, variant, subscriber="ada").subscription
    assert fresh.id != first.subscription.id


def test_what_is_waited_for_must_be_there(shop: Shop) -> None:
    variant, gone = shop.variant(), shop.variant()
    channel = shop.channel()
    shop.delete_variant(gone)
    shop.channels.DeleteSalesChannel(channels_pb.DeleteSalesChannelRequest(channel_id=channel))
    missing = refused(lambda: subscribe(shop, "variant_none"))
    assert (missing.reason, missing.resource) == ("RESOURCE_NOT_FOUND", ("ProductVariant", "variant_none"))
    assert refused(lambda: subscribe(shop, gone)).reason == "RESOURCE_DELETED"
    assert refused(lambda: subscribe(shop, variant, "schan_none")).resource == ("SalesChannel", "schan_none")
    assert refused(lambda: subscribe(shop, variant, channel)).reason == "RESOURCE_DELETED"
    nobody = pb.RestockSubscription(variant_id=variant)
    refusal = refused(lambda: shop.catalog.SubscribeRestock(pb.SubscribeRestockRequest(subscription=nobody)))
    assert (refusal.reason, refusal.fields) == ("FIELD_REQUIRED", ["subscription.subscriber"])
    assert refused(lambda: subscribe(shop, "")).fields == ["subscription.variant_id"]
    assert refused(lambda: subscribe(shop, variant, least=-1)).reason == "QUANTITY_OUT_OF_RANGE"


def test_a_subscription_is_ended_once_and_for_all(shop: Shop) -> None:
    variant = shop.variant()
    one = subscribe(shop, variant, subscriber="ada").subscription
    assert unsubscribe(shop, one.id).subscription == one
    assert unsubscribe(shop, one.id).subscription == one
    assert listed(shop, variant_id=variant, show_notified=True) == []
    refusal = refused(lambda: unsubscribe(shop, "rsub_none"))
    assert (refusal.reason, refusal.resource) == ("RESOURCE_NOT_FOUND", ("RestockSubscription", "rsub_none"))


def test_subscriptions_are_listed_by_whom_and_what_they_are_for(shop: Shop) -> None:
    variant, other, channel = shop.variant(), shop.variant(), shop.channel()
    ada, bob = unique("ada"), unique("bob")
    made = [
        subscribe(shop, *what).subscription
        for what in ((variant, channel, ada), (variant, "", ada), (other, "", ada), (variant, channel, bob))
    ]
    assert listed(shop, 1, subscriber=ada) == made[:3]
    assert listed(shop, 2, variant_id=variant) == [made[0], made[1], made[3]]
    assert listed(shop, sales_channel_id=channel) == [made[0], made[3]]
    assert listed(shop, subscriber=ada, variant_id=other) == [made[2]]


# --- notices ----------------------------------------------------------------------------------------


def test_subscribers_are_told_once_when_a_variant_is_back_anywhere(shop: Shop) -> None:
    item, location = shop.stocked(0)
    variant = shop.variant({item: 1})
    one = subscribe(shop, variant, subscriber="ada").subscription
    shop.adjust(item, location, 5)
    eventually(lambda: notices(shop, variant), [("ada", 5)])
    (shown,) = listed(shop, variant_id=variant, show_notified=True)
    assert (shown.id, shown.HasField("notify_time")) == (one.id, True)
    assert listed(shop, variant_id=variant) == []
    (event,) = told(shop, "variant.restocked", variant=variant)
    assert event.restock_notice.subscription == shown
    shop.adjust(item, location, -5)
    shop.adjust(item, location, 5)
    settled(shop)
    assert notices(shop, variant) == [("ada", 5)]
    assert unsubscribe(shop, one.id).subscription == shown


def test_a_subscriber_of_a_channel_waits_for_what_that_channel_has(shop: Shop) -> None:
    item, here = shop.stocked(0)
    there = shop.location()
    shop.level(item, there)
    variant, web, store = shop.variant({item: 1}), shop.channel(here), shop.channel(there)
    subscribe(shop, variant, web, "web")
    subscribe(shop, variant, store, "store")
    shop.adjust(item, there, 1)
    eventually(lambda: notices(shop, variant), [("store", 1)])
    settled(shop)
    assert notices(shop, variant) == [("store", 1)]
    shop.adjust(item, here, 1)
    eventually(lambda: notices(shop, variant), [("store", 1), ("web", 1)])


def test_who_wants_several_waits_until_there_are_so_many(shop: Shop) -> None:
    item, location = shop.stocked(0)
    variant = shop.variant({item: 1})
    subscribe(shop, variant, subscriber="three", least=3)
    subscribe(shop, variant, subscriber="one")
    shop.adjust(item, location, 2)
    eventually(lambda: notices(shop, variant), [("one", 2)])
    settled(shop)
    assert notices(shop, variant) == [("one", 2)]
    shop.adjust(item, location, 1)
    eventually(lambda: notices(shop, variant), [("one", 2), ("three", 3)])


def test_who_subscribes_while_there_is_stock_is_told_too(shop: Shop) -> None:
    item, _ = shop.stocked(4)
    variant = shop.variant({item: 1})
    settled(shop)
    subscribe(shop, variant, subscriber="late")
    eventually(lambda: notices(shop, variant), [("late", 4)])


def test_a_variant_without_stock_keeps_nobody_informed(shop: Shop) -> None:
    digital = shop.variant(manage_inventory=False)
    subscribe(shop, digital)
    settled(shop)
    assert notices(shop, digital) == []


# --- in time ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def patient_server(cluster: Cluster) -> Iterator[RunningServer]:
    """A server with the usual settling time and a clock that is moved."""
    with cluster.database() as url, servers.serving(url, **SETTINGS) as running:
        yield running


@pytest.fixture
def patient(patient_server: RunningServer) -> Iterator[Moved]:
    client = patient_server.client()
    clock = MovedClock(patient_server.database_url)
    clock.freeze()
    yield Moved(patient_server, Shop(client), clock)
    client.close()


def test_a_variant_must_have_been_back_for_the_settling_time_without_a_break(patient: Moved) -> None:
    shop, clock = patient.shop, patient.clock
    item, location = shop.stocked(0)
    variant = shop.variant({item: 1})
    subscribe(shop, variant, subscriber="ada")
    shop.adjust(item, location, 1)
    settled(shop)
    clock.go(29)
    settled(shop)
    assert notices(shop, variant) == []
    shop.adjust(item, location, -1)
    settled(shop)
    shop.adjust(item, location, 2)
    settled(shop)
    clock.go(29)
    settled(shop)
    assert notices(shop, variant) == []
    clock.go(1)
    eventually(lambda: notices(shop, variant), [("ada", 2)])


def test_at_most_as_many_are_told_at_once_as_there_are_units_oldest_first(patient: Moved) -> None:
    shop, clock = patient.shop, patient.clock
    item, location = shop.stocked(0)
    variant = shop.variant({item: 1})
    for n in range(5):
        subscribe(shop, variant, subscriber=f"shopper {n}")
        clock.go(0.001)
    shop.adjust(item, location, 2)
    settled(shop)
    clock.go(30)
    first = [("shopper 0", 2), ("shopper 1", 2)]
    eventually(lambda: notices(shop, variant), first)
    clock.go(29)
    settled(shop)
    assert notices(shop, variant) == first
    shop.adjust(item, location, -1)
    clock.go(1)
    eventually(lambda: notices(shop, variant), [*first, ("shopper 2", 1)])
    settled(shop)
    shop.adjust(item, location, -1)
    settled(shop)
    clock.go(100)
    settled(shop)
    assert len(notices(shop, variant)) == 3


def test_a_crowd_is_told_in_order_in_several_transactions(patient: Moved) -> None:
    shop, clock = patient.shop, patient.clock
    item, location = shop.stocked(0)
    variant, crowd = shop.variant({item: 1}), NOTICES_AT_ONCE * 2 + 10
    with psycopg.connect(patient.server.database_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO restock_subscriptions (tenant_id, id, variant_id, subscriber, create_time) "
            "SELECT 'default', 'rsub_' || %(mark)s || to_char(n, '000'), %(variant)s, n, %(now)s "
            "FROM generate_series(1, %(crowd)s) AS n",
            {"mark": unique("m"), "variant": variant, "now": clock.now(), "crowd": crowd},
        )
    shop.adjust(item, location, crowd - 5)
    settled(shop)
    clock.go(30)
    eventually(lambda: len(notices(shop, variant)), crowd - 5)
    assert [subscriber for subscriber, _ in notices(shop, variant)] == [str(n) for n in range(1, crowd - 4)]


def test_after_a_restart_the_settling_time_begins_anew_and_nobody_is_told_twice(
    cluster: Cluster,
) -> None:
    with cluster.database() as url:
        first = servers.start(url, **SETTINGS)
        client = first.client()
        shop, clock = Shop(client), MovedClock(url)
        clock.freeze()
        item, location = shop.stocked(0)
        variant = shop.variant({item: 1})
        subscribe(shop, variant, subscriber="ada")
        shop.adjust(item, location, 1)
        settled(shop)
        clock.go(30)
        eventually(lambda: notices(shop, variant), [("ada", 1)])
        subscribe(shop, variant, subscriber="bob")
        settled(shop)
        client.close()
        first.kill()
        assert first.process.stdout is not None
        first.process.stdout.close()
        clock.go(29)
        with servers.serving(url, **SETTINGS) as second:
            client = second.client()
            shop = Shop(client)
            settled(shop)
            clock.go(30)
            eventually(lambda: notices(shop, variant), [("ada", 1), ("bob", 1)])
            client.close()


def test_an_item_that_is_gone_is_out_of_stock(shop: Shop) -> None:
    item, location = shop.stocked(1)
    variant, channel = shop.variant({item: 1}), shop.channel(location)
    eventually(lambda: [one[0] for one in transitions(shop, variant)], ["in_stock"])
    shop.adjust(item, location, -1)
    shop.inventory.DeleteInventoryItem(inventory_pb.DeleteInventoryItemRequest(inventory_item_id=item))
    eventually(lambda: transitions(shop, variant)[1:], [("out_of_stock", channel, False, 0)])

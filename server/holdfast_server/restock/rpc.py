"""Restock messages to commands and queries, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from google.protobuf.message import Message
from holdfast.inventory.v1 import catalog_service_pb2 as pb
from holdfast.inventory.v1.events_pb2 import Event

from holdfast_server.kernel.submission import Submission
from holdfast_server.restock.commands import RestockCommands
from holdfast_server.restock.model import Subscription, SubscriptionFilter, Wish
from holdfast_server.restock.queries import RestockQueries
from holdfast_server.transport import shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.lists import Listing
from holdfast_server.transport.tokens import PageTokens

_SORTS: Final = {0: None, 1: None}
_TIMES: Final = frozenset({"create_time", "notify_time", "delete_time"})


class RestockRpc:
    """The RPCs of CatalogService about restock subscriptions."""

    def __init__(self, commands: RestockCommands, queries: RestockQueries, tokens: PageTokens) -> None:
        self._commands = commands
        self._queries = queries
        self._tokens = tokens

    async def SubscribeRestock(self, request: pb.SubscribeRestockRequest, call: Call) -> bytes:
        """Have a subscriber told when a variant is back."""
        shapes.request_id(request.request_id)
        given = request.subscription
        wish = Wish(
            shapes.required_id("subscription.variant_id", given.variant_id),
            shapes.checked_id("subscription.sales_channel_id", given.sales_channel_id),
            shapes.required_text("subscription.subscriber", given.subscriber),
            shapes.quantity("subscription.min_quantity", given.min_quantity, 0) or 1,
        )
        response = pb.SubscribeRestockResponse
        submission: Submission[Subscription] = call.submission(
            request, response, lambda one: response(subscription=message(one))
        )
        return await self._commands.subscribe(call.principal, wish, submission)

    async def DeleteRestockSubscription(self, request: pb.DeleteRestockSubscriptionRequest, call: Call) -> bytes:
        """End a subscription."""
        shapes.request_id(request.request_id)
        subscription_id = shapes.required_id("subscription_id", request.subscription_id)
        response = pb.DeleteRestockSubscriptionResponse
        submission: Submission[Subscription] = call.submission(
            request, response, lambda one: response(subscription=message(one))
        )
        return await self._commands.end(call.principal, subscription_id, submission)

    async def ListRestockSubscriptions(self, request: pb.ListRestockSubscriptionsRequest, call: Call) -> Message:
        """Subscriptions by filter."""
        given = request.filter
        wanted = SubscriptionFilter(
            shapes.checked_id("filter.variant_id", given.variant_id),
            shapes.text("filter.subscriber", given.subscriber),
            shapes.checked_id("filter.sales_channel_id", given.sales_channel_id),
            given.show_notified,
        )
        shapes.known_enum("sort", request.sort, _SORTS)
        listing = Listing(self._tokens, call, request, "subscriptions")
        found = await self._queries.page(call.principal, wanted, listing.page, call.deadline)
        return listing.answer(pb.ListRestockSubscriptionsResponse(), found, message)


def message(subscription: Subscription) -> pb.RestockSubscription:
    """A subscription as the contract shows it."""
    made = pb.RestockSubscription(
        id=subscription.id,
        variant_id=subscription.variant_id,
        sales_channel_id=subscription.sales_channel_id,
        subscriber=subscription.subscriber,
        min_quantity=subscription.min_quantity,
        create_time=shapes.timestamp(subscription.create_time),
    )
    if subscription.notify_time is not None:
        made.notify_time.CopyFrom(shapes.timestamp(subscription.notify_time))
    return made


def tell(event: Event, payload: Mapping[str, Any]) -> None:
    """How many there are of a variant somewhere, or who is to be told so, for an event."""
    units = payload["whole_units"]
    if "subscription" in payload:
        event.restock_notice.subscription.CopyFrom(message(_retold(payload["subscription"])))
        event.restock_notice.whole_units_quantity = units
        return
    change = event.variant_stock_changed
    change.variant_id = payload["variant_id"]
    change.sales_channel_id = payload["sales_channel_id"]
    change.purchasable = payload["purchasable"]
    change.whole_units_quantity = units


def _retold(told: Mapping[str, Any]) -> Subscription:
    values: dict[str, Any] = {
        name: datetime.fromisoformat(value) if name in _TIMES and value is not None else value
        for name, value in told.items()
    }
    return Subscription(**values)

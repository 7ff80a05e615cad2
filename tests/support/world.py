"""Short words for what tests do over the wire. Every test has ids of its own, so that all share one server."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from google.protobuf.duration_pb2 import Duration
from holdfast.inventory.v1 import catalog_service_pb2 as catalog_pb
from holdfast.inventory.v1 import event_service_pb2 as events_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import sales_channel_service_pb2 as channels_pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb
from holdfast.inventory.v1 import types_pb2 as types

from tests.support.server import Client

_numbers = itertools.count()


def unique(prefix: str) -> str:
    """An id that no other test has. Ids sort in the order in which they were made."""
    return f"{prefix}_{os.getpid()}_{next(_numbers):06}"


class Shop:
    """A client with the verbs of a shop keeper."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.inventory = client.inventory
        self.locations = client.locations
        self.channels = client.channels
        self.catalog = client.catalog
        self.admin = client.admin
        self.events = client.events

    def location(self, **fields: Any) -> str:
        location = types.StockLocation(**{"id": unique("sloc"), "name": "Warehouse", **fields})
        self.locations.CreateStockLocation(locations_pb.CreateStockLocationRequest(location=location))
        return location.id

    def channel(self, *locations: str, **fields: Any) -> str:
        """A new channel that these locations serve."""
        channel = channels_pb.SalesChannel(**{"id": unique("schan"), "name": "Web shop", **fields})
        self.channels.CreateSalesChannel(channels_pb.CreateSalesChannelRequest(channel=channel))
        if locations:
            self.link(channel.id, *locations)
        return channel.id

    def link(self, channel: str, *locations: str) -> Any:
        request = channels_pb.LinkStockLocationsRequest(channel_id=channel, location_ids=locations)
        return self.channels.LinkStockLocations(request).channel

    def unlink(self, channel: str, *locations: str) -> Any:
        request = channels_pb.UnlinkStockLocationsRequest(channel_id=channel, location_ids=locations)
        return self.channels.UnlinkStockLocations(request).channel

    def variant(self, parts: Mapping[str, int] | None = None, **fields: Any) -> str:
        """A new variant that takes so many units of items and of other variants; without parts it gets its own item."""
        variant = catalog_pb.ProductVariant(
            **{"id": unique("variant"), "title": "Kit", "components": components(parts or {}), **fields}
        )
        return str(self.upsert(variant).id)

    def upsert(self, variant: Any) -> Any:
        """A variant as it shall be."""
        request = catalog_pb.UpsertProductVariantRequest(variant=variant)
        return self.catalog.UpsertProductVariant(request).variant

    def get_variant(self, variant: str) -> Any:
        return self.catalog.GetProductVariant(catalog_pb.GetProductVariantRequest(variant_id=variant)).variant

    def delete_variant(self, variant: str) -> None:
        self.catalog.DeleteProductVariant(catalog_pb.DeleteProductVariantRequest(variant_id=variant))

    def could_sell(self, variant: str, *, exclude: str = "", **scope: Any) -> Any:
        """How many of a variant could be sold; `scope` is what a StockScope says."""
        request = catalog_pb.GetVariantAvailabilityRequest(variant_id=variant, exclude_reservation_id=exclude)
        if scope:
            request.scope.CopyFrom(types.StockScope(**scope))
        return self.catalog.GetVariantAvailability(request).availability

    def item(self, **fields: Any) -> str:
        item = types.InventoryItem(**{"id": unique("iitem"), **fields})
        self.inventory.CreateInventoryItem(pb.CreateInventoryItemRequest(item=item))
        return item.id

    def level(self, item: str, location: str, stocked: int = 0, incoming: int = 0, **settings: Any) -> Any:
        level = types.InventoryLevel(
            inventory_item_id=item, location_id=location, stocked_quantity=stocked, incoming_quantity=incoming
        )
        level.settings.CopyFrom(types.InventoryLevelSettings(**settings))
        return self.inventory.CreateInventoryLevel(pb.CreateInventoryLevelRequest(level=level)).level

    def stocked(self, quantity: int, **settings: Any) -> tuple[str, str]:
        """A new item with so many units at a new location."""
        item, location = self.item(), self.location()
        self.level(item, location, quantity, **settings)
        return item, location

    def get(self, item: str, location: str) -> Any:
        request = pb.GetInventoryLevelRequest(inventory_item_id=item, location_id=location)
        return self.inventory.GetInventoryLevel(request).level

    def reserve_lines(self, *lines: Any, **fields: Any) -> Any:
        """A reservation of lines such as `variant_line` makes them."""
        request = pb.CreateReservationRequest(lines=lines, **fields)
        return self.inventory.CreateReservation(request).reservation

    def reserve(self, *lines: tuple[str, str, int], **fields: Any) -> Any:
        return self.inventory.CreateReservation(reserve_request(*lines, **fields)).reservation

    def hold(self, *lines: tuple[str, str, int], ttl: float, **fields: Any) -> Any:
        """A reservation for so many seconds."""
        return self.reserve(*lines, ttl=duration(ttl), **fields)

    def reservation(self, reservation: str) -> Any:
        return self._reservation(reservation).reservation

    def fulfillments(self, reservation: str) -> Any:
        return self._reservation(reservation).fulfillments

    def _reservation(self, reservation: str) -> Any:
        return self.inventory.GetReservation(pb.GetReservationRequest(reservation_id=reservation))

    def confirm(self, reservation: str, **fields: Any) -> Any:
        return self.inventory.ConfirmReservation(pb.ConfirmReservationRequest(reservation_id=reservation, **fields))

    def extend(self, reservation: str, ttl: float, **fields: Any) -> Any:
        request = pb.ExtendReservationRequest(reservation_id=reservation, ttl=duration(ttl), **fields)
        return self.inventory.ExtendReservation(request).reservation

    def update(self, reservation_id: str, **fields: Any) -> Any:
        request = pb.UpdateReservationRequest(reservation_id=reservation_id, **fields)
        return self.inventory.UpdateReservation(request).reservation

    def reverse(self, reservation: str, fulfillment: str, *parts: tuple[str, int], **fields: Any) -> Any:
        """Parts are allocations and how many units of each; none: all that is left."""
        lines = [pb.ReverseFulfillmentRequest.Line(allocation_id=one, quantity=units) for one, units in parts]
        return self.inventory.ReverseFulfillment(
            pb.ReverseFulfillmentRequest(reservation_id=reservation, fulfillment_id=fulfillment, lines=lines, **fields)
        )

    def receive_return(self, reservation: str, *lines: Any, **fields: Any) -> Any:
        return self.inventory.ReceiveReturn(pb.ReceiveReturnRequest(reservation_id=reservation, lines=lines, **fields))

    def release(self, reservation: str, **fields: Any) -> Any:
        return self.inventory.ReleaseReservation(
            pb.ReleaseReservationRequest(reservation_id=reservation, **fields)
        ).reservations[0]

    def fulfil(self, reservation: str, *parts: Any, **fields: Any) -> Any:
        return self.inventory.FulfillReservation(
            pb.FulfillReservationRequest(reservation_id=reservation, lines=parts, **fields)
        )

    def adjust(
        self, item: str, location: str, delta: int, reason: str = "", bucket: str = "STOCKED", **fields: Any
    ) -> Any:
        return self.inventory.AdjustInventory(
            adjust_request((item, location, delta), reason=reason, bucket=bucket, **fields)
        )

    def set(
        self, item: str, location: str, quantity: int, reason: str = "", bucket: str = "STOCKED", **fields: Any
    ) -> Any:
        line = pb.SetInventoryRequest.Line(
            inventory_item_id=item,
            location_id=location,
            bucket=f"BUCKET_{bucket}",
            quantity=quantity,  # type: ignore[arg-type]
        )
        return self.inventory.SetInventory(pb.SetInventoryRequest(lines=[line], **_reason(reason), **fields))

    def move(
        self,
        item: str,
        source: tuple[str, str],
        target: tuple[str, str],
        quantity: int,
        reason: str = "",
        **fields: Any,
    ) -> Any:
        line = pb.MoveInventoryRequest.Line(
            inventory_item_id=item,
            quantity=quantity,
            to=place(*target),
            **{"from": place(*source)},  # type: ignore[arg-type]
        )
        return self.inventory.MoveInventory(pb.MoveInventoryRequest(lines=[line], **_reason(reason), **fields))

    def configure(self, item: str, location: str, *paths: str, **settings: Any) -> Any:
        """Change settings of a level: those of the mask, or those that are given."""
        request = pb.UpdateInventoryLevelRequest(
            inventory_item_id=item, location_id=location, settings=types.InventoryLevelSettings(**settings)
        )
        request.update_mask.paths.extend(paths)
        return self.inventory.UpdateInventoryLevel(request).level

    def happened(self, *kinds: str, **wanted: Any) -> list[Any]:
        """Every event of these types so far that a filter shows, oldest first; waits until all are published."""
        mark = self.item()
        for _ in range(1000):
            if self._events(types=["item.created"], inventory_item_ids=[mark]):
                return self._events(types=kinds, **wanted)
            time.sleep(0.01)
        raise AssertionError("events are not published")

    def _events(self, **wanted: Any) -> list[Any]:
        found: list[Any] = []
        token = ""
        while True:
            answer = self.events.ListEvents(
                events_pb.ListEventsRequest(page_token=token, filter=events_pb.EventFilter(**wanted))
            )
            found += answer.events
            token = answer.next_page_token
            if not token:
                return found

    def movements(self, **wanted: Any) -> list[Any]:
        """Every movement that a filter shows, page by page."""
        found: list[Any] = []
        token = ""
        while True:
            answer = self.inventory.ListStockMovements(
                pb.ListStockMovementsRequest(page_token=token, filter=pb.ListStockMovementsRequest.Filter(**wanted))
            )
            found += answer.movements
            token = answer.next_page_token
            if not token:
                return found


def duration(seconds: float) -> Duration:
    made = Duration()
    made.FromTimedelta(timedelta(seconds=seconds))
    return made


def returned(location: str, quantity: int, disposition: str = "RESTOCK", **what: str) -> Any:
    """A line of a return; `what` is the line, the allocation or the item."""
    return pb.ReceiveReturnRequest.Line(
        location_id=location,
        quantity=quantity,
        disposition=f"DISPOSITION_{disposition}",  # type: ignore[arg-type]
        **what,
    )


def set_line(line_id: str, quantity: int) -> Any:
    return pb.UpdateReservationRequest.SetLine(line_id=line_id, quantity=quantity)


def relocation(allocation_id: str, location: str, quantity: int | None = None) -> Any:
    return pb.UpdateReservationRequest.Move(allocation_id=allocation_id, to_location_id=location, quantity=quantity)


def place(location: str, bucket: str) -> Any:
    return pb.MoveInventoryRequest.Place(location_id=location, bucket=f"BUCKET_{bucket}")  # type: ignore[arg-type]


def _reason(name: str) -> dict[str, Any]:
    return {"reason": f"REASON_{name}"} if name else {}


def line(item: str, location: str, quantity: int, **fields: Any) -> types.LineInput:
    return types.LineInput(inventory_item_id=item, location_id=location, quantity=quantity, **fields)


def variant_line(variant: str, quantity: int, location: str = "", **fields: Any) -> types.LineInput:
    """A line of a variant from one location; without one from any, unless `fields` say a scope."""
    place: dict[str, Any] = {"location_id": location} if location else {"scope": types.StockScope()}
    return types.LineInput(variant_id=variant, quantity=quantity, **{**place, **fields})


def components(parts: Mapping[str, int]) -> list[catalog_pb.VariantComponent]:
    """What a variant takes, by the ids of items and variants."""
    return [
        catalog_pb.VariantComponent(
            required_quantity=units, **{"variant_id" if one.startswith("variant") else "inventory_item_id": one}
        )
        for one, units in parts.items()
    ]


def reserve_request(*lines: tuple[str, str, int], **fields: Any) -> pb.CreateReservationRequest:
    return pb.CreateReservationRequest(lines=[line(*one) for one in lines], **fields)


def adjust_request(
    *lines: tuple[str, str, int], reason: str = "", bucket: str = "STOCKED", **fields: Any
) -> pb.AdjustInventoryRequest:
    made = [
        pb.AdjustInventoryRequest.Line(
            inventory_item_id=item,
            location_id=location,
            delta=delta,
            bucket=f"BUCKET_{bucket}",  # type: ignore[arg-type]
        )
        for item, location, delta in lines
    ]
    return pb.AdjustInventoryRequest(lines=made, **_reason(reason), **fields)


def balances(level: Any) -> tuple[int, int, int]:
    """(stocked, reserved, available)"""
    return level.stocked_quantity, level.reserved_quantity, level.available_quantity


def counters(one: Any) -> tuple[int, int, int, int, int, int]:
    """(quantity, open, fulfilled, released, expired, returned) of a line or an allocation"""
    return (
        one.quantity,
        one.open_quantity,
        one.fulfilled_quantity,
        one.released_quantity,
        one.expired_quantity,
        one.returned_quantity,
    )


def numbers(availability: Any) -> tuple[int, int, int]:
    """(single location, whole units, pooled) of a variant's availability or of a checked line"""
    return (
        availability.single_location_quantity,
        availability.whole_units_quantity,
        availability.pooled_quantity,
    )


def state(reservation: Any) -> str:
    return types.Reservation.State.Name(reservation.state).removeprefix("STATE_")


def told(movements: Sequence[Any]) -> list[tuple[str, str, int, int]]:
    """(reason, bucket, delta, balance) of each movement."""
    return [
        (
            types.StockMovement.Reason.Name(one.reason).removeprefix("REASON_"),
            types.StockMovement.Bucket.Name(one.bucket).removeprefix("BUCKET_"),
            one.delta,
            one.balance,
        )
        for one in movements
    ]

"""Availability messages to queries, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from holdfast.inventory.v1 import catalog_service_pb2 as catalog
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from holdfast_server.availability.model import (
    Availability,
    Goods,
    Purchasability,
    Scope,
    VariantsFound,
    VariantStock,
    When,
)
from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.kernel.errors import ResourceNotFound
from holdfast_server.transport import batches, shapes
from holdfast_server.transport.call import Call

_PURCHASABILITY: Final = {
    one: catalog.VariantAvailability.Purchasability.Value(f"PURCHASABILITY_{one.name}") for one in Purchasability
}


class AvailabilityRpc:
    """The availability RPCs of InventoryService and CatalogService."""

    def __init__(self, queries: AvailabilityQueries) -> None:
        self._queries = queries

    async def ConfirmInventory(self, request: pb.ConfirmInventoryRequest, call: Call) -> Message:
        """Whether all lines could be promised together."""
        inputs, when = shapes.line_inputs(request.lines), _when(request, call)
        lines = await self._queries.wanted(call.principal, inputs)
        found = await self._queries.confirm(call.principal, lines, when)
        answer = pb.ConfirmInventoryResponse(sufficient=found.sufficient, read_time=shapes.timestamp(found.read_time))
        for line in found.lines:
            most = line.quantities
            answer.lines.add(
                sufficient=line.sufficient,
                single_location_quantity=most.single_location,
                whole_units_quantity=most.whole_units,
                pooled_quantity=most.pooled,
            )
        return answer

    async def GetAvailability(self, request: pb.GetAvailabilityRequest, call: Call) -> Message:
        """What one item, or one variant in sale units, has."""
        scope, when = _scope(request), _when(request, call)
        if request.WhichOneof("goods") == "variant_id":
            variant_id = shapes.required_id("variant_id", request.variant_id)
            return _message(await self._queries.of_variant(call.principal, variant_id, scope, when))
        goods = Goods(*shapes.goods("", request, "goods"))
        return _message(await self._queries.of(call.principal, goods, scope, when))

    async def GetVariantAvailability(self, request: catalog.GetVariantAvailabilityRequest, call: Call) -> Message:
        """How many of one variant could be sold."""
        variant_id = shapes.required_id("variant_id", request.variant_id)
        found = await self._variants([variant_id], request, call)
        if variant_id not in found.variants:
            raise ResourceNotFound("ProductVariant", variant_id)
        answer = catalog.GetVariantAvailabilityResponse()
        _show(answer.availability, variant_id, found.variants[variant_id], shapes.timestamp(found.read_time))
        return answer

    async def BatchGetVariantAvailability(
        self, request: catalog.BatchGetVariantAvailabilityRequest, call: Call
    ) -> Message:
        """How many of several variants could be sold, all of one instant."""
        ids = shapes.distinct_ids("variant_ids", request.variant_ids)
        found = await self._variants(ids, request, call)
        answer = catalog.BatchGetVariantAvailabilityResponse()
        read_time = shapes.timestamp(found.read_time)
        for one in ids:
            if one in found.variants:
                _show(answer.availabilities.add(), one, found.variants[one], read_time)
            else:
                answer.missing_ids.append(one)
        return answer

    async def _variants(self, ids: Sequence[str], request: Any, call: Call) -> VariantsFound:
        excluded = getattr(request, "exclude_reservation_id", "")  # the batch has none
        when = When(call.deadline, None, shapes.checked_id("exclude_reservation_id", excluded))
        channel = shapes.checked_id("scope.sales_channel_id", request.scope.sales_channel_id)
        return await self._queries.of_variants(call.principal, ids, shapes.scope("scope", request.scope), channel, when)

    async def BatchGetAvailability(self, request: pb.BatchGetAvailabilityRequest, call: Call) -> bytes:
        """What several items have."""
        return await batches.each(
            "BatchGetAvailability",
            request.requests,
            lambda entry: self.GetAvailability(entry, call),
            field="requests",
        )


def _scope(request: pb.GetAvailabilityRequest) -> Scope:
    match request.WhichOneof("place"):
        case "location_id":
            return Scope((shapes.required_id("location_id", request.location_id),))
        case "scope":
            ids = shapes.scope("scope", request.scope)
            channel = shapes.checked_id("scope.sales_channel_id", request.scope.sales_channel_id)
            return Scope(ids, active_only=not ids, channel=channel)
        case _:
            return Scope()


def _when(request: Any, call: Call) -> When:
    return When(
        call.deadline,
        shapes.instant("read_time", request, request.read_time),
        shapes.checked_id("exclude_reservation_id", request.exclude_reservation_id),
    )


def _show(made: catalog.VariantAvailability, variant_id: str, stock: VariantStock, read_time: Timestamp) -> None:
    """Fill in what there is of a variant, in place: a thousand of them with all their locations are many messages."""
    made.variant_id = variant_id
    made.single_location_quantity, made.whole_units_quantity, made.pooled_quantity = stock.quantities
    made.purchasable = stock.purchasability.is_purchasable
    made.purchasability = _PURCHASABILITY[stock.purchasability]
    made.read_time.CopyFrom(read_time)
    add = made.locations.add
    for location_id, units in stock.locations:
        add(location_id=location_id, whole_units_quantity=units)


def _message(found: Availability) -> Message:
    answer = pb.GetAvailabilityResponse(
        stocked_quantity=sum(stock.stocked for stock in found.locations),
        reserved_quantity=sum(stock.reserved for stock in found.locations),
        available_quantity=found.available,
        incoming_quantity=sum(stock.incoming for stock in found.locations),
        read_time=shapes.timestamp(found.read_time),
    )
    for stock in found.locations:
        answer.locations.add(
            location_id=stock.location_id,
            stocked_quantity=stock.stocked,
            reserved_quantity=stock.reserved,
            available_quantity=stock.available,
            incoming_quantity=stock.incoming,
        )
    return answer

"""Availability messages to queries, and back."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import Message
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from holdfast_server.availability.model import Availability, Goods, Scope, When
from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.transport import batches, shapes
from holdfast_server.transport.call import Call


class AvailabilityRpc:
    """The availability RPCs of InventoryService."""

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
        """What one item has."""
        goods, scope = Goods(*shapes.goods("", request, "goods")), _scope(request)
        return _message(await self._queries.of(call.principal, goods, scope, _when(request, call)))

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
            return Scope(ids, active_only=not ids)
        case _:
            return Scope()


def _when(request: Any, call: Call) -> When:
    return When(
        call.deadline,
        shapes.instant("read_time", request, request.read_time),
        shapes.checked_id("exclude_reservation_id", request.exclude_reservation_id),
    )


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

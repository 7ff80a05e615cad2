"""Reservation messages to commands and queries, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from google.protobuf.message import Message
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.kernel.errors import FieldRequired
from holdfast_server.kernel.etags import etag
from holdfast_server.kernel.submission import Submission
from holdfast_server.reservations.commands import Fulfilled, ReservationCommands
from holdfast_server.reservations.model import (
    Allocation,
    Fulfillment,
    Part,
    Reservation,
    ReservationFilter,
    ReservationSort,
    ReservationState,
    Texts,
)
from holdfast_server.reservations.queries import ReservationQueries
from holdfast_server.transport import batches, shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.lists import Listing
from holdfast_server.transport.tokens import PageTokens

_STATES: Final = {state: types.Reservation.State.Value(f"STATE_{state.name}") for state in ReservationState}
_STATES_BACK: Final[dict[int, ReservationState]] = {int(number): state for state, number in _STATES.items()}
_SORTS: Final = {
    0: ReservationSort.CREATE_TIME,
    1: ReservationSort.CREATE_TIME,
    2: ReservationSort.CREATE_TIME_DESC,
}


class ReservationsRpc:
    """The reservation RPCs of InventoryService."""

    def __init__(
        self,
        commands: ReservationCommands,
        queries: ReservationQueries,
        stock: AvailabilityQueries,
        tokens: PageTokens,
    ) -> None:
        self._commands = commands
        self._queries = queries
        self._stock = stock
        self._tokens = tokens

    async def CreateReservation(self, request: pb.CreateReservationRequest, call: Call) -> bytes:
        """Promise stock."""
        shapes.request_id(request.request_id)
        chosen = shapes.checked_id("reservation_id", request.reservation_id)
        texts = Texts(
            shapes.text("reference.type", request.reference.type),
            shapes.text("reference.id", request.reference.id),
            shapes.text("external_id", request.external_id),
            shapes.text("description", request.description, shapes.MAX_DESCRIPTION),
            shapes.text("created_by", request.created_by),
            shapes.metadata("metadata", request.metadata),
        )
        lines = await self._stock.wanted(call.principal, shapes.line_inputs(request.lines))
        response = pb.CreateReservationResponse
        submission: Submission[Reservation] = call.submission(
            request, response, lambda made: response(reservation=message(made)), chosen_id=chosen
        )
        return await self._commands.create(call.principal, chosen, lines, texts, submission)

    async def BatchCreateReservations(self, request: pb.BatchCreateReservationsRequest, call: Call) -> bytes:
        """Promise stock to many."""
        return await batches.each(
            "BatchCreateReservations", request.entries, lambda entry: self.CreateReservation(entry, call)
        )

    async def ReleaseReservation(self, request: pb.ReleaseReservationRequest, call: Call) -> bytes:
        """Give back all that is open."""
        shapes.request_id(request.request_id)
        if request.WhichOneof("target") is None:
            raise FieldRequired("target")
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        response = pb.ReleaseReservationResponse

        def respond(released: Sequence[Reservation]) -> pb.ReleaseReservationResponse:
            return response(reservations=[message(one) for one in released])

        submission = call.submission(request, response, respond)
        return await self._commands.release(call.principal, reservation_id, submission)

    async def FulfillReservation(self, request: pb.FulfillReservationRequest, call: Call) -> bytes:
        """Let promised units leave."""
        shapes.request_id(request.request_id)
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        chosen = shapes.checked_id("fulfillment_id", request.fulfillment_id)
        shapes.count("lines", request.lines, shapes.MAX_LINES, required=False)
        parts = [_part(f"lines[{index}]", line) for index, line in enumerate(request.lines)]
        response = pb.FulfillReservationResponse

        def respond(done: Fulfilled) -> pb.FulfillReservationResponse:
            reservation, fulfillment = done
            return response(reservation=message(reservation), fulfillment=_fulfillment(fulfillment))

        submission = call.submission(request, response, respond, chosen_id=chosen)
        return await self._commands.fulfil(call.principal, reservation_id, chosen, parts, submission)

    async def GetReservation(self, request: pb.GetReservationRequest, call: Call) -> Message:
        """One reservation."""
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        found = await self._queries.by_id(call.principal, reservation_id, call.deadline)
        return pb.GetReservationResponse(reservation=message(found))

    async def BatchGetReservations(self, request: pb.BatchGetReservationsRequest, call: Call) -> Message:
        """Several reservations."""
        ids = shapes.distinct_ids("ids", request.ids)
        found = await self._queries.by_ids(call.principal, ids, call.deadline)
        return pb.BatchGetReservationsResponse(
            reservations=[message(found[one]) for one in ids if one in found],
            missing_ids=[one for one in ids if one not in found],
        )

    async def ListReservations(self, request: pb.ListReservationsRequest, call: Call) -> Message:
        """Reservations by filter."""
        given = request.filter
        shapes.count("filter.states", given.states, len(_STATES_BACK), required=False)
        wanted = ReservationFilter(
            ids=tuple(shapes.ids("filter.ids", given.ids)),
            states=tuple(
                shapes.known_enum(f"filter.states[{index}]", state, _STATES_BACK)
                for index, state in enumerate(given.states)
            ),
            reference_type=shapes.text("filter.reference.type", given.reference.type),
            reference_id=shapes.text("filter.reference.id", given.reference.id),
            external_id=shapes.text("filter.external_id", given.external_id),
            line_item_ids=tuple(shapes.texts("filter.line_item_ids", given.line_item_ids)),
            item_id=shapes.checked_id("filter.inventory_item_id", given.inventory_item_id),
            location_id=shapes.checked_id("filter.location_id", given.location_id),
            start=shapes.instant("filter.start_time", given, given.start_time),
            end=shapes.instant("filter.end_time", given, given.end_time),
        )
        sort = shapes.known_enum("sort", request.sort, _SORTS)
        listing = Listing(self._tokens, call, request, "reservations", sort)
        found = await self._queries.page(call.principal, wanted, sort, listing.page, call.deadline)
        return listing.answer(pb.ListReservationsResponse(), found, message)


# --- shapes ---------------------------------------------------------------------------------------


def _part(field: str, part: Any) -> Part:
    quantity = shapes.quantity(f"{field}.quantity", part.quantity)
    match part.WhichOneof("ref"):
        case "line_id":
            return Part(shapes.required_id(f"{field}.line_id", part.line_id), "", quantity)
        case "allocation_id":
            return Part("", shapes.required_id(f"{field}.allocation_id", part.allocation_id), quantity)
        case _:
            raise FieldRequired(f"{field}.ref")


# --- messages -------------------------------------------------------------------------------------


def message(reservation: Reservation) -> types.Reservation:
    """A reservation as the contract shows it."""
    header = reservation.header
    made = types.Reservation(
        id=header.id,
        state=_STATES[header.state],
        external_id=header.external_id,
        description=header.description,
        created_by=header.created_by,
        etag=etag(header.version),
        create_time=shapes.timestamp(header.create_time),
        update_time=shapes.timestamp(header.update_time),
    )
    if header.reference_type or header.reference_id:
        made.reference.type = header.reference_type
        made.reference.id = header.reference_id
    if header.metadata:
        made.metadata.update(header.metadata)
    lines: dict[str, types.ReservationLine] = {}
    for claim in reservation.claims:
        line = lines.get(claim.line_id)
        if line is None:
            line = lines[claim.line_id] = _new_line(made, claim)
        line.quantity += claim.quantity
        line.open_quantity += claim.open
        line.fulfilled_quantity += claim.fulfilled
        line.released_quantity += claim.released
        line.expired_quantity += claim.expired
        line.returned_quantity += claim.returned
        _add_allocation(line, claim, reservation.covered.get(claim.id, 0))
    return made


def _new_line(reservation: types.Reservation, claim: Allocation) -> types.ReservationLine:
    line = reservation.lines.add(line_id=claim.line_id, line_item_id=claim.line_item_id)
    if claim.sku:
        line.sku = claim.sku
    else:
        line.inventory_item_id = claim.item_id
    return line


def _add_allocation(line: types.ReservationLine, claim: Allocation, covered: int) -> None:
    line.allocations.add(
        id=claim.id,
        inventory_item_id=claim.item_id,
        location_id=claim.location_id,
        required_quantity=claim.required_quantity,
        claim_seq=claim.claim_seq,
        quantity=claim.quantity,
        fulfilled_quantity=claim.fulfilled,
        released_quantity=claim.released,
        expired_quantity=claim.expired,
        returned_quantity=claim.returned,
        open_quantity=claim.open,
        covered_quantity=covered,
    )


def _fulfillment(fulfillment: Fulfillment) -> types.Fulfillment:
    return types.Fulfillment(
        id=fulfillment.id,
        reservation_id=fulfillment.reservation_id,
        create_time=shapes.timestamp(fulfillment.create_time),
        entries=[
            types.FulfillmentEntry(
                allocation_id=entry.allocation_id,
                inventory_item_id=entry.item_id,
                location_id=entry.location_id,
                quantity=entry.quantity,
                reversed_quantity=entry.reversed,
                returned_quantity=entry.returned,
            )
            for entry in fulfillment.entries
        ],
    )

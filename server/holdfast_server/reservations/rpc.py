"""Reservation messages to commands and queries, and back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Final

from google.protobuf.message import Message
from google.rpc import status_pb2
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types
from holdfast.inventory.v1.events_pb2 import Event

from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.kernel.errors import DeadlinePassed, FieldInvalid, FieldRequired, Refused
from holdfast_server.kernel.etags import etag
from holdfast_server.kernel.submission import Submission
from holdfast_server.levels.model import Cause
from holdfast_server.reservations.commands import Fulfilled, ReservationCommands
from holdfast_server.reservations.model import (
    NO_TEXTS,
    PLAIN,
    Allocation,
    Confirmed,
    Disposition,
    Edit,
    Fulfillment,
    Level,
    LineUnits,
    NewReservation,
    Part,
    Reference,
    Relocation,
    Reservation,
    ReservationFilter,
    ReservationSort,
    ReservationState,
    Returned,
    ReturnLine,
    SetLine,
    Texts,
    reservation_from_record,
    sale_units,
)
from holdfast_server.reservations.queries import ReservationQueries
from holdfast_server.transport import batches, shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.errors import our_fault, told
from holdfast_server.transport.lists import Listing
from holdfast_server.transport.streams import operations
from holdfast_server.transport.tokens import PageTokens

_STATES: Final = {state: types.Reservation.State.Value(f"STATE_{state.name}") for state in ReservationState}
_STATES_BACK: Final[dict[int, ReservationState]] = {int(number): state for state, number in _STATES.items()}
_SORTS: Final = {
    0: ReservationSort.CREATE_TIME,
    1: ReservationSort.CREATE_TIME,
    2: ReservationSort.CREATE_TIME_DESC,
}
_ON_BACKORDER: Final = {0: False, 1: False, 2: True}
_RELEASES_REST: Final = {0: False, 1: False, 2: True}
_DISPOSITIONS: Final = {int(one): one for one in Disposition}
_TEXTS: Final = ("reference", "external_id", "description", "metadata")
_FIXED: Final = ("id", "created_by")
# What is told of an operation of a stream, as it goes over the wire: an answer that is bytes already stays so.
_REQUEST_ID_TAG: Final = batches.tag(pb.StreamReservationsResponse, "request_id")
_CREATE_TAG: Final = batches.tag(pb.StreamReservationsResponse, "create")
_SHOWN: Final = (
    "state", "lines", "expire_time", "etag", "create_time", "update_time", "replaced_by_reservation_id",
)  # fmt: skip


class ReservationsRpc:
    """The reservation RPCs of InventoryService. `levels` shows a level as the contract does."""

    def __init__(
        self,
        commands: ReservationCommands,
        queries: ReservationQueries,
        stock: AvailabilityQueries,
        tokens: PageTokens,
        levels: Callable[[Level], types.InventoryLevel],
    ) -> None:
        self._commands = commands
        self._queries = queries
        self._stock = stock
        self._tokens = tokens
        self._levels = levels

    # --- promises ---------------------------------------------------------------------------------

    async def CreateReservation(self, request: pb.CreateReservationRequest, call: Call) -> bytes:
        """Promise stock."""
        shapes.request_id(request.request_id)
        chosen = shapes.checked_id("reservation_id", request.reservation_id)
        wanted = NewReservation(
            chosen,
            await self._stock.likely(call.principal, shapes.line_inputs(request.lines)),
            _texts(request, call.created_by),
            shapes.ttl("ttl", request),
            shapes.checked_id("replaces_reservation_id", request.replaces_reservation_id),
        )
        response = pb.CreateReservationResponse
        submission: Submission[Reservation] = call.submission(
            request, response, lambda made: response(reservation=message(made)), chosen_id=chosen
        )
        return await self._commands.create(call.principal, wanted, submission)

    async def BatchCreateReservations(self, request: pb.BatchCreateReservationsRequest, call: Call) -> bytes:
        """Promise stock to many."""
        return await batches.each(
            "BatchCreateReservations", request.entries, lambda entry: self.CreateReservation(entry, call)
        )

    async def StreamReservations(
        self, requests: AsyncIterator[pb.StreamReservationsRequest], call: Call
    ) -> AsyncIterator[bytes]:
        """Promise stock to whoever comes along one stream; each operation is answered by itself."""

        async def run(request: pb.StreamReservationsRequest) -> bytes:
            operation = call.operation()
            try:
                async with asyncio.timeout_at(operation.deadline):
                    return await self._operate(request, operation)
            except TimeoutError:
                return _outcome(request.request_id, told("StreamReservations", DeadlinePassed()))
            except Refused as refusal:
                return _outcome(request.request_id, told("StreamReservations", refusal))
            except Exception as error:  # one operation's fault is not the stream's
                return _outcome(request.request_id, our_fault("StreamReservations", error))

        # Closed with the stream: what is in flight has ended when the server stops waiting for it.
        async with aclosing(operations(requests, run)) as outcomes:
            async for outcome in outcomes:
                yield outcome

    async def _operate(self, request: pb.StreamReservationsRequest, call: Call) -> bytes:
        if not request.request_id:
            raise FieldRequired("request_id")
        if request.WhichOneof("operation") is None:
            raise FieldRequired("operation")
        if request.create.request_id:
            raise FieldInvalid("create.request_id", "must be empty: the operation has its id beside it")
        shapes.request_id(request.request_id)
        request.create.request_id = request.request_id
        try:
            answer = await self.CreateReservation(request.create, call)
        except Refused as refusal:
            raise refusal.at("create") from None
        return b"".join(
            (
                batches.delimited(_REQUEST_ID_TAG, request.request_id.encode()),
                batches.delimited(_CREATE_TAG, answer),
            )
        )

    async def UpdateReservation(self, request: pb.UpdateReservationRequest, call: Call) -> bytes:
        """Change what is promised, and what is said of it."""
        shapes.request_id(request.request_id)
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        shapes.count("set_lines", request.set_lines, shapes.MAX_LINES, required=False)
        shapes.count("moves", request.moves, shapes.MAX_LINES, required=False)
        adds = shapes.line_inputs(request.add_lines, "add_lines", required=False)
        edit = Edit(
            await self._stock.likely(call.principal, adds) if adds else (),
            [_set_line(f"set_lines[{index}]", line) for index, line in enumerate(request.set_lines)],
            shapes.ids("remove_line_ids", request.remove_line_ids, shapes.MAX_LINES),
            [_relocation(f"moves[{index}]", move) for index, move in enumerate(request.moves)],
            _new_texts(request),
        )
        response = pb.UpdateReservationResponse
        submission: Submission[Reservation] = call.submission(
            request, response, lambda made: response(reservation=message(made))
        )
        known: Sequence[Allocation] = ()
        if edit.sets or edit.moves:
            known = await self._queries.claims(call.principal, reservation_id)
        return await self._commands.update(call.principal, reservation_id, edit, request.etag, known, submission)

    async def BatchUpdateReservations(self, request: pb.BatchUpdateReservationsRequest, call: Call) -> bytes:
        """Change many."""
        return await batches.each(
            "BatchUpdateReservations", request.entries, lambda entry: self.UpdateReservation(entry, call)
        )

    # --- time -------------------------------------------------------------------------------------

    async def ExtendReservation(self, request: pb.ExtendReservationRequest, call: Call) -> bytes:
        """Let a hold live longer."""
        shapes.request_id(request.request_id)
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        ttl = shapes.ttl("ttl", request, required=True)
        assert ttl is not None
        response = pb.ExtendReservationResponse
        submission: Submission[Reservation] = call.submission(
            request, response, lambda made: response(reservation=message(made))
        )
        return await self._commands.extend(call.principal, reservation_id, ttl, request.etag, submission)

    async def ConfirmReservation(self, request: pb.ConfirmReservationRequest, call: Call) -> bytes:
        """Turn a hold into an order."""
        shapes.request_id(request.request_id)
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        on_backorder = shapes.known_enum("on_shortage", request.on_shortage, _ON_BACKORDER)
        response = pb.ConfirmReservationResponse

        def respond(done: Confirmed) -> pb.ConfirmReservationResponse:
            return response(reservation=message(done.reservation), reacquired=done.reacquired)

        submission = call.submission(request, response, respond)
        return await self._commands.confirm(
            call.principal, reservation_id, request.etag, submission, on_backorder=on_backorder
        )

    # --- giving back ------------------------------------------------------------------------------

    async def ReleaseReservation(self, request: pb.ReleaseReservationRequest, call: Call) -> bytes:
        """Give back what is open, all or parts."""
        shapes.request_id(request.request_id)
        reference = None
        match request.WhichOneof("target"):
            case "reservation_id":
                ids = [shapes.required_id("reservation_id", request.reservation_id)]
            case "reference":
                reference = Reference(
                    shapes.text("reference.type", request.reference.type),
                    shapes.required_text("reference.id", request.reference.id),
                )
                ids = await self._queries.ids_by_reference(call.principal, reference, call.deadline)
            case _:
                raise FieldRequired("target")
        shapes.count("lines", request.lines, shapes.MAX_LINES, required=False)
        parts = [_part(f"lines[{index}]", line, leaves=False) for index, line in enumerate(request.lines)]
        response = pb.ReleaseReservationResponse

        def respond(released: Sequence[Reservation]) -> pb.ReleaseReservationResponse:
            return response(reservations=[message(one) for one in released])

        submission = call.submission(request, response, respond)
        return await self._commands.release(call.principal, ids, reference, parts, submission)

    async def BatchReleaseReservations(self, request: pb.BatchReleaseReservationsRequest, call: Call) -> bytes:
        """Give back many."""
        return await batches.each(
            "BatchReleaseReservations", request.entries, lambda entry: self.ReleaseReservation(entry, call)
        )

    # --- leaving and coming back ------------------------------------------------------------------

    async def FulfillReservation(self, request: pb.FulfillReservationRequest, call: Call) -> bytes:
        """Let promised units leave."""
        shapes.request_id(request.request_id)
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        chosen = shapes.checked_id("fulfillment_id", request.fulfillment_id)
        shapes.count("lines", request.lines, shapes.MAX_LINES, required=False)
        parts = [_part(f"lines[{index}]", line, leaves=True) for index, line in enumerate(request.lines)]
        releases_rest = shapes.known_enum("remainder", request.remainder, _RELEASES_REST)
        response = pb.FulfillReservationResponse
        submission = call.submission(request, response, _fulfilled(response), chosen_id=chosen)
        return await self._commands.fulfil(
            call.principal,
            reservation_id,
            chosen,
            parts,
            submission,
            releases_rest=releases_rest,
            out_of_turn=request.out_of_turn,
        )

    async def ReverseFulfillment(self, request: pb.ReverseFulfillmentRequest, call: Call) -> bytes:
        """Put fulfilled units back."""
        shapes.request_id(request.request_id)
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        fulfillment_id = shapes.required_id("fulfillment_id", request.fulfillment_id)
        shapes.count("lines", request.lines, shapes.MAX_LINES, required=False)
        ids = [
            shapes.required_id(f"lines[{index}].allocation_id", line.allocation_id)
            for index, line in enumerate(request.lines)
        ]
        shapes.distinct("lines", ids)
        units = {
            one: shapes.quantity(f"lines[{index}].quantity", line.quantity)
            for index, (one, line) in enumerate(zip(ids, request.lines, strict=True))
        }
        response = pb.ReverseFulfillmentResponse
        submission = call.submission(request, response, _fulfilled(response))
        return await self._commands.reverse(call.principal, reservation_id, fulfillment_id, units, submission)

    async def ReceiveReturn(self, request: pb.ReceiveReturnRequest, call: Call) -> bytes:
        """Take returned units back."""
        shapes.request_id(request.request_id)
        reservation_id = shapes.checked_id("reservation_id", request.reservation_id)
        shapes.count("lines", request.lines, shapes.MAX_LINES)
        lines = [_return_line(f"lines[{index}]", line) for index, line in enumerate(request.lines)]
        if not reservation_id and any(not line.item_id for line in lines):
            raise FieldRequired("reservation_id")
        cause = Cause(
            "", shapes.text("reference.type", request.reference.type), shapes.text("reference.id", request.reference.id)
        )
        response = pb.ReceiveReturnResponse

        def respond(done: Returned) -> pb.ReceiveReturnResponse:
            shown = None if done.reservation is None else message(done.reservation)
            return response(levels=[self._levels(level) for level in done.levels], reservation=shown)

        submission = call.submission(request, response, respond)
        return await self._commands.receive(call.principal, reservation_id, lines, cause, submission)

    # --- reads ------------------------------------------------------------------------------------

    async def GetReservation(self, request: pb.GetReservationRequest, call: Call) -> Message:
        """One reservation, with what has left of it."""
        reservation_id = shapes.required_id("reservation_id", request.reservation_id)
        found, fulfillments = await self._queries.by_id(call.principal, reservation_id, call.deadline)
        return pb.GetReservationResponse(
            reservation=message(found), fulfillments=[_fulfillment(one) for one in fulfillments]
        )

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


def _part(field: str, part: Any, *, leaves: bool) -> Part:
    quantity = shapes.quantity(f"{field}.quantity", part.quantity)
    location_id = shapes.checked_id(f"{field}.location_id", part.location_id)
    if location_id and not leaves:
        raise FieldInvalid(f"{field}.location_id", "is for fulfilments only: units are given back where they are")
    match part.WhichOneof("ref"):
        case "line_id":
            return Part(shapes.required_id(f"{field}.line_id", part.line_id), "", quantity, location_id)
        case "allocation_id":
            return Part("", shapes.required_id(f"{field}.allocation_id", part.allocation_id), quantity, location_id)
        case _:
            raise FieldRequired(f"{field}.ref")


def _set_line(field: str, line: Any) -> SetLine:
    return SetLine(
        shapes.required_id(f"{field}.line_id", line.line_id), shapes.quantity(f"{field}.quantity", line.quantity)
    )


def _relocation(field: str, move: Any) -> Relocation:
    return Relocation(
        shapes.required_id(f"{field}.allocation_id", move.allocation_id),
        shapes.quantity(f"{field}.quantity", move.quantity) if move.HasField("quantity") else None,
        shapes.required_id(f"{field}.to_location_id", move.to_location_id),
    )


def _new_texts(request: pb.UpdateReservationRequest) -> Mapping[str, object]:
    """The header's fields that an update sets, by name."""
    given = request.reservation
    names = shapes.update_paths(given, request.update_mask.paths, updatable=_TEXTS, immutable=_FIXED, output=_SHOWN)
    texts: dict[str, object] = {}
    for name in names:
        match name:
            case "reference":
                texts["reference_type"] = shapes.text("reservation.reference.type", given.reference.type)
                texts["reference_id"] = shapes.text("reservation.reference.id", given.reference.id)
            case "external_id":
                texts[name] = shapes.text("reservation.external_id", given.external_id)
            case "description":
                texts[name] = shapes.text("reservation.description", given.description, shapes.MAX_DESCRIPTION)
            case _:
                texts[name] = shapes.metadata("reservation.metadata", given.metadata)
    return texts


def _return_line(field: str, line: Any) -> ReturnLine:
    what = line.WhichOneof("what")
    if what is None:
        raise FieldRequired(f"{field}.what")
    named = {what: shapes.required_id(f"{field}.{what}", getattr(line, what))}
    if not line.disposition:
        raise FieldRequired(f"{field}.disposition")
    return ReturnLine(
        named.get("line_id", ""),
        named.get("allocation_id", ""),
        named.get("inventory_item_id", ""),
        shapes.quantity(f"{field}.quantity", line.quantity),
        shapes.required_id(f"{field}.location_id", line.location_id),
        shapes.known_enum(f"{field}.disposition", line.disposition, _DISPOSITIONS),
    )


def _texts(request: pb.CreateReservationRequest, created_by: str) -> Texts:
    if not (
        created_by
        or request.HasField("reference")
        or request.external_id
        or request.description
        or request.created_by
        or request.metadata
    ):
        return NO_TEXTS
    return Texts(
        shapes.text("reference.type", request.reference.type),
        shapes.text("reference.id", request.reference.id),
        shapes.text("external_id", request.external_id),
        shapes.text("description", request.description, shapes.MAX_DESCRIPTION),
        created_by or shapes.text("created_by", request.created_by),
        shapes.metadata("metadata", request.metadata),
    )


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
    if header.expire_time is not None:
        made.expire_time.CopyFrom(shapes.timestamp(header.expire_time))
    if header.replaced_by:
        made.replaced_by_reservation_id = header.replaced_by
    claims_of_line: dict[str, list[Allocation]] = {}
    for claim in reservation.claims:
        claims_of_line.setdefault(claim.line_id, []).append(claim)
    for claims in claims_of_line.values():
        line = _new_line(made, claims[0], sale_units(claims))
        for claim in claims:
            if not claim.is_free:
                _add_allocation(line, claim, reservation.covered(claim))
    return made


def _new_line(reservation: types.Reservation, claim: Allocation, units: LineUnits) -> types.ReservationLine:
    line = reservation.lines.add(
        line_id=claim.line_id,
        line_item_id=claim.line_item_id,
        quantity=claim.line_quantity,
        open_quantity=units.open,
        fulfilled_quantity=units.fulfilled,
        released_quantity=units.released,
        expired_quantity=units.expired,
        returned_quantity=units.returned,
    )
    terms = claim.terms
    if terms is not PLAIN:
        line.backorder = int(terms.backorder)  # type: ignore[assignment]
        line.split = int(terms.split)  # type: ignore[assignment]
        if terms.scope is not None:
            line.scope.SetInParent()
            line.scope.location_ids.extend(terms.scope)
            line.scope.sales_channel_id = terms.channel
    if claim.variant_id:
        line.variant_id = claim.variant_id
    elif claim.sku:
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


def _fulfilled(response: Any) -> Callable[[Fulfilled], Any]:
    """How a reservation and one of its fulfillments are answered."""

    def respond(done: Fulfilled) -> Any:
        reservation, fulfillment = done
        return response(reservation=message(reservation), fulfillment=_fulfillment(fulfillment))

    return respond


def _outcome(request_id: str, error: status_pb2.Status) -> bytes:
    return pb.StreamReservationsResponse(request_id=request_id, error=error).SerializeToString()


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
            if entry.item_id
        ],
    )


# --- events ---------------------------------------------------------------------------------------


def tell(event: Event, payload: Mapping[str, Any]) -> None:
    """What became of a reservation, for an event. How much of it stock covers is not told: see `level.uncovered`."""
    change = event.reservation_changed
    for shown, record in ((change.before, payload["before"]), (change.after, payload["after"])):
        if record is not None:
            header, claims = reservation_from_record(record)
            shown.CopyFrom(message(Reservation(header, claims, lambda _: 0)))

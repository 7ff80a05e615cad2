"""Publishable keys: anybody who looks at a shop's page has them, so they may do little, and each caller only its own.

They see what one sales channel has to sell, and may hold a little of it for a short time. A hold is opened again by a
secret that is given with it and kept nowhere: it is made of the tenant's key and the hold's id.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from hashlib import blake2b
from hmac import compare_digest
from typing import Any, Final

from holdfast.inventory.v1 import catalog_service_pb2 as catalog
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.kernel.errors import (
    BatchTooLarge,
    FieldInvalid,
    FieldRequired,
    QuantityOutOfRange,
    RateLimited,
    ResourceNotFound,
)
from holdfast_server.kernel.principal import Principal, Storefront
from holdfast_server.transport.call import Call

HOLD_METADATA: Final = "holdfast-hold-secret"
"""The metadata that opens a hold."""
MAX_TTL_SECONDS: Final = 15 * 60
MAX_UNITS: Final = 20
MAX_LINES: Final = 10
_SECRET_BYTES: Final = 24

ASKING: Final = frozenset(
    {
        "GetAvailability",
        "BatchGetAvailability",
        "ConfirmInventory",
        "GetVariantAvailability",
        "BatchGetVariantAvailability",
    }
)
HOLDING: Final = frozenset({"CreateReservation", "GetReservation", "ReleaseReservation"})

LiveHolds = Callable[[Principal, str, tuple[str, str], float], Awaitable[tuple[int, bool]]]
"""How many holds that somebody made (`created_by`) live, and whether a request (method and id) was answered before."""
Handler = Callable[[Any, Call], Awaitable[Any]]

shown_secret: ContextVar[str] = ContextVar("shown_secret", default="")
"""What the call that the task answers shows for a hold."""


def admits(who: Principal, method: str, scope: str) -> bool:
    """Whether a principal may call a method that needs a scope; a publishable key may call a few of its own."""
    if who.storefront is None:
        return scope in who.scopes
    return method in ASKING or (method in HOLDING and who.storefront.live_holds > 0)


class Storefronts:
    """Calls with publishable keys. `key_of` gives the secret in the tenant's row."""

    def __init__(self, key_of: Callable[[str], bytes], live_holds: LiveHolds) -> None:
        self._key_of = key_of
        self._live_holds = live_holds
        self._making: dict[str, int] = defaultdict(int)

    async def answer(self, method: str, request: Any, call: Call, handler: Handler) -> Any:
        """What such a caller is answered, by the handler of everybody."""
        store = call.principal.storefront
        assert store is not None
        match method:
            case "CreateReservation":
                return await self._hold(request, call, store, handler)
            case "GetReservation":
                self._check_own(call, request.reservation_id)
                return await handler(request, call)
            case "ReleaseReservation":
                if request.WhichOneof("target") == "reference":
                    raise FieldInvalid("reference", "is not for publishable keys: name the reservation")
                self._check_own(call, request.reservation_id)
                return await handler(request, call)
            case _:
                return _shown(store, await handler(_asked(method, request, store), call))

    async def _hold(self, request: Any, call: Call, store: Storefront, handler: Handler) -> bytes:
        check_hold(request)
        _within_channel(request.lines, "lines", store)
        for line in request.lines:
            line.backorder = types.LineInput.BACKORDER_MODE_DENY
        call.created_by = f"{call.principal.subject}@{peer_of(call.caller)}"
        self._making[call.created_by] += 1
        try:
            await self._check_room(request, call, store)
            answer = pb.CreateReservationResponse.FromString(await handler(request, call))
        finally:
            self._making[call.created_by] -= 1
            if not self._making[call.created_by]:
                del self._making[call.created_by]
        if not request.validate_only:
            answer.hold_secret = self.secret(call.principal.tenant_id, answer.reservation.id)
        return answer.SerializeToString()

    async def _check_room(self, request: Any, call: Call, store: Storefront) -> None:
        """Refuse one who holds as much as it may; those that are being made count too, and a repeated call does not."""
        asked = (call.method_of(request), request.request_id)
        live, repeated = await self._live_holds(call.principal, call.created_by, asked, call.deadline)
        if not repeated and live + self._making[call.created_by] > store.live_holds:
            raise RateLimited("live holds", store.live_holds)

    def secret(self, tenant_id: str, reservation_id: str) -> str:
        """What opens a hold."""
        made = blake2b(
            f"hold|{tenant_id}|{reservation_id}".encode(),
            digest_size=_SECRET_BYTES,
            key=self._key_of(tenant_id)[:64],
        )
        return urlsafe_b64encode(made.digest()).decode()

    def _check_own(self, call: Call, reservation_id: str) -> None:
        """Refuse somebody else's hold as one that does not exist."""
        secret = self.secret(call.principal.tenant_id, reservation_id)
        if reservation_id and not compare_digest(secret.encode(), shown_secret.get().encode()):
            raise ResourceNotFound("Reservation", reservation_id)


def check_hold(request: Any) -> None:
    """Refuse a hold that is longer or larger than a shopper needs, or names what is not a shopper's business."""
    for name in ("reservation_id", "replaces_reservation_id", "created_by"):
        if getattr(request, name):
            raise FieldInvalid(name, "must be empty with a publishable key")
    if not request.HasField("ttl"):
        raise FieldRequired("ttl")
    if request.ttl.ToTimedelta().total_seconds() > MAX_TTL_SECONDS:
        raise FieldInvalid("ttl", f"must be at most {MAX_TTL_SECONDS} s with a publishable key")
    check_lines(request.lines, "lines")
    for index, line in enumerate(request.lines):
        if line.backorder == types.LineInput.BACKORDER_MODE_ALLOW:
            raise FieldInvalid(f"lines[{index}].backorder", "must not be ALLOW with a publishable key")


def check_lines(lines: Any, field: str) -> None:
    """Refuse more than few lines, and more than few units in all."""
    if len(lines) > MAX_LINES:
        raise BatchTooLarge(field, count=len(lines), limit=MAX_LINES)
    units = 0
    for index, line in enumerate(lines):
        units += max(line.quantity, 0)
        if units > MAX_UNITS:
            raise QuantityOutOfRange(f"{field}[{index}].quantity", line.quantity, minimum=1, maximum=MAX_UNITS)


def peer_of(caller: str) -> str:
    """The host of a peer, without its port: `ipv4:192.0.2.1:50123` as `ipv4:192.0.2.1`."""
    return caller.rpartition(":")[0] or caller


# --- asking -----------------------------------------------------------------------------------------


def _asked(method: str, request: Any, store: Storefront) -> Any:
    """The request, about the key's channel where it names no place."""
    if getattr(request, "exclude_reservation_id", ""):
        raise FieldInvalid("exclude_reservation_id", "must be empty with a publishable key")
    match method:
        case "GetAvailability":
            _about_channel(request, store)
        case "BatchGetAvailability":
            for index, one in enumerate(request.requests):
                if one.exclude_reservation_id:
                    field = f"requests[{index}].exclude_reservation_id"
                    raise FieldInvalid(field, "must be empty with a publishable key")
                _about_channel(one, store)
        case "ConfirmInventory":
            check_lines(request.lines, "lines")
            _within_channel(request.lines, "lines", store)
        case _:
            request.scope.sales_channel_id = request.scope.sales_channel_id or store.sales_channel_id
    return request


def _about_channel(request: Any, store: Storefront) -> None:
    if request.WhichOneof("place") != "location_id" and not request.scope.sales_channel_id:
        request.scope.sales_channel_id = store.sales_channel_id


def _within_channel(lines: Any, _: str, store: Storefront) -> None:
    for line in lines:
        _about_channel(line, store)


# --- what is shown ----------------------------------------------------------------------------------

_SIGNALS: Final[Mapping[str, int]] = {"in": 1, "low": 2, "out": 3}


def signal(store: Storefront, units: int) -> int:
    """IN, LOW or OUT, as the contract numbers them."""
    if units <= 0:
        return _SIGNALS["out"]
    return _SIGNALS["low"] if units <= store.low_quantity else _SIGNALS["in"]


def _shown(store: Storefront, answer: Any) -> Any:
    """The answer without what is nobody's business who only shops."""
    if isinstance(answer, bytes):
        answer = pb.BatchGetAvailabilityResponse.FromString(answer)
    match answer:
        case pb.GetAvailabilityResponse():
            _show_item(store, answer)
        case pb.BatchGetAvailabilityResponse():
            for result in answer.results:
                if result.WhichOneof("result") == "value":
                    _show_item(store, result.value)
        case catalog.GetVariantAvailabilityResponse():
            _show_variant(store, answer.availability)
        case catalog.BatchGetVariantAvailabilityResponse():
            for one in answer.availabilities:
                _show_variant(store, one)
        case pb.ConfirmInventoryResponse() if not store.shows_quantities:
            for line in answer.lines:
                _clear(line, "single_location_quantity", "whole_units_quantity", "pooled_quantity")
        case _:
            assert isinstance(answer, pb.ConfirmInventoryResponse), type(answer)
    return answer


def _show_item(store: Storefront, answer: Any) -> None:
    """What can be had; neither what others have reserved nor which location has it."""
    _clear(answer, "stocked_quantity", "reserved_quantity", "incoming_quantity", "locations")
    if not store.shows_quantities:
        answer.signal = signal(store, answer.available_quantity)
        _clear(answer, "available_quantity")


def _show_variant(store: Storefront, answer: Any) -> None:
    _clear(answer, "locations")
    if not store.shows_quantities:
        answer.signal = signal(store, answer.whole_units_quantity)
        _clear(answer, "single_location_quantity", "whole_units_quantity", "pooled_quantity")


def _clear(message: Any, *names: str) -> None:
    for name in names:
        message.ClearField(name)

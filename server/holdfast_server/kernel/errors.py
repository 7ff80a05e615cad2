"""The tree of refusals: everything a caller can be told "no" with.

    Refused
    ├── InvalidRequest        FieldRequired · FieldInvalid · FieldImmutable · FieldMaskInvalid · PageTokenInvalid
    │                         QuantityOutOfRange · BatchTooLarge · DuplicateEntry · MalformedMessage
    ├── NotNow                InsufficientStock · BackorderLimit · NotCovered · ExceedsOpen · OverReturn
    │                         ReservationNotActive · ReservationExpired
    │                         LevelNotEmpty · LocationInactive · BalanceOutOfRange
    │                         ChannelInactive · ChannelHasNoLocations · KitCycle
    ├── LostRace              EtagMismatch · ExpectationFailed · RequestInProgress · ConcurrentUpdate
    ├── TooOld                CursorExpired · ReadTimeTooOld                              (OUT_OF_RANGE)
    ├── ResourceNotFound · NotStockedAtLocation                        (NOT_FOUND)
    ├── ResourceExists · SkuTaken · CodeTaken · RequestIdReused        (ALREADY_EXISTS)
    ├── ResourceDeleted · ResourceInUse                                (FAILED_PRECONDITION)
    ├── Overloaded · MessageTooLarge · TooManyStreams · WatchTooSlow · RateLimited   (RESOURCE_EXHAUSTED)
    ├── CredentialsMissing · CredentialsInvalid                        (UNAUTHENTICATED)
    ├── ScopeMissing · TenantSuspended                                 (PERMISSION_DENIED)
    ├── DatabaseUnavailable · ShuttingDown                             (UNAVAILABLE)
    └── DeadlinePassed                                                 (DEADLINE_EXCEEDED)

A refusal is the caller's business: it carries typed facts, one reason of the contract's `ErrorReason`, and the
canonical gRPC code by name. Nothing here knows gRPC. What is *our* fault is an `assert` or any other exception.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


class Refused(Exception):
    """A request that is answered with "no": `code` and `reason` for machines, `message` for people."""

    code: ClassVar[str]
    reason: ClassVar[str]
    retry_after_seconds: float | None = None

    @property
    def message(self) -> str:
        """One sentence for a person; every dynamic part of it is also in `facts`."""
        raise NotImplementedError

    @property
    def facts(self) -> Mapping[str, str]:
        """The dynamic parts of the message, as the metadata of the contract's ErrorInfo."""
        return {}

    @property
    def field(self) -> str | None:
        """The path of the offending request field (`lines[3].quantity`), where there is one."""
        return None

    @property
    def resource(self) -> tuple[str, str] | None:
        """Type and id of the resource that the refusal is about, where there is one."""
        return None

    def at(self, prefix: str) -> Refused:
        """The same refusal seen from an enclosing message: its field path below `prefix`."""
        return self

    def __str__(self) -> str:
        return f"{self.reason}: {self.message}"


# --- INVALID_ARGUMENT -----------------------------------------------------------------------------


class InvalidRequest(Refused):
    """The request is wrong whatever the state of the stock."""

    code = "INVALID_ARGUMENT"


class _FieldRefusal(InvalidRequest):
    def __init__(self, field: str, **facts: str) -> None:
        super().__init__(field)
        self._field = field
        self._facts = facts

    @property
    def field(self) -> str:
        return self._field

    @property
    def facts(self) -> Mapping[str, str]:
        return {"field": self._field, **self._facts}

    def at(self, prefix: str) -> Refused:
        moved = type(self).__new__(type(self))
        Exception.__init__(moved, prefix)
        moved._field = f"{prefix}.{self._field}" if self._field else prefix
        moved._facts = self._facts
        return moved


class FieldRequired(_FieldRefusal):
    """A field without which the request says nothing is empty."""

    reason = "FIELD_REQUIRED"

    @property
    def message(self) -> str:
        return f"{self._field} is required"


class FieldInvalid(_FieldRefusal):
    """A field has a value outside what its comment in the contract allows."""

    reason = "FIELD_INVALID"

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, description=why)

    @property
    def message(self) -> str:
        return f"{self._field} {self._facts['description']}"


class FieldImmutable(_FieldRefusal):
    """An update would change a field that is fixed at creation or once stock exists."""

    reason = "FIELD_IMMUTABLE"

    @property
    def message(self) -> str:
        return f"{self._field} cannot be changed"


class FieldMaskInvalid(_FieldRefusal):
    """The update mask names a path that the resource does not have."""

    reason = "FIELD_MASK_INVALID"

    def __init__(self, path: str) -> None:
        super().__init__("update_mask", path=path)

    @property
    def message(self) -> str:
        return f"update_mask names an unknown path: {self._facts['path']}"


class PageTokenInvalid(_FieldRefusal):
    """The page token is damaged, foreign, or belongs to another filter or order."""

    reason = "PAGE_TOKEN_INVALID"

    def __init__(self) -> None:
        super().__init__("page_token")

    @property
    def message(self) -> str:
        return "page_token was not issued for this list, filter and order"


class QuantityOutOfRange(_FieldRefusal):
    """A quantity is zero or negative where only a positive one makes sense, or beyond 10^15."""

    reason = "QUANTITY_OUT_OF_RANGE"

    def __init__(self, field: str, value: int, *, minimum: int, maximum: int) -> None:
        super().__init__(field, value=str(value), minimum=str(minimum), maximum=str(maximum))

    @property
    def message(self) -> str:
        facts = self._facts
        return f"{self._field} is {facts['value']}, outside {facts['minimum']} to {facts['maximum']}"


class BatchTooLarge(_FieldRefusal):
    """A repeated field holds more entries than one call may carry."""

    reason = "BATCH_TOO_LARGE"

    def __init__(self, field: str, *, count: int, limit: int) -> None:
        super().__init__(field, count=str(count), limit=str(limit))

    @property
    def message(self) -> str:
        return f"{self._field} has {self._facts['count']} entries, the limit is {self._facts['limit']}"


class DuplicateEntry(_FieldRefusal):
    """Two entries of one request name the same thing where each may be named once."""

    reason = "DUPLICATE_ENTRY"

    def __init__(self, field: str, *, first: str) -> None:
        super().__init__(field, first_field=first)

    @property
    def message(self) -> str:
        return f"{self._field} repeats {self._facts['first_field']}"


class MalformedMessage(InvalidRequest):
    """The bytes received are not a message of the RPC's request type."""

    reason = "MALFORMED_MESSAGE"

    @property
    def message(self) -> str:
        return "the request is not a valid protobuf message of the expected type"


# --- NOT_FOUND ------------------------------------------------------------------------------------


class _ResourceRefusal(Refused):
    def __init__(self, resource_type: str, resource_id: str, **facts: str) -> None:
        super().__init__(resource_type, resource_id)
        self._type = resource_type
        self._id = resource_id
        self._facts = facts

    @property
    def facts(self) -> Mapping[str, str]:
        return {"resource_type": self._type, "id": self._id, **self._facts}

    @property
    def resource(self) -> tuple[str, str]:
        return self._type, self._id


class ResourceNotFound(_ResourceRefusal):
    """No such resource in the caller's tenant."""

    code = "NOT_FOUND"
    reason = "RESOURCE_NOT_FOUND"

    @property
    def message(self) -> str:
        return f"{self._type} {self._id} was not found"


class NotStockedAtLocation(Refused):
    """Item and location exist, but the item has no level there."""

    code = "NOT_FOUND"
    reason = "NOT_STOCKED_AT_LOCATION"

    def __init__(self, item_id: str, location_id: str) -> None:
        super().__init__(item_id, location_id)
        self._item_id = item_id
        self._location_id = location_id

    @property
    def message(self) -> str:
        return f"item {self._item_id} is not stocked at location {self._location_id}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"inventory_item_id": self._item_id, "location_id": self._location_id}

    @property
    def resource(self) -> tuple[str, str]:
        return "InventoryLevel", f"{self._item_id}/{self._location_id}"


# --- ALREADY_EXISTS -------------------------------------------------------------------------------


class ResourceExists(_ResourceRefusal):
    """A caller-chosen id is in use for something else."""

    code = "ALREADY_EXISTS"
    reason = "RESOURCE_EXISTS"

    @property
    def message(self) -> str:
        return f"{self._type} {self._id} already exists"


class SkuTaken(Refused):
    """Another live item of the tenant has this sku."""

    code = "ALREADY_EXISTS"
    reason = "SKU_TAKEN"

    def __init__(self, sku: str, item_id: str) -> None:
        super().__init__(sku, item_id)
        self._sku = sku
        self._item_id = item_id

    @property
    def message(self) -> str:
        return f"sku {self._sku} belongs to item {self._item_id}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"sku": self._sku, "inventory_item_id": self._item_id}

    @property
    def resource(self) -> tuple[str, str]:
        return "InventoryItem", self._item_id


class CodeTaken(Refused):
    """Another live variant of the tenant has this code; `field` says which sort: sku, barcode, ean or upc."""

    code = "ALREADY_EXISTS"
    reason = "CODE_TAKEN"

    def __init__(self, field: str, code: str, variant_id: str) -> None:
        super().__init__(field, code, variant_id)
        self._field = field
        self._code = code
        self._variant_id = variant_id

    @property
    def field(self) -> str:
        return self._field

    @property
    def message(self) -> str:
        return f"{self._field} {self._code} belongs to variant {self._variant_id}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"field": self._field, "code": self._code, "variant_id": self._variant_id}

    @property
    def resource(self) -> tuple[str, str]:
        return "ProductVariant", self._variant_id


class RequestIdReused(Refused):
    """The request id was used before for a request with other content."""

    code = "ALREADY_EXISTS"
    reason = "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._request_id = request_id

    @property
    def message(self) -> str:
        return f"request_id {self._request_id} was used before with other content"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"request_id": self._request_id}


# --- FAILED_PRECONDITION --------------------------------------------------------------------------


class NotNow(Refused):
    """The request is well formed, but the state of the stock does not allow it now."""

    code = "FAILED_PRECONDITION"


@dataclass(frozen=True, slots=True)
class Shortage:
    """One line that asks for more than is available. Quantities are in the item's stock unit.

    `location_id` is empty where a line could have been served from several; `available` is the most that it could
    have had.
    """

    line_index: int
    line_item_id: str
    item_id: str
    location_id: str
    requested: int
    available: int


class InsufficientStock(NotNow):
    """At least one line asks for more than may be promised or issued; every short line is named."""

    reason = "INSUFFICIENT_STOCK"

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__(shortages)
        self.shortages = tuple(shortages)

    @property
    def message(self) -> str:
        first = self.shortages[0]
        more = f" (and {len(self.shortages) - 1} more lines)" if len(self.shortages) > 1 else ""
        where = f"at {first.location_id}" if first.location_id else "in scope"
        return f"item {first.item_id} {where}: {first.requested} requested, {first.available} available{more}"

    @property
    def facts(self) -> Mapping[str, str]:
        first = self.shortages[0]
        return {
            "line_index": str(first.line_index),
            "inventory_item_id": first.item_id,
            "location_id": first.location_id,
            "requested_quantity": str(first.requested),
            "available_quantity": str(first.available),
            "short_lines": str(len(self.shortages)),
        }


class BackorderLimit(NotNow):
    """A backorder would go further below what is available than the level allows."""

    reason = "BACKORDER_LIMIT"

    def __init__(self, shortage: Shortage, *, limit: int) -> None:
        super().__init__(shortage, limit)
        self._shortage = shortage
        self._limit = limit

    @property
    def shortages(self) -> tuple[Shortage, ...]:
        """The line that would go too far."""
        return (self._shortage,)

    def of(self, shortage: Shortage) -> BackorderLimit:
        """The same limit, for the line as it is known elsewhere."""
        return BackorderLimit(shortage, limit=self._limit)

    @property
    def message(self) -> str:
        short = self._shortage
        return (
            f"item {short.item_id} at {short.location_id}: {short.requested} requested, {short.available} available, "
            f"{self._limit} may be backordered"
        )

    @property
    def facts(self) -> Mapping[str, str]:
        short = self._shortage
        return {
            "line_index": str(short.line_index),
            "inventory_item_id": short.item_id,
            "location_id": short.location_id,
            "requested_quantity": str(short.requested),
            "available_quantity": str(short.available),
            "limit_quantity": str(self._limit),
        }


class NotCovered(NotNow):
    """The claim is older claims' turn: stock on hand does not reach it yet."""

    reason = "NOT_COVERED"

    def __init__(self, allocation_id: str, *, requested: int, covered: int) -> None:
        super().__init__(allocation_id)
        self._allocation_id = allocation_id
        self._requested = requested
        self._covered = covered

    @property
    def message(self) -> str:
        return f"allocation {self._allocation_id}: {self._requested} requested, {self._covered} covered by stock"

    @property
    def facts(self) -> Mapping[str, str]:
        return {
            "allocation_id": self._allocation_id,
            "requested_quantity": str(self._requested),
            "covered_quantity": str(self._covered),
        }


class ExceedsOpen(NotNow):
    """More is to be fulfilled or released than is still open."""

    reason = "EXCEEDS_OPEN"

    def __init__(self, line_id: str, *, requested: int, open_quantity: int) -> None:
        super().__init__(line_id)
        self._line_id = line_id
        self._requested = requested
        self._open = open_quantity

    @property
    def message(self) -> str:
        return f"line {self._line_id}: {self._requested} requested, {self._open} open"

    @property
    def facts(self) -> Mapping[str, str]:
        return {
            "line_id": self._line_id,
            "requested_quantity": str(self._requested),
            "open_quantity": str(self._open),
        }


class OverReturn(NotNow):
    """More would come back, or be put back, than has left and not come back."""

    reason = "OVER_RETURN"

    def __init__(self, allocation_id: str, *, requested: int, returnable: int) -> None:
        super().__init__(allocation_id)
        self._allocation_id = allocation_id
        self._requested = requested
        self._returnable = returnable

    @property
    def message(self) -> str:
        return f"{self._allocation_id}: {self._requested} requested, {self._returnable} have left and not come back"

    @property
    def facts(self) -> Mapping[str, str]:
        return {
            "allocation_id": self._allocation_id,
            "requested_quantity": str(self._requested),
            "returnable_quantity": str(self._returnable),
        }


class ReservationNotActive(NotNow):
    """The reservation has reached a state that this command does not leave."""

    reason = "RESERVATION_NOT_ACTIVE"

    def __init__(self, reservation_id: str, state: str, *, replaced_by: str = "") -> None:
        super().__init__(reservation_id, state)
        self._id = reservation_id
        self._state = state
        self._replaced_by = replaced_by

    @property
    def message(self) -> str:
        by = f", replaced by {self._replaced_by}" if self._replaced_by else ""
        return f"reservation {self._id} is {self._state}{by}"

    @property
    def facts(self) -> Mapping[str, str]:
        by = {"replaced_by": self._replaced_by} if self._replaced_by else {}
        return {"reservation_id": self._id, "state": self._state, **by}

    @property
    def resource(self) -> tuple[str, str]:
        return "Reservation", self._id


class ReservationExpired(NotNow):
    """The reservation's time has run out; confirming it is the one thing that may bring it back."""

    reason = "RESERVATION_EXPIRED"

    def __init__(self, reservation_id: str, expire_time: str) -> None:
        super().__init__(reservation_id, expire_time)
        self._id = reservation_id
        self._expire_time = expire_time

    @property
    def message(self) -> str:
        return f"reservation {self._id} expired at {self._expire_time}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"reservation_id": self._id, "expire_time": self._expire_time}

    @property
    def resource(self) -> tuple[str, str]:
        return "Reservation", self._id


class ResourceDeleted(_ResourceRefusal):
    """The resource was deleted; undelete it first."""

    code = "FAILED_PRECONDITION"
    reason = "RESOURCE_DELETED"

    @property
    def message(self) -> str:
        return f"{self._type} {self._id} is deleted"


class ResourceInUse(_ResourceRefusal):
    """Stock or live reservations still depend on the resource."""

    code = "FAILED_PRECONDITION"
    reason = "RESOURCE_IN_USE"

    def __init__(self, resource_type: str, resource_id: str, *, item_id: str, location_id: str) -> None:
        super().__init__(resource_type, resource_id, inventory_item_id=item_id, location_id=location_id)

    @property
    def message(self) -> str:
        level = f"item {self._facts['inventory_item_id']} at location {self._facts['location_id']}"
        return f"{self._type} {self._id} is in use: {level} holds stock or reservations"


class VariantInUse(ResourceInUse):
    """A live variant takes the one that would be deleted."""

    def __init__(self, variant_id: str, taken_by: str) -> None:
        _ResourceRefusal.__init__(self, "ProductVariant", variant_id, variant_id=taken_by)

    @property
    def message(self) -> str:
        return f"{self._type} {self._id} is in use: variant {self._facts['variant_id']} takes it"


class LevelNotEmpty(NotNow):
    """A level with stock in any bucket, or with live claims, cannot be deleted."""

    reason = "LEVEL_NOT_EMPTY"

    def __init__(self, item_id: str, location_id: str, balances: Mapping[str, int]) -> None:
        super().__init__(item_id, location_id)
        self._item_id = item_id
        self._location_id = location_id
        self._balances = {name: str(quantity) for name, quantity in balances.items() if quantity}

    @property
    def message(self) -> str:
        held = ", ".join(f"{name} {quantity}" for name, quantity in self._balances.items())
        return f"item {self._item_id} at location {self._location_id} still has {held}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"inventory_item_id": self._item_id, "location_id": self._location_id, **self._balances}

    @property
    def resource(self) -> tuple[str, str]:
        return "InventoryLevel", f"{self._item_id}/{self._location_id}"


class LocationInactive(NotNow):
    """An inactive location keeps its stock and makes no new promises."""

    reason = "LOCATION_INACTIVE"

    def __init__(self, location_id: str) -> None:
        super().__init__(location_id)
        self._id = location_id

    @property
    def message(self) -> str:
        return f"location {self._id} is inactive"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"location_id": self._id}

    @property
    def resource(self) -> tuple[str, str]:
        return "StockLocation", self._id


class ChannelInactive(NotNow):
    """An inactive sales channel makes no new promises."""

    reason = "CHANNEL_INACTIVE"

    def __init__(self, channel_id: str) -> None:
        super().__init__(channel_id)
        self._id = channel_id

    @property
    def message(self) -> str:
        return f"sales channel {self._id} is inactive"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"sales_channel_id": self._id}

    @property
    def resource(self) -> tuple[str, str]:
        return "SalesChannel", self._id


class ChannelHasNoLocations(NotNow):
    """No location serves the sales channel, so it has no stock."""

    reason = "CHANNEL_HAS_NO_LOCATIONS"

    def __init__(self, channel_id: str) -> None:
        super().__init__(channel_id)
        self._id = channel_id

    @property
    def message(self) -> str:
        return f"sales channel {self._id} has no locations"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"sales_channel_id": self._id}

    @property
    def resource(self) -> tuple[str, str]:
        return "SalesChannel", self._id


class KitCycle(NotNow):
    """A variant would be a part of itself, or of too many others in one another.

    `path` goes from a variant to its part and so on; in a cycle it begins and ends with the same one.
    """

    reason = "KIT_CYCLE"

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__(path)
        self._is_cycle = path[0] == path[-1]
        self._path = " > ".join(path)

    @property
    def message(self) -> str:
        wrong = "contain themselves" if self._is_cycle else "be nested too deeply"
        return f"variants would {wrong}: {self._path}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"path": self._path}


class BalanceOutOfRange(NotNow):
    """A bucket would fall below zero or rise above 10^15."""

    reason = "BALANCE_OUT_OF_RANGE"

    def __init__(self, item_id: str, location_id: str, bucket: str, *, balance: int, delta: int) -> None:
        super().__init__(item_id, location_id, bucket)
        self._facts = {
            "inventory_item_id": item_id,
            "location_id": location_id,
            "bucket": bucket,
            "balance_quantity": str(balance),
            "delta": str(delta),
        }

    @property
    def message(self) -> str:
        facts = self._facts
        return (
            f"{facts['bucket']} of item {facts['inventory_item_id']} at {facts['location_id']} "
            f"is {facts['balance_quantity']} and cannot change by {facts['delta']}"
        )

    @property
    def facts(self) -> Mapping[str, str]:
        return self._facts


# --- ABORTED --------------------------------------------------------------------------------------


class LostRace(Refused):
    """Somebody else was faster; read again and decide again."""

    code = "ABORTED"


class EtagMismatch(LostRace):
    """The resource has changed since the caller read it."""

    reason = "ETAG_MISMATCH"

    def __init__(self, resource_type: str, resource_id: str) -> None:
        super().__init__(resource_type, resource_id)
        self._type = resource_type
        self._id = resource_id

    @property
    def message(self) -> str:
        return f"{self._type} {self._id} has changed since the given etag"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"resource_type": self._type, "id": self._id}

    @property
    def resource(self) -> tuple[str, str]:
        return self._type, self._id


class ExpectationFailed(LostRace):
    """The bucket or the level is not as the caller expects it."""

    reason = "EXPECTATION_FAILED"

    def __init__(self, field: str, item_id: str, location_id: str, *, expected: int, actual: int) -> None:
        super().__init__(field)
        self._field = field
        self._facts = {
            "inventory_item_id": item_id,
            "location_id": location_id,
            "expected": str(expected),
            "actual": str(actual),
        }

    @property
    def field(self) -> str:
        return self._field

    @property
    def message(self) -> str:
        facts = self._facts
        return (
            f"{self._field} is {facts['expected']}, but item {facts['inventory_item_id']} "
            f"at {facts['location_id']} has {facts['actual']}"
        )

    @property
    def facts(self) -> Mapping[str, str]:
        return {"field": self._field, **self._facts}

    @property
    def resource(self) -> tuple[str, str]:
        return "InventoryLevel", f"{self._facts['inventory_item_id']}/{self._facts['location_id']}"

    def at(self, prefix: str) -> Refused:
        moved = type(self).__new__(type(self))
        Exception.__init__(moved, prefix)
        moved._field = f"{prefix}.{self._field}"
        moved._facts = self._facts
        return moved


class RequestInProgress(LostRace):
    """Too many twins of one request id wait already."""

    reason = "REQUEST_IN_PROGRESS"

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self._request_id = request_id

    @property
    def message(self) -> str:
        return f"request_id {self._request_id} is being worked on"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"request_id": self._request_id}


class ConcurrentUpdate(LostRace):
    """Reruns inside the server did not get through; nothing was written."""

    reason = "CONCURRENT_UPDATE"

    @property
    def message(self) -> str:
        return "too many concurrent updates of the same rows; nothing was changed"


# --- OUT_OF_RANGE ---------------------------------------------------------------------------------


class TooOld(Refused):
    """What is asked for lies before everything that is kept."""

    code = "OUT_OF_RANGE"


class CursorExpired(TooOld):
    """Events after the cursor are gone."""

    reason = "CURSOR_EXPIRED"

    def __init__(self, oldest_cursor: str) -> None:
        super().__init__(oldest_cursor)
        self._oldest_cursor = oldest_cursor

    @property
    def message(self) -> str:
        return "events after the cursor are not kept any more; begin with a new snapshot, or at the oldest cursor"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"oldest_cursor": self._oldest_cursor}


class ReadTimeTooOld(TooOld):
    """The ledger does not go back so far."""

    reason = "READ_TIME_TOO_OLD"

    def __init__(self, oldest_time: str) -> None:
        super().__init__(oldest_time)
        self._oldest_time = oldest_time

    @property
    def message(self) -> str:
        return f"the ledger is kept since {self._oldest_time}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"oldest_time": self._oldest_time}


# --- UNAUTHENTICATED, PERMISSION_DENIED -----------------------------------------------------------


class CredentialsMissing(Refused):
    """The call says nothing of who makes it."""

    code = "UNAUTHENTICATED"
    reason = "CREDENTIALS_MISSING"

    @property
    def message(self) -> str:
        return "the call has no credential: send one as metadata `authorization: Bearer …`"


class CredentialsInvalid(Refused):
    """The credential is not one of those that are good here; which of its parts is wrong is nobody's business."""

    code = "UNAUTHENTICATED"
    reason = "CREDENTIALS_INVALID"

    @property
    def message(self) -> str:
        return "the credential is unknown, expired, revoked or damaged"


class ScopeMissing(Refused):
    """The credential does not permit the RPC; said before anything of its objects is."""

    code = "PERMISSION_DENIED"
    reason = "SCOPE_MISSING"

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self._scope = scope

    @property
    def message(self) -> str:
        return f"the credential lacks the scope {self._scope}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"scope": self._scope}


class TenantSuspended(Refused):
    """The credential is good, its tenant is not served for now."""

    code = "PERMISSION_DENIED"
    reason = "TENANT_SUSPENDED"

    @property
    def message(self) -> str:
        return "the tenant is suspended"


# --- RESOURCE_EXHAUSTED, UNAVAILABLE, DEADLINE_EXCEEDED -------------------------------------------


class Overloaded(Refused):
    """The expected wait is longer than the caller can afford; nothing was done."""

    code = "RESOURCE_EXHAUSTED"
    reason = "OVERLOADED"
    retry_after_seconds = 0.25

    @property
    def message(self) -> str:
        return "the server has more work than it can do in time; nothing was changed"


class MessageTooLarge(Refused):
    """The request message is larger than the server reads."""

    code = "RESOURCE_EXHAUSTED"
    reason = "MESSAGE_TOO_LARGE"

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(size, limit)
        self._size = size
        self._limit = limit

    @property
    def message(self) -> str:
        return f"the request has {self._size} bytes, the limit is {self._limit}"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"size_bytes": str(self._size), "limit_bytes": str(self._limit)}


class TooManyStreams(Refused):
    """The server has as many streams open as it can bear."""

    code = "RESOURCE_EXHAUSTED"
    reason = "TOO_MANY_STREAMS"
    retry_after_seconds = 1.0

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self._limit = limit

    @property
    def message(self) -> str:
        return f"{self._limit} streams are open, which is the limit"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"limit": str(self._limit)}


class WatchTooSlow(Refused):
    """A watcher does not read what it asked for; it can resume where it was."""

    code = "RESOURCE_EXHAUSTED"
    reason = "WATCH_TOO_SLOW"
    retry_after_seconds = 1.0

    def __init__(self, cursor: str) -> None:
        super().__init__(cursor)
        self._cursor = cursor

    @property
    def message(self) -> str:
        return "the events were not read in time; resume with the last cursor"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"cursor": self._cursor}


class RateLimited(Refused):
    """The caller has as much as its credential permits."""

    code = "RESOURCE_EXHAUSTED"
    reason = "RATE_LIMITED"
    retry_after_seconds = 30.0

    def __init__(self, what: str, limit: int, *, retry_after_seconds: float = retry_after_seconds) -> None:
        super().__init__(what, limit)
        self._what = what
        self._limit = limit
        self.retry_after_seconds = retry_after_seconds

    @property
    def message(self) -> str:
        return f"the caller has {self._limit} {self._what}, which is its limit"

    @property
    def facts(self) -> Mapping[str, str]:
        return {"what": self._what, "limit": str(self._limit)}


class DatabaseUnavailable(Refused):
    """The database cannot be reached or cannot be written; the outcome of a write may be unknown."""

    code = "UNAVAILABLE"
    reason = "DATABASE_UNAVAILABLE"
    retry_after_seconds = 0.5

    @property
    def message(self) -> str:
        return "the database is not available; retry with the same request_id"


class ShuttingDown(Refused):
    """The server is draining; another one will take the call."""

    code = "UNAVAILABLE"
    reason = "SHUTTING_DOWN"
    retry_after_seconds = 0.1

    @property
    def message(self) -> str:
        return "the server is shutting down"


class DeadlinePassed(Refused):
    """The caller's deadline, or the server's default one, has passed."""

    code = "DEADLINE_EXCEEDED"
    reason = "DEADLINE_EXCEEDED"

    @property
    def message(self) -> str:
        return "the deadline passed; retry with the same request_id to learn the outcome"

"""Level, stock and ledger messages to commands and queries, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from google.protobuf.message import Message
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types
from holdfast.inventory.v1.events_pb2 import Event

from holdfast_server.kernel.errors import FieldInvalid
from holdfast_server.kernel.etags import etag
from holdfast_server.kernel.submission import Submission
from holdfast_server.levels.commands import LevelCommands
from holdfast_server.levels.model import (
    CALLERS_REASONS,
    AdjustLine,
    Bucket,
    Cause,
    Expected,
    Goods,
    Level,
    LevelFilter,
    LevelSort,
    MoveLine,
    Movement,
    MovementFilter,
    NewLevel,
    Place,
    Reason,
    SetLine,
    Settings,
    StockKey,
    Touched,
    level_from_record,
)
from holdfast_server.levels.queries import StockQueries
from holdfast_server.transport import batches, shapes
from holdfast_server.transport.call import Call
from holdfast_server.transport.lists import Listing
from holdfast_server.transport.tokens import PageTokens

_BUCKETS: Final[Mapping[int, Bucket]] = {0: Bucket.STOCKED, **{int(bucket): bucket for bucket in Bucket}}
_REASONS: Final[Mapping[int, Reason]] = {int(reason): reason for reason in Reason}
_LEVEL_SORTS: Final = {0: LevelSort.ITEM, 1: LevelSort.ITEM, 2: LevelSort.LOCATION}
_DESCENDING: Final = {0: False, 1: False, 2: True}
_SETTINGS: Final[Mapping[str, tuple[str, Callable[[str, Any], Any]]]] = {
    "safety_stock_quantity": (
        "safety_stock",
        lambda field, settings: shapes.quantity(field, settings.safety_stock_quantity, 0),
    ),
    "backorder_limit": (
        "backorder_limit",
        lambda field, settings: (
            shapes.quantity(field, settings.backorder_limit, 0) if settings.HasField("backorder_limit") else None
        ),
    ),
    "backorder_up_to_incoming": (
        "backorder_up_to_incoming",
        lambda _, settings: settings.backorder_up_to_incoming,
    ),
    "low_stock_threshold": (
        "low_stock_threshold",
        lambda field, settings: (
            shapes.quantity(field, settings.low_stock_threshold, 0)
            if settings.HasField("low_stock_threshold")
            else None
        ),
    ),
    "metadata": ("metadata", lambda field, settings: shapes.metadata(field, settings.metadata)),
}
"""By the contract's name of a setting: the name in `Level`, and how its value is read."""


class LevelsRpc:
    """The level, stock and ledger RPCs of InventoryService."""

    def __init__(self, commands: LevelCommands, queries: StockQueries, tokens: PageTokens) -> None:
        self._commands = commands
        self._queries = queries
        self._tokens = tokens

    # --- levels -----------------------------------------------------------------------------------

    async def CreateInventoryLevel(self, request: pb.CreateInventoryLevelRequest, call: Call) -> bytes:
        """Start stocking an item at a location."""
        shapes.request_id(request.request_id)
        level = request.level
        wanted = NewLevel(
            _key("level.", level),
            shapes.quantity("level.stocked_quantity", level.stocked_quantity, 0),
            shapes.quantity("level.incoming_quantity", level.incoming_quantity, 0),
            _settings("level.settings", level.settings, tuple(_SETTINGS)),
        )
        response = pb.CreateInventoryLevelResponse
        submission: Submission[Level] = call.submission(request, response, lambda made: response(level=message(made)))
        return await self._commands.create(call.principal, wanted, submission)

    async def BatchCreateInventoryLevels(self, request: pb.BatchCreateInventoryLevelsRequest, call: Call) -> bytes:
        """Make many levels."""
        return await batches.each(
            "BatchCreateInventoryLevels", request.entries, lambda entry: self.CreateInventoryLevel(entry, call)
        )

    async def GetInventoryLevel(self, request: pb.GetInventoryLevelRequest, call: Call) -> Message:
        """One level."""
        key = _key("", request)
        read_time = shapes.instant("read_time", request, request.read_time)
        level = await self._queries.level(call.principal, key, read_time, call.deadline)
        return pb.GetInventoryLevelResponse(level=message(level))

    async def BatchGetInventoryLevels(self, request: pb.BatchGetInventoryLevelsRequest, call: Call) -> Message:
        """Several levels."""
        shapes.count("keys", request.keys, shapes.MAX_BATCH)
        keys = [_key(f"keys[{index}].", key) for index, key in enumerate(request.keys)]
        shapes.distinct("keys", keys)
        read_time = shapes.instant("read_time", request, request.read_time)
        views = await self._queries.as_of(call.principal, keys, read_time, call.deadline)
        levels = [(key, views[key].level) for key in keys]
        return pb.BatchGetInventoryLevelsResponse(
            levels=[message(level) for _, level in levels if level is not None],
            missing_keys=[
                pb.InventoryLevelKey(inventory_item_id=key.item_id, location_id=key.location_id)
                for key, level in levels
                if level is None
            ],
        )

    async def ListInventoryLevels(self, request: pb.ListInventoryLevelsRequest, call: Call) -> Message:
        """Levels by filter."""
        given = request.filter
        wanted = LevelFilter(
            tuple(shapes.ids("filter.inventory_item_ids", given.inventory_item_ids)),
            tuple(shapes.ids("filter.location_ids", given.location_ids)),
            *shapes.available_bounds("filter", given),
            given.low_stock,
        )
        sort = shapes.known_enum("sort", request.sort, _LEVEL_SORTS)
        listing = Listing(self._tokens, call, request, "levels", sort)
        found = await self._queries.levels(call.principal, wanted, sort, listing.page, call.deadline)
        return listing.answer(pb.ListInventoryLevelsResponse(), found, message)

    async def UpdateInventoryLevel(self, request: pb.UpdateInventoryLevelRequest, call: Call) -> bytes:
        """Change the settings of a level."""
        shapes.request_id(request.request_id)
        key = _key("", request)
        names = shapes.update_paths(
            request.settings,
            request.update_mask.paths,
            updatable=tuple(_SETTINGS),
            immutable=(),
            output=(),
        )
        settings = _settings("settings", request.settings, names)
        response = pb.UpdateInventoryLevelResponse
        submission: Submission[Level] = call.submission(request, response, lambda level: response(level=message(level)))
        return await self._commands.update(call.principal, key, settings, request.etag, submission)

    async def DeleteInventoryLevel(self, request: pb.DeleteInventoryLevelRequest, call: Call) -> bytes:
        """Stop stocking an item at a location."""
        shapes.request_id(request.request_id)
        key = _key("", request)
        response = pb.DeleteInventoryLevelResponse
        submission: Submission[None] = call.submission(request, response, lambda _: response())
        return await self._commands.delete(call.principal, key, request.etag, submission)

    # --- stock ------------------------------------------------------------------------------------

    async def AdjustInventory(self, request: pb.AdjustInventoryRequest, call: Call) -> bytes:
        """Add to or take from buckets."""
        reason, cause = _why(request, Reason.CORRECTED)
        goods = await self._goods(request.lines, call)
        lines = [
            AdjustLine(
                item,
                _place(f"lines[{index}]", line),
                shapes.delta(f"lines[{index}].delta", line.delta),
                _expected(f"lines[{index}]", line),
            )
            for index, (item, line) in enumerate(zip(goods, request.lines, strict=True))
        ]
        response = pb.AdjustInventoryResponse
        submission: Submission[Touched] = call.submission(
            request, response, lambda touched: response(levels=_levels(touched))
        )
        return await self._commands.adjust(
            call.principal, lines, reason, cause, submission, create_missing=request.create_missing_levels
        )

    async def SetInventory(self, request: pb.SetInventoryRequest, call: Call) -> bytes:
        """Set buckets to what was counted."""
        reason, cause = _why(request, Reason.COUNTED)
        goods = await self._goods(request.lines, call)
        lines = [
            SetLine(
                item,
                _place(f"lines[{index}]", line),
                shapes.quantity(f"lines[{index}].quantity", line.quantity, 0),
                _expected(f"lines[{index}]", line),
                shapes.instant(f"lines[{index}].observe_time", line, line.observe_time),
            )
            for index, (item, line) in enumerate(zip(goods, request.lines, strict=True))
        ]
        response = pb.SetInventoryResponse

        def respond(touched: Touched) -> pb.SetInventoryResponse:
            return response(levels=_levels(touched), line_results=[one.value for one in touched.results])  # type: ignore[misc]

        submission: Submission[Touched] = call.submission(request, response, respond)
        return await self._commands.set_(
            call.principal, lines, reason, cause, submission, create_missing=request.create_missing_levels
        )

    async def MoveInventory(self, request: pb.MoveInventoryRequest, call: Call) -> bytes:
        """Move units between buckets and locations."""
        reason, cause = _why(request, Reason.CORRECTED)
        goods = await self._goods(request.lines, call)
        lines = [
            MoveLine(
                item,
                _place(f"lines[{index}].from", getattr(line, "from")),
                _place(f"lines[{index}].to", line.to),
                shapes.quantity(f"lines[{index}].quantity", line.quantity),
                _expected(f"lines[{index}]", line),
            )
            for index, (item, line) in enumerate(zip(goods, request.lines, strict=True))
        ]
        response = pb.MoveInventoryResponse
        submission: Submission[Touched] = call.submission(
            request, response, lambda touched: response(levels=_levels(touched))
        )
        return await self._commands.move(
            call.principal, lines, reason, cause, submission, create_missing=request.create_missing_levels
        )

    async def BatchAdjustInventory(self, request: pb.BatchAdjustInventoryRequest, call: Call) -> bytes:
        """Many adjustments."""
        return await batches.each(
            "BatchAdjustInventory", request.entries, lambda entry: self.AdjustInventory(entry, call)
        )

    async def _goods(self, lines: Sequence[Any], call: Call) -> list[Goods]:
        """The items of the lines; skus are looked up together, and checked again when it is decided."""
        shapes.count("lines", lines, shapes.MAX_LINES)
        named = [Goods(*shapes.goods(f"lines[{index}]", line, "item")) for index, line in enumerate(lines)]
        skus = list(dict.fromkeys(goods.sku for goods in named if goods.sku))
        if not skus:
            return named
        found = await self._queries.items_of_skus(call.principal, skus)
        return [Goods(found.get(goods.sku, ""), goods.sku) if goods.sku else goods for goods in named]

    # --- ledger -----------------------------------------------------------------------------------

    async def ListStockMovements(self, request: pb.ListStockMovementsRequest, call: Call) -> Message:
        """The ledger."""
        given = request.filter
        wanted = MovementFilter(
            item_id=shapes.checked_id("filter.inventory_item_id", given.inventory_item_id),
            location_id=shapes.checked_id("filter.location_id", given.location_id),
            reservation_id=shapes.checked_id("filter.reservation_id", given.reservation_id),
            posting_id=shapes.checked_id("filter.posting_id", given.posting_id),
            request_id=shapes.text("filter.request_id", given.request_id),
            reasons=_reasons(given.reasons),
            actor=shapes.text("filter.actor", given.actor),
            start=shapes.instant("filter.start_time", given, given.start_time),
            end=shapes.instant("filter.end_time", given, given.end_time),
        )
        descending = shapes.known_enum("sort", request.sort, _DESCENDING)
        listing = Listing(self._tokens, call, request, "movements", descending)
        found = await self._queries.movements(
            call.principal, wanted, listing.page, call.deadline, descending=descending
        )
        return listing.answer(pb.ListStockMovementsResponse(), found, _movement)


# --- shapes ---------------------------------------------------------------------------------------


def _key(prefix: str, message_with_key: Any) -> StockKey:
    return StockKey(
        shapes.required_id(f"{prefix}inventory_item_id", message_with_key.inventory_item_id),
        shapes.required_id(f"{prefix}location_id", message_with_key.location_id),
    )


def _place(field: str, place: Any) -> Place:
    location_id = shapes.required_id(f"{field}.location_id", place.location_id)
    bucket = shapes.known_enum(f"{field}.bucket", place.bucket, _BUCKETS)
    if bucket is Bucket.RESERVED:
        raise FieldInvalid(f"{field}.bucket", "is moved by reservations only")
    return Place(location_id, bucket)


def _why(request: Any, default: Reason) -> tuple[Reason, Cause]:
    shapes.request_id(request.request_id)
    reason = shapes.known_enum("reason", request.reason, _REASONS) if request.reason else default
    if reason not in CALLERS_REASONS:
        raise FieldInvalid("reason", "is the system's own")
    return reason, Cause(
        shapes.text("reason_detail", request.reason_detail),
        shapes.text("source.type", request.source.type),
        shapes.text("source.id", request.source.id),
    )


def _settings(field: str, settings: Any, names: Sequence[str]) -> Settings:
    given = {}
    for name in names:
        stored, read = _SETTINGS[name]
        given[stored] = read(f"{field}.{name}", settings)
    return given


def _expected(field: str, line: Any) -> Expected:
    quantity = version = None
    if line.HasField("expected_quantity"):
        quantity = shapes.quantity(f"{field}.expected_quantity", line.expected_quantity, 0)
    if line.HasField("expected_version"):
        version = line.expected_version
        if version < 0:
            raise FieldInvalid(f"{field}.expected_version", "must not be negative")
    return Expected(quantity, version)


def _reasons(values: Sequence[int]) -> tuple[Reason, ...]:
    known = [shapes.known_enum(f"filter.reasons[{index}]", value, _REASONS) for index, value in enumerate(values)]
    shapes.distinct("filter.reasons", known)
    return tuple(known)


# --- messages -------------------------------------------------------------------------------------


def message(level: Level) -> types.InventoryLevel:
    """A level as the contract shows it."""
    made = types.InventoryLevel(
        id=level.id,
        inventory_item_id=level.key.item_id,
        location_id=level.key.location_id,
        stocked_quantity=level.stocked,
        reserved_quantity=level.reserved,
        held_quantity=level.held,
        available_quantity=level.available,
        backordered_quantity=level.backordered,
        incoming_quantity=level.incoming,
        on_hand_quantity=level.on_hand,
        quality_control_quantity=level.quality_control,
        damaged_quantity=level.damaged,
        quarantine_quantity=level.quarantine,
        version=level.version,
        etag=etag(level.settings_version),
        create_time=shapes.timestamp(level.create_time),
        update_time=shapes.timestamp(level.update_time),
    )
    made.settings.safety_stock_quantity = level.safety_stock
    made.settings.backorder_up_to_incoming = level.backorder_up_to_incoming
    if level.backorder_limit is not None:
        made.settings.backorder_limit = level.backorder_limit
    if level.low_stock_threshold is not None:
        made.settings.low_stock_threshold = level.low_stock_threshold
    if level.metadata:
        made.settings.metadata.update(level.metadata)
    return made


def _levels(touched: Touched) -> list[types.InventoryLevel]:
    return [message(level) for level in touched.levels]


def _movement(movement: Movement) -> types.StockMovement:
    made = types.StockMovement(
        id=movement.id,
        posting_id=movement.posting_id,
        inventory_item_id=movement.item_id,
        location_id=movement.location_id,
        bucket=int(movement.bucket),  # type: ignore[arg-type]
        delta=movement.delta,
        balance=movement.balance,
        level_version=movement.version,
        reason=int(movement.reason),  # type: ignore[arg-type]
        reason_detail=movement.reason_detail,
        reservation_id=movement.reservation_id or "",
        allocation_id=movement.allocation_id or "",
        fulfillment_id=movement.fulfillment_id or "",
        actor=movement.actor,
        request_id=movement.request_id,
        effective_time=shapes.timestamp(movement.effective_time),
        recorded_time=shapes.timestamp(movement.recorded_time),
    )
    if movement.source_type or movement.source_id:
        made.source.CopyFrom(types.Reference(type=movement.source_type, id=movement.source_id))
    return made


# --- events ---------------------------------------------------------------------------------------

_CHANGES: Final = frozenset(f"level.{one}" for one in ("created", "updated", "deleted", "changed", "held_changed"))


def tell(event: Event, payload: Mapping[str, Any]) -> None:
    """What became of a level, for an event; nothing of a type that came later."""
    if event.type in _CHANGES:
        _tell_change(event, payload)
    elif event.type == "level.uncovered":
        _tell_uncovered(event, payload)
    elif event.type == "level.low_stock":
        _tell_low_stock(event, payload)


def _tell_change(event: Event, payload: Mapping[str, Any]) -> None:
    change = event.level_changed
    change.actor = payload["actor"]
    change.posting_id = payload["posting_id"]
    change.reason = _told_reason(payload)  # type: ignore[assignment]
    key = StockKey(payload["item_id"], payload["location_id"])
    for shown, told in ((change.before, payload["before"]), (change.after, payload["after"])):
        if told is not None:
            shown.CopyFrom(message(level_from_record(key, told)))


def _tell_uncovered(event: Event, payload: Mapping[str, Any]) -> None:
    uncovered = event.claims_uncovered
    uncovered.inventory_item_id = payload["item_id"]
    uncovered.location_id = payload["location_id"]
    uncovered.stocked_quantity_before = payload["stocked_before"]
    uncovered.stocked_quantity_after = payload["stocked_after"]
    uncovered.reserved_quantity = payload["reserved"]
    uncovered.reservation_ids.extend(payload["reservation_ids"])
    uncovered.reason = _told_reason(payload)  # type: ignore[assignment]
    uncovered.posting_id = payload["posting_id"]


def _tell_low_stock(event: Event, payload: Mapping[str, Any]) -> None:
    low = event.low_stock
    key = StockKey(payload["item_id"], payload["location_id"])
    low.level.CopyFrom(message(level_from_record(key, payload["level"])))
    low.threshold_quantity = payload["threshold"]


def _told_reason(payload: Mapping[str, Any]) -> int:
    name = payload.get("reason")
    return 0 if name is None else int(Reason[name])

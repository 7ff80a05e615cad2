"""The yardstick server: everything that the real one does around its engine, and no engine and no database.

Mechanics, decode, validation, fingerprint, ids and answers of the same shape are the server's own code; only what
stands behind commands and shared reads is canned.

    python -m tests.performance.echo echo|empty|soldout
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import grpc
import grpc.aio
import uvloop
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from holdfast_server.availability.model import LineWanted, Place
from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.availability.rpc import AvailabilityRpc
from holdfast_server.availability.rules import plan
from holdfast_server.kernel.ids import mint, ulid_now
from holdfast_server.kernel.principal import DEV, Principal
from holdfast_server.kernel.submission import Mutation, Submission
from holdfast_server.ledger.model import Level, StockKey
from holdfast_server.levels.model import ItemView, StockView
from holdfast_server.levels.rpc import message as level_message
from holdfast_server.reservations import rules
from holdfast_server.reservations.model import NewReservation, Reservation, Texts
from holdfast_server.reservations.rpc import ReservationsRpc
from holdfast_server.transport.handlers import Mechanics
from holdfast_server.transport.server import Transport
from holdfast_server.transport.tokens import PageTokens
from holdfast_server.wiring import spare_the_collector

LOCATIONS = ("sloc_0", "sloc_1", "sloc_2", "sloc_3")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _level(key: StockKey, stocked: int) -> Level:
    return Level(key, "ilev_01JD0000000000000000000000", NOW, NOW, stocked=stocked, reserved=5, version=7)


def _promised(
    reservation_id: str, lines: Sequence[LineWanted], levels: Mapping[StockKey, Level], texts: Texts
) -> Reservation:
    """What the rules make of lines that are served, or their refusal."""
    found = plan(lines, levels, {line.location_id: Place() for line in lines})
    found.check()
    named = [rules.promise.line_of(reservation_id, line, n, mint) for n, line in enumerate(lines)]
    claims = rules.promise.claims_of(named, lines, found.shares, levels, mint, expire_time=None)
    header = rules.promise.header_of(reservation_id, texts, ttl=None, fingerprint=b"", at=NOW)
    return Reservation(header, claims, lambda claim: claim.open)


class CannedCommands:
    """Answers a reservation as the engine would, without asking anybody."""

    def __init__(self, stocked: int) -> None:
        self._stocked = stocked

    async def create(self, who: Principal, wanted: NewReservation, submission: Submission[Reservation]) -> bytes:
        levels = {line.key: _level(line.key, self._stocked) for line in wanted.lines}
        made = _promised(wanted.chosen_id or mint("res"), wanted.lines, levels, wanted.texts)
        return submission.answer(made, Mutation(mint("post"), f"1.batch_{ulid_now()}", replayed=False))


class CannedStock:
    """Answers shared reads without asking anybody."""

    async def items_of_skus(self, who: Principal, skus: Sequence[str]) -> Mapping[str, str]:
        return {sku: sku for sku in skus}

    async def of_pairs(self, who: Principal, keys: Sequence[StockKey]) -> Mapping[StockKey, StockView]:
        return {key: StockView(key, NOW, True, True, True, _level(key, 10**9)) for key in keys}

    async def of_items(self, who: Principal, item_ids: Sequence[str]) -> Mapping[str, ItemView]:
        return {
            item_id: ItemView(
                item_id,
                NOW,
                True,
                [
                    StockView(key, NOW, True, True, True, _level(key, 10**9))
                    for key in (StockKey(item_id, location) for location in LOCATIONS)
                ],
            )
            for item_id in item_ids
        }


class Unanswered:
    """RPCs that no benchmark calls, so that every RPC of the service is bound."""

    def __init__(self, taken: Sequence[object]) -> None:
        service = pb.DESCRIPTOR.services_by_name["InventoryService"]
        for method in service.methods:
            if not any(hasattr(room, method.name) for room in taken):
                setattr(self, method.name, self._refuse)

    async def _refuse(self, request: Any, call: Any) -> bytes:
        raise NotImplementedError


async def echo(stocked: int) -> None:
    """The real transport and rpc rooms over canned commands and reads."""
    mechanics = Mechanics(lambda _: DEV, default_deadline_seconds=5, max_deadline_seconds=30, max_message_bytes=4 << 20)
    availability = AvailabilityQueries(CannedStock(), None, None)  # type: ignore[arg-type]
    answered: list[object] = [
        ReservationsRpc(
            CannedCommands(stocked),  # type: ignore[arg-type]
            None,  # type: ignore[arg-type]
            availability,
            PageTokens(lambda _: b"key"),
            level_message,
        ),
        AvailabilityRpc(availability),
    ]
    service = pb.DESCRIPTOR.services_by_name["InventoryService"]
    rooms = {service: [*answered, Unanswered(answered)]}
    transport = Transport(rooms, mechanics, address="127.0.0.1:0", share_port=False, reflect=True)
    spare_the_collector()
    await transport.start()
    print(transport.port, flush=True)
    await asyncio.Event().wait()


async def empty() -> None:
    """A bare grpc.aio process: bytes in, a constant of the same size as a reservation out."""
    key = StockKey("iitem_100", "sloc_0")
    line = LineWanted("line", _goods(key), 1, key.location_id)
    made = _promised("res_01JD0000000000000000000000", [line], {key: _level(key, 10)}, Texts())
    from holdfast_server.reservations.rpc import message

    answer = pb.CreateReservationResponse(reservation=message(made))
    answer.mutation.posting_id = mint("post")
    answer.mutation.commit_token = f"1.batch_{ulid_now()}"
    constant = answer.SerializeToString()

    async def handle(request: bytes, context: Any) -> bytes:
        return constant

    server = grpc.aio.server()
    handlers = {"CreateReservation": grpc.unary_unary_rpc_method_handler(handle)}
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler("holdfast.inventory.v1.InventoryService", handlers),)
    )
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()


def _goods(key: StockKey) -> Any:
    from holdfast_server.levels.model import Goods

    return Goods(key.item_id)


if __name__ == "__main__":
    match sys.argv[1]:
        case "echo":
            uvloop.run(echo(10**9))
        case "soldout":
            uvloop.run(echo(5))
        case "empty":
            uvloop.run(empty())
        case other:
            raise SystemExit(f"unknown yardstick {other}")

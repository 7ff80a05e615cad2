"""The server without its transport: engine, reads and slices in this process, for any tenant, on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from google.protobuf import message_factory
from holdfast.inventory.v1 import admin_service_pb2 as admin_pb
from holdfast.inventory.v1 import catalog_service_pb2 as catalog_pb
from holdfast.inventory.v1 import event_service_pb2 as events_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import sales_channel_service_pb2 as channels_pb
from holdfast.inventory.v1 import stock_location_service_pb2 as locations_pb

from holdfast_server.engine.batcher import Engine
from holdfast_server.engine.reads import Reads
from holdfast_server.engine.transaction import Transaction
from holdfast_server.kernel.ids import TenantId
from holdfast_server.kernel.principal import Principal
from holdfast_server.runtime import partitions
from holdfast_server.runtime.clock import TRUE_CLOCK, DatabaseClock
from holdfast_server.runtime.database import Database, connect_lane, pool
from holdfast_server.runtime.settings import Settings
from holdfast_server.runtime.tenants import TenantKeys
from holdfast_server.transport.call import Call
from holdfast_server.transport.tokens import PageTokens
from holdfast_server.wiring import rooms, sources

_METHODS = {
    method.name: method
    for file, name in (
        (pb.DESCRIPTOR, "InventoryService"),
        (locations_pb.DESCRIPTOR, "StockLocationService"),
        (channels_pb.DESCRIPTOR, "SalesChannelService"),
        (catalog_pb.DESCRIPTOR, "CatalogService"),
        (events_pb.DESCRIPTOR, "EventService"),
        (admin_pb.DESCRIPTOR, "AdminService"),
    )
    for method in file.services_by_name[name].methods
}


class House:
    """One server's worth of everything behind the wire."""

    def __init__(self, engine: Engine, reads: Reads, database: Database, services: Mapping[str, Any]) -> None:
        self.engine = engine
        self.reads = reads
        self.database = database
        self._services = services

    async def ask(
        self, tenant: str, request: Any, *, seconds: float = 20, caller: str = "test", **limits: frozenset[str]
    ) -> Any:
        """The response to a request, as this tenant, which may be limited as its principal says it."""
        name = type(request).__name__.removesuffix("Request")
        principal = Principal(TenantId(tenant), f"tester of {tenant}", **limits)
        call = Call(principal, asyncio.get_running_loop().time() + seconds, caller)
        answer = await self._services[name](request, call)
        if isinstance(answer, bytes):
            return message_factory.GetMessageClass(_METHODS[name].output_type).FromString(answer)
        return answer


@asynccontextmanager
async def house(
    url: str,
    *,
    tenants: tuple[str, ...] = ("default",),
    per_item: bool = False,
    lanes: int = 1,
    prepare: bool = True,
    clock: DatabaseClock = TRUE_CLOCK,
) -> AsyncIterator[House]:
    """A house for as long."""
    database = Database(pool(url, size=4, prepare=prepare))
    keys = TenantKeys()
    for tenant in tenants:
        await keys.ensure(database.engine, tenant)
    await partitions.ensure(database.engine, datetime.now(UTC))

    async def connect() -> Any:
        return await connect_lane(url, prepare=prepare)

    engine = Engine(connect, Transaction(sources(), lock_per_item=per_item, clock=clock), lanes=lanes)
    reads = Reads(connect)
    made = rooms(Settings(), engine, reads, database, PageTokens(keys.token_key), clock)
    services = {
        method.name: getattr(room, method.name)
        for service, answering in made.services.items()
        for method in service.methods
        for room in answering
        if hasattr(room, method.name)
    }
    others = asyncio.all_tasks()
    engine.start()
    reads.start()
    try:
        yield House(engine, reads, database, services)
    finally:
        await engine.close()
        await reads.close()
        slots = database.engine.pool.checkedout()  # type: ignore[attr-defined]
        await database.engine.dispose()
    # I10: what it has borrowed and begun is given back and over. Tests that fail leave whatever they like.
    assert slots == 0, f"{slots} connections of the pool are not given back"
    left = {task for task in asyncio.all_tasks() - others if task.get_name() in {"lane", "reader", "tail"}}
    assert not left, f"tasks go on: {left}"

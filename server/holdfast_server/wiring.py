"""The one file that knows everyone: tables, engine, slices and transport put together, started and stopped."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from google.protobuf import descriptor_pb2
from google.protobuf.descriptor import FileDescriptor, ServiceDescriptor
from holdfast.inventory.v1 import (
    admin_service_pb2,
    catalog_service_pb2,
    errors_pb2,
    event_service_pb2,
    events_pb2,
    inventory_service_pb2,
    sales_channel_service_pb2,
    stock_location_service_pb2,
)
from sqlalchemy import exc

from holdfast_server.admin.model import Limits
from holdfast_server.admin.queries import AdminQueries
from holdfast_server.admin.rpc import AdminRpc
from holdfast_server.availability.model import When
from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.availability.rpc import AvailabilityRpc
from holdfast_server.channels import rpc as channels_rpc
from holdfast_server.channels import store as channels_store
from holdfast_server.channels.commands import ChannelCommands
from holdfast_server.channels.queries import ChannelQueries
from holdfast_server.engine.batcher import Engine
from holdfast_server.engine.posting import Source
from holdfast_server.engine.reads import Reads
from holdfast_server.engine.seeing import Hides, Seeing
from holdfast_server.engine.store import mark_probe
from holdfast_server.engine.transaction import Transaction
from holdfast_server.engine.world import EXPIRY_ACTOR
from holdfast_server.events.jobs import LEASE_NAME, Relays
from holdfast_server.events.jobs import LEASE_SECONDS as RELAY_SECONDS
from holdfast_server.events.queries import EventQueries
from holdfast_server.events.rpc import EventsRpc
from holdfast_server.identity.jobs import Refresher
from holdfast_server.identity.model import Grant, Known
from holdfast_server.identity.queries import Accepts, Keyring, Recognition
from holdfast_server.identity.rules.certificates import Bearer, Certificates
from holdfast_server.items import rpc as items_rpc
from holdfast_server.items import store as items_store
from holdfast_server.items.commands import ItemCommands
from holdfast_server.items.queries import ItemQueries
from holdfast_server.kernel.ids import TenantId
from holdfast_server.kernel.principal import DEV, DEV_TENANT, Principal
from holdfast_server.ledger.verify import DEFAULT_FINDINGS, Report, verify
from holdfast_server.levels import rpc as levels_rpc
from holdfast_server.levels import store as levels_store
from holdfast_server.levels.commands import LevelCommands
from holdfast_server.levels.queries import StockQueries
from holdfast_server.locations import rpc as locations_rpc
from holdfast_server.locations import store as locations_store
from holdfast_server.locations.commands import LocationCommands
from holdfast_server.locations.queries import LocationQueries
from holdfast_server.modes import tls_files
from holdfast_server.observing.books import BooksWatch
from holdfast_server.observing.http import listening
from holdfast_server.observing.lookout import Lookout
from holdfast_server.observing.loop import LoopWatch
from holdfast_server.observing.metrics import Job, Watched, families
from holdfast_server.observing.pages import of_process
from holdfast_server.reservations import rpc as reservations_rpc
from holdfast_server.reservations import store as reservations_store
from holdfast_server.reservations.commands import ReservationCommands
from holdfast_server.reservations.jobs import LEASE_SECONDS, Sweeper
from holdfast_server.reservations.queries import ReservationQueries
from holdfast_server.restock import rpc as restock_rpc
from holdfast_server.restock import store as restock_store
from holdfast_server.restock.commands import RestockCommands
from holdfast_server.restock.jobs import LEASE_NAME as PROJECTOR_LEASE
from holdfast_server.restock.jobs import LEASE_SECONDS as PROJECTOR_SECONDS
from holdfast_server.restock.jobs import Projector
from holdfast_server.restock.queries import RestockQueries
from holdfast_server.runtime import partitions, telemetry
from holdfast_server.runtime.clock import TRUE_CLOCK, DatabaseClock, moved_clock
from holdfast_server.runtime.crew import Crew, Pace
from holdfast_server.runtime.database import TAKES_WRITES, Database, connect_lane, for_reads, pool
from holdfast_server.runtime.housekeeping import Housekeeping
from holdfast_server.runtime.leases import Lease
from holdfast_server.runtime.settings import ClientCertificate, Settings
from holdfast_server.runtime.tables import metadata
from holdfast_server.runtime.tenants import TenantKeys
from holdfast_server.transport.access import AccessLog
from holdfast_server.transport.admission import Rates
from holdfast_server.transport.authentication import Gate, caller
from holdfast_server.transport.handlers import Mechanics
from holdfast_server.transport.server import Connections, Transport
from holdfast_server.transport.storefront import Storefronts
from holdfast_server.transport.tokens import PageTokens
from holdfast_server.variants import rpc as variants_rpc
from holdfast_server.variants import store as variants_store
from holdfast_server.variants.commands import VariantCommands
from holdfast_server.variants.queries import VariantQueries

if TYPE_CHECKING:
    from holdfast_server.observing.tracing import Tracing

__all__ = ["Server", "contract_hash", "metadata", "prove"]

log = logging.getLogger(__name__)

READINESS_SECONDS: Final = 1.0
BACKSTAGE_CONNECTIONS: Final = 3
MESH_WARNING_SECONDS: Final = 3600.0
WELCOME_SECONDS: Final = 0.5
GARBAGE_OBJECTS: Final = 20_000
"""New objects, less those that have gone, after which cycles are looked for."""
_FILES: Final[tuple[FileDescriptor, ...]] = (
    admin_service_pb2.DESCRIPTOR,
    catalog_service_pb2.DESCRIPTOR,
    errors_pb2.DESCRIPTOR,
    event_service_pb2.DESCRIPTOR,
    inventory_service_pb2.DESCRIPTOR,
    sales_channel_service_pb2.DESCRIPTOR,
    stock_location_service_pb2.DESCRIPTOR,
)


def _tell_of_variant(event: events_pb2.Event, payload: Mapping[str, Any]) -> None:
    """Variants are told of by two slices: what they are, and how many there are of them."""
    (variants_rpc.tell if "after" in payload else restock_rpc.tell)(event, payload)


TELLERS: Final = {
    "item": items_rpc.tell,
    "location": locations_rpc.tell,
    "channel": channels_rpc.tell,
    "variant": _tell_of_variant,
    "level": levels_rpc.tell,
    "reservation": reservations_rpc.tell,
}
"""Who puts what happened into messages, by the first word of an event's type."""


HIDES: Final[Hides] = {
    locations_store.LOCATION: lambda who, location_id, _: not who.sees_location(location_id),
    locations_store.LOCATION_FACT: lambda who, location_id, _: not who.sees_location(location_id),
    channels_store.CHANNEL: lambda who, channel_id, _: not who.sees_channel(channel_id),
    channels_store.CHANNEL_FACT: lambda who, channel_id, _: not who.sees_channel(channel_id),
    restock_store.SUBSCRIPTION: lambda who, _, one: not who.sees_channel(one.sales_channel_id),
}
"""What is hidden from whom, beside levels and reservations, of what decisions look at."""


def contract_hash() -> str:
    """SHA-256 (hex) of the descriptors of what is served, imports included."""
    files: dict[str, FileDescriptor] = {}
    waiting = list(_FILES)
    while waiting:
        file = waiting.pop()
        if file.name not in files:
            files[file.name] = file
            waiting.extend(file.dependencies)
    described = descriptor_pb2.FileDescriptorSet()
    for name in sorted(files):
        files[name].CopyToProto(described.file.add())
    return sha256(described.SerializeToString(deterministic=True)).hexdigest()


def sources() -> list[Source[Any]]:
    """Everything that postings may name, in the order in which kinds are locked."""
    return [
        *items_store.sources(),
        *locations_store.sources(),
        *channels_store.sources(),
        *variants_store.sources(),
        *levels_store.sources(),
        *reservations_store.sources(),
        *restock_store.sources(),
    ]


@dataclass(slots=True)
class Rooms:
    """The rpc rooms of all slices, by service."""

    services: Mapping[ServiceDescriptor, list[object]]


def rooms(
    settings: Settings,
    engine: Engine,
    reads: Reads,
    database: Database,
    tokens: PageTokens,
    clock: DatabaseClock = TRUE_CLOCK,
    events: EventQueries | None = None,
) -> Rooms:
    """Every slice, given what it works with. Without `events` they are read on the way of all other reads."""
    seeing = Seeing(engine, HIDES)
    stock = StockQueries(reads, database, clock)
    availability = _availability(reads, database, stock)
    reservations = ReservationQueries(reads, database, clock)
    of_goods = AvailabilityRpc(availability)
    limits = Limits(settings.max_message_bytes, settings.default_deadline, settings.max_deadline)
    inventory: list[object] = [
        items_rpc.ItemsRpc(ItemCommands(seeing), ItemQueries(database, clock), tokens),
        levels_rpc.LevelsRpc(LevelCommands(seeing), stock, tokens),
        reservations_rpc.ReservationsRpc(
            ReservationCommands(seeing, availability),
            reservations,
            availability,
            tokens,
            levels_rpc.message,
        ),
        of_goods,
    ]
    catalog: list[object] = [
        variants_rpc.VariantsRpc(
            VariantCommands(seeing), VariantQueries(reads, database), tokens, _units_of(availability)
        ),
        of_goods,
        restock_rpc.RestockRpc(RestockCommands(seeing), _restock(reads, database, clock), tokens),
    ]
    locations: list[object] = [locations_rpc.LocationsRpc(LocationCommands(seeing), LocationQueries(database), tokens)]
    channels: list[object] = [
        channels_rpc.ChannelsRpc(ChannelCommands(seeing), ChannelQueries(reads, database), tokens)
    ]
    told: list[object] = [
        EventsRpc(
            EventQueries(reads) if events is None else events,
            tokens,
            TELLERS,
            checkpoint_seconds=settings.watch_checkpoint,
        )
    ]
    admin: list[object] = [AdminRpc(AdminQueries(database), limits, contract_hash())]
    return Rooms(
        {
            inventory_service_pb2.DESCRIPTOR.services_by_name["InventoryService"]: inventory,
            stock_location_service_pb2.DESCRIPTOR.services_by_name["StockLocationService"]: locations,
            sales_channel_service_pb2.DESCRIPTOR.services_by_name["SalesChannelService"]: channels,
            catalog_service_pb2.DESCRIPTOR.services_by_name["CatalogService"]: catalog,
            event_service_pb2.DESCRIPTOR.services_by_name["EventService"]: told,
            admin_service_pb2.DESCRIPTOR.services_by_name["AdminService"]: admin,
        }
    )


def _availability(reads: Reads, database: Database, stock: StockQueries) -> AvailabilityQueries:
    return AvailabilityQueries(stock, VariantQueries(reads, database), ChannelQueries(reads, database))


def _restock(reads: Reads, database: Database, clock: DatabaseClock) -> RestockQueries:
    return RestockQueries(
        reads,
        database,
        clock,
        VariantQueries(reads, database),
        ChannelQueries(reads, database),
        _availability(reads, database, StockQueries(reads, database, clock)),
    )


def _units_of(availability: AvailabilityQueries) -> variants_rpc.Quantities:
    """How many whole units of variants could be sold from all active locations together."""

    async def units(who: Principal, variant_ids: Sequence[str], deadline: float) -> Mapping[str, int]:
        found = await availability.of_variants(who, variant_ids, (), "", When(deadline))
        return {variant_id: one.quantities.whole_units for variant_id, one in found.variants.items()}

    return units


def _projector(
    settings: Settings,
    engine: Engine,
    reads: Reads,
    database: Database,
    clock: DatabaseClock,
    events: EventQueries,
    tenant_id: str = DEV_TENANT,
    pace: Pace | None = None,
) -> Projector:
    return Projector(
        Principal(TenantId(tenant_id), subject="system:projector"),
        RestockCommands(Seeing(engine, HIDES)),
        _restock(reads, database, clock),
        events,
        Lease(database.engine, tenant_id, PROJECTOR_LEASE, seconds=PROJECTOR_SECONDS),
        settle_seconds=settings.restock_settle_seconds,
        pace=pace,
    )


def _sweeper(
    engine: Engine,
    reads: Reads,
    database: Database,
    clock: DatabaseClock,
    tenant_id: str = DEV_TENANT,
    pace: Pace | None = None,
) -> Sweeper:
    queries = ReservationQueries(reads, database, clock)
    availability = _availability(reads, database, StockQueries(reads, database, clock))
    commands = ReservationCommands(Seeing(engine, HIDES), availability)
    lease = Lease(database.engine, tenant_id, "sweeper", seconds=LEASE_SECONDS)
    return Sweeper(Principal(TenantId(tenant_id), subject=EXPIRY_ACTOR), commands, queries, lease, pace)


class Jobs:
    """The background work of every tenant that is served: relays, sweepers, projectors."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        reads: Reads,
        database: Database,
        clock: DatabaseClock,
        events: EventQueries,
        connect: Callable[[], Awaitable[Any]],
    ) -> None:
        self._events = events
        self._database = database
        self._always = [DEV_TENANT] if settings.is_dev else []
        self._sweepers: dict[str, Sweeper] = {}
        self._projectors: dict[str, Projector] = {}
        sweeping, projecting = Pace(), Pace()

        async def sweep(tenant_id: str) -> None:
            if tenant_id not in self._sweepers:  # one that comes back goes on counting
                self._sweepers[tenant_id] = _sweeper(engine, reads, database, clock, tenant_id, sweeping)
            await self._sweepers[tenant_id].run()

        async def project(tenant_id: str) -> None:
            projector = _projector(settings, engine, reads, database, clock, events, tenant_id, projecting)
            self._projectors[tenant_id] = projector
            await projector.run()

        self._crews = [Crew("sweeper", sweep, sweeping), Crew("projector", project, projecting)]
        self._relays = Relays(connect, partial(self._lease, LEASE_NAME, RELAY_SECONDS), self._published)
        engine.on_commit = self._relays.ring

    def figures(self) -> Mapping[str, Job]:
        """What is done in the background, for people who watch it."""
        sweepers = self._sweepers.values()
        return {
            "relay": Job(*self._relays.figures),
            "sweeper": Job(
                sum(one.swept for one in sweepers),
                sum(one.failures for one in sweepers),
                any(one.leads for one in sweepers),
            ),
        }

    def serve(self, known: Known) -> None:
        """Work for the tenants that live, and in dev mode for its own in any case."""
        live = [*dict.fromkeys([*self._always, *known.live_tenants])]
        for crew in self._crews:
            crew.serve(live)
        self._relays.serve(live)

    async def run(self) -> None:
        """Look for all tenants until cancelled, and let others lead then."""
        try:
            await self._relays.run()
        finally:
            await asyncio.gather(*(crew.close() for crew in self._crews), self._relays.close())

    def _lease(self, name: str, seconds: float, tenant_id: str) -> Lease:
        return Lease(self._database.engine, tenant_id, name, seconds=seconds)

    def _published(self, tenant_id: str) -> None:
        self._events.ring(tenant_id)
        if tenant_id in self._projectors:
            self._projectors[tenant_id].ring()


class Server:
    """One server process on a database that is fit and migrated."""

    def __init__(self, settings: Settings, url: str, *, share_port: bool, worker: int = 0) -> None:
        self._settings = settings
        self._url = url
        self._share_port = share_port
        self._worker = worker
        self._stop = asyncio.Event()
        self._serves = False
        self._answered = True
        self.metrics_port = 0

    def stop(self) -> None:
        """Begin to leave; `run` returns when everything in flight has been answered."""
        self._stop.set()

    async def run(self, on_ready: Callable[[int], None]) -> None:
        """Serve until told to stop. `on_ready` is told the port when the first call can come."""
        settings = self._settings
        asyncio.get_running_loop().set_exception_handler(telemetry.failed_task)
        async with AsyncExitStack() as stack:
            tracing = _tracing(settings, self._worker)
            if tracing is not None:
                stack.push_async_callback(tracing.close)
            database = Database(
                pool(
                    self._url,
                    size=settings.pool_size,
                    prepare=settings.prepared_statements,
                    pooled=settings.pooler,
                ),
                places=settings.pool_size,
            )
            stack.push_async_callback(database.close)
            # Background work has connections of its own: however many tenants there are, no call waits for theirs.
            backstage = Database(
                pool(
                    self._url,
                    size=BACKSTAGE_CONNECTIONS,
                    prepare=settings.prepared_statements,
                    pooled=settings.pooler,
                ),
                places=BACKSTAGE_CONNECTIONS,
            )
            stack.push_async_callback(backstage.close)
            keys = TenantKeys()
            if settings.is_dev:
                await keys.ensure(database.engine, DEV_TENANT)
            keyring = Keyring()
            refresher = Refresher(backstage, keyring)
            keyring.on_change.append(lambda known: keys.learn(known.tenants))
            await refresher.refresh()
            await partitions.ensure(database.engine, datetime.now(UTC))

            async def connect() -> Any:
                return await self._connect(self._url)

            async def connect_reader() -> Any:
                return await self._connect(for_reads(self._url))

            clock = await moved_clock(database.engine) if settings.test_clock else TRUE_CLOCK
            transaction = Transaction(sources(), lock_per_item=settings.lock_levels_per_item, clock=clock)
            engine = Engine(connect, transaction, lanes=settings.lanes, sheds=settings.shedding)
            reads = Reads(connect_reader, readers=settings.readers)
            mechanics = Mechanics(
                (lambda _: DEV) if settings.is_dev else caller,
                default_deadline_seconds=settings.default_deadline,
                max_deadline_seconds=settings.max_deadline,
                max_message_bytes=settings.max_message_bytes,
                max_streams=settings.max_streams,
                stall_seconds=settings.watch_stall,
                access_log=_access_log(settings),
                around=tracing.around if tracing else None,
                rates=Rates(settings.rate_limit, settings.publishable_rate_limit),
                sheds=settings.shedding,
            )
            engine.tracer = tracing
            # Events are read on a connection of their own: who reads a day's worth of them keeps nobody waiting.
            event_reads = Reads(connect_reader)
            events = EventQueries(event_reads)
            jobs = Jobs(settings, engine, reads, backstage, clock, events, connect)
            made = rooms(settings, engine, reads, database, PageTokens(keys.token_key), clock, events)
            storefronts = Storefronts(keys.token_key, ReservationQueries(reads, database, clock).live_holds)
            narrow = ChannelQueries(reads, database).narrowed
            gate = None
            if not settings.is_dev:
                recognition = await self._recognition(settings, keyring, stack)
                gate = Gate(recognition, mechanics, narrow, storefronts)
                stack.push_async_callback(_cancel, asyncio.create_task(_end_streams(mechanics, recognition)))
            transport = Transport(
                made.services,
                mechanics,
                address=settings.listen,
                share_port=self._share_port,
                reflect=settings.reflects,
                channelz=settings.tells_of_channels,
                connections=Connections(settings.keepalive, settings.connection_age),
                sheds=settings.shedding,
                pending_calls=settings.pending_calls,
                gate=gate,
                tls=tls_files(settings),
            )
            engine.start()
            stack.push_async_callback(engine.close)
            reads.start()
            stack.push_async_callback(reads.close)
            event_reads.start()
            stack.push_async_callback(event_reads.close)
            await engine.warm()
            housekeeping = Housekeeping(
                database.engine,
                request_retention_hours=settings.request_retention_hours,
                event_retention_days=settings.event_retention_days,
            )
            jobs.serve(keyring.known)
            keyring.on_change.append(jobs.serve)
            readiness = self._watch_readiness(transport, engine, database)
            lookout = Lookout(database.engine, clock)
            watched = Watched(
                worker=self._worker,
                is_alone=not self._share_port,
                contract=contract_hash(),
                mechanics=mechanics,
                engine=engine,
                reads={"stock": reads, "events": event_reads},
                database=database,
                events=events,
                housekeeping=housekeeping,
                lookout=lookout,
                loop=LoopWatch(),
                books=BooksWatch(
                    lambda: prove(self._url, tenant_id=None), interval_seconds=settings.books_check_seconds
                ),
                jobs=jobs.figures,
                problems=lambda: self._unready(engine, lookout),
            )
            watching = [lookout.run(), watched.loop.run()]
            if settings.books_check_seconds and not self._worker:
                watching.append(watched.books.run())
            if tracing is not None:
                watching.append(tracing.push(lambda: families(watched)))
            for task in (jobs.run(), housekeeping.run(), refresher.run(), readiness, *watching):
                stack.push_async_callback(_cancel, asyncio.create_task(task))
            await lookout.look()
            pages = of_process(lambda: families(watched), watched.problems)
            listener = await listening(pages, settings.metrics_listen)
            stack.push_async_callback(listener.close)
            self.metrics_port = listener.port
            spare_the_collector()
            await transport.start()
            self._serves = True
            on_ready(transport.port)
            await self._stop.wait()
            await transport.drain(grace_seconds=settings.drain_grace, notice_seconds=settings.drain_notice)

    async def _connect(self, url: str) -> Any:
        settings = self._settings
        return await connect_lane(url, prepare=settings.prepared_statements, pooled=settings.pooler)

    async def _recognition(self, settings: Settings, keyring: Keyring, stack: AsyncExitStack) -> Recognition:
        """Whom credentials stand for outside of dev mode."""
        if settings.insecure_behind_mesh:
            task = asyncio.create_task(_warn_of_mesh())
            stack.push_async_callback(_cancel, task)
        accepted = await _tokens(settings, stack) if settings.jwt_jwks else None
        certificates = Certificates(map(_bearer, settings.client_certificates)) if settings.tls_client_ca else None
        return Recognition(keyring, accepted, certificates)

    async def _watch_readiness(self, transport: Transport, engine: Engine, database: Database) -> None:
        """Tell health whether the database answers and takes writes; try a small write while it does not."""
        serving = True
        while True:
            await asyncio.sleep(READINESS_SECONDS)
            fit, takes_writes = await _answers(database)
            self._answered = fit
            if not takes_writes:
                engine.writable = False
                # A session keeps what it was told when it began: others are to find out when it is over.
                await database.engine.dispose()
            if fit and not engine.writable:
                fit = await _takes_writes(database)
                engine.writable = fit
            if fit is not serving:
                serving = fit
                log.log(logging.INFO if fit else logging.ERROR, "serving" if fit else "not_serving")
                await transport.set_overall(serving=fit)

    def _unready(self, engine: Engine, lookout: Lookout) -> list[str]:
        """Why calls should go elsewhere, in words."""
        view = lookout.view
        found = []
        if self._stop.is_set():
            found.append("leaving")
        elif not self._serves:
            found.append("starting")
        if not self._answered:
            found.append("the database does not answer")
        elif not engine.writable or (view is not None and view.read_only):
            found.append("the database takes no writes")
        if view is not None and view.schema_behind:
            found.append("a migration is missing")
        return found


def _access_log(settings: Settings) -> AccessLog | None:
    return None if settings.access_log == "off" else AccessLog(settings.access_log, share=settings.access_log_share)


def _tracing(settings: Settings, worker: int) -> Tracing | None:
    """OpenTelemetry, which is not even loaded where nobody asks for it."""
    if not settings.otlp_endpoint:
        return None
    from holdfast_server.observing.tracing import Tracing

    return Tracing(settings.otlp_endpoint, share=settings.trace_share, worker=worker)


async def _end_streams(mechanics: Mechanics, recognition: Recognition) -> None:
    """Streams last longer than credentials: look again and again who is still welcome."""
    while True:
        await asyncio.sleep(WELCOME_SECONDS)
        mechanics.end_streams(recognition.is_welcome)


async def _warn_of_mesh() -> None:
    """Say again and again that whoever can reach the port can read what is said there."""
    while True:
        log.warning("insecure_behind_mesh")
        await asyncio.sleep(MESH_WARNING_SECONDS)


async def _tokens(settings: Settings, stack: AsyncExitStack) -> Accepts:
    """The tokens of the issuer that is set, whose keys are read now and for as long as the server runs."""
    from holdfast_server.identity.jobs.tokens import KeySetRefresher
    from holdfast_server.identity.queries.tokens import Tokens
    from holdfast_server.identity.rules.tokens import Issuer

    issuer = Issuer(
        settings.jwt_issuer,
        settings.jwt_audience,
        settings.jwt_leeway,
        settings.jwt_tenant_claim,
        settings.jwt_scope_claim,
        settings.jwt_location_claim,
        settings.jwt_channel_claim,
    )
    accepted = Tokens(issuer)
    key_set = KeySetRefresher(settings.jwt_jwks, accepted, refresh_seconds=settings.jwt_refresh)
    try:
        await key_set.refresh()
    except (OSError, ValueError) as error:  # an issuer that is away now may be there later
        log.error("key_set_unreadable", extra={"error_type": type(error).__name__})
    stack.push_async_callback(_cancel, asyncio.create_task(key_set.run()))
    return accepted


def _bearer(one: ClientCertificate) -> Bearer:
    locations = None if one.location_ids is None else frozenset(one.location_ids)
    channels = None if one.sales_channel_ids is None else frozenset(one.sales_channel_ids)
    grant = Grant(frozenset(one.scopes), locations, channels)
    return Bearer(one.tenant, grant, one.alternative_name, one.common_name)


def spare_the_collector() -> None:
    """What is there at the start stays: it need not be looked at for garbage again and again.

    Calls make many small objects and hardly a cycle, so it is looked for less often than Python would by itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_OBJECTS, 20, 50)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _answers(database: Database) -> tuple[bool, bool]:
    """Whether the database can be asked something, and whether it says that it takes writes.

    A pool that is merely busy counts as yes.
    """
    try:
        async with asyncio.timeout(5), database.engine.connect() as connection:
            return True, bool((await connection.execute(sa.text(TAKES_WRITES))).scalar_one())
    except exc.TimeoutError:
        return True, True
    except (exc.SQLAlchemyError, OSError, TimeoutError):
        return False, True


async def _takes_writes(database: Database) -> bool:
    try:
        async with asyncio.timeout(5), database.engine.begin() as connection:
            await connection.execute(mark_probe(DEV_TENANT))
    except (exc.SQLAlchemyError, OSError, TimeoutError):
        return False
    return True


async def prove(
    url: str, *, tenant_id: str | None, max_findings: int = DEFAULT_FINDINGS, pooled: bool = False
) -> Report:
    """The proof of the books of one tenant, or of all (None)."""
    engine = pool(url, size=1, prepare=False, pooled=pooled)
    try:
        return await verify(engine, tenant_id=tenant_id, max_findings=max_findings)
    finally:
        await engine.dispose()

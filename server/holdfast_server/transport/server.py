"""The grpc.aio server: services bound from their descriptors, health, reflection, drain."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import grpc
import grpc.aio
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from holdfast_server.runtime.certificates import TlsFiles
from holdfast_server.transport.authentication import OPS, Gate, Guarding, scope_of
from holdfast_server.transport.describing import describing
from holdfast_server.transport.handlers import Mechanics
from holdfast_server.transport.tls import credentials

log = logging.getLogger(__name__)

REFUSING_SECONDS: Final = 0.25
"""How long a leaving server still answers that it is leaving."""
MAX_METADATA_BYTES: Final = 8192
CORE_MESSAGE_LIMIT: Final = 8 << 20
"""gRPC's own limit, above ours: a message between the two is refused by us, with a reason."""

_OPTIONS: Final[Sequence[tuple[str, Any]]] = (
    ("grpc.max_receive_message_length", CORE_MESSAGE_LIMIT),
    ("grpc.max_send_message_length", -1),
    ("grpc.max_metadata_size", MAX_METADATA_BYTES),
    # Past the first of the two gRPC refuses some, past the second all: one limit for everybody.
    ("grpc.absolute_max_metadata_size", MAX_METADATA_BYTES),
    ("grpc.max_concurrent_streams", 1000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_ping_interval_without_data_ms", 30_000),
    ("grpc.max_connection_age_grace_ms", 60_000),
)


def _line(calls: int) -> Sequence[tuple[str, Any]]:
    """Calls that Python has not come to take yet.

    Past these gRPC drops some, past twice as many all that come, which costs next to nothing: whoever would wait here
    for so long would be answered too late, and refused by us at a price.
    """
    return (
        ("grpc.server.max_pending_requests", calls),
        ("grpc.server.max_pending_requests_hard_limit", 2 * calls),
    )


@dataclass(frozen=True, slots=True)
class Connections:
    """How long connections live: pings find those whose other side has gone, an age spreads callers over servers."""

    ping_seconds: float = 30.0
    """Of silence before one is sent; who does not answer it within a third of that has gone."""
    age_seconds: float = 1800.0
    """A tenth more or less: connections that came together do not leave together."""

    @property
    def options(self) -> Sequence[tuple[str, int]]:
        """As gRPC takes them."""
        ping, answer = int(self.ping_seconds * 1000), int(self.ping_seconds * 1000 / 3)
        return (
            ("grpc.keepalive_time_ms", ping),
            ("grpc.keepalive_timeout_ms", answer),
            # Without this one a frozen client is noticed after a minute only.
            ("grpc.http2.ping_timeout_ms", answer),
            ("grpc.max_connection_age_ms", int(self.age_seconds * 1000)),
        )


class Transport:
    """One listening server. `services` maps each service to the objects whose methods answer its RPCs."""

    def __init__(
        self,
        services: Mapping[ServiceDescriptor, Sequence[object]],
        mechanics: Mechanics,
        *,
        address: str,
        share_port: bool,
        reflect: bool,
        channelz: bool = False,
        connections: Connections | None = None,
        sheds: bool = True,
        pending_calls: int = 1000,
        gate: Gate | None = None,
        tls: TlsFiles | None = None,
    ) -> None:
        self._mechanics = mechanics
        lifetimes = (connections or Connections()).options
        line = _line(pending_calls) if sheds else ()
        self._server = grpc.aio.server(options=[*_OPTIONS, *lifetimes, *line, ("grpc.so_reuseport", int(share_port))])
        self._names = [service.full_name for service in services]
        for service, rooms in services.items():
            self._server.add_generic_rpc_handlers((bind(service, rooms, mechanics, gate),))
        self._health: Any = health.aio.HealthServicer()  # type: ignore[attr-defined]
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        # Health is for balancers, which have no credential; what describes the server is for operators.
        standard: Any = self._server if gate is None else Guarding(self._server, gate, OPS)
        if reflect:
            names = (*self._names, health.SERVICE_NAME, reflection.SERVICE_NAME)
            reflection.enable_server_reflection(names, standard, pool=describing(names))
        if channelz:
            from grpc_channelz.v1.channelz import add_channelz_servicer

            add_channelz_servicer(standard)
        if tls is None:
            self.port = self._server.add_insecure_port(address)
        else:
            self.port = self._server.add_secure_port(address, credentials(tls))

    async def start(self) -> None:
        """Listen; health says SERVING for each service and for the whole."""
        await self._server.start()
        await self.set_serving(self._names, serving=True)
        await self._health.set("", health_pb2.HealthCheckResponse.SERVING)

    async def set_serving(self, names: Iterable[str], *, serving: bool) -> None:
        """What health answers for some services."""
        status = health_pb2.HealthCheckResponse.SERVING if serving else health_pb2.HealthCheckResponse.NOT_SERVING
        for name in names:
            await self._health.set(name, status)

    async def set_overall(self, *, serving: bool) -> None:
        """What health answers for the server as a whole and all of its services."""
        await self.set_serving([*self._names, ""], serving=serving)

    async def drain(self, *, grace_seconds: float, notice_seconds: float) -> None:
        """Leave without failing anyone: tell health, wait until balancers have looked, finish what runs."""
        await self._health.enter_graceful_shutdown()
        await asyncio.sleep(notice_seconds)
        self._mechanics.drain()
        # Whoever calls now is told SHUTTING_DOWN by us. gRPC's own stop would cancel what it has just taken in, and
        # CANCELLED tells a client nothing; so it comes when nothing runs and callers have heard.
        with suppress(TimeoutError):
            async with asyncio.timeout(grace_seconds):
                await self._mechanics.wait_idle()
                await asyncio.sleep(REFUSING_SECONDS)
        await self._server.stop(grace_seconds)
        await self._mechanics.wait_idle()


def bind(
    service: ServiceDescriptor, rooms: Sequence[object], mechanics: Mechanics, gate: Gate | None = None
) -> grpc.GenericRpcHandler[Any, Any]:
    """Every RPC of the service to the one room that has a method of its name; behind the gate where there is one.

    Raises TypeError at start-up for an RPC that no room or more than one answers, and for one without a scope.
    """
    handlers = {}
    scopes = {f"/{service.full_name}/{method.name}": scope_of(method) for method in service.methods}
    for method in service.methods:
        found: list[Any] = [getattr(room, method.name) for room in rooms if hasattr(room, method.name)]
        if len(found) != 1:
            raise TypeError(f"{service.full_name}/{method.name} is answered by {len(found)} rooms")
        request_type = message_factory.GetMessageClass(method.input_type)
        answers = found[0]
        if gate is not None:
            answers = gate.within_limits(method.name, answers, streams=method.server_streaming)
        handlers[method.name] = _kind(method, mechanics)(method.name, request_type, answers)
    if gate is None:
        return grpc.method_handlers_generic_handler(service.full_name, handlers)
    return gate.before({f"/{service.full_name}/{name}": one for name, one in handlers.items()}, scopes)


def _kind(method: MethodDescriptor, mechanics: Mechanics) -> Callable[..., grpc.RpcMethodHandler[Any, Any]]:
    match method.client_streaming, method.server_streaming:
        case False, False:
            return mechanics.unary
        case False, True:
            return mechanics.unary_stream
        case True, True:
            return mechanics.stream_stream
        case _:
            raise TypeError(f"{method.full_name} streams requests to one answer: no kind of ours")

"""The same for asyncio.

async with holdfast_client.aio.connect("127.0.0.1:50051", insecure=True) as holdfast:
    answer = await holdfast.inventory.CreateReservation(request)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

import grpc
import grpc.aio
from google.protobuf.message import Message
from grpc_health.v1 import health_pb2_grpc
from holdfast.inventory.v1 import (
    admin_service_pb2_grpc,
    catalog_service_pb2_grpc,
    event_service_pb2_grpc,
    events_pb2,
    inventory_service_pb2_grpc,
    sales_channel_service_pb2_grpc,
    stock_location_service_pb2_grpc,
)
from holdfast.inventory.v1 import event_service_pb2 as pb

from holdfast_client._channel import Token, TypedChannel
from holdfast_client._errors import HoldfastError, error_of
from holdfast_client._lists import copy_of
from holdfast_client._options import call_metadata, channel_options, check_credentials
from holdfast_client._watch import Standing, passes

if TYPE_CHECKING:
    from holdfast.inventory.v1.admin_service_pb2_grpc import AdminServiceAsyncStub
    from holdfast.inventory.v1.catalog_service_pb2_grpc import CatalogServiceAsyncStub
    from holdfast.inventory.v1.event_service_pb2_grpc import EventServiceAsyncStub
    from holdfast.inventory.v1.inventory_service_pb2_grpc import InventoryServiceAsyncStub
    from holdfast.inventory.v1.sales_channel_service_pb2_grpc import SalesChannelServiceAsyncStub
    from holdfast.inventory.v1.stock_location_service_pb2_grpc import StockLocationServiceAsyncStub

__all__ = ["Client", "connect", "pages", "watch"]

Q = TypeVar("Q", bound=Message)
R = TypeVar("R", bound=Message)


class Client:
    """The stubs of all services over one channel. Use it as an async context manager, or close it."""

    def __init__(self, channel: grpc.aio.Channel, token: Token, deadline: float) -> None:
        self.channel = channel
        typed: Any = TypedChannel(channel, token, deadline, _Callable)
        self.inventory: InventoryServiceAsyncStub = inventory_service_pb2_grpc.InventoryServiceStub(typed)
        self.locations: StockLocationServiceAsyncStub = stock_location_service_pb2_grpc.StockLocationServiceStub(typed)
        self.channels: SalesChannelServiceAsyncStub = sales_channel_service_pb2_grpc.SalesChannelServiceStub(typed)
        self.catalog: CatalogServiceAsyncStub = catalog_service_pb2_grpc.CatalogServiceStub(typed)
        self.events: EventServiceAsyncStub = event_service_pb2_grpc.EventServiceStub(typed)
        self.admin: AdminServiceAsyncStub = admin_service_pb2_grpc.AdminServiceStub(typed)
        self.health: Any = health_pb2_grpc.HealthStub(typed)

    async def close(self) -> None:
        """Ends the calls in flight."""
        await self.channel.close(None)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def connect(
    target: str,
    *,
    credentials: grpc.ChannelCredentials | None = None,
    insecure: bool = False,
    token: Token = None,
    deadline: float = 5.0,
    options: Sequence[tuple[str, Any]] = (),
) -> Client:
    """As `holdfast_client.connect`."""
    check_credentials(credentials, insecure=insecure, token=token)
    opened = channel_options(options)
    if insecure:
        return Client(grpc.aio.insecure_channel(target, options=opened), token, deadline)
    secure = credentials or grpc.ssl_channel_credentials()
    return Client(grpc.aio.secure_channel(target, secure, options=opened), token, deadline)


async def pages(method: Callable[[Q], Awaitable[R]], request: Q) -> AsyncIterator[R]:
    """As `holdfast_client.pages`."""
    asked: Any = copy_of(request)
    while True:
        page: Any = await method(asked)
        yield page
        if not page.next_page_token:
            return
        asked.page_token = page.next_page_token


async def watch(
    events: Any, request: pb.WatchEventsRequest, *, checkpoints: bool = False
) -> AsyncIterator[events_pb2.Event]:
    """As `holdfast_client.watch`."""
    standing = Standing(request, checkpoints=checkpoints)
    while True:
        ended: HoldfastError | None = None
        call = events.WatchEvents(standing.asked)
        try:
            async for message in call:
                for event in standing.taken(message):
                    yield event
        except HoldfastError as error:
            if not passes(error):
                raise
            ended = error
        finally:
            call.cancel()
        await asyncio.sleep(standing.pause(ended))


class _Callable:
    """A method of a stub."""

    def __init__(self, inner: Any, token: Token, deadline: float | None) -> None:
        self._inner = inner
        self._token = token
        self._deadline = deadline

    def __call__(self, request: Any = None, timeout: float | None = None, metadata: Any = None, **rest: Any) -> _Call:
        told = (*call_metadata(self._token), *(metadata or ()))
        return _Call(
            self._inner(request, timeout=self._deadline if timeout is None else timeout, metadata=told, **rest)
        )


class _Call:
    """A call under way: all that gRPC's has, and our errors."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._answer().__await__()

    async def _answer(self) -> Any:
        try:
            return await self._inner
        except grpc.RpcError as error:
            raise error_of(error) from error

    async def __aiter__(self) -> AsyncIterator[Any]:
        try:
            async for message in self._inner:
                yield message
        except grpc.RpcError as error:
            raise error_of(error) from error

    async def read(self) -> Any:
        """The next message of a stream, or `grpc.aio.EOF`."""
        try:
            return await self._inner.read()
        except grpc.RpcError as error:
            raise error_of(error) from error

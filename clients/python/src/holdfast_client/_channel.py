"""The channel: fills request ids, says who calls, and raises errors that say why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

import grpc
from grpc_health.v1 import health_pb2_grpc
from holdfast.inventory.v1 import (
    admin_service_pb2_grpc,
    catalog_service_pb2_grpc,
    event_service_pb2_grpc,
    inventory_service_pb2_grpc,
    sales_channel_service_pb2_grpc,
    stock_location_service_pb2_grpc,
)

from holdfast_client._errors import error_of
from holdfast_client._filling import filled
from holdfast_client._options import call_metadata, channel_options, check_credentials

Token = Callable[[], str] | str | None
Wrap = Callable[[Any, Token, float | None], Any]


class Client:
    """The stubs of all services over one channel. Use it as a context manager, or close it; share it among threads."""

    def __init__(self, channel: grpc.Channel, token: Token, deadline: float) -> None:
        self.channel = channel
        typed: Any = TypedChannel(channel, token, deadline, _Callable)
        self.inventory = inventory_service_pb2_grpc.InventoryServiceStub(typed)
        self.locations = stock_location_service_pb2_grpc.StockLocationServiceStub(typed)
        self.channels = sales_channel_service_pb2_grpc.SalesChannelServiceStub(typed)
        self.catalog = catalog_service_pb2_grpc.CatalogServiceStub(typed)
        self.events = event_service_pb2_grpc.EventServiceStub(typed)
        self.admin = admin_service_pb2_grpc.AdminServiceStub(typed)
        self.health: Any = health_pb2_grpc.HealthStub(typed)

    def close(self) -> None:
        """Ends the calls in flight."""
        self.channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(
    target: str,
    *,
    credentials: grpc.ChannelCredentials | None = None,
    insecure: bool = False,
    token: Token = None,
    deadline: float = 5.0,
    options: Sequence[tuple[str, Any]] = (),
) -> Client:
    """A client of the server at `target` (host:port). TLS with the system's roots unless told otherwise.

    `token` is sent as a bearer token, a callable is asked anew for each call. `deadline` are the seconds that a unary
    call without a timeout of its own may take, retries included; streams have none. `options` go to gRPC as they are.
    """
    check_credentials(credentials, insecure=insecure, token=token)
    opened = channel_options(options)
    if insecure:
        return Client(grpc.insecure_channel(target, options=opened), token, deadline)
    secure = credentials or grpc.ssl_channel_credentials()
    return Client(grpc.secure_channel(target, secure, options=opened), token, deadline)


class TypedChannel:
    """What generated stubs need of a channel. `wrap` makes what they call out of what gRPC gives."""

    def __init__(self, channel: Any, token: Token, deadline: float, wrap: Wrap) -> None:
        self._channel = channel
        self._token = token
        self._deadline = deadline
        self._wrap = wrap

    def unary_unary(self, method: str, request_serializer: Any = None, **rest: Any) -> Any:
        """One request, one response."""
        return self._made(self._channel.unary_unary, method, request_serializer, rest, self._deadline)

    def unary_stream(self, method: str, request_serializer: Any = None, **rest: Any) -> Any:
        """One request, many responses."""
        return self._made(self._channel.unary_stream, method, request_serializer, rest, None)

    def stream_stream(self, method: str, request_serializer: Any = None, **rest: Any) -> Any:
        """Many of both."""
        return self._made(self._channel.stream_stream, method, request_serializer, rest, None)

    def _made(self, make: Any, method: str, serialize: Any, rest: dict[str, Any], deadline: float | None) -> Any:
        # What is filled in before it is serialized is the same in every attempt: gRPC repeats the bytes.
        inner = make(method, request_serializer=lambda one: serialize(filled(one)), **rest)
        return self._wrap(inner, self._token, deadline)


class _Callable:
    """A method of a stub."""

    def __init__(self, inner: Any, token: Token, deadline: float | None) -> None:
        self._inner = inner
        self._token = token
        self._deadline = deadline

    def _said(self, timeout: float | None, metadata: Any) -> dict[str, Any]:
        return {
            "timeout": self._deadline if timeout is None else timeout,
            "metadata": (*call_metadata(self._token), *(metadata or ())),
        }

    def __call__(self, request: Any, timeout: float | None = None, metadata: Any = None, **rest: Any) -> Any:
        try:
            answer = self._inner(request, **self._said(timeout, metadata), **rest)
        except grpc.RpcError as error:
            raise error_of(error) from error
        return _Call(answer) if isinstance(answer, grpc.Call) else answer

    def with_call(self, request: Any, timeout: float | None = None, metadata: Any = None, **rest: Any) -> Any:
        """The response, and the call with its metadata."""
        try:
            return self._inner.with_call(request, **self._said(timeout, metadata), **rest)
        except grpc.RpcError as error:
            raise error_of(error) from error

    def future(self, request: Any, timeout: float | None = None, metadata: Any = None, **rest: Any) -> Any:
        """The call, under way; its `result()` raises as the blocking call does."""
        return _Call(self._inner.future(request, **self._said(timeout, metadata), **rest))


class _Call:
    """A call under way: all that gRPC's has, and our errors."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        try:
            return next(self._inner)
        except grpc.RpcError as error:
            raise error_of(error) from error

    def result(self, timeout: float | None = None) -> Any:
        """The response."""
        try:
            return self._inner.result(timeout)
        except grpc.RpcError as error:
            raise error_of(error) from error

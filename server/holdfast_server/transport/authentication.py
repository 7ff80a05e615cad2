"""The gate: who calls is decided before anything of the call is read, and whoever may not call is told so at once.

A refusal is given by a handler of streams, whatever kind of call it refuses: gRPC runs a unary handler only when the
request has arrived, so that somebody who never sends one would never be answered. The answer looks the same.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, Protocol

import grpc
import grpc.aio
from google.protobuf.descriptor import MethodDescriptor
from holdfast.inventory.v1 import options_pb2

from holdfast_server.kernel.errors import CredentialsInvalid, CredentialsMissing, Refused, ScopeMissing, ShuttingDown
from holdfast_server.kernel.principal import Principal
from holdfast_server.transport.call import Call
from holdfast_server.transport.handlers import Answer, Context, Handler, Mechanics, StreamHandler
from holdfast_server.transport.storefront import HOLD_METADATA, Storefronts, admits, shown_secret
from holdfast_server.transport.streams import NotRead

if TYPE_CHECKING:
    _Handlers = grpc.GenericRpcHandler[Any, Any]
else:
    _Handlers = grpc.GenericRpcHandler

AUTHORIZATION: Final = "authorization"
_SCHEME: Final = "bearer "
OPS: Final = "ops"

_caller: ContextVar[Principal] = ContextVar("caller")
"""Who makes the call that the task answers: gRPC runs the gate and the handler in one task."""

Narrow = Callable[[Principal], Awaitable[Principal]]
"""Who is limited to channels, limited to the locations that serve them now as well."""


class Recognizes(Protocol):
    """Whom credentials stand for; refuses those that are good for nobody."""

    @property
    def knows_certificates(self) -> bool:
        """Whether a certificate can stand for somebody."""

    def bearer(self, presented: str) -> Principal:
        """Whom a key or token stands for."""

    def certificate(self, facts: Mapping[str, Sequence[bytes]]) -> Principal:
        """Whom a connection's certificate stands for."""


def scope_of(method: MethodDescriptor) -> str:
    """The scope that an RPC needs, as the contract says. Raises TypeError where it says none."""
    number = method.GetOptions().Extensions[options_pb2.scope]
    if number == options_pb2.SCOPE_UNSPECIFIED:
        raise TypeError(f"{method.full_name} has no scope: say one in the contract")
    return scope_text(options_pb2.Scope.Name(number))


def scope_text(name: str) -> str:
    """`SCOPE_STOCK_READ` as `stock.read`."""
    return name.removeprefix("SCOPE_").lower().replace("_", ".", 1)


def caller(_: Context) -> Principal:
    """Who makes the call, as the gate has found."""
    return _caller.get()


class Gate:
    """Stands before every method that it is given."""

    def __init__(self, recognizes: Recognizes, mechanics: Mechanics, narrow: Narrow, storefronts: Storefronts) -> None:
        self._recognizes = recognizes
        self._mechanics = mechanics
        self._narrow = narrow
        self._storefronts = storefronts

    def within_limits(self, method: str, handler: Any, *, streams: bool) -> Any:
        """The handler, told of a limited caller's limits as they are when it is asked."""
        return self._stream_within(handler) if streams else self._unary_within(method, handler)

    def _unary_within(self, method: str, handler: Handler) -> Handler:
        async def limited(request: Any, call: Call) -> Answer:
            if call.principal.is_limited:
                call.principal = await self._narrow(call.principal)
                if call.principal.storefront is not None:
                    answer: Answer = await self._storefronts.answer(method, request, call, handler)
                    return answer
            return await handler(request, call)

        return limited

    def _stream_within(self, handler: StreamHandler) -> StreamHandler:
        async def narrowed(request: Any, call: Call) -> AsyncGenerator[Answer, None]:
            call.principal = await self._narrow(call.principal)
            async with aclosing(handler(request, call)) as answers:
                async for answer in answers:
                    try:
                        yield answer
                    except NotRead as unread:
                        await answers.athrow(unread)

        def limited(request: Any, call: Call) -> AsyncGenerator[Answer, None]:
            return narrowed(request, call) if call.principal.is_limited else handler(request, call)

        return limited

    def before(
        self, handlers: Mapping[str, grpc.RpcMethodHandler[Any, Any]], scopes: Mapping[str, str]
    ) -> grpc.GenericRpcHandler[Any, Any]:
        """The handlers by their whole names (`/package.Service/Method`), each open to who has its scope."""
        return _Guarded(self, dict(handlers), dict(scopes))

    def before_all(self, inner: grpc.GenericRpcHandler[Any, Any], scope: str) -> grpc.GenericRpcHandler[Any, Any]:
        """A service that is not ours, open to who has the scope."""
        return _GuardedService(self, inner, scope)

    def open(
        self,
        method: str,
        scope: str,
        handler: grpc.RpcMethodHandler[Any, Any],
        metadata: Sequence[tuple[str, str | bytes]],
        *,
        by_certificate: bool = True,
    ) -> grpc.RpcMethodHandler[Any, Any]:
        """The handler, for whoever may call it, else one that refuses."""
        if self._mechanics.draining:
            return self._mechanics.denying(method, ShuttingDown())
        presented = None
        for name, value in metadata:
            if name == AUTHORIZATION:
                if presented is not None:
                    return self._mechanics.denying(method, CredentialsInvalid())
                presented = value
        try:
            if presented is None:
                if by_certificate and self._recognizes.knows_certificates:
                    return self._by_certificate(method, scope, handler)
                raise CredentialsMissing
            who = self._recognizes.bearer(_token(presented))
            if who.storefront is not None:
                shown_secret.set(_secret(metadata))
            self.admit(method, scope, who)
        except Refused as refusal:
            return self._mechanics.denying(method, refusal)
        except Exception as error:
            return self._mechanics.failing(method, error)
        return handler

    def admit(self, method: str, scope: str, who: Principal) -> None:
        """Let the task that runs answer this principal. Raises ScopeMissing."""
        if not admits(who, method, scope):
            raise ScopeMissing(scope)
        _caller.set(who)

    def _by_certificate(
        self, method: str, scope: str, handler: grpc.RpcMethodHandler[Any, Any]
    ) -> grpc.RpcMethodHandler[Any, Any]:
        """Only the call itself tells of its connection: it is looked at first thing, before a message is waited for."""
        own: Any = handler

        async def answer(_: Any, context: Any) -> None:
            try:
                self.admit(method, scope, self._recognizes.certificate(context.auth_context()))
            except Refused as refusal:
                await self._mechanics.deny(method, context, refusal)
            if own.stream_stream is not None:
                await own.stream_stream(_, context)
                return
            raw = await context.read()
            if raw is grpc.aio.EOF:  # type: ignore[attr-defined]
                return
            if own.unary_stream is not None:
                await own.unary_stream(raw, context)
            else:
                await context.write(await own.unary_unary(raw, context))

        return grpc.stream_stream_rpc_method_handler(answer)


def _token(presented: str | bytes) -> str:
    """What follows `Bearer`. Raises CredentialsInvalid for any other scheme."""
    text = presented if isinstance(presented, str) else presented.decode("latin-1")
    if text[: len(_SCHEME)].lower() != _SCHEME:
        raise CredentialsInvalid
    return text[len(_SCHEME) :].strip()


def _secret(metadata: Sequence[tuple[str, str | bytes]]) -> str:
    """What is shown for a hold; nothing where several are."""
    found = [value for name, value in metadata if name == HOLD_METADATA]
    return found[0] if len(found) == 1 and isinstance(found[0], str) else ""


class _Guarded(_Handlers):
    """Our own methods behind the gate."""

    def __init__(
        self, gate: Gate, handlers: Mapping[str, grpc.RpcMethodHandler[Any, Any]], scopes: Mapping[str, str]
    ) -> None:
        self._gate = gate
        self._methods = {name: (name.rpartition("/")[2], scopes[name], handler) for name, handler in handlers.items()}

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[Any, Any] | None:
        """The handler of a call; None for a method that is not one of these."""
        found = self._methods.get(handler_call_details.method)
        if found is None:
            return None
        return self._gate.open(*found, handler_call_details.invocation_metadata)


class _GuardedService(_Handlers):
    """Somebody else's methods behind the gate."""

    def __init__(self, gate: Gate, inner: grpc.GenericRpcHandler[Any, Any], scope: str) -> None:
        self._gate = gate
        self._inner = inner
        self._scope = scope

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[Any, Any] | None:
        """The handler of a call; None for a method that is not one of these."""
        handler = self._inner.service(handler_call_details)
        if handler is None:
            return None
        name = handler_call_details.method.rpartition("/")[2]
        # A certificate opens our own methods only: these are for people, who bring a key.
        metadata = handler_call_details.invocation_metadata
        return self._gate.open(name, self._scope, handler, metadata, by_certificate=False)


class Guarding:
    """A server as the helpers of standard services see it: whatever they add stands behind the gate."""

    def __init__(self, server: grpc.aio.Server, gate: Gate, scope: str) -> None:
        self._server = server
        self._gate = gate
        self._scope = scope

    def add_generic_rpc_handlers(self, handlers: Sequence[grpc.GenericRpcHandler[Any, Any]]) -> None:
        """Add them behind the gate."""
        self._server.add_generic_rpc_handlers(tuple(self._gate.before_all(one, self._scope) for one in handlers))

    def add_registered_method_handlers(self, *_: Any) -> None:
        """Nothing: the same methods come as generic ones too, and these would pass by the gate."""

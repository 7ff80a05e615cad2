"""The mechanics around every call, outermost first.

Figures and access log → sanitizer → drain gate → identity → deadline → size → decode → handler. They are one
function and not a chain of interceptors: each link of grpc.aio's chain costs as much as our own decoding does, and
its handlers decode outside, where a malformed message becomes UNKNOWN.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

import grpc
import grpc.aio
from google.protobuf.message import DecodeError, Message
from google.rpc import status_pb2

from holdfast_server.kernel.errors import DeadlinePassed, MalformedMessage, MessageTooLarge, Refused, ShuttingDown
from holdfast_server.kernel.principal import Principal
from holdfast_server.transport.call import Call
from holdfast_server.transport.errors import our_fault, status_of

log = logging.getLogger(__name__)

Handler = Callable[[Any, Call], Awaitable[Message | bytes]]
Authenticate = Callable[[grpc.aio.ServicerContext[Any, Any]], Principal]

_CODES: Final = {code.value[0]: code for code in grpc.StatusCode}
_DETAILS_KEY: Final = "grpc-status-details-bin"


@dataclass(slots=True)
class Figures:
    """Counts of what was answered, by method and code."""

    calls: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))


class Mechanics:
    """What all calls of one server share: identity, limits, the drain gate, the calls in flight."""

    def __init__(
        self,
        authenticate: Authenticate,
        *,
        default_deadline_seconds: float,
        max_deadline_seconds: float,
        max_message_bytes: int,
    ) -> None:
        self._authenticate = authenticate
        self._default_deadline = default_deadline_seconds
        self._max_deadline = max_deadline_seconds
        self._max_message_bytes = max_message_bytes
        self._in_flight = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.draining = False
        self.figures = Figures()

    async def wait_idle(self) -> None:
        """Return when no handler runs any more; gRPC's own stop returns before cancelled ones have unwound."""
        await self._idle.wait()

    def unary(self, method: str, request_type: type[Message], handler: Handler) -> grpc.RpcMethodHandler[Any, Any]:
        """A unary handler that takes and gives bytes, with all mechanics inside."""
        parse = request_type.FromString
        figures = self.figures
        authenticate = self._authenticate
        default_deadline, max_deadline = self._default_deadline, self._max_deadline
        max_message_bytes = self._max_message_bytes
        now = time.monotonic

        async def answer(raw: bytes, context: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
            started = now()
            code = "OK"
            self._in_flight += 1
            self._idle.clear()
            try:
                if self.draining:
                    raise ShuttingDown
                principal = authenticate(context)
                remaining = context.time_remaining()
                ours = remaining is None or remaining > max_deadline
                seconds = (default_deadline if remaining is None else max_deadline) if ours else remaining
                call = Call(principal, started + seconds, context.peer())
                if len(raw) > max_message_bytes:
                    raise MessageTooLarge(size=len(raw), limit=max_message_bytes)
                try:
                    request = parse(raw)
                except DecodeError:
                    raise MalformedMessage from None
                if ours:
                    try:
                        async with asyncio.timeout(seconds):
                            response = await handler(request, call)
                    except TimeoutError:
                        raise DeadlinePassed from None
                else:
                    # The client's own deadline: gRPC ends the call, and cancels this handler, when it passes.
                    response = await handler(request, call)
                return response if isinstance(response, bytes) else response.SerializeToString()
            except Refused as refusal:
                code = refusal.code
                await self._refuse(method, context, status_of(refusal), refusal.reason)
            except asyncio.CancelledError:
                code = "CANCELLED"
                raise
            except Exception as error:
                code = "INTERNAL"
                await self._refuse(method, context, our_fault(method, error), "UNEXPECTED")
            finally:
                figures.calls[method, code] += 1
                figures.seconds[method] += now() - started
                self._in_flight -= 1
                if not self._in_flight:
                    self._idle.set()
            raise AssertionError("abort returned")

        return grpc.unary_unary_rpc_method_handler(answer)

    async def _refuse(
        self, method: str, context: grpc.aio.ServicerContext[bytes, bytes], status: status_pb2.Status, reason: str
    ) -> None:
        if log.isEnabledFor(logging.DEBUG):
            log.debug("refused", extra={"method": method, "reason": reason})
        await context.abort(_CODES[status.code], status.message, ((_DETAILS_KEY, status.SerializeToString()),))

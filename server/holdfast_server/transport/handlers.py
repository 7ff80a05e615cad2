"""The mechanics around every call, outermost first.

Figures and access log → sanitizer → drain gate → identity → deadline → rate → admission → size → decode → handler.
They are one function per kind of call and not a chain of interceptors: each link of grpc.aio's chain costs as much as
our own decoding does, and its handlers decode outside, where a malformed message becomes UNKNOWN.

A stream has no deadline but its client's. It ends when the server leaves, and when the client does not read: what
waits for such a client is one message and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from typing import Any, Final

import grpc
import grpc.aio
from google.protobuf.message import DecodeError, Message
from google.rpc import status_pb2

from holdfast_server.kernel.errors import (
    CredentialsInvalid,
    DeadlinePassed,
    MalformedMessage,
    MessageTooLarge,
    Refused,
    ShuttingDown,
    TooManyStreams,
    WatchTooSlow,
)
from holdfast_server.kernel.principal import Principal
from holdfast_server.transport.access import AccessLog
from holdfast_server.transport.admission import Pace, Rates
from holdfast_server.transport.call import Call
from holdfast_server.transport.errors import PUSHBACK_KEY, our_fault, told, trailers_of
from holdfast_server.transport.figures import Figures
from holdfast_server.transport.streams import NotRead

log = logging.getLogger(__name__)

Answer = Message | bytes
Handler = Callable[[Any, Call], Awaitable[Answer]]
StreamHandler = Callable[[Any, Call], AsyncGenerator[Answer, None]]
"""Takes a request, or an iterator of requests, and yields answers."""
Context = grpc.aio.ServicerContext[Any, Any]
Authenticate = Callable[[Context], Principal]
Around = Callable[[str, Any], Any]
"""Takes a method's name and what answers it in bytes; gives what is to answer it: tracing, where somebody wants it."""

_CODES: Final = {code.value[0]: code for code in grpc.StatusCode}
_EOF: Final = grpc.aio.EOF  # type: ignore[attr-defined]
_CLIENT_GONE: Final = (grpc.aio.UsageError, grpc.aio.InternalError)
"""What writing to a client that has gone may raise, besides the cancellation of the handler."""
UNEXPECTED: Final = "UNEXPECTED"
_PUSHBACK: Final = (PUSHBACK_KEY, "500")
"""When a client may try again that was told that we are leaving: after we have closed its connection, so that it goes
elsewhere. By itself it would come back at once, over the same connection, until its attempts are used up."""
PARTING_SECONDS: Final = 1.0
"""How long the status of a stream may wait for a client that does not read."""


class Mechanics:
    """What all calls of one server share: identity, limits, the drain gate, the calls in flight."""

    def __init__(
        self,
        authenticate: Authenticate,
        *,
        default_deadline_seconds: float,
        max_deadline_seconds: float,
        max_message_bytes: int,
        max_streams: int = 512,
        stall_seconds: float = 30.0,
        access_log: AccessLog | None = None,
        around: Around | None = None,
        rates: Rates | None = None,
        sheds: bool = True,
    ) -> None:
        self._authenticate = authenticate
        self._default_deadline = default_deadline_seconds
        self._max_deadline = max_deadline_seconds
        self._max_message_bytes = max_message_bytes
        self._max_streams = max_streams
        self._stall_seconds = stall_seconds
        self._rates = Rates() if rates is None else rates
        self._sheds = sheds
        self._in_flight = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._streams: dict[asyncio.Timeout, Principal] = {}
        self._unwelcome: set[asyncio.Timeout] = set()
        self._access_log = access_log
        self._around = around or _as_it_is
        self.draining = False
        self.figures = Figures()

    @property
    def in_flight(self) -> int:
        """Calls that are being answered, streams included."""
        return self._in_flight

    @property
    def streams(self) -> int:
        """Streams that are open."""
        return len(self._streams)

    async def wait_idle(self) -> None:
        """Return when no handler runs any more; gRPC's own stop returns before cancelled ones have unwound."""
        await self._idle.wait()

    def drain(self) -> None:
        """Refuse every new call, and end the streams: whoever reads one resumes it elsewhere."""
        self.draining = True
        for stream in self._streams:
            stream.reschedule(asyncio.get_running_loop().time())

    def end_streams(self, is_welcome: Callable[[Principal], bool]) -> None:
        """End the streams of those whose credential is good no more."""
        for stream, principal in self._streams.items():
            if not is_welcome(principal):
                self._unwelcome.add(stream)
                stream.reschedule(asyncio.get_running_loop().time())

    # --- kinds of calls ---------------------------------------------------------------------------

    def unary(self, method: str, request_type: type[Message], handler: Handler) -> grpc.RpcMethodHandler[Any, Any]:
        """A unary handler that takes and gives bytes, with all mechanics inside."""
        parse = request_type.FromString
        figures = self.figures.of(method)
        access_log = self._access_log
        authenticate = self._authenticate
        default_deadline, max_deadline = self._default_deadline, self._max_deadline
        max_message_bytes = self._max_message_bytes
        now = time.monotonic
        rates, limits_all, sheds = self._rates, self._rates.limits_all, self._sheds
        pace = Pace()

        async def answer(raw: bytes, context: Context) -> bytes:
            started = now()
            code, reason = "OK", ""
            call = request = None
            is_let_in = False
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
                if limits_all or principal.storefront is not None:
                    rates.check(principal, call.caller, started)
                if sheds:
                    pace.check(seconds)
                pace.in_flight += 1
                is_let_in = True
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
                code, reason = refusal.code, refusal.reason
                await self._refuse(method, context, told(method, refusal), reason)
            except asyncio.CancelledError:
                code = "CANCELLED"
                raise
            except Exception as error:
                code, reason = "INTERNAL", UNEXPECTED
                await self._refuse(method, context, our_fault(method, error), reason)
            finally:
                ended = now()
                seconds = ended - started
                figures.answered(code, reason)
                figures.seconds.add(seconds)
                if access_log is not None and access_log.wants(code):
                    access_log.tell(method, code, reason, seconds, context, call, request)
                if is_let_in:
                    pace.in_flight -= 1
                    if code != "CANCELLED":
                        pace.answered(ended)
                self._in_flight -= 1
                if not self._in_flight:
                    self._idle.set()
            raise AssertionError("abort returned")

        return grpc.unary_unary_rpc_method_handler(self._around(method, answer))

    def unary_stream(
        self, method: str, request_type: type[Message], handler: StreamHandler
    ) -> grpc.RpcMethodHandler[Any, Any]:
        """A handler that takes the bytes of one request and writes a stream of answers."""

        async def answer(raw: bytes, context: Context) -> None:
            await self._stream(method, context, lambda call: handler(self._decoded(request_type, raw), call))

        return grpc.unary_stream_rpc_method_handler(self._around(method, answer))

    def stream_stream(
        self, method: str, request_type: type[Message], handler: StreamHandler
    ) -> grpc.RpcMethodHandler[Any, Any]:
        """A handler that reads a stream of requests while it writes a stream of answers."""

        async def requests(context: Context, call: Call) -> AsyncIterator[Message]:
            while (raw := await context.read()) is not _EOF:
                await self._in_time(call)
                yield self._decoded(request_type, raw)

        async def answer(_: Any, context: Context) -> None:
            await self._stream(method, context, lambda call: handler(requests(context, call), call))

        return grpc.stream_stream_rpc_method_handler(self._around(method, answer))

    async def _in_time(self, call: Call) -> None:
        """Each operation of a stream counts as a call; one that comes too early waits, and what is behind it does."""
        while True:
            early = self._rates.wait(call.principal, call.caller, time.monotonic())
            if not early:
                return
            await asyncio.sleep(early)

    # --- refusals before the call -----------------------------------------------------------------

    def denying(self, method: str, refusal: Refused) -> grpc.RpcMethodHandler[Any, Any]:
        """A handler for any kind of call that reads nothing of it and refuses it at once."""

        async def answer(_: Any, context: Context) -> None:
            await self.deny(method, context, refusal)

        return grpc.stream_stream_rpc_method_handler(answer)

    def failing(self, method: str, error: Exception) -> grpc.RpcMethodHandler[Any, Any]:
        """The same for what is our own fault."""

        async def answer(_: Any, context: Context) -> None:
            self.figures.of(method).answered("INTERNAL", UNEXPECTED)
            await self._refuse(method, context, our_fault(method, error), UNEXPECTED)

        return grpc.stream_stream_rpc_method_handler(answer)

    async def deny(self, method: str, context: Context, refusal: Refused) -> None:
        """Refuse a call that nothing was read of. Never returns."""
        self.figures.of(method).answered(refusal.code, refusal.reason)
        if self._access_log is not None and self._access_log.wants(refusal.code):
            self._access_log.tell(method, refusal.code, refusal.reason, 0.0, context)
        await self._refuse(method, context, told(method, refusal), refusal.reason)

    # --- one stream -------------------------------------------------------------------------------

    async def _stream(
        self, method: str, context: Context, answers: Callable[[Call], AsyncGenerator[Answer, None]]
    ) -> None:
        """One stream from its first to its last message, with all that surrounds a call."""
        started = time.monotonic()
        code, reason = "OK", ""
        self._in_flight += 1
        self._idle.clear()
        try:
            try:
                await self._open(context, answers)
            except Refused as refusal:
                code, reason = refusal.code, refusal.reason
                await self._part(method, context, told(method, refusal), reason)
            except _CLIENT_GONE:
                code = "CANCELLED"
            except Exception as error:
                code, reason = "INTERNAL", UNEXPECTED
                await self._part(method, context, our_fault(method, error), reason)
        except asyncio.CancelledError:
            code = "CANCELLED"
            raise
        finally:
            self.figures.of(method).answered(code, reason)
            if self._access_log is not None and self._access_log.wants(code):
                self._access_log.tell(method, code, reason, time.monotonic() - started, context)
            self._in_flight -= 1
            if not self._in_flight:
                self._idle.set()

    async def _open(self, context: Context, answers: Callable[[Call], AsyncGenerator[Answer, None]]) -> None:
        if self.draining:
            raise ShuttingDown
        principal = self._authenticate(context)
        now = time.monotonic()
        remaining = context.time_remaining()
        call = Call(
            principal,
            math.inf if remaining is None else now + remaining,
            context.peer(),
            operation_seconds=self._default_deadline,
        )
        self._rates.check(principal, call.caller, now)
        if len(self._streams) >= self._max_streams:
            raise TooManyStreams(self._max_streams)
        stream = asyncio.timeout(None)  # rescheduled by `drain` and `end_streams`, and by nobody else
        self._streams[stream] = principal
        try:
            async with stream:
                await self._write_all(context, answers(call))
        except TimeoutError:
            if not stream.expired():
                raise
            raise (CredentialsInvalid if stream in self._unwelcome else ShuttingDown) from None
        finally:
            self._streams.pop(stream, None)
            self._unwelcome.discard(stream)

    async def _write_all(self, context: Context, answers: AsyncGenerator[Answer, None]) -> None:
        """Write until the handler ends, or the client does not take a message in time.

        A write waits while as much as may lie unread does. The limit is set anew for each one, and is off while the
        handler works.
        """
        now = asyncio.get_running_loop().time
        limit = asyncio.timeout(None)
        async with aclosing(answers):
            try:
                async with limit:
                    async for answer in answers:
                        raw = answer if isinstance(answer, bytes) else answer.SerializeToString()
                        limit.reschedule(now() + self._stall_seconds)
                        await context.write(raw)
                        limit.reschedule(None)
            except TimeoutError:
                if not limit.expired():
                    raise
                # The handler says where to go on; one that takes no notice is ended here.
                with suppress(NotRead, StopAsyncIteration):
                    await answers.athrow(NotRead())
                raise WatchTooSlow("") from None

    def _decoded(self, request_type: type[Message], raw: bytes) -> Message:
        if len(raw) > self._max_message_bytes:
            raise MessageTooLarge(size=len(raw), limit=self._max_message_bytes)
        try:
            return request_type.FromString(raw)
        except DecodeError:
            raise MalformedMessage from None

    # --- the end ----------------------------------------------------------------------------------

    async def _part(self, method: str, context: Context, status: status_pb2.Status, reason: str) -> None:
        """Tell a stream's client why it ends, if it can be told; a client that has gone needs no answer."""
        with suppress(TimeoutError, *_CLIENT_GONE):
            async with asyncio.timeout(PARTING_SECONDS):
                await self._refuse(method, context, status, reason)

    async def _refuse(self, method: str, context: Context, status: status_pb2.Status, reason: str) -> None:
        if log.isEnabledFor(logging.DEBUG):
            log.debug("refused", extra={"method": method, "reason": reason})
        trailers = trailers_of(status)
        if reason == ShuttingDown.reason:
            trailers += (_PUSHBACK,)
        await context.abort(_CODES[status.code], status.message, trailers)


def _as_it_is(_: str, answer: Any) -> Any:
    return answer

"""What a handler knows of the call that it answers, besides the message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeVar

from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Mutation, Submission

R = TypeVar("R")

_FINGERPRINT_VERSION: Final = b"\x01"


@dataclass(slots=True)
class Call:
    """One call: who makes it, until when it is wanted (event loop seconds), whose turn it takes in queues."""

    principal: Principal
    deadline: float
    caller: str
    operation_seconds: float = 5.0
    """How long one operation of a stream may take."""
    created_by: str = ""
    """Who a reservation is said to be made by, where that is not for the caller to say."""

    def operation(self) -> Call:
        """One operation of a stream: a call of its own, which does not wait as long as the stream may."""
        latest = asyncio.get_running_loop().time() + self.operation_seconds
        return Call(self.principal, min(self.deadline, latest), self.caller)

    def method_of(self, request: Any) -> str:
        """The method; a limited caller's request ids are its own, so that no answer for another one is replayed."""
        name: str = request.DESCRIPTOR.name.removesuffix("Request")
        return f"{name} by {self.principal.subject}" if self.principal.is_limited else name

    def submission(
        self, request: Any, response_type: type[Any], respond: Callable[[R], Any], *, chosen_id: str = ""
    ) -> Submission[R]:
        """How `request` travels. `respond` makes the response message; its `mutation` is filled in here.

        The method is the request's own name without "Request": an entry of a batch and the unary call are the
        same method, so that one may be retried as the other. A request without an id of its own and without a
        caller-chosen id of what it creates needs no fingerprint.
        """

        def answer(result: R, mutation: Mutation) -> bytes:
            response = respond(result)
            info = response.mutation
            info.posting_id = mutation.posting_id
            info.commit_token = mutation.commit_token
            info.replayed = mutation.replayed
            return bytes(response.SerializeToString())

        def replay(stored: bytes) -> bytes:
            response = response_type.FromString(stored)
            response.mutation.replayed = True
            return bytes(response.SerializeToString())

        validate_only = getattr(request, "validate_only", False)
        request_id = "" if validate_only else request.request_id
        return Submission(
            method=self.method_of(request),
            request_id=request_id,
            fingerprint=fingerprint(request) if request_id or chosen_id else b"",
            answer=answer,
            replay=replay,
            deadline=self.deadline,
            caller=self.caller,
            size=request.ByteSize(),
            validate_only=validate_only,
        )


def fingerprint(request: Any) -> bytes:
    """A digest of what the request asks for: the same for every client language and every repetition.

    The message is serialised anew, deterministically, without its `request_id` and without fields that this
    server does not know; the first byte is the version of this rule. The request loses the latter, and stays as it is
    otherwise.
    """
    request.DiscardUnknownFields()
    request_id, validate_only = request.request_id, getattr(request, "validate_only", False)
    request.ClearField("request_id")
    if validate_only:
        request.ClearField("validate_only")
    canonical = request.SerializeToString(deterministic=True)
    request.request_id = request_id
    if validate_only:
        request.validate_only = True
    return _FINGERPRINT_VERSION + sha256(canonical).digest()

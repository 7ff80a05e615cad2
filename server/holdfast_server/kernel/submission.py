"""How a mutating request travels: its idempotency, its deadline, and how its answer is put into bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")


class Mutation(NamedTuple):
    """What every answer of a mutation says of its transaction."""

    posting_id: str
    commit_token: str
    replayed: bool


class Submission(NamedTuple, Generic[R]):
    """Everything about a request that is not its content.

    `answer` turns the result into the bytes of the response; `replay` turns such bytes, stored with the effect,
    into those of a replayed response. `fingerprint` is the digest of the canonical request without its id.
    `deadline` is in seconds of the event loop's clock; `caller` is whose turn it is in the queue. `validate_only`
    wants everything decided and nothing kept; such a request has no id.
    """

    method: str
    request_id: str
    fingerprint: bytes
    answer: Callable[[R, Mutation], bytes]
    replay: Callable[[bytes], bytes]
    deadline: float
    caller: str
    size: int
    validate_only: bool = False


def unasked(method: str, deadline: float, caller: str) -> Submission[None]:
    """That of work which nobody called for: no request id, and an answer that nobody reads."""
    return Submission(method, "", b"", lambda *_: b"", lambda stored: stored, deadline, caller, 0)

"""What clients were told, call by call: ok, refused or unknown. With it the books are checked from outside.

A call is known by its request id, or by the mark that it leaves in the ledger where it has none. A call whose outcome
is unknown is settled by asking again with the same request id; one that has no id stays unknown: it may have had its
effect, once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any

import grpc
import psycopg

from tests.support.refusals import read_error

SETTLE_SECONDS = 60.0
"""How long an outcome may stay unknown after everything is well again."""
STOCKED, RESERVED = 1, 2
Key = tuple[str, str]
"""(method, request id), or (method, mark) where there is no id."""
Moves = Mapping[tuple[str, str, int], int]
"""Units by (item, location, bucket)."""


class Outcome(Enum):
    """What a client knows of a call."""

    OK = "ok"
    REFUSED = "refused"
    UNKNOWN = "unknown"


AMBIGUOUS = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.UNKNOWN,
        grpc.StatusCode.INTERNAL,
    }
)
"""After these a call may have had its effect."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One call, sent once."""

    method: str
    request: Any
    outcome: Outcome
    answer: Any
    code: str
    reason: str
    started: float
    ended: float

    @property
    def key(self) -> Key:
        """By what its effect is found."""
        return key_of(self.request)


def method_of(request: Any) -> str:
    """The RPC that takes such a request."""
    return type(request).__name__.removesuffix("Request")


def key_of(request: Any) -> Key:
    """By what the effect of a request is found."""
    return method_of(request), request.request_id or getattr(request, "reason_detail", "")


@dataclass(slots=True)
class Baseline:
    """What stood in the database before: nobody is asked to account for it."""

    postings: frozenset[str] = frozenset()
    requests: frozenset[Key] = frozenset()


def baseline_of(url: str) -> Baseline:
    """Everything that stands there now."""
    with psycopg.connect(url) as connection:
        postings = connection.execute("SELECT DISTINCT posting_id FROM movements").fetchall()
        requests = connection.execute("SELECT method, request_id FROM requests").fetchall()
    return Baseline(frozenset(row[0] for row in postings), frozenset((row[0], row[1]) for row in requests))


@dataclass(slots=True)
class History:
    """Every call of some clients, from an instant on. Many threads write it."""

    tenant_id: str = "default"
    baseline: Baseline = field(default_factory=Baseline)
    calls: list[Recorded] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """What made a client give up: an answer that it must never get."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def call(self, send: Callable[..., Any], request: Any, *, timeout: float = 5, wait_for_ready: bool = True) -> Any:
        """The answer; a status is raised as it is. Either way it is written down."""
        started = time.monotonic()
        try:
            answer = send(request, timeout=timeout, wait_for_ready=wait_for_ready)
        except grpc.RpcError as error:
            self.failed(request, error, started)
            raise
        self.answered(request, answer, started)
        return answer

    def answered(self, request: Any, answer: Any, started: float) -> None:
        """A call was answered."""
        self._add(Recorded(method_of(request), request, Outcome.OK, answer, "OK", "", started, time.monotonic()))

    def failed(self, request: Any, error: Any, started: float) -> None:
        """A call ended with a status."""
        code = error.code()
        outcome = Outcome.UNKNOWN if code in AMBIGUOUS else Outcome.REFUSED
        reason = read_error(error).reason if outcome is Outcome.REFUSED else ""
        self._add(Recorded(method_of(request), request, outcome, None, code.name, reason, started, time.monotonic()))

    def _add(self, call: Recorded) -> None:
        with self._lock:
            self.calls.append(call)

    def by_key(self) -> dict[Key, list[Recorded]]:
        """Every sending of each call, in the order in which they ended."""
        found: dict[Key, list[Recorded]] = {}
        for one in sorted(self.calls, key=lambda call: call.ended):
            found.setdefault(one.key, []).append(one)
        return found

    def count(self, outcome: Outcome) -> int:
        """How many sendings ended so."""
        return sum(call.outcome is outcome for call in self.calls)

    def unsettled(self) -> list[Any]:
        """Requests with an id that nobody knows the outcome of."""
        return [
            calls[-1].request
            for calls in self.by_key().values()
            if calls[-1].request.request_id and all(call.outcome is Outcome.UNKNOWN for call in calls)
        ]

    def settle(self, stub_of: Callable[[str], Callable[..., Any]]) -> None:
        """Ask again, with the same ids, until every outcome is known."""
        give_up = time.monotonic() + SETTLE_SECONDS
        while waiting := self.unsettled():
            assert time.monotonic() < give_up, f"{len(waiting)} outcomes stay unknown, such as {key_of(waiting[0])}"
            for request in waiting:
                try:
                    self.call(stub_of(method_of(request)), request)
                except grpc.RpcError:
                    time.sleep(0.01)

    def longest_silence(self, since: float, until: float) -> float:
        """The longest time between two instants in which nobody at all was answered, in seconds."""
        heard = sorted(call.ended for call in self.calls if call.outcome is not Outcome.UNKNOWN)
        inside = [since, *(at for at in heard if since < at < until), until]
        return max(later - earlier for earlier, later in pairwise(inside))


def expected_moves(request: Any) -> Moves | None:
    """What an accepted request moves, told from the request alone; None where that cannot be told from it."""
    moves: dict[tuple[str, str, int], int] = {}
    match method_of(request):
        case "AdjustInventory":
            _add_up(
                moves,
                (((one.inventory_item_id, one.location_id, one.bucket or STOCKED), one.delta) for one in request.lines),
            )
        case "CreateReservation" if not request.replaces_reservation_id:
            lines = request.lines
            if any(not (line.inventory_item_id and line.location_id) for line in lines):
                return None
            _add_up(moves, (((line.inventory_item_id, line.location_id, RESERVED), line.quantity) for line in lines))
        case _:
            return None
    return {key: delta for key, delta in moves.items() if delta}


def _add_up(sums: dict[tuple[str, str, int], int], parts: Iterable[tuple[tuple[str, str, int], int]]) -> None:
    for key, delta in parts:
        sums[key] = sums.get(key, 0) + delta

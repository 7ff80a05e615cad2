"""What travels: a posting names what it needs and decides purely; a decision says what is to be written."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission
from holdfast_server.ledger.model import NO_CAUSE, Allocation, Cause, Header, Level, Move, StockKey

if TYPE_CHECKING:
    from holdfast_server.engine.world import World

R = TypeVar("R")
T = TypeVar("T")

Statement = tuple[str, Sequence[Any]]
RowTuple = Sequence[Any]


class Lock(IntEnum):
    """How a master row is held while the posting is decided."""

    SHARE = 1
    """It must not change or be deleted meanwhile (a level is being created on it)."""
    UPDATE = 2
    """This posting may change or delete it."""


class Kind(Generic[T]):
    """A sort of thing that a slice lets postings look up or lock; a name with the type of what is found."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"Kind({self.name})"


@dataclass(frozen=True, slots=True)
class Source(Generic[T]):
    """How the engine finds things of one kind; slices make them, wiring hands them to the engine.

    `read` is run after all locks are held and may be given ids that do not exist. `lock` locks rows in the order
    of their ids, for kinds that are master rows. `load` turns a row into (id, thing). `changed` is the last
    instant at which the thing was written, so that a later decision is also later in time.
    """

    kind: Kind[T]
    read: Callable[[str, Sequence[str]], Statement]
    load: Callable[[RowTuple], tuple[str, T]]
    lock: Callable[[str, Sequence[str], Lock], Statement] | None = None
    changed: Callable[[T], datetime] | None = None


LEDGER_ORDER: Final = 50
"""Writers below this order run before the ledger's own rows (what levels refer to), the others after them."""


class Writer:
    """How rows of one sort reach their table: all records of a transaction in as few statements as possible.

    `order` sorts writers within the transaction, around `LEDGER_ORDER`. Records are keyed; a later decision's
    record of the same key replaces an earlier one, so a row is written once.
    """

    __slots__ = ("order", "statements")

    def __init__(self, order: int, statements: Callable[[str, Sequence[Any]], Sequence[Statement]]) -> None:
        self.order = order
        self.statements = statements


class Row(NamedTuple):
    """One record for a writer."""

    writer: Writer
    key: Hashable
    record: Any


class Event(NamedTuple):
    """Something that happened, as it will be told to watchers: a type, the resource, and plain values.

    Who did it and by which request is filled in when the decision is accepted.
    """

    type: str
    resource: str
    payload: Mapping[str, Any]
    request_id: str = ""
    actor: str = ""
    posting_id: str = ""


@dataclass(slots=True)
class Decision(Generic[R]):
    """What a posting's decision comes to. Empty but for `result`, it changes nothing.

    `begins` are levels that come into being with it; `settled` are levels whose settings or life it changes
    (fresh objects). `opens` are new reservations with their claims; `headers` and `claims` replace those of the
    same id, `texts` are headers whose texts change as well, `adds` are new claims of reservations that exist.
    `facts` tell later decisions of the same transaction what this one changed. `replayed` says that the result was
    there before: nothing is written for it, but the answer waits for a commit all the same.

    At levels in `may_leave_short` less stock than claims may be left. `overtakes` are claims that took stock which
    older ones waited for. `keeps_lapsed` wants the settling of lapsed holds to be kept even if nothing else is.
    """

    result: R
    moves: Sequence[Move] = ()
    cause: Cause = NO_CAUSE
    may_leave_short: Container[StockKey] = frozenset()
    begins: Sequence[Level] = ()
    settled: Sequence[Level] = ()
    opens: Sequence[tuple[Header, Sequence[Allocation]]] = ()
    headers: Sequence[Header] = ()
    texts: Sequence[Header] = ()
    claims: Sequence[Allocation] = ()
    adds: Sequence[Allocation] = ()
    overtakes: Sequence[Allocation] = ()
    facts: Sequence[tuple[Kind[Any], str, Any]] = ()
    rows: Sequence[Row] = ()
    events: Sequence[Event] = ()
    replayed: bool = False
    keeps_lapsed: bool = False

    @property
    def has_effect(self) -> bool:
        """Whether anything is to be written."""
        return bool(
            self.moves
            or self.begins
            or self.settled
            or self.opens
            or self.headers
            or self.claims
            or self.adds
            or self.rows
            or self.events
            or self.keeps_lapsed
        )


@dataclass(slots=True, eq=False)
class Posting(Generic[R]):
    """One request on its way through the engine.

    It names the aggregates that it needs, so that they can be locked before it is asked: reservations by id,
    levels by key, master rows with the strength of the lock, and all levels of an item or a location. `facts`
    are read under the locks. `decide` is pure and synchronous; it raises a `Refused` to say no. The submission's
    `answer` is asked at once, while the world is as this posting left it. What a decision finds to be missing it
    asks of `World.need`, and is made again in the next transaction.
    """

    principal: Principal
    submission: Submission[R]
    decide: Callable[[World], Decision[R]]
    levels: Sequence[StockKey] = ()
    reservations: Sequence[str] = ()
    masters: Sequence[tuple[Kind[Any], str, Lock]] = ()
    facts: Sequence[tuple[Kind[Any], str]] = ()
    levels_of_item: str | None = None
    levels_of_location: str | None = None
    wants_coverage: bool = False
    # The engine's own note: every level that it found the posting to need.
    level_keys: tuple[StockKey, ...] = field(default=())
    # The note of whoever follows it; nothing depends on it.
    origin: Any = None

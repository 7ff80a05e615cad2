"""Who is let in when more is asked than can be done: refused early, a call costs a fraction of one that is given up.

Two looks before anything of a call is read: whether its caller comes more often than it may, and whether those before
it leave time for it. How many postings, shared reads and other reads wait is looked at where they wait.
"""

from __future__ import annotations

from typing import Final

from holdfast_server.kernel.errors import Overloaded, RateLimited
from holdfast_server.kernel.principal import Principal
from holdfast_server.transport.storefront import peer_of

FEW: Final = 32
"""So many calls of one method may be on their way whatever is expected of them."""
WINDOW_SECONDS: Final = 0.1
WEIGHT: Final = 0.3
"""Of the newest window in the moving average."""
SHARE: Final = 0.5
"""What part of its time a call may be expected to wait: the rest is for itself, and for what was not foreseen."""
BURST_SECONDS: Final = 2.0
MAX_CALLERS: Final = 10_000


class Pace:
    """How fast one method's calls are answered, and so how long one that comes now would take.

    As many as are on their way are answered before it: it takes their number times the time from one answer to the
    next (Little's law), wherever they wait. Methods are looked at apart, so that one which waits for a lock is in no
    other's way. Only windows with many calls in them tell of what the server can do: in others it waits for callers.
    """

    __slots__ = ("_answered", "_began", "_was_busy", "due", "in_flight", "seconds")

    def __init__(self) -> None:
        self.in_flight = 0
        self.seconds = 0.0
        """From one answer to the next, while the server has all it can do; 0 while it never had."""
        self.due = 0.0
        """When the window ends: with the first answer after this."""
        self._answered = 0
        self._began = 0.0
        self._was_busy = False

    def check(self, remaining: float) -> None:
        """Raise Overloaded where a call with so many seconds left would likely come too late."""
        if self.in_flight > FEW and self.in_flight * self.seconds > SHARE * remaining:
            raise Overloaded

    def answered(self, now: float) -> None:
        """Count an answer; one that nobody waited for any more is none."""
        self._answered += 1
        if now >= self.due:
            self._reckon(now)

    def _reckon(self, now: float) -> None:
        is_busy = self.in_flight >= FEW
        found = (now - self._began) / self._answered
        if is_busy and self._was_busy:
            # One long silence is not what the next second will be like.
            found = min(found, 2 * self.seconds) if self.seconds else found
            self.seconds += (WEIGHT if self.seconds else 1.0) * (found - self.seconds)
        elif found < self.seconds:
            self.seconds = found
        self._answered = 0
        self._began = now
        self._was_busy = is_busy
        self.due = now + WINDOW_SECONDS


class Rates:
    """How often each caller may call, in this process. 0 is no limit.

    A publishable key is in everybody's hands: it is limited for each host that comes with it.
    """

    def __init__(self, per_second: int = 0, publishable_per_second: int = 0) -> None:
        self.limits_all = per_second > 0
        self._per_second = per_second
        self._publishable = publishable_per_second
        self._spent: dict[tuple[str, ...], float] = {}

    def __len__(self) -> int:
        return len(self._spent)

    def wait(self, who: Principal, peer: str, now: float) -> float:
        """Count a call. How many seconds it is too early; one that is so is not counted."""
        caller: tuple[str, ...] = (who.tenant_id, who.subject)
        rate = self._per_second
        if who.storefront is not None:
            rate, caller = self._publishable, (who.tenant_id, who.subject, peer_of(peer))
        if not rate:
            return 0.0
        # What was spent is paid back as time goes by: when all of it is, and how far off that may be.
        paid = max(self._spent.get(caller, 0.0), now)
        early = paid + 1 / rate - now - max(BURST_SECONDS, 1 / rate)
        if early > 1e-9:
            return early
        if len(self._spent) >= MAX_CALLERS:
            self._forget(now)
        self._spent[caller] = paid + 1 / rate
        return 0.0

    def check(self, who: Principal, peer: str, now: float) -> None:
        """Raise RateLimited for a call that comes too early."""
        early = self.wait(who, peer, now)
        if early:
            limit = self._per_second if who.storefront is None else self._publishable
            raise RateLimited("calls per second", limit, retry_after_seconds=early)

    def _forget(self, now: float) -> None:
        """Those who have nothing to pay back; where all have, those who have least."""
        owing = sorted(((paid, caller) for caller, paid in self._spent.items() if paid > now), reverse=True)
        self._spent = {caller: paid for paid, caller in owing[: MAX_CALLERS // 2]}

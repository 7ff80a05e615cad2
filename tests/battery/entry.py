"""`holdfast` with faults built in: what the battery starts where a fault has to happen inside of the process.

    python -m tests.battery.entry serve …

The product has no hooks for this: its functions are wrapped here, before it starts. Failpoints are armed by a file
(`BATTERY_FAULTS`) that is read whenever one is reached: `<step> <before|after> <action> <times>`; each firing is
written to the same path with `.fired`. `BATTERY_CLOCK` moves the clock of the process by so many seconds; with
`jump` it moves again and again, an hour either way.
"""

from __future__ import annotations

import asyncio
import datetime as real_datetime
import os
import random
import socket
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

STEPS = ("aggregates", "lock", "settle", "decide", "write", "commit", "answer", "publish")
SIDES = ("before", "after")
ACTIONS = ("raise", "exit", "sleep", "drop")
SLEEP_SECONDS = 0.3


class Failpoint(RuntimeError):
    """What a failpoint raises: a bug that the product knows nothing of."""


class _Faults:
    """What is armed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fired = path.with_suffix(".fired")
        self._count = 0

    def due(self, step: str, side: str) -> str:
        """The action to take here, or nothing."""
        try:
            armed = self._path.read_text().split()
        except FileNotFoundError:
            return ""
        if len(armed) != 4 or armed[:2] != [step, side] or int(armed[3]) <= 0:
            return ""
        self._path.write_text(f"{step} {side} {armed[2]} {int(armed[3]) - 1}")
        with self._fired.open("a") as fired:
            fired.write(f"{step} {side} {armed[2]}\n")
        return armed[2]


async def _act(action: str, connection: Any) -> None:
    match action:
        case "raise":
            raise Failpoint("failpoint")
        case "exit":
            os._exit(7)
        case "sleep":
            await asyncio.sleep(SLEEP_SECONDS)
        case "drop":
            if connection is not None and not connection.closed:
                dropped = socket.socket(fileno=os.dup(connection.pgconn.socket))
                dropped.shutdown(socket.SHUT_RDWR)
                dropped.close()


def _act_now(action: str) -> None:
    match action:
        case "raise":
            raise Failpoint("failpoint")
        case "exit":
            os._exit(7)
        case "sleep":
            time.sleep(SLEEP_SECONDS)


def arm(faults: _Faults) -> None:
    """Wrap every step of the engine's transaction, its answer, and the relay's."""
    # Modules as plain objects, since their names are replaced.
    batcher: Any = import_module("holdfast_server.engine.batcher")
    transaction: Any = import_module("holdfast_server.engine.transaction")
    events_store: Any = import_module("holdfast_server.events.store")

    def around(step: str, method: Callable[..., Any], connection_at: int) -> Callable[..., Any]:
        async def wrapped(*args: Any, **kwargs: Any) -> Any:
            connection = args[connection_at]
            await _act(faults.due(step, "before"), connection)
            result = await method(*args, **kwargs)
            await _act(faults.due(step, "after"), connection)
            return result

        return wrapped

    def around_now(step: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            _act_now(faults.due(step, "before"))
            result = method(*args, **kwargs)
            _act_now(faults.due(step, "after"))
            return result

        return wrapped

    kind: Any = transaction.Transaction
    kind._lock_aggregates = around("aggregates", kind._lock_aggregates, 1)
    kind._lock_levels_and_read = around("lock", kind._lock_levels_and_read, 1)
    kind._settle = around("settle", kind._settle, 1)
    kind._decide = around_now("decide", kind._decide)
    kind._writes = around_now("write", kind._writes)
    lane: Any = batcher.Lane
    lane._tell = around_now("answer", lane._tell)
    plain = transaction.run_pipeline

    async def committing(connection: Any, statements: Any) -> Any:
        ends = list(statements)[-1:] == [transaction.COMMIT] and len(statements) > 2
        if not ends:
            return await plain(connection, statements)
        await _act(faults.due("commit", "before"), connection)
        result = await plain(connection, statements)
        await _act(faults.due("commit", "after"), connection)
        return result

    transaction.run_pipeline = committing
    relaying = events_store.run_pipeline

    async def publishing(connection: Any, statements: Any) -> Any:
        if len(statements) < 4:
            return await relaying(connection, statements)
        await _act(faults.due("publish", "before"), connection)
        result = await relaying(connection, statements)
        await _act(faults.due("publish", "after"), connection)
        return result

    events_store.run_pipeline = publishing


def move_clock(by: str) -> None:
    """The wall clock that our own code reads is wrong from now on.

    Only ours: gRPC reckons with the wall clock inside of its core and outside of it, and the two have to agree.
    """
    import_module("holdfast_server.wiring")  # everything that serves

    dice = random.Random(1)
    state = {"shift": 0.0 if by == "jump" else float(by), "next": 0.0}

    def shift() -> float:
        if by == "jump" and time.monotonic() > state["next"]:
            state["shift"] = dice.uniform(-3600, 3600)
            state["next"] = time.monotonic() + 0.2
        return state["shift"]

    class Wrong(type(time)):  # type: ignore[misc]
        def __getattr__(self, name: str) -> Any:
            return getattr(time, name)

    wrong: Any = Wrong("time")
    wrong.time = lambda: time.time() + shift()
    wrong.time_ns = lambda: time.time_ns() + int(shift() * 1e9)

    class AnyDatetime(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, real_datetime.datetime)

    class Moved(real_datetime.datetime, metaclass=AnyDatetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return real_datetime.datetime.fromtimestamp(wrong.time(), tz)

    for name, module in list(sys.modules.items()):
        if name.startswith("holdfast_server."):
            for attribute, value in list(vars(module).items()):
                if value is time:
                    setattr(module, attribute, wrong)
                elif value is real_datetime.datetime:
                    setattr(module, attribute, Moved)


def main() -> None:
    """As `holdfast`, with what the environment asks for."""
    if by := os.environ.get("BATTERY_CLOCK"):
        move_clock(by)
    if path := os.environ.get("BATTERY_FAULTS"):
        arm(_Faults(Path(path)))
    from holdfast_server.cli import main as holdfast

    holdfast()


if __name__ == "__main__":
    main()

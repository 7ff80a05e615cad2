"""Who waits before a lane: a posting is refused for the queue before it, and a tenant for its own alone."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from holdfast_server.engine.batcher import Lane
from holdfast_server.kernel.errors import Overloaded
from holdfast_server.runtime.line import Line


def posting(tenant: str, seconds: float) -> Any:
    """As far as a queue looks at one."""
    submission = SimpleNamespace(
        deadline=asyncio.get_running_loop().time() + seconds, caller="c", request_id="", method="m", size=1
    )
    one = SimpleNamespace(tenant_id=tenant)
    return SimpleNamespace(principal=one, submission=submission, levels=(), reservations=(), masters=())


async def submitted(lane: Lane, one: Any) -> asyncio.Task[bytes]:
    task = asyncio.create_task(lane.submit(one))
    await asyncio.sleep(0)
    return task


async def nowhere() -> Any:
    raise AssertionError("the lane was never started")


@pytest.fixture
async def lane() -> Any:
    """One whose transactions take four postings and a fifth of a second, with eight of one tenant waiting."""
    made = Lane(nowhere, SimpleNamespace())  # type: ignore[arg-type]
    made.figures.transaction_seconds = 0.2
    made.figures.full_batch = 4.0
    waiting = [await submitted(made, posting("flood", 60)) for _ in range(8)]
    yield made
    for one in waiting:
        one.cancel()


async def test_a_posting_is_refused_whose_turn_comes_after_half_of_its_time(lane: Lane) -> None:
    # The transaction that runs, two full ones and its own: 0.8 seconds.
    with pytest.raises(Overloaded):
        await lane.submit(posting("flood", 1.5))
    patient = await submitted(lane, posting("flood", 1.7))
    assert not patient.done()
    patient.cancel()


async def test_a_flood_of_one_tenant_refuses_nobody_of_another(lane: Lane) -> None:
    other = await submitted(lane, posting("other", 0.9))
    assert not other.done()
    second = await submitted(lane, posting("other", 1.3))  # its tenant's first batch, in turn with the flood's
    assert not second.done()
    for one in (other, second):
        one.cancel()


async def test_a_lane_that_does_not_shed_takes_everybody() -> None:
    lane = Lane(nowhere, SimpleNamespace(), sheds=False)  # type: ignore[arg-type]
    lane.figures.transaction_seconds = 10.0
    lane.figures.full_batch = 1.0
    waiting = [await submitted(lane, posting("flood", 0.5)) for _ in range(20)]
    assert not any(one.done() for one in waiting)
    for one in waiting:
        one.cancel()


async def test_a_line_refuses_only_whose_turn_comes_after_half_of_its_time() -> None:
    line = Line(2)
    loop = asyncio.get_running_loop()
    served: list[int] = []

    async def visit(number: int, seconds: float) -> None:
        async with line.place(loop.time() + seconds):
            await asyncio.sleep(0.05)
            served.append(number)

    # Turns of 50 ms at two places: a hundred of them take two and a half seconds.
    crowd = [asyncio.create_task(visit(number, 60)) for number in range(100)]
    await asyncio.sleep(0.6)
    with pytest.raises(Overloaded):
        await visit(-1, 0.5)
    await asyncio.gather(*crowd)
    assert served == sorted(served)
    assert len(served) == 100


async def test_who_leaves_a_line_leaves_its_turn_to_the_next() -> None:
    line = Line(1)
    loop = asyncio.get_running_loop()
    gate = asyncio.Event()

    async def visit() -> None:
        async with line.place(loop.time() + 60):
            await gate.wait()

    first = asyncio.create_task(visit())
    await asyncio.sleep(0)
    left = [asyncio.create_task(visit()) for _ in range(2)]
    await asyncio.sleep(0)
    for one in left:
        one.cancel()
    last = asyncio.create_task(visit())
    await asyncio.sleep(0)
    gate.set()
    async with asyncio.timeout(5):
        await asyncio.gather(first, last)

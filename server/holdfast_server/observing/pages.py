"""The pages: /metrics, /livez and /readyz, of one process, and of several behind one port.

The parent of several workers asks each of them, over the loopback, and answers for all: metrics of all, told apart by
their label `worker`; alive when every worker answers that ever did; ready when one of them is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import h11

from holdfast_server.observing.exposition import CONTENT_TYPE, Families, merged
from holdfast_server.observing.http import Page, Pages, fetch, page

METRICS: Final = "/metrics"
ALIVE: Final = "/livez"
READY: Final = "/readyz"
WORKER_SECONDS: Final = 3.0
"""How long a worker may take to answer its parent. A probe of the parent must allow for more."""
_UNREACHABLE: Final = (OSError, TimeoutError, h11.ProtocolError)


class Supervised:
    """What a parent knows of its workers: where each answers (None while it starts), and how many were replaced."""

    def __init__(self, workers: int) -> None:
        self.ports: dict[int, int | None] = dict.fromkeys(range(workers))
        self.restarts = 0
        self.leaving = False


def of_process(metrics: Callable[[], Families], problems: Callable[[], Sequence[str]]) -> Pages:
    """The pages of a process that serves. That it answers says that its event loop turns."""

    async def all_metrics() -> Page:
        return Page(metrics().text(), content_type=CONTENT_TYPE)

    async def alive() -> Page:
        return page("alive")

    async def ready() -> Page:
        found = problems()
        return page("not ready: " + "; ".join(found), status=503) if found else page("ready")

    return {METRICS: all_metrics, ALIVE: alive, READY: ready}


def of_workers(workers: Supervised) -> Pages:
    """The pages of a parent."""

    async def all_metrics() -> Page:
        answers = await _ask_all(workers.ports, METRICS)
        own = supervision(workers, {number: answer is not None for number, answer in answers.items()})
        texts = [answer.body for answer in answers.values() if answer is not None]
        return Page(merged([own.text(), *texts]), content_type=CONTENT_TYPE)

    async def alive() -> Page:
        started = {number: port for number, port in workers.ports.items() if port is not None}
        silent = [number for number, answer in (await _ask_all(started, ALIVE)).items() if answer is None]
        # One that died meanwhile is being replaced: it is not there, which is not the same as not answering.
        silent = [number for number in silent if workers.ports[number] == started[number]]
        if silent:
            return page(f"worker {', '.join(map(str, silent))} does not answer", status=503)
        return page("alive")

    async def ready() -> Page:
        if workers.leaving:
            return page("not ready: leaving", status=503)
        answers = await _ask_all(workers.ports, READY)
        told = "\n".join(
            f"worker {number}: {answer.body.decode().strip() if answer else 'does not answer'}"
            for number, answer in answers.items()
        )
        fit = any(answer is not None and answer.status == 200 for answer in answers.values())
        return page(told, status=200 if fit else 503)

    return {METRICS: all_metrics, ALIVE: alive, READY: ready}


def supervision(workers: Supervised, up: Mapping[int, bool]) -> Families:
    """What the parent itself has to tell."""
    found = Families({})
    for number, is_up in sorted(up.items()):
        found.gauge("worker_up", "1 for a worker that answers.", int(is_up), worker=str(number))
    found.counter("worker_restarts_total", "Workers that died and were replaced.", workers.restarts)
    return found


async def _ask_all(ports: Mapping[int, int | None], path: str) -> dict[int, Page | None]:
    answers = await asyncio.gather(*(_ask(port, path) for port in ports.values()))
    return dict(zip(ports, answers, strict=True))


async def _ask(port: int | None, path: str) -> Page | None:
    """A worker's page; None for one that does not answer."""
    if port is None:
        return None
    try:
        return await fetch(port, path, seconds=WORKER_SECONDS)
    except _UNREACHABLE:
        return None

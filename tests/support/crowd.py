"""Many clients at once: threads over several channels, each call recorded as ok, refused or unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

from tests.support.refusals import read_error
from tests.support.server import Client
from tests.support.world import Shop


class Crowd:
    """`channels` connections to one or several addresses, and as many threads as are wanted at once."""

    def __init__(self, addresses: Sequence[str], *, channels: int, threads: int) -> None:
        self.clients = [Client(addresses[number % len(addresses)]) for number in range(channels)]
        self._threads = threads

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *error: object) -> None:
        for client in self.clients:
            client.close()

    def do(self, calls: Sequence[Callable[[Shop], Any]]) -> list[Any]:
        """All calls, spread over the channels; each one's answer, or the error it ended with."""
        shops = [Shop(client) for client in self.clients]

        def run(number: int) -> Any:
            try:
                return calls[number](shops[number % len(shops)])
            except grpc.RpcError as error:
                return error

        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(run, range(len(calls))))


def outcomes(answers: Sequence[Any]) -> Counter[str]:
    """How often each reason came, and how often a call succeeded (`OK`)."""
    return Counter(read_error(answer).reason if isinstance(answer, grpc.RpcError) else "OK" for answer in answers)

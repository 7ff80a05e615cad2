"""Raw HTTP/2 that no gRPC client would ever send; whatever it does, an honest client is served beside it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import psutil
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from hpack import Encoder
from hyperframe.frame import (
    ContinuationFrame,
    DataFrame,
    Frame,
    HeadersFrame,
    PingFrame,
    PriorityFrame,
    RstStreamFrame,
    SettingsFrame,
    WindowUpdateFrame,
)

from tests.battery import site
from tests.battery.stage import Bench
from tests.support import server as servers
from tests.support.books import examine
from tests.support.server import RunningServer
from tests.support.world import Shop

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
PATH = "/holdfast.inventory.v1.InventoryService/CreateReservation"
HONEST_SECONDS = 20.0
"""What counts as not being served; how slow it was is told as a figure."""


class Attacker:
    """One connection that speaks frames."""

    def __init__(self, port: int, *, settings: dict[int, int] | None = None) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._encoder = Encoder()
        self.socket.sendall(PREFACE)
        self.send(SettingsFrame(0, settings=settings or {}))
        self.stream = -1

    def send(self, *frames: Frame) -> None:
        self.socket.sendall(b"".join(frame.serialize() for frame in frames))

    def headers(
        self, path: str = PATH, *, end: bool = False, more: list[tuple[str, str]] | None = None
    ) -> HeadersFrame:
        """The head of a call on the next stream."""
        self.stream += 2
        block = self._encoder.encode(
            [
                (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "x"),
                ("te", "trailers"), ("content-type", "application/grpc"), *(more or []),
            ]
        )  # fmt: skip
        flags = ["END_HEADERS", *(["END_STREAM"] if end else [])]
        return HeadersFrame(self.stream, data=block, flags=flags)

    def data(self, body: bytes, *, end: bool = True) -> DataFrame:
        return DataFrame(self.stream, data=body, flags=["END_STREAM"] if end else [])

    def close(self) -> None:
        with suppress(OSError):
            self.socket.close()


def _message(body: bytes, *, flag: int = 0, length: int | None = None) -> bytes:
    return bytes([flag]) + (len(body) if length is None else length).to_bytes(4, "big") + body


def _rapid_reset(attacker: Attacker, rounds: int) -> None:
    """CVE-2023-44487: streams that are opened and reset at once."""
    for _ in range(rounds):
        frames: list[Frame] = []
        for _ in range(50):
            frames += [attacker.headers(), RstStreamFrame(attacker.stream, error_code=8)]
        attacker.send(*frames)


def _headers_only(attacker: Attacker, rounds: int) -> None:
    """Calls whose message never comes: they pin whatever counts calls."""
    for _ in range(min(rounds * 10, 900)):
        attacker.send(attacker.headers())


def _ping_flood(attacker: Attacker, rounds: int) -> None:
    for _ in range(rounds * 20):
        attacker.send(PingFrame(0, opaque_data=b"holdfast"))


def _settings_flood(attacker: Attacker, rounds: int) -> None:
    for number in range(rounds * 20):
        attacker.send(SettingsFrame(0, settings={4: 65535 + number}))


def _continuation_flood(attacker: Attacker, rounds: int) -> None:
    """CVE-2024-27316 and its kin: a head that never ends."""
    head = attacker.headers()
    head.flags.discard("END_HEADERS")
    attacker.send(head)
    for _ in range(rounds * 10):
        attacker.send(ContinuationFrame(attacker.stream, data=b"\x00\x01a" + b"\x7f\x81\x00" + b"x" * 256))


def _giant_headers(attacker: Attacker, rounds: int) -> None:
    for _ in range(min(rounds, 20)):
        head = attacker.headers(more=[(f"x-{n}", "y" * 1000) for n in range(15)])
        attacker.send(head, attacker.data(_message(b"")))


def _starved_window(attacker: Attacker, rounds: int) -> None:
    """Answers are asked for and never let through."""
    path = "/holdfast.inventory.v1.InventoryService/ListInventoryItems"
    for _ in range(min(rounds * 5, 500)):
        attacker.send(attacker.headers(path), attacker.data(_message(b"")))


def _bad_lengths(attacker: Attacker, _: int) -> None:
    """Messages that say to be longer than they are, compressed with nothing, or endless."""
    for body in (
        _message(b"abc", length=0x7FFFFFFF),
        _message(b"abc", length=0xFFFFFFFF),
        _message(b"abc", length=2),
        _message(b"abc", flag=1),
        _message(b"abc", flag=7),
        b"\x00\x00",
        _message(b"") + _message(b""),
    ):
        attacker.send(attacker.headers(), attacker.data(body))


def _bad_frames(attacker: Attacker, _: int) -> None:
    """Frames where they must not be."""
    attacker.send(attacker.headers())
    attacker.send(WindowUpdateFrame(attacker.stream, window_increment=(1 << 31) - 1))
    attacker.send(PriorityFrame(attacker.stream, depends_on=attacker.stream))
    attacker.socket.sendall(b"\x00\x00\x05\x06\x00\x00\x00\x00\x07hello")  # a ping on a stream, and too short
    attacker.socket.sendall(b"\xff\xff\xff\x00\x00\x00\x00\x00\x01")  # a frame of 16 MiB that never comes


def _garbage(attacker: Attacker, _: int) -> None:
    attacker.socket.sendall(bytes(range(256)) * 64)


ATTACKS: dict[str, Callable[[Attacker, int], None]] = {
    "rapid reset": _rapid_reset,
    "headers and no message": _headers_only,
    "ping flood": _ping_flood,
    "settings flood": _settings_flood,
    "continuation flood": _continuation_flood,
    "giant headers": _giant_headers,
    "starved window": _starved_window,
    "wrong lengths": _bad_lengths,
    "bad frames": _bad_frames,
    "garbage": _garbage,
}


def http2(bench: Bench) -> None:
    """Each attack from several connections at once, an honest client beside it, and the server's memory before and after."""
    rounds, connections = bench.pick(ci=10, full=200, soak=1000), bench.pick(ci=3, full=10, soak=10)
    worst: dict[str, float] = {}
    with site.cluster() as postgres, servers.serving(postgres.url) as server:
        honest = _Honest(server)
        process = psutil.Process(server.process.pid)
        before = process.memory_info().rss
        try:
            for name, attack in ATTACKS.items():
                worst[name] = _under(attack, server, honest, rounds, connections)
                bench.report.faults[name] += connections
                if honest.failure:
                    bench.report.find("broken", f"{name}: an honest client was told {honest.failure}")
                    honest.failure = ""
                if server.process.poll() is not None:
                    bench.report.find("broken", f"{name}: the server has died")
                    return
            _other_protocols(server.port)
        finally:
            honest.close()
        bench.report.figures["slowest honest call ms"] = {name: round(1000 * one) for name, one in worst.items()}
        bench.report.figures["RSS MiB"] = [round(before / 2**20), round(process.memory_info().rss / 2**20)]
        bench.report.findings += examine(postgres.url, is_relayed=True)


def _under(
    attack: Callable[[Attacker, int], None], server: RunningServer, honest: _Honest, rounds: int, connections: int
) -> float:
    honest.slowest = 0.0
    attackers: list[Attacker] = []

    def one() -> None:
        # Being cut off is what an attacker has to expect.
        with suppress(OSError):
            attacker = Attacker(server.port, settings={4: 0} if attack is _starved_window else None)
            attackers.append(attacker)
            attack(attacker, rounds)

    threads = [threading.Thread(target=one, daemon=True) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    honest.wait(3)
    for attacker in attackers:
        attacker.close()
    honest.wait(2)
    return honest.slowest


def _other_protocols(port: int) -> None:
    """HTTP/1, nothing at all, half a preface."""
    for first in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"", PREFACE[:10], b"\x16\x03\x01\x02\x00\x01"):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as one:
            one.sendall(first)
            one.settimeout(0.2)
            with suppress(OSError):
                one.recv(100)


class _Honest:
    """Somebody who reads and writes all the time, and expects to be served."""

    def __init__(self, server: RunningServer) -> None:
        self._client = server.client()
        self._shop = Shop(self._client)
        self._level = self._shop.stocked(0)
        self._stopping = threading.Event()
        self.count = 0
        self.slowest = 0.0
        self.failure = ""
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        item, place = self._level
        request = pb.GetInventoryLevelRequest(inventory_item_id=item, location_id=place)
        while not self._stopping.is_set():
            started = time.monotonic()
            try:
                self._client.inventory.GetInventoryLevel(request, timeout=HONEST_SECONDS)
                self._shop.adjust(item, place, 1, "FOUND")
            except Exception as error:
                self.failure = str(error)[:300]
            self.slowest = max(self.slowest, time.monotonic() - started)
            self.count += 1

    def wait(self, calls: int) -> None:
        """Until it has been answered so often again."""
        until = self.count + calls
        give_up = time.monotonic() + 60
        while self.count < until and time.monotonic() < give_up:
            time.sleep(0.005)
        if self.count < until:
            self.failure = self.failure or "nothing for a minute"

    def close(self) -> None:
        self._stopping.set()
        self._thread.join(10)
        self._client.close()

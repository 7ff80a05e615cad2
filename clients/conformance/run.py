"""Runs a client's conformance program against a live server and compares what it prints with golden.json.

    python clients/conformance/run.py [--update] -- COMMAND…

See README.md beside this file for what the program does and what listens where. Exits with 1 where the two differ.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import grpc
from google.rpc import code_pb2, status_pb2
from google.rpc.error_details_pb2 import ErrorInfo
from grpc_status import rpc_status
from holdfast.inventory.v1 import errors_pb2
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import inventory_service_pb2_grpc as inventory

from holdfast_server.kernel import errors
from holdfast_server.transport.errors import DOMAIN, status_of

HERE: Final = Path(__file__).resolve().parent
GOLDEN: Final = HERE / "golden.json"
ROOT: Final = HERE.parents[1]
SECONDS: Final = 120
LONG_QUANTITY: Final = 999_999_999_999_999

HEADERS: Final = 1
DATA: Final = 0

SHORT: Final = errors.Shortage(0, "line-1", "iitem_1", "sloc_1", LONG_QUANTITY, 3)
REFUSALS: Final[tuple[errors.Refused, ...]] = (
    errors.FieldRequired("lines[0].quantity"),
    errors.FieldInvalid("item.id", "must be 1 to 64 characters"),
    errors.FieldImmutable("item.unit_of_measure"),
    errors.FieldMaskInvalid("itm.title"),
    errors.PageTokenInvalid(),
    errors.QuantityOutOfRange("lines[0].quantity", -1, minimum=1, maximum=LONG_QUANTITY),
    errors.BatchTooLarge("entries", count=1001, limit=1000),
    errors.DuplicateEntry("ids[1]", first="ids[0]"),
    errors.MalformedMessage(),
    errors.ResourceNotFound("InventoryItem", "iitem_1"),
    errors.NotStockedAtLocation("iitem_1", "sloc_1"),
    errors.ResourceExists("InventoryItem", "iitem_1"),
    errors.SkuTaken("SKU ünïcode ✓", "iitem_1"),
    errors.CodeTaken("variant.ean", "4006381333931", "variant_1"),
    errors.RequestIdReused("request-1"),
    errors.InsufficientStock([SHORT]),
    errors.BackorderLimit(SHORT, limit=5),
    errors.NotCovered("alloc_1", requested=4, covered=2),
    errors.ExceedsOpen("line_1", requested=4, open_quantity=2),
    errors.ReservationNotActive("res_1", "RELEASED", replaced_by="res_2"),
    errors.ReservationExpired("res_1", "2026-11-25T05:00:00Z"),
    errors.ResourceDeleted("StockLocation", "sloc_1"),
    errors.ResourceInUse("InventoryItem", "iitem_1", item_id="iitem_1", location_id="sloc_1"),
    errors.LevelNotEmpty("iitem_1", "sloc_1", {"stocked": LONG_QUANTITY}),
    errors.LocationInactive("sloc_1"),
    errors.ChannelInactive("sc_1"),
    errors.ChannelHasNoLocations("sc_1"),
    errors.BalanceOutOfRange("iitem_1", "sloc_1", "damaged", balance=3, delta=-LONG_QUANTITY),
    errors.KitCycle(["variant_1", "variant_2", "variant_1"]),
    errors.OverReturn("alloc_1", requested=4, returnable=2),
    errors.EtagMismatch("InventoryItem", "iitem_1"),
    errors.ExpectationFailed("lines[0].expected_quantity", "iitem_1", "sloc_1", expected=4, actual=5),
    errors.ConcurrentUpdate(),
    errors.RequestInProgress("request-1"),
    errors.Overloaded(),
    errors.TooManyStreams(1000),
    errors.WatchTooSlow("cursor-1"),
    errors.MessageTooLarge(size=5_000_000, limit=4_194_304),
    errors.CursorExpired("cursor-1"),
    errors.ReadTimeTooOld("2026-01-01T00:00:00Z"),
    errors.RateLimited("live holds", 20),
    errors.CredentialsMissing(),
    errors.CredentialsInvalid(),
    errors.ScopeMissing("stock.read"),
    errors.TenantSuspended(),
    errors.DatabaseUnavailable(),
    errors.ShuttingDown(),
    errors.DeadlinePassed(),
)
LATER: Final = {
    "UNEXPECTED": "INTERNAL",
}
"""Reasons that no refusal has: its own fault."""


def statuses() -> dict[str, status_pb2.Status]:
    """The status of each reason, as the server makes it."""
    known = {one.reason: status_of(one) for one in REFUSALS}
    for reason, code in LATER.items():
        status = status_pb2.Status(code=code_pb2.Code.Value(code), message=f"an example of {reason}")
        status.details.add().Pack(ErrorInfo(reason=reason, domain=DOMAIN, metadata={"reference": "example"}))
        known[reason] = status
    names = {name.removeprefix("ERROR_REASON_") for name in errors_pb2.ErrorReason.keys()} - {"UNSPECIFIED"}  # noqa: SIM118 - an enum wrapper
    assert names == set(known), f"every reason needs an example: {sorted(names ^ set(known))}"
    return known


class Errors(inventory.InventoryServiceServicer):
    """Answers GetInventoryItem with the error that the id names."""

    def __init__(self) -> None:
        self._statuses = statuses()

    def GetInventoryItem(self, request: pb.GetInventoryItemRequest, context: Any) -> pb.GetInventoryItemResponse:
        """Never answers otherwise."""
        context.abort_with_status(rpc_status.to_status(self._statuses[request.inventory_item_id]))
        raise AssertionError("abort raises")


@contextlib.contextmanager
def errors_server() -> Iterator[str]:
    """A server of nothing but errors, for as long; its address."""
    server = grpc.server(ThreadPoolExecutor(4))
    inventory.add_InventoryServiceServicer_to_server(Errors(), server)  # type: ignore[abstract]
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(0)


# --- the proxy that cuts ----------------------------------------------------------------------------


class Cutter:
    """A TCP proxy. It cuts its first connection when the server sends its n-th frame of a kind; later ones pass."""

    def __init__(self, target: str, *, kind: int, after: int) -> None:
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._kind = kind
        self._after = after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """No further connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            threading.Thread(target=self._pass, args=(near, far), daemon=True).start()
            threading.Thread(target=self._answer, args=(far, near), daemon=True).start()

    def _pass(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := near.recv(65536):
                far.sendall(data)
        _shut(far)

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        """Frame by frame: 3 bytes length, kind, flags, 4 bytes stream; data without content is no message."""
        seen = 0
        with contextlib.suppress(OSError, EOFError):
            while True:
                head = _exactly(far, 9)
                length = int.from_bytes(head[:3], "big")
                body = _exactly(far, length)
                if self.cuts == 0 and head[3] == self._kind and (length or self._kind != DATA):
                    seen += 1
                    if seen > self._after:
                        self.cuts += 1
                        # A reset, as when a host dies: nothing that is on its way arrives.
                        near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        break
                near.sendall(head + body)
        _shut(near)
        _shut(far)


def _exactly(source: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = source.recv(size - len(found))
        if not more:
            raise EOFError
        found += more
    return found


def _shut(one: socket.socket) -> None:
    """Close it, also where another thread waits for it: until that one returns, nothing is closed."""
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RD)
    one.close()


# --- the run ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The product on an empty database of its own; its address."""
    with tempfile.TemporaryDirectory(prefix="holdfast-conformance-") as folder:
        Path(folder).chmod(0o711)
        command = [sys.executable, "-m", "holdfast_server", "serve", "--json"]
        command += ["--listen", "127.0.0.1:0", "--state-dir", str(Path(folder) / "state")]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**kept, "HOLDFAST_LOG_LEVEL": "ERROR"}
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise SystemExit("the server did not start")
            yield json.loads(line)["address"]
        finally:
            process.terminate()
            process.wait(30)


def run(command: list[str]) -> dict[str, Any]:
    """What the program prints."""
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(served())
        cut = Cutter(address, kind=HEADERS, after=0)
        stack.callback(cut.close)
        watch_cut = Cutter(address, kind=DATA, after=1)
        stack.callback(watch_cut.close)
        environment = {
            "HOLDFAST_ADDRESS": address,
            "HOLDFAST_CUT_ADDRESS": cut.address,
            "HOLDFAST_WATCH_CUT_ADDRESS": watch_cut.address,
            "HOLDFAST_ERRORS_ADDRESS": stack.enter_context(errors_server()),
        }
        done = subprocess.run(
            command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, timeout=SECONDS, check=False
        )
        if done.returncode:
            raise SystemExit(f"the program failed (exit {done.returncode})")
        if (cut.cuts, watch_cut.cuts) != (1, 1):
            raise SystemExit(f"each proxy must have cut once: {cut.cuts} calls, {watch_cut.cuts} watches")
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--update", action="store_true", help="write golden.json instead of comparing")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    text = json.dumps(run(options.command), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if options.update:
        GOLDEN.write_text(text)
        return 0
    golden = GOLDEN.read_text()
    if text != golden:
        lines = difflib.unified_diff(golden.splitlines(), text.splitlines(), "golden.json", "printed", lineterm="")
        print("\n".join(lines))
        return 1
    print(f"conformant: {len(json.loads(text))} steps, as in golden.json")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

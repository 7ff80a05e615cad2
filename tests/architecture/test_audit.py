"""The audit of what is locked: it says what it finds, and never passes without having seen anything.

Sources of advisories are played by a server and a folder of our own; the tools that ask them are the real ones.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-supply" / "bin" / "python"
NOBODY = "http://127.0.0.1:9"  # the discard port: nobody listens there
CANARIES = {"jinja2": {"2.4.1"}, "lodash": {"4.17.15"}, "golang.org/x/text": {"v0.3.5"}}
CLEAN, VULNERABLE, UNREACHABLE, BLIND = 0, 1, 3, 4
TOOLS = {"npm": shutil.which("npm"), "Go": shutil.which("go")}


@dataclass
class Advisories:
    """What the source knows: package → versions, and how it behaves."""

    known: dict[str, set[str]]
    status: int = 200
    asked: set[tuple[str, str]] = field(default_factory=set)
    address: str = ""

    def osv(self, question: dict[str, Any]) -> dict[str, Any]:
        name, version = question["package"]["name"], question["version"]
        self.asked.add((name, version))
        if version not in self.known.get(name, ()):
            return {}
        return {"vulns": [{"id": f"PYSEC-{name}", "affected": [], "summary": "bad"}]}

    def npm(self, question: dict[str, list[str]]) -> dict[str, Any]:
        self.asked |= {(name, version) for name, versions in question.items() for version in versions}
        return {
            name: [{"id": 1, "url": "about:blank", "title": "bad", "severity": "high", "vulnerable_versions": "*"}]
            for name, versions in question.items()
            if self.known.get(name, set()) & set(versions)
        }

    def packument(self, name: str) -> dict[str, Any]:
        versions = {version: {"name": name, "version": version} for version in self.known.get(name, ())}
        return {"name": name, "versions": versions, "dist-tags": {}}


@contextmanager
def source(known: dict[str, set[str]], status: int = 200) -> Iterator[Advisories]:
    advisories = Advisories(known, status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            question = json.loads(gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body)
            self._say(advisories.osv(question) if self.path == "/osv" else advisories.npm(question))

        def do_GET(self) -> None:
            self._say(advisories.packument(unquote(self.path.strip("/"))))

        def _say(self, answer: object) -> None:
            text = json.dumps(answer).encode()
            self.send_response(advisories.status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    advisories.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield advisories
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def go_database(folder: Path, known: dict[str, set[str]]) -> str:
    """A database of advisories as govulncheck reads it."""
    (folder / "index").mkdir(parents=True)
    (folder / "ID").mkdir()
    at = "2026-01-01T00:00:00Z"
    (folder / "index" / "db.json").write_text(json.dumps({"modified": at}))
    modules = []
    for number, name in enumerate(sorted(known)):
        advisory = f"GO-2026-{number:04}"
        modules.append({"path": name, "vulns": [{"id": advisory, "modified": at}]})
        fixed = [{"fixed": "0.3.7"}] if name == "golang.org/x/text" else []  # we have a later one
        affected = {
            "package": {"name": name, "ecosystem": "Go"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, *fixed]}],
        }
        told = {"schema_version": "1.3.1", "id": advisory, "modified": at, "affected": [affected]}
        (folder / "ID" / f"{advisory}.json").write_text(json.dumps(told))
    (folder / "index" / "modules.json").write_text(json.dumps(modules))
    return folder.as_uri()


@dataclass(frozen=True)
class Told:
    code: int
    text: str

    def of(self, language: str) -> str:
        return "\n".join(line for line in self.text.splitlines() if line.startswith(f"{language}:"))


def audit(osv: str, npm: str, go: str, **environment: str) -> Told:
    done = subprocess.run(
        [PYTHON, "server/supply/audit.py", "--osv-url", osv, "--npm-registry", npm, "--go-db", go],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(Path.home()), **environment},
    )
    assert not done.stderr, done.stderr
    return Told(done.returncode, done.stdout)


def asked_of(known: dict[str, set[str]], folder: Path, status: int = 200) -> tuple[Told, Advisories]:
    with source(known, status) as advisories:
        go = go_database(folder / "db", {name: versions for name, versions in known.items() if "/" in name})
        return audit(f"{advisories.address}/osv", advisories.address, go), advisories


def pins(lock: Path) -> set[tuple[str, str]]:
    found = set()
    for line in lock.read_text().splitlines():
        if line and line[0].isalnum():
            name, _, version = line.split()[0].partition("==")
            found.add((name, version))
    return found


def test_what_nobody_knows_anything_against_is_clean_and_every_pin_was_asked_about(tmp_path: Path) -> None:
    told, advisories = asked_of(CANARIES, tmp_path)
    assert told.code == CLEAN, told.text
    locks = [*(ROOT / "requirements").glob("*.txt"), *(ROOT / "clients/python/requirements").glob("*.txt")]
    every = set().union(*map(pins, locks))
    assert ("colorama", "0.4.6") in every  # for Windows alone, and asked about everywhere
    assert every <= advisories.asked
    assert told.of("Python") == (
        f"Python: nothing is known against {len(every)} pins of {len(locks)} locks, and the canary was found"
    )
    for language, here in TOOLS.items():
        assert ("the canary was found" if here else "its tools are not here") in told.of(language)
    if TOOLS["npm"]:
        assert any(name == "@connectrpc/connect" for name, _ in advisories.asked)


def test_a_vulnerable_pin_is_named_with_the_locks_that_have_it(tmp_path: Path) -> None:
    told, _ = asked_of({**CANARIES, "sqlalchemy": {"2.1.9"}}, tmp_path)
    assert told.code == VULNERABLE
    assert told.of("Python") == (
        "Python: sqlalchemy==2.1.9 (requirements/dev.txt, requirements/otel.txt, requirements/production.txt, requirements/runtime.txt): "
        "PYSEC-sqlalchemy"
    )


def test_vulnerable_packages_of_npm_and_go_are_named(tmp_path: Path) -> None:
    lock = json.loads((ROOT / "clients/node/package-lock.json").read_text())
    version = lock["packages"]["node_modules/@connectrpc/connect"]["version"]
    known = {**CANARIES, "@connectrpc/connect": {version}, "google.golang.org/grpc": {"any"}}
    told, _ = asked_of(known, tmp_path)
    assert told.code == (VULNERABLE if any(TOOLS.values()) else CLEAN)
    missing = "its tools are not here"
    npm = "@connectrpc/connect: high (clients/node/package-lock.json)" if TOOLS["npm"] else missing
    go = "Go: google.golang.org/grpc: GO-2026-" if TOOLS["Go"] else missing
    assert npm in told.of("npm")
    assert go in told.of("Go")


def test_a_source_that_knows_nothing_is_blind_and_does_not_pass(tmp_path: Path) -> None:
    told, _ = asked_of({}, tmp_path)
    assert told.code == BLIND
    assert "BLIND" in told.of("Python")
    assert "jinja2==2.4.1" in told.of("Python")
    for language, here in TOOLS.items():
        assert not here or "BLIND" in told.of(language)


def test_a_source_that_cannot_be_reached_is_said_and_does_not_pass(tmp_path: Path) -> None:
    told = audit(NOBODY, NOBODY, go_database(tmp_path / "db", {"golang.org/x/text": set()}))
    assert told.code == UNREACHABLE, told.text
    for language in ("Python", *(["npm"] if TOOLS["npm"] else [])):
        assert "NOT AUDITED: the source of advisories cannot be reached" in told.of(language)


def test_a_source_that_answers_with_errors_counts_as_not_reached(tmp_path: Path) -> None:
    told, _ = asked_of(CANARIES, tmp_path, status=503)
    assert told.code == UNREACHABLE, told.text
    assert "cannot be reached" in told.of("Python")


def test_a_tool_that_fails_for_another_reason_is_not_mistaken_for_a_source_out_of_reach() -> None:
    told = audit("not an address", NOBODY, f"{NOBODY}/")
    assert told.code == BLIND, told.text
    assert "NOT AUDITED: the tool failed" in told.of("Python")


def test_in_ci_a_missing_tool_does_not_pass(tmp_path: Path) -> None:
    with source(CANARIES) as advisories:
        told = audit(f"{advisories.address}/osv", NOBODY, f"{NOBODY}/", PATH=str(tmp_path), CI="true")
    assert told.code == BLIND
    assert "npm: NOT AUDITED: its tools are not here" in told.of("npm")
    assert "Go: NOT AUDITED: its tools are not here" in told.of("Go")

"""Whether a known vulnerability is in what is locked: Python, npm and Go.

A tool that looks for vulnerabilities says the same, "none", when there are none and when its source knows nothing. So
each source is first asked about a canary, a version that is known to be vulnerable: what does not find it is blind,
and blind is not clean.

Exit codes: 0 nothing is known against any pin; 1 something is; 3 a source of advisories cannot be reached; 4 a source
answers and is blind, or a tool is missing in CI. The gravest of all sources is told: 1, then 4, then 3.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
TOOLS: Final = Path(sys.executable).parent
GOVULNCHECK: Final = ROOT / ".tools" / "bin" / "govulncheck"

PYTHON_LOCKS: Final = ("requirements/*.txt", "clients/python/requirements/*.txt")
NPM_LOCKS: Final = ("clients/node/package-lock.json", "protos/tools/npm/package-lock.json")
GO_MODULES: Final = ("generated/go", "clients/go", "clients/go/tools")
OURS: Final = "holdfast.dev/inventory"

# Each has had advisories for years, which nobody will withdraw.
PYTHON_CANARY: Final = ("jinja2", "2.4.1")
NPM_CANARY: Final = ("lodash", "4.17.15")
GO_CANARY: Final = ("golang.org/x/text", "v0.3.5")

PIN: Final = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)", re.MULTILINE)


class Verdict(IntEnum):
    """What is known after looking; the number is the exit code."""

    CLEAN = 0
    VULNERABLE = 1
    UNREACHABLE = 3
    BLIND = 4


GRAVITY: Final = (Verdict.CLEAN, Verdict.UNREACHABLE, Verdict.BLIND, Verdict.VULNERABLE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one source says, in sentences."""

    verdict: Verdict
    sentences: tuple[str, ...]


class Unreachable(Exception):
    """The source did not answer; the text says what was heard instead."""


class Failed(Exception):
    """The tool came to no end, and not for want of a network: nothing is shown, and it is for us to repair."""


# What tools say when nobody answers, or answers with an HTTP error.
NO_ANSWER: Final = re.compile(
    r"requests\.exceptions\.(Connect|Read|Proxy|SSL|Chunked)\w+|_service\.interface\.(Connection|Service)Error"
    r"|Could not connect|audit endpoint|E(NOTFOUND|CONN\w+|AI_AGAIN|TIMEDOUT)|\b[45]\d\d [A-Z]|HTTP GET|dial tcp"
    r"|no such host|i/o timeout"
)


def _no_report(text: str, otherwise: str) -> Exception:
    """Why there is none: nobody answered, or the tool itself failed."""
    said = _last_line(text) or otherwise
    return Unreachable(said) if NO_ANSWER.search(text) else Failed(said)


def main() -> int:
    """Ask every source; the gravest answer is the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--osv-url", help="another source of advisories on Python packages, speaking OSV")
    parser.add_argument("--npm-registry", help="another source of advisories on npm packages")
    parser.add_argument("--go-db", help="another source of advisories on Go modules, such as file:///a/folder")
    given = parser.parse_args()
    findings = [python(given.osv_url), npm(given.npm_registry), go(given.go_db)]
    for finding in findings:
        for sentence in finding.sentences:
            print(sentence, flush=True)
    return max((finding.verdict for finding in findings), key=GRAVITY.index)


# --- Python -----------------------------------------------------------------------------------------


def python(osv_url: str | None) -> Finding:
    """Ask pip-audit about every pin of every lock, whatever platform it is for."""
    locks = [lock for pattern in PYTHON_LOCKS for lock in sorted(ROOT.glob(pattern))]
    pins = {lock: set(read_pins(lock)) for lock in locks}
    every = sorted(set().union(*pins.values()))
    try:
        if not _pip_audit([PYTHON_CANARY], osv_url)[PYTHON_CANARY]:
            return _blind("Python", "==".join(PYTHON_CANARY))
        known: dict[tuple[str, str], list[str]] = {}
        for layer in _layers(every):
            known |= _pip_audit(layer, osv_url)
    except (Unreachable, Failed) as error:
        return _no_finding("Python", error)
    unanswered = sorted(set(every) - set(known))
    if unanswered:
        return Finding(Verdict.BLIND, (f"Python: not audited: {', '.join(map('=='.join, unanswered))}",))
    bad = [
        f"Python: {name}=={version} ({_places(locks, pins, (name, version))}): {', '.join(found)}"
        for (name, version), found in sorted(known.items())
        if found
    ]
    return _answer("Python", bad, f"{len(every)} pins of {len(locks)} locks")


def read_pins(lock: Path) -> Iterator[tuple[str, str]]:
    """Name and version of every pin, whatever marker it has: pip-audit leaves out what is for another platform."""
    for match in PIN.finditer(lock.read_text()):
        yield re.sub(r"[-_.]+", "-", match["name"]).lower(), match["version"]


def _places(locks: list[Path], pins: Mapping[Path, set[tuple[str, str]]], pin: tuple[str, str]) -> str:
    return ", ".join(str(lock.relative_to(ROOT)) for lock in locks if pin in pins[lock])


def _layers(pins: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The pins, so that no layer has two versions of one package: a requirements file may not."""
    layers: list[dict[str, str]] = []
    for name, version in pins:
        layer = next((one for one in layers if name not in one), None)
        if layer is None:
            layers.append(layer := {})
        layer[name] = version
    return [list(layer.items()) for layer in layers]


def _pip_audit(pins: list[tuple[str, str]], osv_url: str | None) -> dict[tuple[str, str], list[str]]:
    """The advisories on each pin that was looked at. Without an answer there is no report, whatever the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        requirements, report = Path(folder, "requirements.txt"), Path(folder, "report.json")
        requirements.write_text("".join(f"{name}=={version}\n" for name, version in pins))
        done = subprocess.run(
            [
                TOOLS / "pip-audit", "--strict", "--disable-pip", "--no-deps", "--progress-spinner=off",
                "--vulnerability-service=osv", *([f"--osv-url={osv_url}"] if osv_url else []),
                "--format=json", "--output", report, "--requirement", requirements,
            ],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        if not report.exists():
            raise _no_report(done.stderr, f"pip-audit ended with {done.returncode}")
        told = json.loads(report.read_text())["dependencies"]
    return {
        (one["name"], one["version"]): [vulnerability["id"] for vulnerability in one["vulns"]]
        for one in told
        if "skip_reason" not in one
    }


# --- npm --------------------------------------------------------------------------------------------


def npm(registry: str | None) -> Finding:
    """Ask npm about its lock files."""
    if shutil.which("npm") is None:
        return _missing("npm", NPM_LOCKS)
    try:
        with tempfile.TemporaryDirectory() as folder:
            _npm_project(Path(folder), *NPM_CANARY)
            if not _npm_audit(Path(folder), registry):
                return _blind("npm", "@".join(NPM_CANARY))
        bad = [f"npm: {one} ({lock})" for lock in NPM_LOCKS for one in _npm_audit((ROOT / lock).parent, registry)]
    except (Unreachable, Failed) as error:
        return _no_finding("npm", error)
    return _answer("npm", bad, f"{len(NPM_LOCKS)} locks")


def _npm_project(folder: Path, name: str, version: str) -> None:
    needs = {"name": "canary", "version": "1.0.0", "dependencies": {name: version}}
    lock = {"name": "canary", "version": "1.0.0", "lockfileVersion": 3, "requires": True}
    packages = {"": needs, f"node_modules/{name}": {"version": version}}
    (folder / "package.json").write_text(json.dumps({**needs, "private": True}))
    (folder / "package-lock.json").write_text(json.dumps({**lock, "packages": packages}))


def _npm_audit(folder: Path, registry: str | None) -> list[str]:
    """The packages that something is known against, with severity."""
    done = subprocess.run(
        ["npm", "audit", "--json", "--package-lock-only", *([f"--registry={registry}"] if registry else [])],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise _no_report(done.stderr, f"npm ended with {done.returncode}") from None
    if "vulnerabilities" not in report:
        raise _no_report(str(report.get("message") or report.get("error")), "npm gave no report")
    return [f"{name}: {one['severity']}" for name, one in sorted(report["vulnerabilities"].items())]


# --- Go ---------------------------------------------------------------------------------------------


def go(database: str | None) -> Finding:
    """Ask govulncheck about every module that a go.mod names, which are all that a build may take."""
    if shutil.which("go") is None or not GOVULNCHECK.exists():
        return _missing("Go", GO_MODULES)
    modules = sorted({one for module in GO_MODULES for one in _required(ROOT / module) if one[0] != OURS})
    try:
        if GO_CANARY[0] not in _govulncheck([GO_CANARY], database):
            return _blind("Go", "@".join(GO_CANARY))
        found = _govulncheck(modules, database)
    except (Unreachable, Failed) as error:
        return _no_finding("Go", error)
    bad = [f"Go: {name}: {', '.join(sorted(ids))}" for name, ids in sorted(found.items())]
    return _answer("Go", bad, f"{len(modules)} modules of {len(GO_MODULES)} go.mod")


def _required(folder: Path) -> Iterator[tuple[str, str]]:
    done = subprocess.run(["go", "mod", "edit", "-json"], cwd=folder, capture_output=True, text=True, check=True)
    for one in json.loads(done.stdout)["Require"]:
        yield one["Path"], one["Version"]


def _govulncheck(modules: list[tuple[str, str]], database: str | None) -> dict[str, set[str]]:
    """The advisories on some modules in just these versions, by module."""
    done = subprocess.run(
        [GOVULNCHECK, "-mode=query", "-format=json", *([f"-db={database}"] if database else []),
         *(f"{name}@{version}" for name, version in modules)],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise _no_report(done.stderr, f"govulncheck ended with {done.returncode}")
    known: dict[str, set[str]] = {}
    for advisory in [message["osv"] for message in _messages(done.stdout) if "osv" in message]:
        for name in {one["package"]["name"] for one in advisory["affected"]} & {name for name, _ in modules}:
            known.setdefault(name, set()).add(advisory["id"])
    return known


def _messages(text: str) -> Iterator[dict[str, Any]]:
    """The JSON values of a stream, which are not one a line."""
    decoder, at = json.JSONDecoder(), 0
    while (at := len(text) - len(text[at:].lstrip())) < len(text):
        message, at = decoder.raw_decode(text, at)
        yield message


# --- sentences --------------------------------------------------------------------------------------


def _answer(source: str, bad: list[str], what: str) -> Finding:
    if bad:
        return Finding(Verdict.VULNERABLE, tuple(bad))
    return Finding(Verdict.CLEAN, (f"{source}: nothing is known against {what}, and the canary was found",))


def _blind(source: str, canary: str) -> Finding:
    sentence = (
        f"{source}: BLIND: the source of advisories answers, and knows nothing against {canary}: nothing is shown"
    )
    return Finding(Verdict.BLIND, (sentence,))


def _no_finding(source: str, error: Unreachable | Failed) -> Finding:
    if isinstance(error, Failed):
        return Finding(Verdict.BLIND, (f"{source}: NOT AUDITED: the tool failed ({error})",))
    sentence = f"{source}: NOT AUDITED: the source of advisories cannot be reached ({error})"
    return Finding(Verdict.UNREACHABLE, (sentence,))


def _missing(source: str, what: Iterable[str]) -> Finding:
    verdict = Verdict.BLIND if os.environ.get("CI") else Verdict.CLEAN
    return Finding(verdict, (f"{source}: NOT AUDITED: its tools are not here, for {', '.join(what)}",))


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return _hosts_hidden(lines[-1].strip())[-300:] if lines else ""


def _hosts_hidden(text: str) -> str:
    """Without credentials that an address may carry."""
    return re.sub(r"//[^/@\s]*@", "//", text)


if __name__ == "__main__":
    sys.exit(main())

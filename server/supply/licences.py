"""Whether everything that we ship may be shipped: licences as declared, against an allowlist with reasons.

What is shipped is the server with its runtime lock, and the clients with what they demand. Packages that only build or
test are not looked at. Every rule must be used, so that none outlives what it was made for.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from license_expression import ExpressionError, get_spdx_licensing

ROOT: Final = Path(__file__).resolve().parents[2]
RULES: Final = Path(__file__).with_name("licences.toml")
RUNTIME: Final = ROOT / "requirements" / "runtime.txt"
PYTHON_CLIENT: Final = ROOT / "clients" / "python" / "requirements"
NODE_LOCK: Final = ROOT / "clients" / "node" / "package-lock.json"
GO_MODULES: Final = ("generated/go", "clients/go")
POM: Final = ROOT / "clients" / "java" / "pom.xml"
OURS: Final = "holdfast.dev/inventory"

PIN: Final = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)", re.MULTILINE)
REQUIRED: Final = re.compile(r"^\s*(?:require )?(?P<module>[\w.-]+\.\w+/\S+) v\S+", re.MULTILINE)
SPDX: Final = get_spdx_licensing()


@dataclass(slots=True)
class Rules:
    """What licences.toml says, and which of it has been of use."""

    allowed: frozenset[str]
    spelled: dict[str, str]
    exceptions: dict[str, dict[str, str]]
    elsewhere: dict[str, dict[str, str]]
    go: dict[str, str]
    maven: dict[str, str]
    used: set[tuple[str, str]] = field(default_factory=set)

    def unused(self) -> Iterator[str]:
        """Rules that nothing needed."""
        for section in ("spelled", "exceptions", "elsewhere", "go", "maven"):
            for name in getattr(self, section):
                if (section, name) not in self.used:
                    yield f"licences.toml: [{section}] {name} is of no use any more: take it out"


def main() -> int:
    """Say what may not be shipped, or how much was looked at."""
    rules = read_rules()
    site_packages = [str(path) for path in ROOT.glob(".venv/lib/python3*/site-packages")]
    problems = [
        *python(rules, installed(site_packages)), *python_client(rules), *npm(rules), *go(rules), *maven(rules),
    ]  # fmt: skip
    problems = [*problems, *rules.unused()]
    for problem in problems:
        print(problem)
    if not problems:
        print(f"licences are as allowed: {len(pins(RUNTIME))} packages of the server, and what four clients demand")
    return int(bool(problems))


def read_rules() -> Rules:
    """The rules as written."""
    told: dict[str, Any] = tomllib.loads(RULES.read_text())
    return Rules(
        allowed=frozenset(told["allowed"]),
        spelled=told["spelled"],
        exceptions=told["exceptions"],
        elsewhere=told["elsewhere"],
        go=told["go"],
        maven=told["maven"],
    )


def pins(lock: Path) -> dict[str, str]:
    """Name → version of every pin, whatever platform it is for."""
    return {canonical(match["name"]): match["version"] for match in PIN.finditer(lock.read_text())}


def canonical(name: str) -> str:
    """A package's name as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed(paths: list[str]) -> dict[str, Distribution]:
    """The packages in some folders by name."""
    return {canonical(one.metadata["Name"]): one for one in distributions(path=paths)}


# --- Python -----------------------------------------------------------------------------------------


def python(rules: Rules, here: dict[str, Distribution]) -> Iterator[str]:
    """What is wrong with the server's packages."""
    for name, version in pins(RUNTIME).items():
        licence = licence_of(name, version, rules, here)
        if licence is None:
            yield f"{name}=={version} declares no licence that we know how to read: see [spelled] and [elsewhere]"
        else:
            yield from judged(f"{name}=={version}", name, licence, rules)


def licence_of(name: str, version: str, rules: Rules, here: dict[str, Distribution]) -> str | None:
    """The SPDX expression of one pin, None where there is none or what is installed is another version."""
    if name in here and here[name].version == version:
        return declared(here[name], rules)
    noted = rules.elsewhere.get(name)
    if noted is None or noted["version"] != version:
        return None
    rules.used.add(("elsewhere", name))
    return noted["licence"]


def declared(package: Distribution, rules: Rules) -> str | None:
    """What a package says: its expression, else its words, else its classifiers, all of which then hold."""
    if expressions := package.metadata.get_all("License-Expression"):
        return str(expressions[0])
    (words,) = package.metadata.get_all("License") or [""]
    if words in rules.allowed:
        return str(words)
    classifiers = [one for one in package.metadata.get_all("Classifier") or [] if one.startswith("License :: OSI")]
    spelled = [words] if words in rules.spelled else classifiers
    if not spelled or any(one not in rules.spelled for one in spelled):
        return None
    rules.used |= {("spelled", one) for one in spelled}
    return " AND ".join(sorted({rules.spelled[one] for one in spelled}))


def python_client(rules: Rules) -> Iterator[str]:
    """What the Python client demands the server has as well, in whatever version."""
    known = set(pins(RUNTIME))
    for lock in sorted(PYTHON_CLIENT.glob("*.txt")):
        needs = _client_needs() & set(pins(lock))
        yield from (
            f"{name} ({lock.relative_to(ROOT)}) is not judged: the server has no such package" for name in needs - known
        )
        yield from (f"{name} is not pinned by {lock.relative_to(ROOT)}" for name in _client_needs() - needs)


def _client_needs() -> set[str]:
    needs = tomllib.loads((ROOT / "clients/python/pyproject.toml").read_text())["project"]["dependencies"]
    return {canonical(re.split(r"[^A-Za-z0-9._-]", need)[0]) for need in needs}


# --- the other languages ----------------------------------------------------------------------------


def npm(rules: Rules) -> Iterator[str]:
    """What is wrong with what the TypeScript client brings along."""
    for path, package in json.loads(NODE_LOCK.read_text())["packages"].items():
        name = path.removeprefix("node_modules/")
        if path and not package.get("dev"):
            yield from judged(f"{name}@{package['version']}", name, package.get("license", "none"), rules)


def go(rules: Rules) -> Iterator[str]:
    """What is wrong with the modules of the Go client and stubs."""
    for folder in GO_MODULES:
        for match in REQUIRED.finditer((ROOT / folder / "go.mod").read_text()):
            if match["module"] != OURS:
                yield from _noted("go", match["module"], rules)


def maven(rules: Rules) -> Iterator[str]:
    """What is wrong with what the Java client demands, tests aside."""
    for one in _pom().iterfind("{*}dependencies/{*}dependency"):
        if one.findtext("{*}scope", "compile") != "test":
            group, name = (one.findtext(f"{{*}}{part}", "") for part in ("groupId", "artifactId"))
            yield from _noted("maven", f"{group}:{name}", rules)


def _pom() -> ElementTree.Element:
    return ElementTree.parse(POM).getroot()  # noqa: S314 - it is ours


def _noted(section: str, name: str, rules: Rules) -> Iterator[str]:
    licence = getattr(rules, section).get(name)
    if licence is None:
        yield f"{name} is not in licences.toml: read its licence and write it under [{section}]"
        return
    rules.used.add((section, name))
    yield from judged(name, name, licence, rules)


def judged(shown: str, name: str, licence: str, rules: Rules) -> Iterator[str]:
    """Nothing when the licence is allowed, or this package excepted for just this licence."""
    exception = rules.exceptions.get(name)
    if exception is not None:
        rules.used.add(("exceptions", name))
        if exception["licence"] != licence:
            yield f"{shown} is under {licence}, and was let in for {exception['licence']}: decide anew"
    elif not allowed(licence, rules.allowed):
        yield f"{shown} is under {licence}, which licences.toml does not allow"


def allowed(expression: str, licences: frozenset[str]) -> bool:
    """Whether an SPDX expression can be satisfied by some licences alone: one side of OR is enough."""
    try:
        parsed = SPDX.parse(expression, validate=True)
    except ExpressionError:
        return False
    if parsed is None:
        return False
    given = {one: SPDX.TRUE if str(one) in licences else SPDX.FALSE for one in parsed.symbols}
    return bool(parsed.subs(given).simplify() == SPDX.TRUE)


if __name__ == "__main__":
    sys.exit(main())

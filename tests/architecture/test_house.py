"""Small rules of the house, as ordinary tests."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "server" / "holdfast_server"
ROOMS = {"model", "rules", "store", "queries", "commands", "rpc", "jobs", "__init__"}
SLICES = (
    "admin", "availability", "channels", "events", "items", "levels", "locations", "reservations", "restock", "variants",
)  # fmt: skip
TEST_FOLDERS = {
    "architecture", "clients", "faults", "ha", "performance", "properties", "battery", "rpc", "rules", "store", "stories", "support",
}  # fmt: skip
TOP_LEVEL = {
    "protos", "server", "generated", "clients", "tests", "Makefile", "pyproject.toml", "README.md", "CHANGELOG.md",
    "CONTRIBUTING.md", "SECURITY.md", "LICENSE", "requirements", ".ci", ".github", ".gitignore", ".gitattributes",
    ".editorconfig", "buf.yaml",
}  # fmt: skip
ADDRESS = re.compile(
    r"https?://[^\s\"']*(pypi|pythonhosted|npmjs|maven|proxy\.golang|registry)[^\s\"']*", re.IGNORECASE
)
# The namespace of every POM is a name that looks like an address.
POM_NAMESPACE = re.compile(r"http://maven\.apache\.org/(POM/4\.0\.0|xsd/maven-4\.0\.0\.xsd)")
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|home/\w+)/\w")


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def test_rooms_have_the_fixed_names() -> None:
    for name in SLICES:
        assert {path.stem for path in (PACKAGE / name).glob("*.py")} <= ROOMS, name


def test_folders_are_the_fixed_ones() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL
    assert {
        path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"
    } <= TEST_FOLDERS


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    for path in tracked():
        if path.suffix == ".binpb" or path == Path(__file__):
            continue
        text = POM_NAMESPACE.sub("", path.read_text()) if path.suffix == ".xml" else path.read_text()
        assert not ADDRESS.search(text), path
        assert not MACHINE_PATH.search(text), path


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    locks = [*(ROOT / "requirements").glob("*.txt"), *(ROOT / "clients/python/requirements").glob("*.txt")]
    assert len(locks) == 10
    for lock in locks:
        text = lock.read_text()
        assert "://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text
        pins = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)


def test_lock_files_of_npm_hold_hashes_and_no_addresses() -> None:
    locks = [path for path in tracked() if path.name == "package-lock.json"]
    assert ROOT / "protos/tools/npm/package-lock.json" in locks
    for lock in locks:
        packages = json.loads(lock.read_text())["packages"]
        assert "resolved" not in lock.read_text(), lock
        assert "://" not in lock.read_text(), lock
        assert all("integrity" in one or one.get("link") for path, one in packages.items() if path), lock


def test_actions_are_pinned_by_commit_and_may_only_read() -> None:
    workflows = list((ROOT / ".github" / "workflows").iterdir())
    assert workflows
    for workflow in workflows:
        text = workflow.read_text()
        used = re.findall(r"uses: (.*)", text)
        assert used
        assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in used), used
        assert "\npermissions:\n  contents: read\njobs:\n" in text


def test_every_public_thing_says_what_it_gives() -> None:
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        assert ast.get_docstring(tree), path
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith(
                "_"
            ):
                assert ast.get_docstring(node), f"{path}: {node.name}"


def test_no_error_is_swallowed() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler):
                only_pass = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
                assert not only_pass, f"{path}:{node.lineno}"
                assert node.type is not None, f"{path}:{node.lineno}"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "server" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_test_folder_has_tests() -> None:
    for folder in TEST_FOLDERS - {"support", "performance"}:
        assert list((ROOT / "tests" / folder).glob("test_*.py")), folder

"""What SECURITY.md points to is there: each file, and in it each test by name."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<target>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")


def links() -> list[tuple[str, str]]:
    return [(found["text"], found["target"]) for found in LINK.finditer((ROOT / "SECURITY.md").read_text())]


def test_every_file_and_every_test_that_the_page_names_is_there() -> None:
    told = links()
    assert len([text for text, _ in told if text.startswith("test_")]) > 20
    for text, target in told:
        path = ROOT / target
        assert path.exists(), target
        if target.startswith("tests/"):
            assert re.search(rf"^\s*(async )?def {re.escape(text)}\(", path.read_text(), re.MULTILINE), (text, target)


def test_no_test_is_named_without_its_file() -> None:
    rest = LINK.sub("", (ROOT / "SECURITY.md").read_text())
    assert not re.findall(r"\btest_\w+", rest)


def test_every_kind_of_threat_and_every_row_of_the_standards_is_there() -> None:
    page = (ROOT / "SECURITY.md").read_text()
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]
    assert set("STRIDE") <= set(rows)
    assert {f"API{number}" for number in range(1, 11)} <= set(rows)
    assert {"9.1.1", "9.1.2", "9.1.3", "9.2.1", "9.2.2", "9.2.3", "9.2.4"} <= set(rows)

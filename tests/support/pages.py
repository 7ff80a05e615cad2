"""What the pages for operators tell people to run, so that tests run just that."""

from __future__ import annotations

import re
import textwrap

from tests.support.server import ROOT

OPERATIONS = ROOT / "server" / "operations"


def block(page: str, mark: str) -> str:
    """The fenced block that follows the comment `<!-- mark -->`."""
    found = re.search(
        rf"^ *<!-- {re.escape(mark)} -->\n *```\w+\n(.*?)^ *```$",
        (OPERATIONS / page).read_text(),
        re.MULTILINE | re.DOTALL,
    )
    assert found is not None, f"{page} has no block {mark!r}"
    return textwrap.dedent(found[1])

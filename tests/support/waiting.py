"""Waiting for what is bound to happen."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def until(condition: Callable[[], Any], what: str = "what was waited for", *, seconds: float = 60.0) -> Any:
    """What the condition gives as soon as it is true; a hang is told by its name."""
    give_up = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < give_up, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.02)
    return found

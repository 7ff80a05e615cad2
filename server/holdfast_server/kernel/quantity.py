"""Quantities: whole numbers of an item's smallest stock unit, exact in every client language."""

from __future__ import annotations

from typing import Final

MAX_QUANTITY: Final = 10**15
"""No quantity, delta or balance is larger; below 2^53, so that a JSON number keeps it exactly."""

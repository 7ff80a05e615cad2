"""Decisions on what could be promised; a check and a promise share them, so that a yes is a yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast_server.availability.model import LineWanted
from holdfast_server.kernel.errors import InsufficientStock, Shortage
from holdfast_server.levels.model import StockKey


def shortages(lines: Sequence[LineWanted], available: Mapping[StockKey, int]) -> list[Shortage]:
    """The lines that do not fit, in their order. Lines on one level are one demand: the later ones fall short."""
    demand: dict[StockKey, int] = {}
    short: list[Shortage] = []
    for index, line in enumerate(lines):
        key = line.key
        demand[key] = demand.get(key, 0) + line.quantity
        if demand[key] > available[key]:
            short.append(Shortage(index, line.line_item_id, *key, demand[key], available[key]))
    return short


def check_stock(lines: Sequence[LineWanted], available: Mapping[StockKey, int]) -> None:
    """Refuse unless every level has what its lines ask for together, naming each line that does not fit."""
    short = shortages(lines, available)
    if short:
        raise InsufficientStock(short)

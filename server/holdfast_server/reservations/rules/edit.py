"""Changing a reservation: what becomes free, what is wanted anew, and what lines ask for from now on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from holdfast_server.availability.model import Goods
from holdfast_server.kernel.errors import BatchTooLarge, DuplicateEntry, ExceedsOpen, FieldInvalid
from holdfast_server.ledger.model import Allocation, Move, Split, StockKey
from holdfast_server.reservations.model import Edit, LineWanted, Part, Relocation, SetLine
from holdfast_server.reservations.rules import claims as rules
from holdfast_server.reservations.rules.promise import like

MAX_LINES = 500


def check_once(edit: Edit) -> None:
    """Refuse a line that is named twice: it cannot become two things."""
    first: dict[str, str] = {}
    named = [(f"set_lines[{index}]", one.line_id) for index, one in enumerate(edit.sets)]
    named += [(f"remove_line_ids[{index}]", line_id) for index, line_id in enumerate(edit.removes)]
    for field_path, line_id in named:
        if line_id in first:
            raise DuplicateEntry(field_path, first=first[line_id])
        first[line_id] = field_path


@dataclass(slots=True)
class Draft:
    """A reservation on its way to what an edit makes of it.

    `claims` are all of them as they will be, `freed` what has become free of each level, `wants` what is to be
    promised anew, each with the line that it is for.
    """

    claims: list[Allocation]
    moves: list[Move] = field(default_factory=list)
    freed: dict[StockKey, int] = field(default_factory=dict)
    wants: list[tuple[Allocation, LineWanted]] = field(default_factory=list)

    def give_back(self, units: Mapping[str, int]) -> None:
        """Release units of claims."""
        changes, moves = rules.release(self.claims, units)
        self.claims = rules.with_changes(self.claims, changes)
        self.moves += moves
        for move in moves:
            self.freed[move.key] = self.freed.get(move.key, 0) - move.delta

    def ask_for(self, line_id: str, quantity: int) -> None:
        """Every claim of the line says how much it asks for now."""
        self.claims = [
            replace(claim, line_quantity=quantity) if claim.line_id == line_id else claim for claim in self.claims
        ]

    def changes(self, before: Sequence[Allocation]) -> list[Allocation]:
        """The claims that are not what they were."""
        return [claim for claim, was in zip(self.claims, before, strict=True) if claim != was]


def draft(claims: Sequence[Allocation], edit: Edit) -> Draft:
    """What the edit makes free and what it wants; raises for lines and allocations that are not there."""
    made = Draft(list(claims))
    for line_id in edit.removes:
        _remove(made, line_id)
    for one in edit.sets:
        _set(made, one)
    for index, relocation in enumerate(edit.moves):
        _move(made, relocation, f"moves[{index}].to_location_id")
    present = len({claim.line_id for claim in claims})
    if present + len(edit.adds) > MAX_LINES:
        raise BatchTooLarge("add_lines", count=present + len(edit.adds), limit=MAX_LINES)
    return made


def likely(known: Sequence[Allocation], edit: Edit) -> list[LineWanted]:
    """What the edit would want of claims that may be different by the time it is decided; unknown ones are left out.

    A line that would not grow is taken to grow by one all the same: by then it may.
    """
    lines = {one.line_id: [claim for claim in known if claim.line_id == one.line_id] for one in edit.sets}
    wants = [_likely_growth(lines[one.line_id], one.quantity) for one in edit.sets if lines[one.line_id]]
    by_id = {claim.id: claim for claim in known}
    wants += [
        rules.at(by_id[one.allocation_id], one.quantity or max(1, by_id[one.allocation_id].open), one.to_location_id)
        for one in edit.moves
        if one.allocation_id in by_id
    ]
    return [*wants, *edit.adds]


def _likely_growth(line: Sequence[Allocation], quantity: int) -> LineWanted:
    return growth(line, max(1, quantity - _sale_units(line, [claim.fulfilled + claim.open for claim in line])))


def _remove(made: Draft, line_id: str) -> None:
    line = rules.of_line(made.claims, line_id)
    made.give_back(rules.open_units(line))
    made.ask_for(line_id, _sale_units(line, [claim.fulfilled for claim in line]))


def _set(made: Draft, wanted: SetLine) -> None:
    """The line has so many units fulfilled and open afterwards: less gives the newest back, more is wanted anew."""
    line = rules.of_line(made.claims, wanted.line_id)
    have = _sale_units(line, [claim.fulfilled + claim.open for claim in line])
    if wanted.quantity < have:
        part = Part(wanted.line_id, "", have - wanted.quantity)
        made.give_back(rules.units_of(line, part, rules.open_units(line), newest_first=True))
    elif wanted.quantity > have:
        made.wants.append((like(line[-1], line_quantity=wanted.quantity), growth(line, wanted.quantity - have)))
    made.ask_for(wanted.line_id, wanted.quantity)


def _sale_units(line: Sequence[Allocation], units: Sequence[int]) -> int:
    """Whole sale units that units of a line's claims come to: those of the item that makes the most of them."""
    sums: dict[str, int] = {}
    for claim, quantity in zip(line, units, strict=True):
        sums[claim.item_id] = sums.get(claim.item_id, 0) + quantity
    required = {claim.item_id: claim.required_quantity for claim in line}
    return max(-(-total // required[item_id]) for item_id, total in sums.items())


def growth(line: Sequence[Allocation], quantity: int) -> LineWanted:
    """What a line asks for more, as it was asked: in its scope, or where its units are.

    A line that no two locations may serve grows where its open units are, wherever they were moved to. A variant's line
    takes of each item what it took when it was made.
    """
    last = line[-1]
    open_at = {claim.location_id for claim in line if claim.open}
    stays = last.terms.scope is None or (last.terms.split is Split.NEVER and len(open_at) == 1)
    location_id = (open_at.pop() if len(open_at) == 1 else last.location_id) if stays else ""
    terms = replace(last.terms, scope=None, channel="") if stays else last.terms
    parts = {claim.item_id: claim.required_quantity for claim in line if not claim.is_free}
    goods = Goods("" if last.variant_id else last.item_id)
    return LineWanted(last.line_item_id, goods, quantity, location_id, terms, rules.sold_as(last, parts))


def _move(made: Draft, relocation: Relocation, field_path: str) -> None:
    claim = rules.of_allocation([one for one in made.claims if not one.is_free], relocation.allocation_id)
    if relocation.to_location_id == claim.location_id:
        raise FieldInvalid(field_path, "is where the units are already")
    quantity = claim.open if relocation.quantity is None else relocation.quantity
    if quantity > claim.open or not quantity:
        raise ExceedsOpen(claim.id, requested=quantity, open_quantity=claim.open)
    made.give_back({claim.id: quantity})
    wanted = rules.at(claim, quantity, relocation.to_location_id)
    made.wants.append((like(claim, line_quantity=claim.line_quantity), wanted))

"""Writing reservations: each command builds a posting and submits it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from holdfast_server.availability.rules import check_stock
from holdfast_server.engine.batcher import Engine
from holdfast_server.engine.posting import Decision, Event, Kind, Posting, Row
from holdfast_server.engine.world import World
from holdfast_server.items.store import ITEM_FACT
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.records import check_same_call
from holdfast_server.kernel.submission import Submission
from holdfast_server.ledger.model import Allocation, Header, Level, StockKey
from holdfast_server.levels.rules import check_item, check_location, stocked_at
from holdfast_server.locations.store import LOCATION_FACT
from holdfast_server.reservations import rules
from holdfast_server.reservations.model import Fulfillment, LineWanted, Part, Reservation, Texts
from holdfast_server.reservations.store import FULFILLMENT, NEW_FULFILLMENTS

Fulfilled = tuple[Reservation, Fulfillment]


class ReservationCommands:
    """One method per writing RPC; each gives the bytes of its answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def create(
        self,
        who: Principal,
        chosen_id: str,
        lines: Sequence[LineWanted],
        texts: Texts,
        submission: Submission[Reservation],
    ) -> bytes:
        """Promise stock to all lines or to none."""
        reservation_id = chosen_id or mint("res")
        fingerprint = submission.fingerprint if chosen_id else b""
        keys = list(dict.fromkeys(line.key for line in lines if line.goods.item_id))

        def decide(world: World) -> Decision[Reservation]:
            existing = world.reservation(reservation_id)
            if existing is not None:
                check_same_call(rules.TYPE, reservation_id, made_by=existing.fingerprint, fingerprint=fingerprint)
                return Decision(_as_it_is(world, existing), replayed=True)
            levels = _levels_to_promise_from(world, lines)
            check_stock(lines, {key: level.available for key, level in levels.items()})
            claims = rules.claims_of(reservation_id, lines, levels, mint)
            header = rules.header_of(reservation_id, texts, fingerprint=fingerprint, at=world.at)
            return Decision(
                Reservation(header, claims, {claim.id: claim.open for claim in claims}),
                moves=rules.promise(claims),
                opens=[(header, claims)],
                events=[_event("reservation.created", None, header, claims)],
            )

        chosen = [chosen_id] if chosen_id else []
        facts: list[tuple[Kind[Any], str]] = [(ITEM_FACT, key.item_id) for key in keys]
        facts += [(LOCATION_FACT, location_id) for location_id in {line.location_id for line in lines}]
        return await self._engine.submit(
            Posting(who, submission, decide, levels=keys, reservations=chosen, facts=facts, wants_coverage=bool(chosen))
        )

    async def release(
        self, who: Principal, reservation_id: str, submission: Submission[Sequence[Reservation]]
    ) -> bytes:
        """Give back all that is open."""

        def decide(world: World) -> Decision[Sequence[Reservation]]:
            before = rules.found(world.reservation(reservation_id), reservation_id)
            claims = world.allocations(reservation_id)
            changed, moves = rules.release(claims)
            if not changed:
                return Decision([Reservation(before, claims, {})])
            claims = rules.with_changes(claims, changed)
            header = rules.next_header(before, claims, at=world.at)
            return Decision(
                [Reservation(header, claims, {})],
                moves=moves,
                headers=[header],
                claims=changed,
                events=[_event("reservation.released", before, header, changed)],
            )

        return await self._engine.submit(Posting(who, submission, decide, reservations=[reservation_id]))

    async def fulfil(
        self,
        who: Principal,
        reservation_id: str,
        chosen_id: str,
        parts: Sequence[Part],
        submission: Submission[Fulfilled],
    ) -> bytes:
        """Let promised units leave."""
        fulfillment_id = chosen_id or mint("ful")
        fingerprint = submission.fingerprint if chosen_id else b""

        def decide(world: World) -> Decision[Fulfilled]:
            before = rules.found(world.reservation(reservation_id), reservation_id)
            existing = world.find(FULFILLMENT, fulfillment_id)
            if existing is not None:
                check_same_call("Fulfillment", existing.id, made_by=existing.fingerprint, fingerprint=fingerprint)
                return Decision((_as_it_is(world, before), existing), replayed=True)
            rules.check_active_reservation(before)
            claims = world.allocations(reservation_id)
            units = rules.units_to_fulfil(claims, parts)
            covered = {claim.id: world.covered(claim) for claim in claims if claim.open}
            rules.check_covered(claims, units, covered)
            changed, moves, entries = rules.fulfil(claims, units, fulfillment_id)
            claims = rules.with_changes(claims, changed)
            header = rules.next_header(before, claims, at=world.at)
            made = Fulfillment(fulfillment_id, reservation_id, world.at, entries, fingerprint)
            # What left was covered, and older claims keep what they have: the rest of each is covered as before.
            left = {claim_id: quantity - units.get(claim_id, 0) for claim_id, quantity in covered.items()}
            return Decision(
                (Reservation(header, claims, left), made),
                moves=moves,
                headers=[header],
                claims=changed,
                rows=[Row(NEW_FULFILLMENTS, fulfillment_id, made)],
                facts=[(FULFILLMENT, fulfillment_id, made)],
                events=[_event("reservation.fulfilled", before, header, changed)],
            )

        return await self._engine.submit(
            Posting(
                who,
                submission,
                decide,
                reservations=[reservation_id],
                facts=[(FULFILLMENT, chosen_id)] if chosen_id else [],
                wants_coverage=True,
            )
        )


def _levels_to_promise_from(world: World, lines: Sequence[LineWanted]) -> dict[StockKey, Level]:
    """The levels of the lines; refuses what does not exist, then what is closed."""
    levels: dict[StockKey, Level] = {}
    for line in lines:
        goods = line.goods
        check_item(goods, world.find(ITEM_FACT, goods.item_id) if goods.item_id else None)
        check_location(line.location_id, world.find(LOCATION_FACT, line.location_id))
        levels[line.key] = stocked_at(world.level(line.key), line.key)
    for line in lines:
        location = world.find(LOCATION_FACT, line.location_id)
        assert location is not None
        rules.check_active(location)
    return levels


def _as_it_is(world: World, header: Header) -> Reservation:
    claims = world.allocations(header.id)
    return Reservation(header, claims, {claim.id: world.covered(claim) for claim in claims if claim.open})


def _event(name: str, before: Header | None, after: Header, claims: Sequence[Allocation]) -> Event:
    """What became of a reservation, with those of its claims that changed."""
    return Event(
        name,
        after.id,
        {
            "before": None if before is None else {"state": before.state, "version": before.version},
            "after": {"state": after.state, "version": after.version},
            "claims": [
                {
                    "id": claim.id,
                    "line_item_id": claim.line_item_id,
                    "item_id": claim.item_id,
                    "location_id": claim.location_id,
                    "quantity": claim.quantity,
                    "fulfilled": claim.fulfilled,
                    "released": claim.released,
                    "expired": claim.expired,
                }
                for claim in claims
            ],
        },
    )

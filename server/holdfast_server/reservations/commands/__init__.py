"""Writing reservations: each command builds a posting and submits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from holdfast_server.availability.queries import AvailabilityQueries
from holdfast_server.engine.posting import Decision, Posting, Row
from holdfast_server.engine.seeing import Seeing
from holdfast_server.engine.world import World
from holdfast_server.items.store import ITEM_FACT
from holdfast_server.kernel.errors import BackorderLimit, InsufficientStock
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.records import check_etag, check_same_call
from holdfast_server.kernel.submission import Submission
from holdfast_server.ledger.model import (
    Allocation,
    Cause,
    Header,
    ReservationState,
    StockKey,
)
from holdfast_server.locations.store import LOCATION_FACT
from holdfast_server.reservations import rules
from holdfast_server.reservations.commands import leaving, pieces, promising
from holdfast_server.reservations.model import (
    Confirmed,
    Edit,
    Fulfillment,
    NewReservation,
    Part,
    Reference,
    Reservation,
    Returned,
    ReturnLine,
)
from holdfast_server.reservations.store import (
    CHANGED_FULFILLMENTS,
    FULFILLMENT,
    FULFILLMENTS_OF,
    NEW_FULFILLMENTS,
)

Fulfilled = tuple[Reservation, Fulfillment]
Fact = promising.Fact


class ReservationCommands:
    """One method per writing RPC; each gives the bytes of its answer."""

    def __init__(self, engine: Seeing, availability: AvailabilityQueries) -> None:
        self._engine = engine
        self._availability = availability

    # --- promises ---------------------------------------------------------------------------------

    async def create(self, who: Principal, wanted: NewReservation, submission: Submission[Reservation]) -> bytes:
        """Promise stock to all lines or to none."""
        reservation_id = wanted.chosen_id or mint("res")
        fingerprint = submission.fingerprint if wanted.chosen_id else b""
        lines = wanted.lines
        routes = await promising.route(self._availability, who, lines)

        def decide(world: World) -> Decision[Reservation]:
            existing = world.reservation(reservation_id) if wanted.chosen_id else None
            if existing is not None:
                made_by = existing.fingerprint
                check_same_call(rules.claims.TYPE, reservation_id, made_by=made_by, fingerprint=fingerprint)
                return Decision(pieces.as_it_is(world, existing), replayed=True)
            old = pieces.Replaced.found(world, wanted.replaces, reservation_id) if wanted.replaces else None
            freed = old.freed if old else promising.NOTHING_FREED
            shares = promising.planned(world, posting, lines, routes, freed)
            header = rules.promise.header_of(
                reservation_id, wanted.texts, ttl=wanted.ttl, fingerprint=fingerprint, at=world.at
            )
            named = [rules.promise.line_of(reservation_id, line, n, mint) for n, line in enumerate(lines)]
            claims = rules.promise.claims_of(named, lines, shares, world.levels, mint, expire_time=header.expire_time)
            short = rules.promise.backordered(shares)
            moves = rules.promise.promise(claims)
            shown = pieces.in_order(claims)
            made = Decision(
                Reservation(header, shown, world.covered),
                moves=moves,
                may_leave_short=short,
                opens=[(header, claims)],
                events=[pieces.happened("reservation.created", None, (), header, shown)],
            )
            if old:
                old.join(made)
            if short:
                pieces.check_balances(world, made.moves)
            return made

        named = [one for one in (wanted.chosen_id, wanted.replaces) if one]
        posting = Posting(
            who,
            submission,
            decide,
            levels=promising.levels_of(lines, routes),
            reservations=named,
            facts=promising.facts_of(lines, routes),
            wants_coverage=bool(wanted.chosen_id),
        )
        return await self._engine.submit(posting)

    async def update(
        self,
        who: Principal,
        reservation_id: str,
        edit: Edit,
        etag: str,
        known: Sequence[Allocation],
        submission: Submission[Reservation],
    ) -> bytes:
        """Add, set and remove lines, move allocations, change texts: one step, and only the increase needs stock.

        `known` are the claims as they were looked at: they say what to lock, and decide nothing.
        """
        rules.edit.check_once(edit)
        likely = rules.edit.likely(known, edit)
        routes = await promising.route(self._availability, who, likely)

        def decide(world: World) -> Decision[Reservation]:
            before, was = self._live(world, reservation_id, etag)
            draft = rules.edit.draft(was, edit)
            wants = [want for _, want in draft.wants] + list(edit.adds)
            world.need(posting, promising.levels_of(wants, promising.NO_ROUTES), promising.facts_of(wants, routes))
            first = max((claim.line_index for claim in was), default=-1) + 1
            new = [rules.promise.line_of(reservation_id, line, first + n, mint) for n, line in enumerate(edit.adds)]
            lines = [line for line, _ in draft.wants] + new
            try:
                shares = promising.planned(world, posting, wants, routes, draft.freed)
            except (InsufficientStock, BackorderLimit) as short:
                raise pieces.by_line(short, lines) from None
            added = rules.promise.claims_of(
                lines, wants, shares, world.levels, mint, expire_time=before.due_time, known=was
            )
            changes = draft.changes(was)
            texts = {name: value for name, value in edit.texts.items() if getattr(before, name) != value}
            if not (added or changes or texts):
                return Decision(Reservation(before, was, world.covered))
            claims = pieces.in_order([*draft.claims, *added])
            header = rules.claims.next_header(replace(before, **texts), claims, at=world.at)  # type: ignore[arg-type]
            moves = [*draft.moves, *rules.promise.promise(added)]
            short_at = rules.promise.backordered(shares)
            if short_at:
                pieces.check_balances(world, moves)
            return Decision(
                Reservation(header, claims, world.covered),
                moves=moves,
                may_leave_short=short_at,
                headers=[header],
                texts=[header] if texts else [],
                claims=changes,
                adds=added,
                events=[pieces.happened("reservation.updated", before, was, header, claims)],
            )

        posting = Posting(
            who,
            submission,
            decide,
            levels=promising.levels_of(likely, routes),
            reservations=[reservation_id],
            facts=promising.facts_of(likely, routes),
            wants_coverage=True,
        )
        return await self._engine.submit(posting)

    # --- time -------------------------------------------------------------------------------------

    async def extend(
        self, who: Principal, reservation_id: str, ttl: timedelta, etag: str, submission: Submission[Reservation]
    ) -> bytes:
        """Let a hold live longer."""

        def decide(world: World) -> Decision[Reservation]:
            before = rules.claims.found(world.reservation(reservation_id), reservation_id)
            check_etag(etag, before.version, rules.claims.TYPE, reservation_id)
            was = world.allocations(reservation_id)
            extended = rules.time.extend(before, was, ttl, at=world.at)
            if extended is None:
                return Decision(Reservation(before, was, world.covered))
            header, changes = extended
            claims = rules.claims.with_changes(was, changes)
            return Decision(
                Reservation(header, claims, world.covered),
                headers=[header],
                claims=changes,
                events=[pieces.happened("reservation.extended", before, was, header, claims)],
            )

        return await self._engine.submit(pieces.about(who, submission, decide, reservation_id))

    async def confirm(
        self, who: Principal, reservation_id: str, etag: str, submission: Submission[Confirmed], *, on_backorder: bool
    ) -> bytes:
        """Turn a hold into an order; one whose time ran out is promised anew at the same places."""

        def decide(world: World) -> Decision[Confirmed]:
            before = rules.claims.found(world.reservation(reservation_id), reservation_id)
            check_etag(etag, before.version, rules.claims.TYPE, reservation_id)
            rules.time.check_confirmable(before)
            was = world.allocations(reservation_id)
            if before.state is ReservationState.CONFIRMED:
                return Decision(Confirmed(Reservation(before, was, world.covered), reacquired=False))
            if before.state is ReservationState.EXPIRED:
                return self._confirm_late(world, posting, before, was, on_backorder=on_backorder)
            changes = rules.time.confirm(was)
            claims = rules.claims.with_changes(was, changes)
            header = rules.claims.next_header(before, claims, at=world.at, confirms=True)
            return Decision(
                Confirmed(Reservation(header, claims, world.covered), reacquired=False),
                headers=[header],
                claims=changes,
                events=[pieces.happened("reservation.confirmed", before, was, header, claims)],
            )

        posting = pieces.about(who, submission, decide, reservation_id)
        return await self._engine.submit(posting)

    def _confirm_late(
        self,
        world: World,
        posting: Posting[Any],
        before: Header,
        was: Sequence[Allocation],
        *,
        on_backorder: bool,
    ) -> Decision[Confirmed]:
        lost = rules.time.lost(was)
        wants = [rules.time.wanted_again(claim, on_backorder=on_backorder) for claim in lost]
        world.need(posting, facts=promising.facts_of(wants, promising.NO_ROUTES))
        lines = [rules.promise.like(claim, line_quantity=claim.line_quantity) for claim in lost]
        try:
            shares = promising.planned(world, posting, wants, promising.NO_ROUTES)
        except (InsufficientStock, BackorderLimit) as short:
            raise pieces.by_line(short, lines) from None
        added = rules.promise.claims_of(lines, wants, shares, world.levels, mint, expire_time=None, known=was)
        claims = pieces.in_order([*was, *added])
        header = rules.claims.next_header(before, claims, at=world.at, confirms=True)
        moves = rules.promise.promise(added)
        short_at = rules.promise.backordered(shares)
        if short_at:
            pieces.check_balances(world, moves)
        return Decision(
            Confirmed(Reservation(header, claims, world.covered), reacquired=True),
            moves=moves,
            may_leave_short=short_at,
            headers=[header],
            adds=added,
            events=[pieces.happened("reservation.confirmed", before, was, header, claims)],
        )

    async def expire(self, who: Principal, reservation_id: str, submission: Submission[None]) -> bytes:
        """Close a hold whose time is over: the engine does so wherever it locks one, and this keeps it."""

        def decide(world: World) -> Decision[None]:
            return Decision(None, keeps_lapsed=reservation_id in world.changed_headers)

        return await self._engine.submit(Posting(who, submission, decide, reservations=[reservation_id]))

    # --- giving back ------------------------------------------------------------------------------

    async def release(
        self,
        who: Principal,
        ids: Sequence[str],
        reference: Reference | None,
        parts: Sequence[Part],
        submission: Submission[Sequence[Reservation]],
    ) -> bytes:
        """Give back what is open, all or parts; of reservations looked up by a reference, those that still have it."""

        def decide(world: World) -> Decision[Sequence[Reservation]]:
            headers = [rules.claims.found(world.reservation(one), one) for one in ids]
            if reference is not None:
                headers = [one for one in headers if Reference(one.reference_type, one.reference_id) == reference]
            return pieces.given_back(world, headers, parts)

        posting = Posting(who, submission, decide, reservations=ids, wants_coverage=bool(parts))
        return await self._engine.submit(posting)

    # --- leaving and coming back ------------------------------------------------------------------

    async def fulfil(
        self,
        who: Principal,
        reservation_id: str,
        chosen_id: str,
        parts: Sequence[Part],
        submission: Submission[Fulfilled],
        *,
        releases_rest: bool,
        out_of_turn: bool,
    ) -> bytes:
        """Let promised units leave."""
        fulfillment_id = chosen_id or mint("ful")
        fingerprint = submission.fingerprint if chosen_id else b""
        elsewhere = list(dict.fromkeys(part.location_id for part in parts if part.location_id))

        def decide(world: World) -> Decision[Fulfilled]:
            before = rules.claims.found(world.reservation(reservation_id), reservation_id)
            existing = world.find(FULFILLMENT, fulfillment_id) if chosen_id else None
            if existing is not None:
                check_same_call("Fulfillment", existing.id, made_by=existing.fingerprint, fingerprint=fingerprint)
                return Decision((pieces.as_it_is(world, before), existing), replayed=True)
            rules.claims.check_live(before)
            was = world.allocations(reservation_id)
            departing = rules.leaving.departures(was, parts)
            moved = leaving.moved_first(world, posting, departing, out_of_turn=out_of_turn)
            if out_of_turn:
                rules.leaving.check_there(moved.leaving, world.levels)
                overtakes = rules.leaving.overtaking(moved.leaving, moved.covered)
            else:
                rules.leaving.check_covered(moved.leaving, moved.covered)
                overtakes = []
            claims = pieces.in_order([*rules.claims.with_changes(was, moved.changes), *moved.adds])
            left, moves, entries = rules.leaving.fulfil(moved.at(claims), fulfillment_id)
            claims = rules.claims.with_changes(claims, left)
            if releases_rest:
                given, back = rules.claims.release(claims, rules.claims.open_units(claims))
                claims = rules.claims.with_changes(claims, given)
                moves += back
            if before.state is ReservationState.HELD:
                claims = rules.claims.with_changes(claims, rules.time.confirm(claims))
            header = rules.claims.next_header(before, claims, at=world.at, confirms=True)
            made = Fulfillment(fulfillment_id, reservation_id, world.at, entries, fingerprint)
            new = {claim.id for claim in moved.adds}
            return Decision(
                (Reservation(header, claims, world.covered), made),
                moves=[*moved.moves, *moves],
                may_leave_short=frozenset(claim.key for claim in overtakes),
                headers=[header],
                claims=pieces.changed(was, claims),
                adds=[claim for claim in claims if claim.id in new],
                overtakes=overtakes,
                rows=[Row(NEW_FULFILLMENTS, fulfillment_id, made)],
                facts=leaving.fulfillment_facts(world, made),
                events=[pieces.happened("reservation.fulfilled", before, was, header, claims, fulfillment=made)],
            )

        posting = pieces.about(
            who,
            submission,
            decide,
            reservation_id,
            facts=[
                *([(FULFILLMENT, chosen_id)] if chosen_id else []),
                *((LOCATION_FACT, location_id) for location_id in elsewhere),
            ],
        )
        return await self._engine.submit(posting)

    async def reverse(
        self,
        who: Principal,
        reservation_id: str,
        fulfillment_id: str,
        units: dict[str, int],
        submission: Submission[Fulfilled],
    ) -> bytes:
        """Put fulfilled units back, promised as before."""

        def decide(world: World) -> Decision[Fulfilled]:
            before = rules.claims.found(world.reservation(reservation_id), reservation_id)
            known = world.find(FULFILLMENTS_OF, reservation_id) or ()
            fulfillment = rules.leaving.named(known, fulfillment_id)
            was = world.allocations(reservation_id)
            back = rules.leaving.reversals(fulfillment, units)
            if not back:
                return Decision((Reservation(before, was, world.covered), fulfillment))
            changes, moves, after = rules.leaving.put_back(was, back, fulfillment)
            keys = list(dict.fromkeys(claim.key for claim in changes if not claim.is_free))
            world.need(posting, facts=[(ITEM_FACT, key.item_id) for key in keys])
            leaving.check_stocked(world, keys)
            pieces.check_balances(world, moves)
            claims = rules.claims.with_changes(was, changes)
            header = rules.claims.next_header(before, claims, at=world.at)
            return Decision(
                (Reservation(header, claims, world.covered), after),
                moves=moves,
                headers=[header],
                claims=changes,
                rows=[Row(CHANGED_FULFILLMENTS, fulfillment_id, after)],
                facts=leaving.fulfillment_facts(world, after),
                events=[pieces.happened("reservation.reversed", before, was, header, claims, fulfillment=after)],
            )

        posting = pieces.about(who, submission, decide, reservation_id, facts=[(FULFILLMENTS_OF, reservation_id)])
        return await self._engine.submit(posting)

    async def receive(
        self,
        who: Principal,
        reservation_id: str,
        lines: Sequence[ReturnLine],
        cause: Cause,
        submission: Submission[Returned],
    ) -> bytes:
        """Take returned units back."""
        blind = [StockKey(line.item_id, line.location_id) for line in lines if line.item_id]

        def decide(world: World) -> Decision[Returned]:
            before = None
            was: Sequence[Allocation] = ()
            if reservation_id:
                before = rules.claims.found(world.reservation(reservation_id), reservation_id)
                was = world.allocations(reservation_id)
            keys = leaving.arriving(was, lines)
            world.need(posting, keys, [(ITEM_FACT, key.item_id) for key in keys])
            leaving.check_places(world, lines, keys)
            if before is not None and any(not line.item_id for line in lines):
                rules.leaving.check_returnable(before, was)
            known = (world.find(FULFILLMENTS_OF, reservation_id) or ()) if reservation_id else ()
            arrival = rules.leaving.Arrival({claim.id: claim for claim in was}, list(known), [])
            for line in lines:
                rules.leaving.take_back(arrival, line)
            pieces.check_balances(world, arrival.moves)
            levels = [world.levels[key] for key in dict.fromkeys(move.key for move in arrival.moves)]
            touched = [one for one, old in zip(arrival.fulfillments, known, strict=True) if one != old]
            claims = list(arrival.claims.values())
            changes = pieces.changed(was, claims)
            shown = None if before is None else Reservation(before, claims, world.covered)
            made = Decision(Returned(levels, shown), moves=arrival.moves, cause=cause)
            if before is not None and changes:
                header = rules.claims.touched(before, at=world.at)
                made.result = Returned(levels, Reservation(header, claims, world.covered))
                made.headers = [header]
                made.claims = changes
                made.rows = [Row(CHANGED_FULFILLMENTS, one.id, one) for one in touched]
                made.facts = [fact for one in touched for fact in leaving.fulfillment_facts(world, one)]
                made.events = [pieces.happened("reservation.returned", before, was, header, claims)]
            return made

        named = [reservation_id] if reservation_id else []
        facts: list[Fact] = [(LOCATION_FACT, line.location_id) for line in lines]
        facts += [(ITEM_FACT, key.item_id) for key in blind]
        facts += [(FULFILLMENTS_OF, one) for one in named]
        posting = Posting(
            who, submission, decide, levels=blind, reservations=named, facts=facts, wants_coverage=bool(named)
        )
        return await self._engine.submit(posting)

    def _live(self, world: World, reservation_id: str, etag: str) -> tuple[Header, list[Allocation]]:
        """The reservation, which must be there, be the one that the caller has seen, and be live."""
        header = rules.claims.found(world.reservation(reservation_id), reservation_id)
        check_etag(etag, header.version, rules.claims.TYPE, reservation_id)
        rules.claims.check_live(header)
        return header, world.allocations(reservation_id)

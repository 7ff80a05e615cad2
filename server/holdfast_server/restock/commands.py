"""Writing subscriptions and what the projector finds: each command builds a posting and submits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from holdfast_server.channels.store import CHANNEL_FACT
from holdfast_server.engine.posting import Decision, Event, Kind, Lock, Posting, Row
from holdfast_server.engine.seeing import Seeing
from holdfast_server.engine.world import World
from holdfast_server.kernel.errors import ConcurrentUpdate
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission
from holdfast_server.restock import rules
from holdfast_server.restock.model import Outlet, Seen, Stocked, Subscription, Wish
from holdfast_server.restock.store import (
    ENDED,
    NEW,
    POSITION,
    POSITIONS,
    STOCKED,
    SUBSCRIPTION,
    TOLD,
    WAITING,
    Moved,
    outlet_id,
    wish_id,
)
from holdfast_server.variants.store import VARIANT_FACT

PROJECTOR: Final = "variant_stock"
"""The name under which the projector's position is kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far the projector had come when it looked (None: it had not begun), and how far it has come."""

    before: int | None
    after: int | None


class RestockCommands:
    """One method per writing RPC, and what the projector does."""

    def __init__(self, engine: Seeing) -> None:
        self._engine = engine

    async def subscribe(self, who: Principal, wish: Wish, submission: Submission[Subscription]) -> bytes:
        """Have a subscriber told; one who waits for the same already goes on to do so, as was said first."""
        subscription_id = mint("rsub")

        def decide(world: World) -> Decision[Subscription]:
            channel = world.find(CHANNEL_FACT, wish.sales_channel_id) if wish.sales_channel_id else None
            rules.check_wish(wish, world.find(VARIANT_FACT, wish.variant_id), channel)
            waiting = world.find(WAITING, wish_id(wish))
            if waiting is not None and waiting.is_waiting:
                return Decision(waiting, replayed=True)
            made = rules.subscribe(wish, subscription_id=subscription_id, at=world.at)
            return Decision(made, rows=[Row(NEW, made.id, made)], facts=_facts(made))

        facts: list[tuple[Kind[Any], str]] = [(VARIANT_FACT, wish.variant_id), (WAITING, wish_id(wish))]
        if wish.sales_channel_id:
            facts.append((CHANNEL_FACT, wish.sales_channel_id))
        return await self._engine.submit(Posting(who, submission, decide, facts=facts))

    async def end(self, who: Principal, subscription_id: str, submission: Submission[Subscription]) -> bytes:
        """End a subscription."""

        def decide(world: World) -> Decision[Subscription]:
            before = world.find(SUBSCRIPTION, subscription_id)
            ended = rules.end(before, subscription_id=subscription_id, at=world.at)
            return Decision(ended) if ended is before else Decision(ended, rows=[_ended(ended)], facts=_facts(ended))

        masters: list[tuple[Kind[Any], str, Lock]] = [(SUBSCRIPTION, subscription_id, Lock.UPDATE)]
        return await self._engine.submit(Posting(who, submission, decide, masters=masters))

    # --- the projector ----------------------------------------------------------------------------

    async def tell(self, who: Principal, seen: Sequence[Seen], step: Step, submission: Submission[None]) -> bytes:
        """Tell of what is in stock now and was not, or the other way round, and go on from there.

        Refused with ConcurrentUpdate where another one has gone on meanwhile: what it saw is newer.
        """

        def decide(world: World) -> Decision[None]:
            _check_step(world, step)
            stocked = {one.outlet: world.find(STOCKED, outlet_id(one.outlet)) for one in seen}
            told = rules.differing(seen, {outlet: one for outlet, one in stocked.items() if one is not None})
            rows = [Row(TOLD, one.outlet, Stocked(one.outlet, one.in_stock, one.whole_units, world.at)) for one in told]
            facts: list[tuple[Kind[Any], str, Any]] = [
                (STOCKED, outlet_id(row.record.outlet), row.record) for row in rows
            ]
            if step.after is not None:
                rows.append(Row(POSITIONS, PROJECTOR, Moved(PROJECTOR, step.after, step.before is None)))
                facts.append((POSITION, PROJECTOR, step.after))
            return Decision(None, rows=rows, facts=facts, events=[_stock_event(one) for one in told])

        posting = Posting(
            who,
            submission,
            decide,
            masters=[(POSITION, PROJECTOR, Lock.UPDATE)],
            facts=[(STOCKED, outlet_id(one.outlet)) for one in seen],
        )
        return await self._engine.submit(posting)

    async def notify(
        self,
        who: Principal,
        subscriptions: Sequence[Subscription],
        units: int,
        step: Step,
        submission: Submission[None],
    ) -> bytes:
        """Have subscribers told, those who still wait, with which their subscriptions end. Refused as `tell` is."""

        def decide(world: World) -> Decision[None]:
            _check_step(world, step)
            waiting = rules.waiting_ones(world.find(SUBSCRIPTION, one.id) for one in subscriptions)
            told = [replace(one, notify_time=world.at) for one in waiting]
            return Decision(
                None,
                rows=[_ended(one) for one in told],
                facts=[fact for one in told for fact in _facts(one)],
                events=[_notice(one, units) for one in told],
            )

        posting = Posting(
            who,
            submission,
            decide,
            masters=[
                *((SUBSCRIPTION, one.id, Lock.UPDATE) for one in subscriptions),
                (POSITION, PROJECTOR, Lock.UPDATE),
            ],
        )
        return await self._engine.submit(posting)


def _check_step(world: World, step: Step) -> None:
    if world.find(POSITION, PROJECTOR) != step.before:
        raise ConcurrentUpdate


def _ended(subscription: Subscription) -> Row:
    return Row(ENDED, subscription.id, subscription)


def _facts(subscription: Subscription) -> list[tuple[Kind[Any], str, Any]]:
    return [(SUBSCRIPTION, subscription.id, subscription), (WAITING, wish_id(subscription), subscription)]


def _stock_event(seen: Seen) -> Event:
    return Event(
        "variant.in_stock" if seen.in_stock else "variant.out_of_stock",
        seen.outlet.variant_id,
        {**_place(seen.outlet), "purchasable": seen.purchasable, "whole_units": seen.whole_units},
    )


def _notice(subscription: Subscription, units: int) -> Event:
    return Event("variant.restocked", subscription.variant_id, {"subscription": subscription, "whole_units": units})


def _place(outlet: Outlet) -> Mapping[str, str]:
    return {"variant_id": outlet.variant_id, "sales_channel_id": outlet.channel_id}

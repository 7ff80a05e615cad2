"""Writing items: each command builds a posting and submits it."""

from __future__ import annotations

from holdfast_server.engine.posting import Decision, Lock, Posting
from holdfast_server.engine.seeing import Seeing
from holdfast_server.engine.world import World
from holdfast_server.items import rules
from holdfast_server.items.model import FIXED_ONCE_STOCKED, Fields, Item
from holdfast_server.items.store import ITEM, SKU_HOLDER, written
from holdfast_server.kernel.ids import mint
from holdfast_server.kernel.principal import Principal
from holdfast_server.kernel.submission import Submission


class ItemCommands:
    """One method per writing RPC; each gives the bytes of its answer."""

    def __init__(self, engine: Seeing) -> None:
        self._engine = engine

    async def create(self, who: Principal, chosen_id: str, given: Fields, submission: Submission[Item]) -> bytes:
        """Make an item."""
        item_id = chosen_id or mint("iitem")
        sku = given.get("sku", "")
        fingerprint = submission.fingerprint if chosen_id else b""

        def decide(world: World) -> Decision[Item]:
            existing = world.find(ITEM, item_id)
            holder = world.find(SKU_HOLDER, sku) if sku else None
            item = rules.create(existing, holder, item_id=item_id, given=given, fingerprint=fingerprint, at=world.at)
            if item is existing:
                return Decision(item, replayed=True)
            return written(None, item, "item.created")

        posting = Posting(
            who,
            submission,
            decide,
            facts=[(ITEM, item_id), *([(SKU_HOLDER, sku)] if sku else [])],
        )
        return await self._engine.submit(posting)

    async def update(
        self, who: Principal, item_id: str, given: Fields, etag: str, submission: Submission[Item]
    ) -> bytes:
        """Change some fields of an item."""
        sku = given.get("sku", "")

        def decide(world: World) -> Decision[Item]:
            before = world.find(ITEM, item_id)
            holder = world.find(SKU_HOLDER, sku) if sku else None
            levels = world.levels_of_item(item_id, buried=True)
            item = rules.update(before, holder, levels, item_id=item_id, given=given, etag=etag, at=world.at)
            return Decision(item) if item is before else written(before, item, "item.updated")

        posting = Posting(
            who,
            submission,
            decide,
            masters=[(ITEM, item_id, Lock.UPDATE)],
            facts=[(SKU_HOLDER, sku)] if sku else [],
            levels_of_item=item_id if any(name in given for name in FIXED_ONCE_STOCKED) else None,
        )
        return await self._engine.submit(posting)

    async def delete(self, who: Principal, item_id: str, etag: str, submission: Submission[Item]) -> bytes:
        """Delete an item that has no stock and no claims."""

        def decide(world: World) -> Decision[Item]:
            before = world.find(ITEM, item_id)
            item = rules.delete(before, world.levels_of_item(item_id), item_id=item_id, etag=etag, at=world.at)
            return written(before, item, "item.deleted")

        posting = Posting(who, submission, decide, masters=[(ITEM, item_id, Lock.UPDATE)], levels_of_item=item_id)
        return await self._engine.submit(posting)

    async def undelete(self, who: Principal, item_id: str, sku: str, submission: Submission[Item]) -> bytes:
        """Bring a deleted item back. `sku` is the one it had when it was looked at; it routes the check."""

        def decide(world: World) -> Decision[Item]:
            before = world.find(ITEM, item_id)
            holder = world.find(SKU_HOLDER, sku) if sku else None
            item = rules.undelete(before, holder, item_id=item_id, at=world.at)
            return Decision(item) if item is before else written(before, item, "item.undeleted")

        posting = Posting(
            who,
            submission,
            decide,
            masters=[(ITEM, item_id, Lock.UPDATE)],
            facts=[(SKU_HOLDER, sku)] if sku else [],
        )
        return await self._engine.submit(posting)

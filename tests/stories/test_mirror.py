"""A mirror of all levels, made of a snapshot and of what has happened since: how to keep a copy of the stock.

1. **Snapshot.** Read ListInventoryLevels page by page. Keep the `cursor` of the first page: what its snapshot does not
   show will be told after it. Pages that are read later are newer, which does no harm.
2. **Follow.** Give the cursor to WatchEvents and apply `level.*` events. One that tells of a state older than the one
   that is there is passed over: the snapshot may have been taken after it. Older is who has the earlier time of change,
   or the lower version.
3. **Resume.** Whatever ends the watch, go on with the last cursor. Events may come twice; the rule of 2 does not mind.
   Only CURSOR_EXPIRED, after a month away, means to begin again with 1.
"""

from __future__ import annotations

import itertools
import random
import threading
from typing import Any

import grpc
import pytest
from holdfast.inventory.v1 import event_service_pb2, events_pb2, types_pb2
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support.refusals import read_error
from tests.support.server import Client, RunningServer
from tests.support.waiting import until
from tests.support.watching import head
from tests.support.world import Shop

Key = tuple[str, str]
LEVEL_TYPES = ["level.created", "level.updated", "level.deleted", "level.changed", "level.held_changed"]


class Mirror:
    """Levels by item and location, as they are at the server or a moment ago."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.levels: dict[Key, types_pb2.InventoryLevel] = {}
        self.cursor = ""

    def snapshot(self, page_size: int) -> None:
        """Begin: all levels as they are now, and the place from which to follow."""
        self.levels.clear()
        self.cursor = ""
        token = ""
        while True:
            request = pb.ListInventoryLevelsRequest(page_size=page_size, page_token=token)
            page = self._client.inventory.ListInventoryLevels(request)
            self.cursor = self.cursor or page.cursor
            for level in page.levels:
                self.levels[level.inventory_item_id, level.location_id] = level
            token = page.next_page_token
            if not token:
                return

    def follow(self, messages: int) -> None:
        """Apply what so many messages of a watch tell; each one says where to go on."""
        wanted = event_service_pb2.EventFilter(types=LEVEL_TYPES)
        request = event_service_pb2.WatchEventsRequest(cursor=self.cursor, filter=wanted)
        watch = self._client.events.WatchEvents(request)
        try:
            for message in itertools.islice(watch, messages):
                for event in message.events:
                    self._apply(event)
                self.cursor = message.cursor
        except grpc.RpcError as error:
            if read_error(error).reason == "CURSOR_EXPIRED":
                self.snapshot(page_size=1000)
        finally:
            watch.cancel()

    def _apply(self, event: Any) -> None:
        item_id, _, location_id = event.resource.partition("/")
        mine = self.levels.get((item_id, location_id))
        change = event.level_changed
        if mine is not None and _is_older(event, mine):
            return
        if change.HasField("after"):
            self.levels[item_id, location_id] = change.after
        else:
            self.levels.pop((item_id, location_id), None)


def _is_older(event: events_pb2.Event, mine: types_pb2.InventoryLevel) -> bool:
    """Whether the event tells of a state before the one that the mirror has."""
    told, known = event.occurred_time, mine.update_time
    if (told.seconds, told.nanos) != (known.seconds, known.nanos):
        return (told.seconds, told.nanos) < (known.seconds, known.nanos)
    return event.level_changed.HasField("after") and event.level_changed.after.version < mine.version


class Keeper(threading.Thread):
    """Somebody who moves stock, changes settings, opens and closes levels, until told to stop."""

    def __init__(self, client: Client, stock: list[Key], seed: int) -> None:
        super().__init__(daemon=True)
        self._shop = Shop(client)
        self._stock = stock
        self._dice = random.Random(seed)
        self.stopping = threading.Event()
        self.done = 0

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self._one(*self._dice.choice(self._stock))
                self.done += 1
            except grpc.RpcError as error:
                assert read_error(error).code in ("FAILED_PRECONDITION", "NOT_FOUND", "ALREADY_EXISTS"), error

    def _one(self, item: str, location: str) -> None:
        shop = self._shop
        key = {"inventory_item_id": item, "location_id": location}
        match self._dice.randrange(8):
            case 0:
                settings = types_pb2.InventoryLevelSettings(safety_stock_quantity=self._dice.randrange(5))
                request = pb.UpdateInventoryLevelRequest(
                    **key, settings=settings, update_mask={"paths": ["safety_stock_quantity"]}
                )
                shop.inventory.UpdateInventoryLevel(request)
            case 1:
                shop.set(item, location, 0)
                shop.inventory.DeleteInventoryLevel(pb.DeleteInventoryLevelRequest(**key))
            case 2:
                shop.level(item, location, 3)
            case 3:
                shop.fulfil(shop.reserve((item, location, 1)).id)
            case 4:
                shop.release(shop.reserve((item, location, 1), ttl={"seconds": 600}).id)
            case _:
                shop.adjust(item, location, self._dice.randint(1, 5))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_mirror_that_is_cut_and_resumed_ends_equal_to_the_truth(server: RunningServer, shop: Shop, seed: int) -> None:
    stock = [shop.stocked(5) for _ in range(12)]
    keepers = [Keeper(server.client(), stock, seed * 10 + number) for number in range(4)]
    for keeper in keepers:
        keeper.start()
    until(lambda: all(keeper.done >= 10 for keeper in keepers), "everybody writes")
    mirror = Mirror(shop.client)
    mirror.snapshot(page_size=3)  # many pages, each of another moment
    dice = random.Random(seed)
    for _ in range(15):
        mirror.follow(messages=dice.randint(1, 6))
    assert min(keeper.done for keeper in keepers) > 10
    for keeper in keepers:
        keeper.stopping.set()
    for keeper in keepers:
        keeper.join()
        keeper._shop.client.close()
    head(shop.client)  # everything is told
    while mirror.levels != truth(shop):
        before = mirror.cursor
        mirror.follow(messages=2)  # the first one says where it stands
        assert mirror.cursor != before, differences(mirror.levels, truth(shop))


def truth(shop: Shop) -> dict[Key, Any]:
    """What the server says of all levels."""
    fresh = Mirror(shop.client)
    fresh.snapshot(page_size=1000)
    return fresh.levels


def differences(mirrored: dict[Key, Any], true: dict[Key, Any]) -> list[Any]:
    return [(key, mirrored.get(key), true.get(key)) for key in {*mirrored, *true} if mirrored.get(key) != true.get(key)]

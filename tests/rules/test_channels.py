"""What a channel is after a command, and which locations serve it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from holdfast_server.channels import rules
from holdfast_server.channels.model import Channel, ChannelFact
from holdfast_server.kernel.errors import (
    ChannelHasNoLocations,
    ChannelInactive,
    EtagMismatch,
    Refused,
    ResourceDeleted,
    ResourceExists,
    ResourceNotFound,
)
from holdfast_server.kernel.etags import etag
from holdfast_server.locations.model import Location

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
WEB = Channel("schan_web", NOW, NOW, name="Web", fingerprint=b"f")
SERVED = replace(WEB, location_ids=("sloc_a", "sloc_c"), version=4)
GONE = replace(SERVED, delete_time=NOW)


def test_a_channel_is_made_once() -> None:
    made = rules.create(None, channel_id="schan_web", given={"name": "Web"}, fingerprint=b"f", at=NOW)
    assert made == WEB
    assert rules.create(WEB, channel_id="schan_web", given={"name": "Web"}, fingerprint=b"f", at=LATER) is WEB
    with pytest.raises(ResourceExists):
        rules.create(WEB, channel_id="schan_web", given={"name": "Other"}, fingerprint=b"g", at=LATER)
    with pytest.raises(ResourceDeleted):
        rules.create(GONE, channel_id="schan_web", given={"name": "Web"}, fingerprint=b"f", at=LATER)


def test_an_update_that_changes_nothing_is_no_change() -> None:
    assert rules.update(WEB, channel_id="schan_web", given={"name": "Web"}, etag="", at=LATER) is WEB
    changed = rules.update(WEB, channel_id="schan_web", given={"active": False}, etag=etag(1), at=LATER)
    assert changed == replace(WEB, active=False, version=2, update_time=LATER)
    with pytest.raises(EtagMismatch):
        rules.update(WEB, channel_id="schan_web", given={"active": False}, etag=etag(2), at=LATER)


def test_linking_adds_and_unlinking_takes_away() -> None:
    more = rules.link(SERVED, ["sloc_b", "sloc_a"], channel_id="schan_web", at=LATER)
    assert more == replace(SERVED, location_ids=("sloc_a", "sloc_b", "sloc_c"), version=5, update_time=LATER)
    fewer = rules.unlink(SERVED, ["sloc_b", "sloc_a"], channel_id="schan_web", at=LATER)
    assert fewer == replace(SERVED, location_ids=("sloc_c",), version=5, update_time=LATER)


def test_linking_what_is_linked_and_unlinking_what_is_not_changes_nothing() -> None:
    assert rules.link(SERVED, ["sloc_c", "sloc_a"], channel_id="schan_web", at=LATER) is SERVED
    assert rules.unlink(SERVED, ["sloc_b"], channel_id="schan_web", at=LATER) is SERVED


def test_only_locations_that_live_are_linked() -> None:
    here = Location("sloc_a", NOW, NOW)
    rules.check_locations([("sloc_a", here)])
    with pytest.raises(ResourceNotFound) as missing:
        rules.check_locations([("sloc_a", here), ("sloc_x", None)])
    assert missing.value.facts == {"resource_type": "StockLocation", "id": "sloc_x"}
    with pytest.raises(ResourceDeleted):
        rules.check_locations([("sloc_a", replace(here, delete_time=NOW))])


def test_a_deleted_channel_keeps_its_links_and_takes_no_change() -> None:
    deleted = rules.delete(SERVED, channel_id="schan_web", etag="", at=LATER)
    assert deleted == replace(SERVED, delete_time=LATER, update_time=LATER, version=5)
    changes: tuple[Callable[[], Channel], ...] = (
        lambda: rules.update(deleted, channel_id="schan_web", given={"name": "x"}, etag="", at=LATER),
        lambda: rules.link(deleted, ["sloc_b"], channel_id="schan_web", at=LATER),
        lambda: rules.unlink(deleted, ["sloc_a"], channel_id="schan_web", at=LATER),
        lambda: rules.delete(deleted, channel_id="schan_web", etag="", at=LATER),
    )
    for change in changes:
        with pytest.raises(ResourceDeleted):
            change()
    again = rules.undelete(deleted, channel_id="schan_web", at=LATER)
    assert (again.delete_time, again.location_ids, again.version) == (None, ("sloc_a", "sloc_c"), 6)
    assert rules.undelete(SERVED, channel_id="schan_web", at=LATER) is SERVED


@pytest.mark.parametrize(
    ("fact", "refusal"),
    [
        (None, ResourceNotFound),
        (ChannelFact("schan_web", is_active=True, is_deleted=True, location_ids=("sloc_a",)), ResourceDeleted),
        (ChannelFact("schan_web", is_active=False, is_deleted=False, location_ids=("sloc_a",)), ChannelInactive),
        (ChannelFact("schan_web", is_active=True, is_deleted=False), ChannelHasNoLocations),
        (ChannelFact("schan_web", is_active=False, is_deleted=True), ResourceDeleted),
    ],
)
def test_a_channel_that_cannot_sell_says_why(fact: ChannelFact | None, refusal: type[Refused]) -> None:
    with pytest.raises(refusal) as said:
        rules.serving(fact, "schan_web")
    assert said.value.resource == ("SalesChannel", "schan_web")
    assert "schan_web" in said.value.message


def test_a_channel_is_served_by_the_locations_that_live() -> None:
    fact = ChannelFact("schan_web", is_active=True, is_deleted=False, location_ids=("sloc_a", "sloc_c"))
    assert rules.serving(fact, "schan_web") == ("sloc_a", "sloc_c")
    assert ChannelInactive("schan_web").facts == {"sales_channel_id": "schan_web"}
    assert ChannelHasNoLocations("schan_web").facts == {"sales_channel_id": "schan_web"}

"""The checker is checked: each lie that a database could tell is found, by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.support.books import Finding, assert_books, examine, examine_watch
from tests.support.history import History, Outcome, baseline_of
from tests.support.postgres import Cluster
from tests.support.server import serving
from tests.support.world import Shop, adjust_request, reserve_request

ID = "told"


@pytest.fixture(scope="module")
def honest(cluster: Cluster) -> Iterator[tuple[str, History]]:
    """A database with two acknowledged calls in it, and their history; nobody is at work there any more."""
    with cluster.database() as url:
        with serving(url) as server:
            client = server.client()
            shop = Shop(client)
            level = shop.stocked(10)
            history = History(baseline=baseline_of(url))
            history.call(shop.inventory.CreateReservation, reserve_request((*level, 3), request_id=ID))
            history.call(shop.inventory.AdjustInventory, adjust_request((*level, 1), reason_detail="a mark"))
            assert examine(url, history, is_relayed=True) == []
            client.close()
        yield url, history


@pytest.fixture
def lied_to(honest: tuple[str, History]) -> Iterator[Any]:
    """What is found after a lie, which is taken back."""
    url, history = honest

    def found(*lies: str) -> set[tuple[str, str]]:
        with psycopg.connect(url, autocommit=True) as connection:
            for lie in lies:
                connection.execute(lie)  # type: ignore[call-overload]
        return {(one.invariant, one.kind) for one in examine(url, history)}

    saved = {}
    with psycopg.connect(url) as connection:
        for table in ("requests", "movements", "outbox", "event_positions", "levels"):
            saved[table] = f"saved_{table}"
            connection.execute(f"CREATE TABLE saved_{table} AS SELECT * FROM {table}")  # type: ignore[call-overload]
    yield found
    with psycopg.connect(url) as connection:
        for table, copy in saved.items():
            connection.execute(f"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM {copy}; DROP TABLE {copy}")  # type: ignore[call-overload]
    assert_books(url, history)


def test_an_acknowledged_id_that_is_not_kept_is_lost(lied_to: Any) -> None:
    assert ("I4", "lost") in lied_to("DELETE FROM requests")


def test_an_acknowledged_effect_that_is_not_there_is_lost(lied_to: Any) -> None:
    assert ("I4", "lost") in lied_to("DELETE FROM movements WHERE reason_detail = 'a mark'")


def test_another_content_than_the_acknowledged_one_is_drift(lied_to: Any) -> None:
    assert ("I4", "drift") in lied_to("UPDATE movements SET delta = delta + 1 WHERE request_id = 'told'")
    assert ("I4", "drift") in lied_to("UPDATE requests SET answer = '' WHERE request_id = 'told'")


def test_an_effect_that_happened_twice_is_a_phantom(lied_to: Any) -> None:
    twice = (
        "INSERT INTO movements SELECT tenant_id, item_id, location_id, recorded_time, version + 1, entry, 'post_twin', "
        "bucket, delta, balance, reason, reason_detail, source_type, source_id, reservation_id, allocation_id, "
        "fulfillment_id, actor, request_id, effective_time FROM movements WHERE reason_detail = 'a mark'"
    )
    assert ("I4", "phantom") in lied_to(twice)


def test_an_effect_that_nobody_asked_for_is_a_phantom(lied_to: Any) -> None:
    assert ("I5", "phantom") in lied_to("UPDATE movements SET request_id = 'stranger' WHERE request_id = 'told'")


def test_a_movement_that_is_not_told_and_an_event_that_is_not_numbered_are_found(lied_to: Any) -> None:
    assert ("I8", "untold") in lied_to("DELETE FROM outbox")
    assert ("I8", "drift") in lied_to("DELETE FROM event_positions WHERE position = 2")


def test_a_row_of_a_tenant_that_has_not_what_it_names_has_crossed(lied_to: Any) -> None:
    assert ("I9", "crossed") in lied_to("UPDATE requests SET tenant_id = 'nobody'")


def test_a_balance_that_its_movements_do_not_come_to_is_drift(lied_to: Any) -> None:
    assert lied_to("UPDATE levels SET stocked = stocked + 1") == {("I3", "drift")}


def test_a_watcher_that_missed_an_event_or_had_them_in_another_order_is_found(honest: tuple[str, History]) -> None:
    url, _ = honest
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT convert_from(events, 'UTF8')::jsonb -> 'events' FROM event_positions "
            "JOIN outbox USING (tenant_id, recorded_time, batch_id) ORDER BY position"
        ).fetchall()
    ids = [event["id"] for (events,) in rows for event in events]
    assert examine_watch(url, ids) == []
    for seen in ([*ids[:2], *ids[3:]], [ids[1], ids[0], *ids[2:]], ids[:-1], [], ["evt_of_nobody"]):
        assert [one.invariant for one in examine_watch(url, seen)] == ["I8"]


def test_a_backend_that_idles_in_a_transaction_has_leaked(honest: tuple[str, History]) -> None:
    url, history = honest
    with psycopg.connect(url) as leaking:
        leaking.execute("SELECT 1")
        leaking.execute("SELECT pg_sleep(0)")
        with psycopg.connect(url) as waiting:
            waiting.execute("SELECT pg_sleep(1.2)")
        assert {one.invariant for one in examine(url, history)} == {"I10"}
    assert examine(url, history) == []


def test_what_may_or_may_not_have_happened_is_no_finding_either_way(honest: tuple[str, History]) -> None:
    """An unknown call without an id may have had its effect once; a refused one must not have had any."""
    url, history = honest
    blind = next(call for call in history.calls if not call.request.request_id)
    for outcome, found in ((Outcome.UNKNOWN, []), (Outcome.REFUSED, ["phantom"])):
        calls = [call for call in history.calls if call is not blind]
        told = type(blind)(blind.method, blind.request, outcome, None, "", "", blind.started, blind.ended)
        other = History(baseline=history.baseline, calls=[*calls, told])
        assert [one.kind for one in examine(url, other)] == found


def test_a_finding_reads_as_a_sentence() -> None:
    assert str(Finding("I4", "lost", "it is gone")) == "I4 lost: it is gone"

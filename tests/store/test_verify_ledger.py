"""Books that somebody breaks by SQL: verify-ledger names that very row and amount."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from holdfast.inventory.v1 import admin_service_pb2 as admin_pb

from holdfast_server.ledger.verify import Finding, Report
from tests.support import server as servers
from tests.support.books import assert_books, report_of
from tests.support.postgres import Cluster
from tests.support.refusals import refused
from tests.support.server import RunningServer
from tests.support.world import Shop


@dataclass
class Books:
    """Good books: 10 stocked, a kept claim of 3, a fulfilled one of 2, a released one of 1; a second item beside."""

    url: str
    shop: Shop
    item: str
    location: str
    kept: str
    claim: str
    sent: str
    sent_claim: str

    def spoil(self, *statements: str) -> Report:
        """Run statements without the walls that would stop them, and look."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for table in ("levels", "allocations", "fulfillment_entries"):
                query = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"
                for (name,) in connection.execute(query, (table,)).fetchall():
                    connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")  # type: ignore[call-overload]
            for statement in statements:
                done = connection.execute(statement.format(**self.__dict__))  # type: ignore[call-overload]
                assert done.rowcount > 0, statement
        return report_of(self.url)


@pytest.fixture(scope="module")
def template(cluster: Cluster) -> Iterator[tuple[str, dict[str, str]]]:
    """Good books in a database that others are copied from."""
    with cluster.database() as url:
        with servers.serving(url) as running:
            shop = Shop(running.client())
            item, location = shop.stocked(12)
            kept = shop.reserve((item, location, 3))
            sent = shop.reserve((item, location, 2))
            freed = shop.reserve((item, location, 1))
            shop.release(freed.id)
            shop.fulfil(sent.id)
            beside, elsewhere = shop.stocked(5)
            shop.reserve((beside, elsewhere, 1))
            shop.client.close()
        assert_books(url)
        yield url, {
            "item": item, "location": location, "kept": kept.id, "claim": kept.lines[0].allocations[0].id,
            "sent": sent.id, "sent_claim": sent.lines[0].allocations[0].id,
        }  # fmt: skip


@pytest.fixture
def books(cluster: Cluster, template: tuple[str, dict[str, str]]) -> Iterator[Books]:
    url, names = template
    source = url.rpartition("/")[2]
    copy = f"{source}_copy"
    with psycopg.connect(cluster.admin_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {copy} TEMPLATE {source}")  # type: ignore[call-overload]
        try:
            yield Books(url=cluster.url_of(copy), shop=None, **names)  # type: ignore[arg-type]
        finally:
            admin.execute(f"DROP DATABASE {copy} WITH (FORCE)")  # type: ignore[call-overload]


def findings(report: Report) -> set[tuple[str, str, int, int]]:
    """(invariant, subject, expected, actual)"""
    return {(one.invariant, one.subject, one.expected, one.actual) for one in report.findings}


def on(report: Report, invariant: str) -> Finding:
    (found,) = [one for one in report.findings if one.invariant == invariant]
    return found


LEVEL = "WHERE item_id = '{item}' AND location_id = '{location}'"


def test_good_books_are_sound(books: Books) -> None:
    report = report_of(books.url)
    assert (report.sound, report.findings, report.stopped_early) == (True, [], False)
    assert (report.levels_checked, report.reservations_checked, report.allocations_checked) == (2, 4, 4)
    assert report.movements_checked == 1 + 3 + 1 + 2 + 2


def test_i1_more_reserved_than_stocked_without_leave(books: Books) -> None:
    report = books.spoil(f"UPDATE levels SET stocked = 2 {LEVEL}")
    assert findings(report) == {("I1", "reserved", 2, 3), ("I3", "stocked", 10, 2)}
    found = on(report, "I1")
    assert (found.item_id, found.location_id) == (books.item, books.location)
    assert found.message == (
        f"level {books.item} at {books.location}: reserved is 3 with only 2 stocked, and the level is not marked short"
    )


def test_i1_a_bucket_below_zero(books: Books) -> None:
    report = books.spoil(f"UPDATE levels SET damaged = -4 {LEVEL}")
    assert findings(report) == {("I1", "damaged", 0, -4), ("I3", "damaged", 0, -4)}


def test_i1_a_level_that_is_marked_short_and_is_not(books: Books) -> None:
    report = books.spoil(f"UPDATE levels SET short = true {LEVEL}")
    assert findings(report) == {("I1", "short", 0, 1)}


def test_i2_a_reserved_counter_that_drifted(books: Books) -> None:
    report = books.spoil(f"UPDATE levels SET reserved = reserved + 1 {LEVEL}")
    assert findings(report) == {("I2", "reserved", 3, 4)}
    assert len(report.findings) == 2, "once against the movements, once against the claims"


def test_i2_a_claim_that_is_gone(books: Books) -> None:
    report = books.spoil("DELETE FROM allocations WHERE id = '{claim}'")
    assert ("I2", "reserved", 0, 3) in findings(report)
    assert ("I6", "CONFIRMED", 1, 0) in findings(report), "and its reservation has no claims"


def test_i2_a_claim_on_a_level_that_does_not_exist(books: Books) -> None:
    report = books.spoil(f"DELETE FROM movements {LEVEL}", f"DELETE FROM levels {LEVEL}")
    assert ("I2", "reserved", 0, 3) in findings(report)


def test_i3_a_stocked_counter_that_drifted(books: Books) -> None:
    report = books.spoil(f"UPDATE levels SET stocked = 99 {LEVEL}")
    assert findings(report) == {("I3", "stocked", 10, 99)}
    assert on(report, "I3").message.endswith("stocked is 99, its movements come to 10")


def test_i3_a_movement_that_was_changed(books: Books) -> None:
    report = books.spoil(f"UPDATE movements SET delta = 13 {LEVEL} AND bucket = 1 AND version = 1")
    found = findings(report)
    assert ("I3", "stocked", 11, 10) in found
    running = sorted(
        (expected, actual) for kind, _, expected, actual in found if (kind, expected) != ("I3", 11) or actual == 10
    )
    assert (13, 12) in running


def test_i3_a_movement_whose_balance_was_changed(books: Books) -> None:
    report = books.spoil(f"UPDATE movements SET balance = 77 {LEVEL} AND bucket = 1 AND version = 1")
    found = on(report, "I3")
    assert (found.expected, found.actual) == (12, 77)
    assert found.subject.startswith("post_")


def test_i3_a_movement_on_a_level_that_does_not_exist(books: Books) -> None:
    report = books.spoil(
        "INSERT INTO movements (tenant_id, item_id, location_id, recorded_time, version, entry, posting_id, bucket, "
        "delta, balance, reason, actor, effective_time) VALUES ('default', 'ghost', 'nowhere', now(), 1, 0, 'post_x', "
        "1, 5, 5, 16, 'x', now())"
    )
    assert findings(report) == {("I3", "bucket 1", 0, 5)}


def test_i6_a_claims_counter_that_drifted(books: Books) -> None:
    report = books.spoil("UPDATE allocations SET released = 1 WHERE id = '{claim}'")
    assert ("I6", "released", 0, 1) in findings(report)
    (found,) = [one for one in report.findings if one.subject == "released"]
    assert (found.reservation_id, found.allocation_id) == (books.kept, books.claim)


def test_i6_more_closed_than_promised(books: Books) -> None:
    report = books.spoil("UPDATE allocations SET fulfilled = 9 WHERE id = '{claim}'")
    assert {("I6", "open", 3, -6), ("I6", "fulfilled", 3, 9), ("I6", "fulfilled", 0, 9)} <= findings(report)


def test_i6_a_fulfilment_that_is_gone(books: Books) -> None:
    report = books.spoil("DELETE FROM fulfillment_entries WHERE allocation_id = '{sent_claim}'")
    assert findings(report) == {("I6", "fulfilled", 0, 2)}
    found = on(report, "I6")
    assert (found.reservation_id, found.allocation_id) == (books.sent, books.sent_claim)


def test_i6_a_state_that_does_not_follow(books: Books) -> None:
    report = books.spoil("UPDATE reservations SET state = 'RELEASED' WHERE id = '{kept}'")
    found = on(report, "I6")
    assert (found.reservation_id, found.subject, found.expected) == (books.kept, "RELEASED", 3)


def test_i6_a_claim_of_no_reservation(books: Books) -> None:
    report = books.spoil("DELETE FROM reservations WHERE id = '{kept}'")
    found = on(report, "I6")
    assert (found.reservation_id, found.allocation_id) == (books.kept, books.claim)


def test_i6_movements_of_a_claim_that_does_not_exist(books: Books) -> None:
    report = books.spoil(f"UPDATE movements SET allocation_id = 'nobody' {LEVEL} AND allocation_id = '{{claim}}'")
    assert findings(report) == {("I6", "quantity", 0, 3), ("I6", "quantity", 3, 0)}
    assert {one.allocation_id for one in report.findings} == {"nobody", books.claim}


def test_i7_a_version_that_ran_ahead(books: Books) -> None:
    report = books.spoil(f"UPDATE levels SET version = version + 1 {LEVEL}")
    assert findings(report) == {("I7", "version", 6, 7)}


def test_i7_a_posting_that_is_missing(books: Books) -> None:
    report = books.spoil(f"DELETE FROM movements {LEVEL} AND version = 5")
    assert ("I7", "version", 5, 6) in findings(report), "version 5 has no movement, the next is 6"
    assert ("I7", "version", 5, 6) in {(f.invariant, f.subject, f.expected, f.actual) for f in report.findings}


def test_one_tenants_difference_is_not_anothers(books: Books) -> None:
    books.spoil(f"UPDATE levels SET stocked = 99 {LEVEL}")
    with psycopg.connect(books.url, autocommit=True) as connection:
        connection.execute("INSERT INTO tenants VALUES ('other', 'key', now())")
    assert report_of(books.url, "other").sound
    assert not report_of(books.url, "default").sound


def test_the_command_and_the_rpc_name_the_same_difference(books: Books) -> None:
    books.spoil(f"UPDATE levels SET stocked = 99 {LEVEL}")
    done = servers.run("verify-ledger", "--json", database_url=books.url)
    told = json.loads(done.stdout)
    assert (done.returncode, told["sound"]) == (1, False)
    assert [(one["invariant"], one["expected"], one["actual"]) for one in told["findings"]] == [("I3", 10, 99)]
    table = servers.run("verify-ledger", database_url=books.url)
    assert f"level {books.item} at {books.location}: stocked is 99, its movements come to 10" in table.stdout
    running: RunningServer
    with servers.serving(books.url) as running:
        client = running.client()
        answer = client.admin.VerifyLedger(admin_pb.VerifyLedgerRequest())
        (found,) = answer.findings
        assert (answer.sound, found.invariant, found.inventory_item_id) == (False, "I3", books.item)
        assert (found.expected_quantity, found.actual_quantity, found.subject) == (10, 99, "stocked")
        only_other = admin_pb.VerifyLedgerRequest(inventory_item_ids=["other"])
        assert client.admin.VerifyLedger(only_other).sound
        mine = admin_pb.VerifyLedgerRequest(inventory_item_ids=[books.item], max_findings=1)
        assert not client.admin.VerifyLedger(mine).sound
        refusal = refused(lambda: client.admin.VerifyLedger(admin_pb.VerifyLedgerRequest(max_findings=1001)))
        assert refusal.fields == ["max_findings"]
        client.close()


def test_the_check_stops_at_its_limit_and_says_so(books: Books) -> None:
    books.spoil("UPDATE levels SET stocked = stocked + 1", "UPDATE levels SET version = version + 1")
    done = servers.run("verify-ledger", "--json", "--max-findings", "2", database_url=books.url)
    told = json.loads(done.stdout)
    assert (len(told["findings"]), told["stopped_early"]) == (2, True)


def test_slices_add_up_to_the_whole(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast_server.ledger import verify

    whole = report_of(books.url)
    for name in ("_SLICE_END", "_RESERVATIONS_END"):
        monkeypatch.setattr(verify, name, getattr(verify, name).replace(f"OFFSET {verify.SLICE_ROWS - 1}", "OFFSET 0"))
    sliced = report_of(books.url)
    assert sliced == whole
    books.spoil(f"UPDATE levels SET stocked = 99 {LEVEL}")
    assert findings(report_of(books.url)) == {("I3", "stocked", 10, 99)}

"""P5: an order of five lines, held, confirmed and fulfilled, by the server and as three transactions of plain SQL.

On the server's side come three waves of the same reservations, whose ids the caller chooses: as many as can be held
in a run, then all of them confirmed, then all fulfilled. What counts is whole orders over the time of all three.
The other side writes the same rows into the same tables; its answers and events are those of an order that the server
has carried out, byte for byte.
"""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any, Final

import grpc
import psycopg
from google.protobuf.duration_pb2 import Duration
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import inventory_service_pb2_grpc as inventory
from holdfast.inventory.v1 import types_pb2 as types

from tests.performance.harness import ITEMS, Bench, Sample

CONCURRENCY: Final = 64
LINES: Final = 5
SHARE: Final = ITEMS // LINES
"""Each line draws from a share of the items of its own, so that an order has five items."""

_LINE: Final = (
    '{"line_item_id":"line-%d","inventory_item_id":"iitem_{{randomInt %d %d}}","quantity":1,"location_id":"sloc_0"}'
)
_HOLD: Final = (
    '{"request_id":"{{newUUID}}","reservation_id":"res_%%s_{{.RequestNumber}}","ttl":"3600s","lines":[%s]}'
    % (",".join(_LINE % (n, n * SHARE, (n + 1) * SHARE) for n in range(LINES)))
)
_NEXT: Final = '{"request_id":"{{newUUID}}","reservation_id":"res_%s_{{.RequestNumber}}"}'


def carried_out(bench: Bench, server: tuple[int, int]) -> Sample:
    """Whole orders by the server, in three waves."""
    mark = secrets.token_hex(6)
    held = bench.load(*server, "CreateReservation", _HOLD % mark, concurrency=CONCURRENCY)
    waves = [held]
    for method in ("ConfirmReservation", "FulfillReservation"):
        waves.append(bench.load(*server, method, _NEXT % mark, concurrency=CONCURRENCY, total=held.calls))
    codes: Counter[str] = Counter()
    for wave in waves:
        codes.update(wave.codes)
    seconds = sum(wave.calls / wave.rate for wave in waves)
    micros = {who: sum(wave.micros[who] for wave in waves) for who in held.micros}
    return Sample(held.calls / seconds, micros, dict(codes), {0: sum(wave.latency[0] for wave in waves)})


def script(port: int, url: str) -> str:
    """The same order for pgbench, with the answers and events of one that the server carries out for it."""
    kept = _carry_out_one(port, url)
    places = ", ".join(f"({n}, 'iitem_' || :i{n})" for n in range(LINES))
    picked = ", ".join(f"'iitem_' || :i{n}" for n in range(LINES))
    res = "'pgb_' || :n || '_' || :m"
    level = f"l.tenant_id = 'default' AND l.location_id = 'sloc_0' AND l.item_id IN ({picked})"
    joined = f"(VALUES {places}) AS v(k, item_id) JOIN levels AS l ON l.tenant_id = 'default' AND l.item_id = v.item_id AND l.location_id = 'sloc_0'"
    lock = f"SELECT l.item_id, l.version, l.stocked, l.reserved, l.held FROM levels AS l WHERE {level} ORDER BY l.item_id FOR NO KEY UPDATE;"
    header = f"SELECT state, version FROM reservations WHERE tenant_id = 'default' AND id = {res} FOR NO KEY UPDATE;"
    draws = "\n".join(f"\\set i{n} random({n * SHARE}, {(n + 1) * SHARE - 1})" for n in range(LINES))

    def around(method: str, batch: str, writes: str) -> str:
        answer, events = kept[method]
        locks = lock if method == "CreateReservation" else f"{header}\n{lock}"
        return f"""BEGIN;
{locks}
SELECT clock_timestamp();
INSERT INTO batches (tenant_id, batch_id, create_time) VALUES ('default', '{batch}' || {res}, clock_timestamp());
INSERT INTO requests (tenant_id, method, request_id, fingerprint, answer, create_time)
  VALUES ('default', '{method}', {res}, decode(repeat('ab', 33), 'hex'), decode('{answer.hex()}', 'hex'), clock_timestamp());
{writes}
INSERT INTO outbox (tenant_id, recorded_time, batch_id, events)
  VALUES ('default', clock_timestamp(), '{batch}' || {res}, decode('{events.hex()}', 'hex'));
INSERT INTO outbox_pending (tenant_id, batch_id, recorded_time) VALUES ('default', '{batch}' || {res}, clock_timestamp());
COMMIT;
"""

    hold = f"""INSERT INTO reservations (tenant_id, id, state, fingerprint, create_time, update_time, expire_time, due_time)
  VALUES ('default', {res}, 'HELD', decode(repeat('ab', 33), 'hex'), now(), now(), now() + interval '1 hour', now() + interval '1 hour');
INSERT INTO allocations (tenant_id, item_id, location_id, claim_seq, entry, id, reservation_id, line_id, line_index, line_item_id, quantity, line_quantity, number, expire_time)
  SELECT 'default', l.item_id, 'sloc_0', l.version + 1, v.k, 'pga_' || v.k || {res}, {res}, 'pgl_' || v.k || {res}, v.k, 'line-' || v.k, 1, 1, v.k, now() + interval '1 hour' FROM {joined};
INSERT INTO movements (tenant_id, item_id, location_id, recorded_time, version, entry, posting_id, bucket, delta, balance, reason, reservation_id, allocation_id, actor, request_id, effective_time)
  SELECT 'default', l.item_id, 'sloc_0', clock_timestamp(), l.version + 1, v.k, 'post1_' || {res}, 2, 1, l.reserved + 1, 31, {res}, 'pga_' || v.k || {res}, 'pgbench', {res}, clock_timestamp() FROM {joined};
UPDATE levels AS l SET reserved = l.reserved + 1, held = l.held + 1, next_expiry = least(l.next_expiry, now() + interval '1 hour'), version = l.version + 1, update_time = clock_timestamp() WHERE {level};"""
    confirm = f"""UPDATE reservations SET state = 'CONFIRMED', version = version + 1, update_time = clock_timestamp(), expire_time = NULL, due_time = NULL WHERE tenant_id = 'default' AND id = {res};
UPDATE allocations SET expire_time = NULL WHERE tenant_id = 'default' AND reservation_id = {res};
UPDATE levels AS l SET held = l.held - 1, update_time = clock_timestamp() WHERE {level};"""
    fulfil = f"""UPDATE reservations SET state = 'FULFILLED', version = version + 1, update_time = clock_timestamp() WHERE tenant_id = 'default' AND id = {res};
UPDATE allocations SET fulfilled = quantity WHERE tenant_id = 'default' AND reservation_id = {res};
INSERT INTO movements (tenant_id, item_id, location_id, recorded_time, version, entry, posting_id, bucket, delta, balance, reason, reservation_id, allocation_id, fulfillment_id, actor, request_id, effective_time)
  SELECT 'default', l.item_id, 'sloc_0', clock_timestamp(), l.version + 1, 2 * v.k + b.n, 'post2_' || {res}, b.bucket, -1, b.balance, 34, {res}, 'pga_' || v.k || {res}, 'pgf_' || {res}, 'pgbench', {res}, clock_timestamp()
  FROM {joined} CROSS JOIN LATERAL (VALUES (0, 1, l.stocked - 1), (1, 2, l.reserved - 1)) AS b(n, bucket, balance);
UPDATE levels AS l SET stocked = l.stocked - 1, reserved = l.reserved - 1, version = l.version + 1, update_time = clock_timestamp() WHERE {level};
INSERT INTO fulfillments (tenant_id, id, reservation_id, create_time) VALUES ('default', 'pgf_' || {res}, {res}, clock_timestamp());
INSERT INTO fulfillment_entries (tenant_id, fulfillment_id, entry, reservation_id, allocation_id, item_id, location_id, quantity)
  SELECT 'default', 'pgf_' || {res}, v.k, {res}, 'pga_' || v.k || {res}, v.item_id, 'sloc_0', 1 FROM (VALUES {places}) AS v(k, item_id);"""
    return (
        f"\\set n random(0, 999999999999)\n\\set m random(0, 999999999999)\n{draws}\n"
        + around("CreateReservation", "batch1_", hold)
        + around("ConfirmReservation", "batch2_", confirm)
        + around("FulfillReservation", "batch3_", fulfil)
    )


def _carry_out_one(port: int, url: str) -> dict[str, tuple[bytes, bytes]]:
    """The server's stored answer and events for each call of one order."""
    mark = f"res_{secrets.token_hex(6)}_0"
    lines = [
        types.LineInput(
            line_item_id=f"line-{n}", inventory_item_id=f"iitem_{n * SHARE}", quantity=1, location_id="sloc_0"
        )
        for n in range(LINES)
    ]
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel, psycopg.connect(url) as connection:
        stub = inventory.InventoryServiceStub(channel)
        held = stub.CreateReservation(
            pb.CreateReservationRequest(reservation_id=mark, request_id=mark, ttl=Duration(seconds=3600), lines=lines)
        )
        next_call = {"reservation_id": mark, "request_id": mark}
        answers: dict[str, Any] = {
            "CreateReservation": held,
            "ConfirmReservation": stub.ConfirmReservation(pb.ConfirmReservationRequest(**next_call)),
            "FulfillReservation": stub.FulfillReservation(pb.FulfillReservationRequest(**next_call)),
        }
        kept = {}
        for method, answer in answers.items():
            batch = answer.mutation.commit_token.partition(".")[2]
            row = connection.execute(
                "SELECT r.answer, o.events FROM requests AS r JOIN outbox AS o ON o.tenant_id = r.tenant_id "
                "WHERE r.method = %s AND r.request_id = %s AND o.batch_id = %s",
                (method, mark, batch),
            ).fetchone()
            assert row is not None
            kept[method] = (bytes(row[0]), bytes(row[1]))
        return kept

"""Who may come to a production server, over real channels with TLS: keys, tokens, certificates, tenants."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import psycopg
import pytest
from google.protobuf import empty_pb2
from grpc_channelz.v1 import channelz_pb2, channelz_pb2_grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from holdfast.inventory.v1 import admin_service_pb2 as admin_pb
from holdfast.inventory.v1 import event_service_pb2 as events_pb
from holdfast.inventory.v1 import inventory_service_pb2 as pb
from holdfast.inventory.v1 import types_pb2 as types

from holdfast_server.identity import rules
from tests.support import identity
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.guarded import Guarded, ask, guarded_on, is_let_in
from tests.support.identity import Authority, Signer, key_set, make_key, make_tenant
from tests.support.postgres import Cluster
from tests.support.refusals import Refusal, read_error, refused
from tests.support.server import Client, Security
from tests.support.waiting import until
from tests.support.world import Shop

GET = "/holdfast.inventory.v1.InventoryService/GetInventoryItem"
CREATE = "/holdfast.inventory.v1.InventoryService/CreateReservation"


@pytest.fixture(scope="module")
def guarded_server(durable_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    with guarded_on(durable_cluster, tmp_path_factory.mktemp("tls"), reflection="true", channelz="true") as made:
        yield made


@pytest.fixture
def guarded(guarded_server: Guarded) -> Iterator[Guarded]:
    yield guarded_server
    while guarded_server.clients:
        guarded_server.clients.pop().close()
    assert_books(guarded_server.url)


def invalid(refusal: Refusal) -> bool:
    return (refusal.code, refusal.reason, refusal.metadata) == ("UNAUTHENTICATED", "CREDENTIALS_INVALID", {})


# --- keys -------------------------------------------------------------------------------------------


def test_a_key_opens_and_the_ledger_names_it(guarded: Guarded) -> None:
    shop = guarded.shop()
    item, location = shop.stocked(5)
    movements = shop.inventory.ListStockMovements(
        pb.ListStockMovementsRequest(filter=pb.ListStockMovementsRequest.Filter(inventory_item_id=item))
    ).movements
    assert {one.actor for one in movements} == {f"key:{rules.id_of(guarded.key)}"}
    assert shop.get(item, location).stocked_quantity == 5


def test_a_call_without_a_credential_is_told_so(guarded: Guarded) -> None:
    refusal = refused(lambda: guarded.asked(""))
    assert (refusal.code, refusal.reason) == ("UNAUTHENTICATED", "CREDENTIALS_MISSING")


def test_a_key_that_is_not_quite_right_opens_nothing(guarded: Guarded) -> None:
    kind, name, secret = guarded.key.split("_", 2)[0:2], rules.id_of(guarded.key), guarded.key[-43:]
    prefix = "_".join(kind)
    for wrong in (
        f"{prefix}_{name}_{secret[:-1]}{'A' if secret[-1] != 'A' else 'B'}",
        f"{prefix}_{name}_{secret[:-1]}",
        f"{prefix}_{name}_{secret}x",
        f"{prefix}_{name}_",
        f"{prefix}_{'0' * 16}_{secret}",
        f"hf_pk_{name}_{secret}",
        f"{prefix}_{name}",
        "hf_",
        secret,
        "x" * 5000,
    ):
        assert invalid(refused(lambda wrong=wrong: guarded.asked(wrong))), wrong  # type: ignore[misc]


@pytest.mark.parametrize(
    "metadata",
    [
        (("authorization", "{key}"),),
        (("authorization", "Basic {key}"),),
        (("authorization", "Bearer"),),
        (("authorization", "Bearer {key} {key}"),),
        (("authorization", "Bearer {key}"), ("authorization", "Bearer {key}")),
        (("authorization", "Bearer wrong"), ("authorization", "Bearer {key}")),
    ],
)
def test_a_key_comes_as_one_bearer_and_in_no_other_way(guarded: Guarded, metadata: Any) -> None:
    given = [(name, value.format(key=guarded.key)) for name, value in metadata]
    client = guarded.client()
    assert invalid(refused(lambda: client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), metadata=given)))


def test_the_scheme_may_be_written_in_any_letters(guarded: Guarded) -> None:
    given = [("authorization", f"bearer {guarded.key}")]
    guarded.client().inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), metadata=given)


def test_several_keys_are_good_at_once_and_one_is_revoked_without_the_other(guarded: Guarded) -> None:
    old, new = make_key(guarded.url), make_key(guarded.url)
    client = guarded.client(old)
    until(lambda: is_let_in(client) and is_let_in(guarded.client(new)))
    identity.revoke(guarded.url, old)
    until(lambda: not is_let_in(client))
    assert invalid(refused(lambda: ask(client)))
    guarded.asked(new)


def test_a_key_expires_by_itself(guarded: Guarded) -> None:
    brief = make_key(guarded.url, seconds=4)
    client = guarded.client(brief)
    until(lambda: is_let_in(client), seconds=4)
    until(lambda: not is_let_in(client))
    assert invalid(refused(lambda: ask(client)))


def test_a_stream_ends_when_its_key_is_revoked_or_its_token_runs_out(guarded: Guarded) -> None:
    key = make_key(guarded.url)
    token = guarded.signer.sign(identity.good_claims(exp=int(time.time()) - 24))
    until(lambda: is_let_in(guarded.client(key)))
    for credential in (key, token):
        watched = guarded.client(credential).events.WatchEvents(events_pb.WatchEventsRequest(now=empty_pb2.Empty()))
        next(iter(watched))
        if credential == key:
            identity.revoke(guarded.url, key)
        with pytest.raises(grpc.RpcError) as caught:
            list(watched)
        assert invalid(read_error(caught.value))


def test_whether_a_key_is_good_is_known_without_asking_the_database(guarded: Guarded) -> None:
    client = guarded.client()
    with psycopg.connect(guarded.url) as blocker:
        blocker.execute("LOCK TABLE api_keys, tenants IN ACCESS EXCLUSIVE MODE")
        for number in range(300):
            given = [("authorization", f"Bearer hf_sk_{number:016}_{'x' * 43}")]
            refusal = refused(
                lambda given=given: client.inventory.ListInventoryItems(  # type: ignore[misc]
                    pb.ListInventoryItemsRequest(), metadata=given, timeout=10
                )
            )
            assert invalid(refusal)
        guarded.asked(guarded.key)
        blocker.rollback()


def test_the_last_use_of_a_key_is_known(guarded: Guarded) -> None:
    key = make_key(guarded.url)
    until(lambda: is_let_in(guarded.client(key)))

    def seen() -> bool:
        with psycopg.connect(guarded.url) as connection:
            row = connection.execute(
                "SELECT last_used_time FROM api_keys WHERE id = %s", (rules.id_of(key),)
            ).fetchone()
            return row is not None and row[0] is not None

    until(seen, seconds=30)


def test_a_secret_is_kept_nowhere(guarded: Guarded) -> None:
    with psycopg.connect(guarded.url) as connection:
        rows = connection.execute("SELECT to_jsonb(k)::text FROM api_keys AS k").fetchall()
    assert rows
    assert not any(guarded.key[-43:] in row[0] for row in rows)


def test_a_scope_that_is_missing_is_named_before_anything_of_the_object_is(guarded: Guarded) -> None:
    key = make_key(guarded.url, "acme", "stock.read")
    client = guarded.client(key)
    until(lambda: is_let_in(client))
    for request in (pb.AdjustInventoryRequest(), pb.AdjustInventoryRequest(request_id="x" * 1000)):
        refusal = refused(lambda request=request: client.inventory.AdjustInventory(request))  # type: ignore[misc]
        assert (refusal.code, refusal.reason, refusal.metadata) == (
            "PERMISSION_DENIED", "SCOPE_MISSING", {"scope": "stock.write"},
        )  # fmt: skip


@pytest.mark.parametrize("method", [GET, CREATE])
@pytest.mark.parametrize("credential", ["none", "wrong", "scope"])
def test_who_sends_headers_only_is_refused_at_once(guarded: Guarded, method: str, credential: str) -> None:
    """The request message never comes: a refusal that waited for it would wait for ever, and keep what it holds."""
    ops = make_key(guarded.url, "acme", "ops")
    until(lambda: refused(lambda: guarded.asked(ops)).reason == "SCOPE_MISSING")
    metadata = {
        "none": (),
        "wrong": (("authorization", "Bearer hf_sk_wrong"),),
        "scope": (("authorization", f"Bearer {ops}"),),
    }[credential]
    never = threading.Event()

    def nothing() -> Iterator[bytes]:
        never.wait(30)
        yield b""

    channel = guarded.client().channel
    call = channel.stream_unary(method)
    try:
        with pytest.raises(grpc.RpcError) as caught:
            call(nothing(), metadata=metadata, timeout=20)
    finally:
        never.set()
    reasons = {"none": "CREDENTIALS_MISSING", "wrong": "CREDENTIALS_INVALID", "scope": "SCOPE_MISSING"}
    assert read_error(caught.value).reason == reasons[credential]


def test_health_needs_no_credential_and_what_describes_the_server_is_for_operators(guarded: Guarded) -> None:
    stranger = guarded.client()
    status = health_pb2_grpc.HealthStub(stranger.channel).Check(health_pb2.HealthCheckRequest()).status
    assert status == health_pb2.HealthCheckResponse.SERVING
    reader = make_key(guarded.url, "acme", "stock.read")
    until(lambda: is_let_in(guarded.client(reader)))

    def reflected(client: Client) -> Any:
        stub = reflection_pb2_grpc.ServerReflectionStub(client.channel)
        return next(iter(stub.ServerReflectionInfo(iter([reflection_pb2.ServerReflectionRequest(list_services="")]))))

    def channels(client: Client) -> Any:
        return channelz_pb2_grpc.ChannelzStub(client.channel).GetServers(channelz_pb2.GetServersRequest())

    for describe in (reflected, channels):
        assert refused(lambda describe=describe: describe(stranger)).reason == "CREDENTIALS_MISSING"  # type: ignore[misc]
        refusal = refused(lambda describe=describe: describe(guarded.client(reader)))  # type: ignore[misc]
        assert (refusal.reason, refusal.metadata) == ("SCOPE_MISSING", {"scope": "ops"})
    assert reflected(guarded.client(guarded.key)).list_services_response.service
    assert channels(guarded.client(guarded.key)).server


# --- tenants ----------------------------------------------------------------------------------------


def test_a_tenant_that_is_suspended_is_refused_and_resumed_as_it_was(guarded: Guarded) -> None:
    make_tenant(guarded.url, "paused")
    key = make_key(guarded.url, "paused")
    client = guarded.client(key)
    until(lambda: is_let_in(client))
    item, location = Shop(client).stocked(3)
    identity.suspend(guarded.url, "paused")
    until(lambda: not is_let_in(client))
    refusal = refused(lambda: ask(client))
    assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "TENANT_SUSPENDED")
    token = guarded.signer.sign(identity.good_claims(tenant="paused"))
    assert refused(lambda: guarded.asked(token)).reason == "TENANT_SUSPENDED"
    identity.suspend(guarded.url, "paused", suspended=False)
    until(lambda: is_let_in(client))
    assert Shop(client).get(item, location).stocked_quantity == 3


def test_an_unknown_tenant_is_refused_and_not_made(guarded: Guarded) -> None:
    token = guarded.signer.sign(identity.good_claims(tenant="nobody"))
    assert invalid(refused(lambda: guarded.asked(token)))
    with psycopg.connect(guarded.url) as connection:
        names = {row[0] for row in connection.execute("SELECT tenant_id FROM tenants").fetchall()}
    assert "nobody" not in names
    assert "default" not in names, "production has no tenant of its own"


def test_a_tenant_made_while_the_server_runs_is_served_in_everything(guarded: Guarded) -> None:
    """Its events are relayed, its holds are closed, its variants are followed."""
    make_tenant(guarded.url, "newcomer")
    client = guarded.client(make_key(guarded.url, "newcomer"))
    until(lambda: is_let_in(client))
    shop = Shop(client)
    item, location = shop.stocked(3)
    shop.channel(location)
    shop.variant({item: 1})
    held = shop.hold((item, location, 1), ttl=1)
    types_told: set[str] = set()

    def told() -> bool:
        answer = client.events.ListEvents(events_pb.ListEventsRequest(page_size=1000))
        types_told.update(event.type for event in answer.events)
        wanted = {"item.created", "level.changed", "reservation.created", "reservation.expired", "variant.in_stock"}
        return wanted <= types_told

    until(told, seconds=30)
    shown = client.inventory.GetReservation(pb.GetReservationRequest(reservation_id=held.id)).reservation
    assert shown.state == types.Reservation.STATE_EXPIRED


def test_two_tenants_have_nothing_in_common(guarded: Guarded) -> None:
    make_tenant(guarded.url, "zenith")
    other = guarded.client(make_key(guarded.url, "zenith"))
    until(lambda: is_let_in(other))
    shop = guarded.shop()
    item, location = shop.stocked(3)
    order = shop.reserve((item, location, 1))
    foreign, missing = (
        refused(lambda one=one: other.inventory.GetReservation(pb.GetReservationRequest(reservation_id=one)))  # type: ignore[misc]
        for one in (order.id, "res_missing")
    )
    assert (foreign.code, foreign.reason) == (missing.code, missing.reason) == ("NOT_FOUND", "RESOURCE_NOT_FOUND")
    for number in range(2):
        shop.item(sku=f"PAGED-{number}")
    token = shop.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(page_size=1)).next_page_token
    refusal = refused(lambda: other.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(page_token=token)))
    assert refusal.reason == "PAGE_TOKEN_INVALID"


# --- tokens -----------------------------------------------------------------------------------------


def test_a_token_opens_and_the_ledger_names_its_subject(guarded: Guarded) -> None:
    shop = guarded.shop(guarded.signer.sign())
    item, _ = shop.stocked(1)
    wanted = pb.ListStockMovementsRequest.Filter(inventory_item_id=item)
    movements = shop.inventory.ListStockMovements(pb.ListStockMovementsRequest(filter=wanted)).movements
    assert {one.actor for one in movements} == {"jwt:backend"}


def test_a_bad_token_opens_nothing_over_the_wire(guarded: Guarded) -> None:
    good = guarded.signer.sign()
    stranger = Signer("first", "EdDSA")
    for wrong in (
        stranger.sign(),
        guarded.signer.sign(identity.good_claims(exp=int(time.time()) - 100)),
        guarded.signer.sign(identity.good_claims(aud="billing")),
        good[:-4] + "AAAA",
        f"{identity.encoded({'alg': 'none'})}.{identity.encoded(identity.good_claims())}.",
        "x." * 2000,
    ):
        assert invalid(refused(lambda wrong=wrong: guarded.asked(wrong)))  # type: ignore[misc]


def test_a_token_expires_while_it_is_in_use(guarded: Guarded) -> None:
    client = guarded.client(guarded.signer.sign(identity.good_claims(exp=int(time.time()) - 27)))
    ask(client)
    until(lambda: not is_let_in(client))
    assert invalid(refused(lambda: ask(client)))


def test_an_issuer_changes_its_keys_while_calls_go_on(guarded: Guarded) -> None:
    old, new = guarded.signer, Signer("second", "ES256")
    guarded.published.document = key_set(old, new)
    fresh = guarded.client(new.sign())
    until(lambda: is_let_in(fresh), seconds=30)
    guarded.asked(old.sign())
    guarded.published.document = key_set(new)
    third = Signer("third")
    # Only a key that is not known makes the server look before it is time.
    until(
        lambda: (
            bool(invalid(refused(lambda: guarded.asked(third.sign())))) and not is_let_in(guarded.client(old.sign()))
        ),
        seconds=30,
    )
    ask(fresh)
    guarded.published.document = key_set(old, new)
    until(lambda: is_let_in(guarded.client(old.sign())), seconds=30)


def test_an_issuer_that_hangs_holds_nobody_up(guarded: Guarded) -> None:
    asked = guarded.published.asked
    guarded.published.hangs.set()
    try:
        unknown = guarded.client(Signer("nobody's").sign())
        until(lambda: not is_let_in(unknown) and guarded.published.asked > asked, seconds=30)
        for _ in range(20):
            guarded.asked(guarded.key)
            guarded.asked(guarded.signer.sign())
            assert invalid(refused(lambda: ask(unknown)))
    finally:
        guarded.published.hangs.clear()
        guarded.published.goes_on.set()


# --- transport --------------------------------------------------------------------------------------


def test_plaintext_gets_no_answer_and_a_certificate_of_nobody_is_not_trusted(guarded: Guarded, tmp_path: Path) -> None:
    plain = guarded.server.client()
    stranger = guarded.server.client(Authority(tmp_path).security, guarded.key)
    for client in (plain, stranger):
        with pytest.raises(grpc.RpcError) as caught:
            client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), timeout=10)
        assert caught.value.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
        client.close()


def test_a_new_certificate_is_served_without_a_restart_and_an_open_connection_goes_on(guarded: Guarded) -> None:
    open_one = guarded.client(guarded.key)
    ask(open_one)
    authority, folder = guarded.authority, guarded.authority.folder
    kept = {name: (folder / name).read_bytes() for name in ("server.pem", "server-key.pem")}
    renewed = Authority(folder / "..")
    try:
        (folder / "server-key.pem").write_bytes(b"half written")
        ask(guarded.client(guarded.key))  # files that do not fit are left alone
        made = renewed.ca.issue_cert("127.0.0.1")
        (folder / "server.pem").write_bytes(b"".join(one.bytes() for one in made.cert_chain_pems))
        (folder / "server-key.pem").write_bytes(made.private_key_pem.bytes())
        until(lambda: is_let_in(guarded.client(guarded.key, renewed.security)))
        ask(open_one)
        with pytest.raises(grpc.RpcError):
            guarded.client(guarded.key).inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), timeout=3)
    finally:
        for name, content in kept.items():
            (folder / name).write_bytes(content)
    until(lambda: is_let_in(guarded.client(guarded.key, authority.security)))


def test_a_certificate_stands_for_whom_the_table_says(durable_cluster: Cluster, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    table = [
        {"alternative_name": "spiffe://acme/orders", "tenant": "acme", "scopes": ["stock.read", "catalog.write"]},
        {"common_name": "old shop", "tenant": "acme", "scopes": ["availability.read"]},
        {"alternative_name": "gone.example", "tenant": "gone", "scopes": ["stock.read"]},
    ]
    settings = authority.settings() | {
        "tls_client_ca": str(authority.ca_file), "client_certificates": json.dumps(table),
    }  # fmt: skip
    with durable_cluster.database() as url:
        make_tenant(url, "acme")
        with servers.serving(url, **settings) as server:
            orders = _with_uri(authority, "spiffe://acme/orders")
            client = server.client(orders)
            made = client.inventory.CreateInventoryItem(
                pb.CreateInventoryItemRequest(item=types.InventoryItem(sku="S"))
            )
            assert made.item.sku == "S"
            assert list(client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest()).items) == [made.item]
            watching = client.events.ListEvents
            assert refused(lambda: watching(events_pb.ListEventsRequest())).metadata == {"scope": "events.watch"}
            old = server.client(authority.client(common_name="old shop"))
            refusal = refused(lambda: ask(old))
            assert (refusal.reason, refusal.metadata) == ("SCOPE_MISSING", {"scope": "stock.read"})
            assert refused(lambda: ask(server.client(authority.client("gone.example")))).reason == "CREDENTIALS_INVALID"
            assert refused(lambda: ask(server.client(authority.client("else.example")))).reason == "CREDENTIALS_INVALID"
            # A key goes before the certificate of the connection that it comes on.
            key = make_key(url, "acme", "events.watch")
            with_key = server.client(orders, key)
            until(lambda: refused(lambda: ask(with_key)).reason == "SCOPE_MISSING")
            with_key.events.ListEvents(events_pb.ListEventsRequest())
            stream = client.inventory.StreamReservations(iter([]))
            with pytest.raises(grpc.RpcError) as caught:
                list(stream)
            assert read_error(caught.value).reason == "SCOPE_MISSING"
            with pytest.raises(grpc.RpcError) as caught:
                ask(server.client(authority.security))
            assert caught.value.code() is grpc.StatusCode.UNAVAILABLE, "who has no certificate gets no connection"
        assert_books(url)


def _with_uri(authority: Authority, uri: str) -> Security:
    """A client certificate with a URI as its name, which trustme does not make."""
    import datetime

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        load_pem_private_key,
    )

    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_pem_x509_certificate(authority.root)
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)]), critical=True)
        .sign(load_pem_private_key(authority.ca.private_key_pem.bytes(), None), hashes.SHA256())  # type: ignore[arg-type]
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Security(authority.root, made.public_bytes(Encoding.PEM), private)


# --- starting ---------------------------------------------------------------------------------------


def test_a_production_server_without_anybody_who_could_come_does_not_start(
    cluster: Cluster, durable_cluster: Cluster, tmp_path: Path
) -> None:
    settings = Authority(tmp_path).settings() | {"listen": "127.0.0.1:0"}
    with durable_cluster.database() as url:
        done = servers.run("serve", database_url=url, **settings)
        assert (done.returncode, done.stdout) == (2, "")
        assert "there is no identity: make a key with `holdfast keys create`" in " ".join(done.stderr.split())
        unreadable = {"jwt_jwks": str(tmp_path / "none.json"), "jwt_issuer": "i", "jwt_audience": "a"}
        done = servers.run("serve", database_url=url, **settings, **unreadable)
        assert done.returncode == 2
        assert "holds no key set that can be read" in " ".join(done.stderr.split())
    with cluster.database() as url:
        done = servers.run("serve", database_url=url, **settings)
        assert done.returncode == 2
        assert "fsync is off" in done.stderr
    done = servers.run("serve", database_url="postgresql://u:canary@127.0.0.1:1/x", dev="false", listen="127.0.0.1:0")
    assert done.returncode == 2
    assert "there is no TLS" in done.stderr
    assert "canary" not in done.stdout + done.stderr


def test_behind_a_mesh_there_is_no_tls_and_the_log_says_so(durable_cluster: Cluster, tmp_path: Path) -> None:
    with durable_cluster.database() as url:
        make_tenant(url, "acme")
        key = make_key(url)
        running = servers.start(
            url, dev="false", insecure_behind_mesh="yes", log_level="WARNING", workers="2", log=tmp_path / "log"
        )
        try:
            client = running.client()
            given = [("authorization", f"Bearer {key}")]
            client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(), metadata=given)
            assert refused(lambda: ask(client)).reason == "CREDENTIALS_MISSING"
            client.close()
        finally:
            running.stop()
            assert running.process.stdout is not None
            running.process.stdout.close()
        told = (tmp_path / "log").read_text()
        assert "insecure_behind_mesh" in told
        assert key not in told
        assert key[-43:] not in told


def test_the_operator_makes_lists_and_takes_back(durable_cluster: Cluster) -> None:
    with durable_cluster.database() as url:

        def told(*arguments: str) -> Any:
            done = servers.run(*arguments, "--json", database_url=url)
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout)

        def failed(*arguments: str) -> str:
            done = servers.run(*arguments, database_url=url)
            assert done.returncode == 2
            return " ".join(done.stderr.split())

        assert told("tenants", "create", "acme") == {"tenant": "acme"}
        assert "Tenant acme" in failed("tenants", "create", "acme")
        assert "tenant must be" in failed("tenants", "create", "a/b")
        assert "Tenant nobody" in failed("tenants", "suspend", "nobody")
        assert told("tenants", "suspend", "acme") == {"tenant": "acme", "state": "suspended"}
        assert [one["state"] for one in told("tenants", "list")] == ["suspended"]
        assert told("tenants", "resume", "acme")["state"] == "live"
        made = told("keys", "create", "--tenant", "acme", "--name", "shop", "--scope", "stock.read", "--expires", "90d")
        assert made["key"].startswith(f"hf_sk_{made['id']}_")
        assert len(made["key"]) == len("hf_sk_") + 16 + 1 + 43
        assert "Tenant nobody" in failed("keys", "create", "--tenant", "nobody", "--scope", "stock.read")
        assert "none of availability.read" in failed("keys", "create", "--tenant", "acme", "--scope", "stock.steal")
        assert "expires must be" in failed("keys", "create", "--tenant", "acme", "--scope", "ops", "--expires", "soon")
        limited = ("keys", "create", "--tenant", "acme", "--location", "sloc_1", "--scope")
        assert "is about the whole tenant" in failed(*limited, "ops")
        assert told(*limited, "stock.read")["scopes"] == ["stock.read"]
        page = told(
            "keys", "create", "--tenant", "acme", "--publishable", "--channel", "web", "--holds", "3", "--coarse"
        )
        assert page["key"].startswith(f"hf_pk_{page['id']}_")
        assert page["scopes"] == ["availability.read", "reservation.write"]
        assert "one sales channel" in failed("keys", "create", "--tenant", "acme", "--publishable")
        assert told("keys", "revoke", made["id"])["state"] == "revoked"
        assert "Key nothing" in failed("keys", "revoke", "nothing")
        listed = told("keys", "list", "--tenant", "acme")
        assert [(one["kind"], one["state"], one["scopes"]) for one in listed] == [
            ("service", "revoked", "stock.read"),
            ("service", "good", "stock.read"),
            ("publishable", "good", "availability.read reservation.write"),
        ]
        assert made["key"] not in json.dumps(listed)
        assert told("keys", "list", "--tenant", "other") == []


def test_the_server_tells_operators_about_itself(guarded: Guarded) -> None:
    assert guarded.client(guarded.key).admin.GetServerInfo(admin_pb.GetServerInfoRequest()).contract_hash

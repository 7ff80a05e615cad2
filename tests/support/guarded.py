"""A production server with TLS, keys and tokens, and what its callers need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
from holdfast.inventory.v1 import inventory_service_pb2 as pb

from tests.support import identity
from tests.support import server as servers
from tests.support.identity import Authority, Publication, Signer, key_set, make_key, make_tenant
from tests.support.postgres import Cluster
from tests.support.server import Client, RunningServer, Security
from tests.support.world import Shop


@dataclass
class Guarded:
    """A production server, and what its callers need."""

    server: RunningServer
    url: str
    authority: Authority
    signer: Signer
    published: Publication
    key: str
    clients: list[Client] = field(default_factory=list)

    def client(self, token: str = "", security: Security | None = None) -> Client:
        made = self.server.client(security or self.authority.security, token)
        self.clients.append(made)
        return made

    def shop(self, token: str = "") -> Shop:
        return Shop(self.client(token or self.key))

    def asked(self, token: str) -> Any:
        """What a small question is answered with."""
        return ask(self.client(token))


def ask(client: Client) -> Any:
    return client.inventory.ListInventoryItems(pb.ListInventoryItemsRequest(page_size=1), timeout=20)


def is_let_in(client: Client) -> bool:
    with suppress(grpc.RpcError):
        ask(client)
        return True
    return False


@contextmanager
def guarded_on(cluster: Cluster, folder: Path, **more: str) -> Iterator[Guarded]:
    """A server for as long, on a database of its own with the tenant `acme` and a key of all scopes."""
    authority = Authority(folder)
    signer = Signer("first", "EdDSA")
    with cluster.database() as url, identity.publishing(key_set(signer)) as published:
        make_tenant(url, "acme")
        key = make_key(url)
        tokens = {
            "jwt_jwks": published.address, "jwt_issuer": identity.ISSUER, "jwt_audience": identity.AUDIENCE,
        }  # fmt: skip
        with servers.serving(url, **{**authority.settings(), **tokens, **more}) as server:
            yield Guarded(server, url, authority, signer, published, key)

"""Client certificates: what a name in one stands for. Whether it is genuine has been decided by TLS before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from holdfast_server.identity.model import Grant
from holdfast_server.identity.rules import principal
from holdfast_server.kernel.errors import CredentialsInvalid, CredentialsMissing
from holdfast_server.kernel.ids import TenantId
from holdfast_server.kernel.principal import Principal

COMMON_NAME: Final = "x509_common_name"
ALTERNATIVE_NAME: Final = "x509_subject_alternative_name"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who has a certificate with a name: a subject alternative name (DNS, URI, address), or the common name."""

    tenant_id: str
    grant: Grant
    alternative_name: str = ""
    common_name: str = ""


class Certificates:
    """The names that stand for somebody."""

    def __init__(self, bearers: Iterable[Bearer]) -> None:
        self._principals: dict[tuple[str, str], Principal] = {}
        for one in bearers:
            kind, name = (
                (ALTERNATIVE_NAME, one.alternative_name) if one.alternative_name else (COMMON_NAME, one.common_name)
            )
            subject = f"certificate:{name}"
            self._principals[kind, name] = principal(TenantId(one.tenant_id), subject, one.grant)

    def principal(self, facts: Mapping[str, Sequence[bytes]]) -> Principal:
        """Whom the certificate of a connection stands for; `facts` are gRPC's own. An alternative name goes first.

        Raises CredentialsMissing where there is no certificate, CredentialsInvalid for one that is nobody's.
        """
        named = [(kind, _text(one)) for kind in (ALTERNATIVE_NAME, COMMON_NAME) for one in facts.get(kind, ())]
        if not named:
            raise CredentialsMissing
        for name in named:
            if name in self._principals:
                return self._principals[name]
        raise CredentialsInvalid


def _text(name: bytes | str) -> str:
    return name if isinstance(name, str) else name.decode("utf-8", "replace")

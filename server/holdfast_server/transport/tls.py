"""TLS: certificates that are read again when they have changed, without a restart and without losing a connection."""

from __future__ import annotations

import logging
from typing import Any

import grpc

from holdfast_server.runtime.certificates import TlsFiles, TlsUnusable, check

log = logging.getLogger(__name__)


def credentials(files: TlsFiles) -> grpc.ServerCredentials:
    """What a server listens with; each handshake takes the files as they are then. Raises TlsUnusable.

    With `client_ca` a client without a certificate of that authority gets no connection at all.
    """
    keeper = _Keeper(files)
    changed: Any = keeper.changed  # None means "as before", which the stubs do not know
    return grpc.dynamic_ssl_server_credentials(
        keeper.first, changed, require_client_authentication=files.client_ca is not None
    )


class _Keeper:
    """The files as they were last fit to be used."""

    def __init__(self, files: TlsFiles) -> None:
        self._files = files
        self._seen = _state(files)
        self.first = _configuration(files)

    def changed(self) -> grpc.ServerCertificateConfiguration | None:
        """The new configuration where the files have changed and are fit; None: go on as before.

        gRPC asks at each handshake, in a thread of its own. Files that are being exchanged, or that do not fit
        together, are left alone until they do.
        """
        try:
            state = _state(self._files)
            if state == self._seen:
                return None
            made = _configuration(self._files)
        except TlsUnusable as error:
            log.error("tls_files_unusable", extra={"problem": str(error)})
            return None
        self._seen = state
        log.info("tls_files_changed")
        return made


def _state(files: TlsFiles) -> list[tuple[int, int, int]]:
    try:
        return [(found.st_mtime_ns, found.st_size, found.st_ino) for found in (one.stat() for one in files.all)]
    except OSError as error:
        raise TlsUnusable(f"{error.filename} cannot be read: {error.strerror}") from None


def _configuration(files: TlsFiles) -> grpc.ServerCertificateConfiguration:
    check(files)
    chain, key = files.certificate.read_bytes(), files.key.read_bytes()
    return grpc.ssl_server_certificate_configuration(
        [(key, chain)], root_certificates=files.client_ca.read_bytes() if files.client_ca else None
    )

"""Ports: whether one can be listened on, and which one is free."""

from __future__ import annotations

import socket


def split(listen: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:50051` or `[::1]:50051`."""
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


def probe(listen: str) -> int:
    """Listen there for a moment: the port, a free one for port 0. Raises OSError where that cannot be done."""
    host, port = split(listen)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        if port:  # as the server itself: what only lingers there is no hindrance; a free port is to be wholly free
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind((host, port))
        return int(tried.getsockname()[1])

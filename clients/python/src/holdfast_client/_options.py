"""What every channel of ours is opened with."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from importlib import metadata, resources
from typing import Any, Final

import grpc

KEEPALIVE_MILLISECONDS: Final = 40_000
"""Servers take a ping every 30 seconds for an attack if it comes sooner."""
ANSWER_BYTES: Final = 64 << 20
METADATA_BYTES: Final = 16_384
RECONNECT_MILLISECONDS: Final = (50, 1000)


def version() -> str:
    """Of this package."""
    return metadata.version("holdfast-client")


def channel_options(more: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The shipped service config, keepalive, and what the caller adds.

    The config's timeouts are left out: gRPC takes the shorter of them and the call's own, so nobody could wait longer.
    """
    config = json.loads(resources.files("holdfast_client").joinpath("service_config.json").read_text())
    for one in config["methodConfig"]:
        one.pop("timeout", None)
    first, last = RECONNECT_MILLISECONDS
    return [
        ("grpc.service_config", json.dumps(config)),
        ("grpc.enable_retries", 1),
        ("grpc.keepalive_time_ms", KEEPALIVE_MILLISECONDS),
        ("grpc.max_metadata_size", METADATA_BYTES),
        ("grpc.max_receive_message_length", ANSWER_BYTES),
        # A server that restarts is back in a second; gRPC's own pace would find it after up to two minutes.
        ("grpc.initial_reconnect_backoff_ms", first),
        ("grpc.min_reconnect_backoff_ms", first),
        ("grpc.max_reconnect_backoff_ms", last),
        ("grpc.primary_user_agent", f"holdfast-python/{version()}"),
        *more,
    ]


def call_metadata(token: Callable[[], str] | str | None) -> tuple[tuple[str, str], ...]:
    """What each call says of the client."""
    told: tuple[tuple[str, str], ...] = (("holdfast-client", f"python/{version()}"),)
    if token is not None:
        told += (("authorization", f"Bearer {token() if callable(token) else token}"),)
    return told


def check_credentials(credentials: grpc.ChannelCredentials | None, *, insecure: bool, token: object) -> None:
    """Refuse what would send a token in clear, or leaves it open whether the channel is encrypted."""
    if insecure and credentials is not None:
        raise ValueError("a channel is either insecure or has credentials")
    if insecure and token is not None:
        raise ValueError("a token must not travel over an insecure channel")

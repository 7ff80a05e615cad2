"""Watches that go on after a cut."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any, Final

import grpc
from holdfast.inventory.v1 import event_service_pb2 as pb
from holdfast.inventory.v1 import events_pb2

from holdfast_client._errors import HoldfastError
from holdfast_client._lists import copy_of

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0
PASSING_REASONS: Final = frozenset({"WATCH_TOO_SLOW", "TOO_MANY_STREAMS", "OVERLOADED", "RATE_LIMITED"})


def passes(error: HoldfastError) -> bool:
    """Whether a watch that ended so may be begun again where it was."""
    return error.reason in PASSING_REASONS or error.code() is grpc.StatusCode.UNAVAILABLE


def pause(failures: int, error: HoldfastError | None) -> float:
    """Seconds to wait before the next attempt: what the server said, else longer and longer.

    Clients that were cut together do not come back together.
    """
    told = error.retry_after if error is not None else None
    wait = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures, 10) if told is None else told)
    return wait * random.uniform(1.0, 1.2)


def after(request: pb.WatchEventsRequest, cursor: str) -> pb.WatchEventsRequest:
    """The watch from a cursor on."""
    asked = copy_of(request)
    asked.cursor = cursor
    return asked


def watch(events: Any, request: pb.WatchEventsRequest, *, checkpoints: bool = False) -> Iterator[events_pb2.Event]:
    """Events, each once and without end: after a cut the watch goes on behind the last one that you got.

    Keep an event's `cursor` with what you did about it, and start there next time. With `checkpoints` also events that
    are empty but for their cursor: nothing that you asked for happened up to it. Raises HoldfastError for what a new
    attempt does not mend; CURSOR_EXPIRED says where the oldest events begin.
    """
    asked, failures = request, 0
    while True:
        ended: HoldfastError | None = None
        call = events.WatchEvents(asked)
        try:
            for message in call:
                if message.events:  # the first message comes at once, and shows only that watches are accepted
                    failures = 0
                for event in message.events:
                    asked = after(asked, event.cursor)
                    yield event
                if message.cursor:
                    asked = after(asked, message.cursor)
                    if checkpoints and not message.events:
                        yield events_pb2.Event(cursor=message.cursor)
        except HoldfastError as error:
            if not passes(error):
                raise
            ended = error
        finally:
            call.cancel()
        time.sleep(pause(failures, ended))
        failures += 1

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


class Standing:
    """Where a watch stands: what to ask for next, and how often it has failed in a row."""

    def __init__(self, request: pb.WatchEventsRequest, *, checkpoints: bool) -> None:
        self.asked = request
        self._checkpoints = checkpoints
        self._failures = 0

    def taken(self, message: pb.WatchEventsResponse) -> Iterator[events_pb2.Event]:
        """The events of a message; it stands behind each one before that is given away."""
        if message.events:  # the first message comes at once, and shows only that watches are accepted
            self._failures = 0
        for event in message.events:
            self._stand(event.cursor)
            yield event
        if message.cursor:
            self._stand(message.cursor)
            if self._checkpoints and not message.events:
                yield events_pb2.Event(cursor=message.cursor)

    def pause(self, ended: HoldfastError | None) -> float:
        """Seconds until the next attempt."""
        wait = pause(self._failures, ended)
        self._failures += 1
        return wait

    def _stand(self, cursor: str) -> None:
        self.asked = copy_of(self.asked)
        self.asked.cursor = cursor


def watch(events: Any, request: pb.WatchEventsRequest, *, checkpoints: bool = False) -> Iterator[events_pb2.Event]:
    """Events, each once and without end: after a cut the watch goes on behind the last one that you got.

    Keep an event's `cursor` with what you did about it, and start there next time. With `checkpoints` also events that
    are empty but for their cursor: nothing that you asked for happened up to it. Raises HoldfastError for what a new
    attempt does not mend; CURSOR_EXPIRED says where the oldest events begin.
    """
    standing = Standing(request, checkpoints=checkpoints)
    while True:
        ended: HoldfastError | None = None
        call = events.WatchEvents(standing.asked)
        try:
            for message in call:
                yield from standing.taken(message)
        except HoldfastError as error:
            if not passes(error):
                raise
            ended = error
        finally:
            call.cancel()
        time.sleep(standing.pause(ended))

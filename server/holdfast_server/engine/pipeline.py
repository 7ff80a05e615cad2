"""Many statements in one round trip: all of them are written before the first answer is read.

The driver's own pipeline goes through the event loop and to the socket with every statement, which costs a small batch
more than its decisions do. Here libpq collects what is to be sent, and one exchange brings it there and the answers
back. Values are adapted, and errors made, by the driver.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection, errors
from psycopg.abc import Transformer
from psycopg.adapt import PyFormat
from psycopg.adapt import Transformer as Adapter
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

from holdfast_server.engine.posting import Statement

_Key = tuple[str, tuple[int, ...]]

_DONE: Final = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK, ExecStatus.EMPTY_QUERY})


@dataclass(slots=True)
class _Prepared:
    """What a connection has prepared: the server's names by text and types of the parameters."""

    names: dict[_Key, bytes] = field(default_factory=dict)
    asked: int = 0
    """Names that were given out, taken or not: none is given out again."""


class _Adapted(NamedTuple):
    """A statement with its values as they go over the wire."""

    text: str
    values: Sequence[Any]
    types: tuple[int, ...]
    formats: Sequence[int]


_of_connection: Final[WeakKeyDictionary[AsyncConnection[Any], _Prepared]] = WeakKeyDictionary()


async def run_pipeline(connection: AsyncConnection[Any], statements: Sequence[Statement]) -> list[list[Any]]:
    """The rows of each statement, in their order, in one round trip.

    Nobody else may use the connection meanwhile. The first error is raised; what comes after it was not run, and a
    transaction that is open has failed. Statements are prepared unless the connection was opened not to.
    """
    pgconn = connection.pgconn
    adapter: Transformer = Adapter(connection)
    prepared = None if connection.prepare_threshold is None else _of_connection.setdefault(connection, _Prepared())
    adapted = [_adapted(adapter, *statement) for statement in statements]
    pgconn.enter_pipeline_mode()
    try:
        new = _send(pgconn, prepared, adapted)
        results = await connection.wait(_exchange(pgconn))
        pgconn.exit_pipeline_mode()
    except BaseException:
        pgconn.finish()  # what is on the way cannot be told from what comes next
        raise
    answers = []
    for result, named in zip(results, new, strict=True):
        if result.status not in _DONE:
            raise errors.error_from_result(result, encoding=connection.info.encoding)
        if named is None:
            answers.append(result)
        elif prepared is not None:
            key, name = named
            prepared.names[key] = name
    return [_rows(adapter, answer) for answer in answers]


def _adapted(adapter: Transformer, text: str, parameters: Sequence[Any]) -> _Adapted:
    values = adapter.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
    return _Adapted(text, values, adapter.types or (), adapter.formats or ())


def _send(
    pgconn: PGconn, prepared: _Prepared | None, statements: Sequence[_Adapted]
) -> list[tuple[_Key, bytes] | None]:
    """Give all statements to libpq. For each answer to come: what it says to be prepared, None for rows."""
    expected: list[tuple[_Key, bytes] | None] = []
    asked: dict[_Key, bytes] = {}
    for text, values, types, formats in statements:
        if prepared is None:
            pgconn.send_query_params(text.encode(), values, types, formats)
        else:
            key = (text, types)
            name = prepared.names.get(key) or asked.get(key)
            if name is None:
                prepared.asked += 1
                name = asked[key] = b"hf_%d" % prepared.asked
                pgconn.send_prepare(name, text.encode(), types)
                expected.append((key, name))
            pgconn.send_query_prepared(name, values, formats)
        expected.append(None)
    pgconn.pipeline_sync()
    return expected


def _exchange(pgconn: PGconn) -> Generator[Wait, Ready | int, list[PGresult]]:
    """Write what libpq holds and read until the server has answered the last of it: one result per command."""
    results: list[PGresult] = []
    unsent = pgconn.flush()
    while True:
        ready = yield Wait.RW if unsent else Wait.R
        if ready & Ready.R:
            pgconn.consume_input()
            while not pgconn.is_busy():
                result = pgconn.get_result()
                if result is None:  # the end of one command's results, or of everything
                    if pgconn.status == ConnStatus.BAD:
                        raise errors.OperationalError("the connection is lost")
                elif result.status == ExecStatus.PIPELINE_SYNC:
                    return results
                else:
                    results.append(result)
        if unsent:
            unsent = pgconn.flush()


def _rows(adapter: Transformer, result: PGresult) -> list[Any]:
    if result.status != ExecStatus.TUPLES_OK:
        return []
    adapter.set_pgresult(result)
    return adapter.load_rows(0, result.ntuples, tuple)

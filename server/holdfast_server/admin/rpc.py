"""Administrative messages to queries, and back."""

from __future__ import annotations

from typing import Final

from google.protobuf.message import Message
from holdfast.inventory.v1 import admin_service_pb2 as pb

from holdfast_server import __version__
from holdfast_server.admin.model import Limits
from holdfast_server.admin.queries import AdminQueries
from holdfast_server.kernel.errors import FieldInvalid
from holdfast_server.kernel.paging import MAX_PAGE_SIZE
from holdfast_server.kernel.quantity import MAX_QUANTITY
from holdfast_server.transport import shapes
from holdfast_server.transport.call import Call

_MAX_FINDINGS: Final = 1000


class AdminRpc:
    """AdminService. `contract_hash` is that of the descriptor set that is served."""

    def __init__(self, queries: AdminQueries, limits: Limits, contract_hash: str) -> None:
        self._queries = queries
        self._limits = limits
        self._contract_hash = contract_hash

    async def GetServerInfo(self, request: pb.GetServerInfoRequest, call: Call) -> Message:
        """Version, contract and limits."""
        database = await self._queries.database(call.deadline)
        limits = pb.GetServerInfoResponse.Limits(
            message_bytes=self._limits.message_bytes,
            lines=shapes.MAX_LINES,
            batch_entries=shapes.MAX_BATCH,
            page_size=MAX_PAGE_SIZE,
            quantity=MAX_QUANTITY,
            default_deadline_seconds=self._limits.default_deadline_seconds,
            max_deadline_seconds=self._limits.max_deadline_seconds,
        )
        return pb.GetServerInfoResponse(
            version=__version__,
            contract_hash=self._contract_hash,
            limits=limits,
            database_version=database.version,
            database_time=shapes.timestamp(database.time),
        )

    async def VerifyLedger(self, request: pb.VerifyLedgerRequest, call: Call) -> Message:
        """The proof of the books."""
        items = shapes.ids("inventory_item_ids", request.inventory_item_ids)
        if not 0 <= request.max_findings <= _MAX_FINDINGS:
            raise FieldInvalid("max_findings", f"must be 0 to {_MAX_FINDINGS}")
        report = await self._queries.verify(call.principal, items, request.max_findings)
        answer = pb.VerifyLedgerResponse(
            sound=report.sound,
            levels_checked=report.levels_checked,
            movements_checked=report.movements_checked,
            reservations_checked=report.reservations_checked,
            allocations_checked=report.allocations_checked,
            stopped_early=report.stopped_early,
        )
        for finding in report.findings:
            answer.findings.add(
                invariant=finding.invariant,
                inventory_item_id=finding.item_id,
                location_id=finding.location_id,
                subject=finding.subject,
                reservation_id=finding.reservation_id,
                allocation_id=finding.allocation_id,
                expected_quantity=finding.expected,
                actual_quantity=finding.actual,
                message=finding.message,
            )
        return answer

"""Traces and metrics by OTLP, received by a collector of the test's own."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
import pytest
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2 as metrics_pb
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2_grpc as metrics_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as trace_pb
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as trace_grpc

from holdfast_server.kernel.figures import Histogram
from holdfast_server.observing.exposition import Families
from holdfast_server.observing.tracing import Tracing
from tests.support import server as servers
from tests.support.books import assert_books
from tests.support.metrics import until
from tests.support.refusals import refused
from tests.support.server import ROOT
from tests.support.world import Shop, reserve_request, unique

CANARY = "canary7f3a"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"


class Collector(trace_grpc.TraceServiceServicer, metrics_grpc.MetricsServiceServicer):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.metrics: dict[str, Any] = {}
        self.resources: list[dict[str, str]] = []
        self.sent = b""
        self._lock = threading.Lock()

    def Export(self, request: Any, _: Any) -> Any:
        with self._lock:
            self.sent += request.SerializeToString()
            if isinstance(request, metrics_pb.ExportMetricsServiceRequest):
                for resource in request.resource_metrics:
                    for scope in resource.scope_metrics:
                        self.metrics.update({one.name: one for one in scope.metrics})
                return metrics_pb.ExportMetricsServiceResponse()
            for resource in request.resource_spans:
                self.resources.append(values(resource.resource))
                for scope in resource.scope_spans:
                    self.spans += scope.spans
            return trace_pb.ExportTraceServiceResponse()

    def of(self, name: str) -> list[Any]:
        with self._lock:
            return [span for span in self.spans if span.name == name]


def values(of: Any) -> dict[str, Any]:
    """Attributes by name."""
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in of.attributes}


@contextmanager
def collecting() -> Iterator[tuple[Collector, str]]:
    """A collector and its endpoint."""
    collector = Collector()
    server = grpc.server(ThreadPoolExecutor(2))
    trace_grpc.add_TraceServiceServicer_to_server(collector, server)  # type: ignore[no-untyped-call]
    metrics_grpc.add_MetricsServiceServicer_to_server(collector, server)  # type: ignore[no-untyped-call]
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield collector, f"http://127.0.0.1:{port}"
    finally:
        server.stop(None).wait()


def test_a_call_is_a_span_under_its_callers_and_is_linked_with_its_transaction(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
    with collecting() as (collector, endpoint):
        with servers.serving(database_url, otlp_endpoint=endpoint, trace_share="0") as server:
            client = server.client()
            shop = Shop(client)
            item, place = shop.stocked(5)
            traced = (("traceparent", f"00-{TRACE}-{PARENT}-01"),)
            request = reserve_request((item, place, 2), request_id=unique(CANARY), description=CANARY)
            client.inventory.CreateReservation(request, metadata=traced)
            short = reserve_request((item, place, 9), request_id=unique(CANARY))
            refused(lambda: client.inventory.CreateReservation(short, metadata=traced))
            refused(lambda: client.inventory.CreateReservation(short))
            until(lambda: len(collector.of("CreateReservation")) == 2 and len(collector.of("transaction")) == 2)
            client.close()
        good, bad = sorted(collector.of("CreateReservation"), key=lambda span: span.start_time_unix_nano)
        transactions = {span.span_id: span for span in collector.of("transaction")}
    for span in (good, bad):
        assert span.trace_id.hex() == TRACE
        assert span.parent_span_id.hex() == PARENT
        (link,) = span.links
        transaction = transactions[link.span_id]
        assert [one.span_id for one in transaction.links] == [span.span_id]
        assert values(transaction) == {"holdfast.postings": 1, "db.system": "postgresql"}
        assert not transaction.parent_span_id
        assert span.start_time_unix_nano <= transaction.start_time_unix_nano
        assert transaction.end_time_unix_nano <= span.end_time_unix_nano + 50_000_000
    assert values(good) == {"rpc.system": "grpc", "rpc.method": "CreateReservation"}
    assert values(bad) == {
        **values(good),
        "rpc.grpc.status_code": grpc.StatusCode.FAILED_PRECONDITION.value[0],
        "holdfast.reason": "INSUFFICIENT_STOCK",
    }
    assert collector.of("CreateStockLocation") == [], "nobody asked for that one"
    assert collector.resources[0]["service.name"] == "holdfast"
    assert CANARY.encode() not in collector.sent
    assert_books(database_url)


def test_calls_that_share_a_transaction_are_linked_with_the_same_one(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
    with collecting() as (collector, endpoint):
        with servers.serving(database_url, otlp_endpoint=endpoint, trace_share="1") as server:
            client = server.client()
            item, place = Shop(client).stocked(1000)
            waiting = [client.inventory.CreateReservation.future(reserve_request((item, place, 1))) for _ in range(64)]
            for one in waiting:
                one.result()
            until(lambda: len(collector.of("CreateReservation")) == 64)
            client.close()
        shared = [span for span in collector.of("transaction") if len(span.links) > 1]
    assert shared
    linked = [link.span_id for span in collector.of("transaction") for link in span.links]
    assert {span.span_id for span in collector.of("CreateReservation")} <= set(linked)
    assert all(values(span)["holdfast.postings"] == len(span.links) for span in shared)
    assert_books(database_url)


async def test_metrics_arrive_as_they_are_scraped() -> None:
    with collecting() as (collector, endpoint):
        tracing = Tracing(endpoint, share=0, worker=3)
        families = Families({"worker": "3"})
        families.counter("calls_total", "Calls.", 7, method="Get")
        families.gauge("ready", "Ready.", 1)
        families.gauge("unknown", "Not known.", None)
        for method in ("Get", "List"):
            histogram = Histogram((0.1, 1.0))
            for value in (0.05, 0.5, 0.6, 7.0):
                histogram.add(value)
            families.histogram("call_seconds", "Took.", histogram, method=method)
        await tracing.send(families)
        await tracing.close()
    assert set(collector.metrics) == {"holdfast_calls_total", "holdfast_ready", "holdfast_call_seconds"}
    (point,) = collector.metrics["holdfast_calls_total"].sum.data_points
    assert (point.as_double or point.as_int, values(point)) == (7, {"method": "Get", "worker": "3"})
    assert collector.metrics["holdfast_calls_total"].sum.is_monotonic
    points = collector.metrics["holdfast_call_seconds"].histogram.data_points
    assert [values(one)["method"] for one in points] == ["Get", "List"]
    for one in points:
        assert (list(one.explicit_bounds), list(one.bucket_counts)) == ([0.1, 1.0], [1, 2, 1])
        assert (one.count, one.sum, one.HasField("min")) == (4, 8.15, False)


async def test_a_collector_that_is_away_disturbs_nobody() -> None:
    tracing = Tracing("http://127.0.0.1:1", share=1, worker=0)
    tracing._metrics._timeout = 0.2  # type: ignore[attr-defined]
    families = Families({})
    families.gauge("ready", "Ready.", 1)
    await tracing.send(families)
    await tracing.close()


def test_without_an_endpoint_nothing_of_it_is_loaded() -> None:
    program = (
        "import sys, holdfast_server.wiring, holdfast_server.serving, holdfast_server.cli\n"
        "print([name for name in sys.modules if name.partition('.')[0] in ('opentelemetry', 'requests')])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"

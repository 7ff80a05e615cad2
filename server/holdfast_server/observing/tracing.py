"""Traces and metrics by OTLP, for who has a collector: an extra (`pip install holdfast-server[otel]`), off by default.

A span per call, child of the caller's `traceparent`, and one per transaction of the engine, with links to the calls
that travelled in it and from them to it. A span carries method, code and reason: no payload, and no error's text.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import grpc
from google.rpc import error_details_pb2, status_pb2
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import export as otel
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, ParentBased, TraceIdRatioBased
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from holdfast_server import __version__
from holdfast_server.engine.posting import Posting
from holdfast_server.observing.exposition import Families
from holdfast_server.transport.errors import DETAILS_KEY

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

log = logging.getLogger(__name__)

NAME: Final = "holdfast"
EXPORT_SECONDS: Final = 15.0
CLOSE_SECONDS: Final = 3.0
_CARRIED: Final = frozenset({"traceparent", "tracestate"})
_FAULTS: Final = frozenset({"INTERNAL", "UNKNOWN", "UNAVAILABLE", "DEADLINE_EXCEEDED", "DATA_LOSS"})
_CODE_NAMES: Final = {code.value[0]: code.name for code in grpc.StatusCode}


class Tracing:
    """Makes spans and sends them, with the metrics, to `endpoint` (`http://` in clear, `https://` by TLS).

    Of calls that come without a decision of their caller, `share` are traced; transactions of those that are.
    """

    def __init__(self, endpoint: str, *, share: float, worker: int) -> None:
        attributes: dict[str, Any] = {
            "service.name": NAME,
            "service.version": __version__,
            "service.instance.id": f"{socket.gethostname()}:{os.getpid()}",
            "holdfast.worker": worker,
        }
        resource = Resource.create(attributes)
        insecure = endpoint.startswith("http://")
        processor = BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint, insecure=insecure))
        calls = TracerProvider(sampler=ParentBased(TraceIdRatioBased(share)), resource=resource)
        batches = TracerProvider(sampler=ALWAYS_ON, resource=resource)
        for provider in (calls, batches):
            provider.add_span_processor(processor)
        self._calls = calls.get_tracer(NAME, __version__)
        self._batches = batches.get_tracer(NAME, __version__)
        self._processor = processor
        self._metrics = OTLPMetricExporter(endpoint=endpoint, insecure=insecure)
        self._resource = resource
        self._propagator = TraceContextTextMapPropagator()
        self._started = time.time_ns()

    # --- calls ------------------------------------------------------------------------------------

    def around(self, method: str, answer: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """What answers a method, within a span."""

        async def traced(raw: Any, context: Any) -> Any:
            carrier = {key: value for key, value in context.invocation_metadata() or () if key in _CARRIED}
            with self._calls.start_as_current_span(
                method,
                context=self._propagator.extract(carrier, Context()),
                kind=trace.SpanKind.SERVER,
                attributes={"rpc.system": "grpc", "rpc.method": method},
                record_exception=False,  # its text has values in it
                set_status_on_exception=False,
            ) as span:
                try:
                    return await answer(raw, context)
                except asyncio.CancelledError:
                    span.set_attribute("rpc.grpc.status_code", grpc.StatusCode.CANCELLED.value[0])
                    raise
                finally:
                    _tell(span, context)

        return traced

    # --- transactions -----------------------------------------------------------------------------

    def submitted(self, posting: Posting[Any]) -> None:
        """Remember whose posting it is, where its call is traced."""
        span = trace.get_current_span()
        if span.is_recording():
            posting.origin = span

    @contextmanager
    def batch(self, postings: Sequence[Posting[Any]]) -> Iterator[None]:
        """A span of the transaction, where one of its postings is traced."""
        origins = {id(posting.origin): posting.origin for posting in postings if posting.origin is not None}
        if not origins:
            yield
            return
        links = [trace.Link(origin.get_span_context()) for origin in origins.values()]
        with self._batches.start_as_current_span(
            "transaction",
            context=Context(),
            links=links,
            attributes={"holdfast.postings": len(postings), "db.system": "postgresql"},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            for origin in origins.values():
                origin.add_link(span.get_span_context())
            yield

    # --- metrics ----------------------------------------------------------------------------------

    async def push(self, families: Callable[[], Families]) -> None:
        """Send the metrics at intervals, until cancelled."""
        while True:
            await asyncio.sleep(EXPORT_SECONDS)
            await self.send(families())

    async def send(self, families: Families) -> None:
        """Send the metrics once."""
        data = self._data(families.collect())
        try:
            sent = await asyncio.to_thread(self._metrics.export, data)
        except Exception as error:  # whatever keeps metrics from leaving must not keep the server from serving
            log.warning("metrics_not_sent", extra={"error_type": type(error).__name__})
            return
        if sent is not otel.MetricExportResult.SUCCESS:
            log.warning("metrics_not_sent")

    def _data(self, families: Iterable[Metric]) -> otel.MetricsData:
        now = time.time_ns()
        metrics = [_metric(family, self._started, now) for family in families if family.samples]
        scope = otel.ScopeMetrics(InstrumentationScope(NAME, __version__), metrics, "")
        return otel.MetricsData([otel.ResourceMetrics(self._resource, [scope], "")])

    async def close(self) -> None:
        """Send what is left, if that can be done in a moment."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.to_thread(self._processor.force_flush, int(CLOSE_SECONDS * 1000))
                await asyncio.to_thread(self._processor.shutdown)
                await asyncio.to_thread(self._metrics.shutdown)
        except TimeoutError:
            log.warning("spans_not_sent")


def _tell(span: trace.Span, context: Any) -> None:
    """How the call ended, onto its span."""
    if not span.is_recording():
        return
    number = context.code() or 0
    number = number.value[0] if isinstance(number, grpc.StatusCode) else int(number)
    if not number:
        return
    name = _CODE_NAMES.get(number, "UNKNOWN")
    span.set_attribute("rpc.grpc.status_code", number)
    reason = _reason(context.trailing_metadata() or ())
    if reason:
        span.set_attribute("holdfast.reason", reason)
    if name in _FAULTS:
        span.set_status(trace.StatusCode.ERROR, name)


def _reason(metadata: Iterable[Any]) -> str:
    for key, value in metadata:
        if key == DETAILS_KEY:
            status = status_pb2.Status.FromString(value)
            info = error_details_pb2.ErrorInfo()
            if status.details and status.details[0].Unpack(info):
                return str(info.reason)
    return ""


# --- from samples to OTLP ---------------------------------------------------------------------------


def _metric(family: Metric, started: int, now: int) -> otel.Metric:
    if family.type == "histogram":
        data: Any = otel.Histogram(_histograms(family, started, now), otel.AggregationTemporality.CUMULATIVE)
        return otel.Metric(family.name, family.documentation, "", data)
    points = [otel.NumberDataPoint(one.labels, started, now, one.value) for one in family.samples]
    if family.type == "counter":
        data = otel.Sum(points, otel.AggregationTemporality.CUMULATIVE, is_monotonic=True)
        return otel.Metric(family.samples[0].name, family.documentation, "", data)
    return otel.Metric(family.name, family.documentation, "", otel.Gauge(points))


def _histograms(family: Metric, started: int, now: int) -> list[otel.HistogramDataPoint]:
    """One point for each set of labels: samples of one histogram follow one another, the buckets first."""
    points = []
    bounds: list[float] = []
    counts: list[int] = []
    labels: Mapping[str, str] = {}
    count = 0
    for sample in family.samples:
        if sample.name.endswith("_bucket"):
            labels = {name: value for name, value in sample.labels.items() if name != "le"}
            if sample.labels["le"] != "+Inf":
                bounds.append(float(sample.labels["le"]))
            counts.append(int(sample.value))
        elif sample.name.endswith("_count"):
            count = int(sample.value)
        else:
            each = [after - before for before, after in zip([0, *counts], counts, strict=False)]
            points.append(
                # Not known, which OTLP allows for and its Python types do not.
                otel.HistogramDataPoint(labels, started, now, count, sample.value, each, bounds, None, None)  # type: ignore[arg-type]
            )
            bounds, counts = [], []
    return points

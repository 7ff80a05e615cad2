package dev.holdfast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Empty;
import com.google.rpc.RetryInfo;
import dev.holdfast.inventory.v1.ErrorReason;
import dev.holdfast.inventory.v1.EventServiceGrpc;
import dev.holdfast.inventory.v1.WatchEventsRequest;
import dev.holdfast.inventory.v1.WatchEventsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventWatchTest {
  /** Answers the n-th watch by the n-th script. */
  private static final class Watching extends EventServiceGrpc.EventServiceImplBase {
    final List<WatchEventsRequest> asked = new CopyOnWriteArrayList<>();
    private final List<Consumer<StreamObserver<WatchEventsResponse>>> scripts;

    @SafeVarargs
    Watching(Consumer<StreamObserver<WatchEventsResponse>>... scripts) {
      this.scripts = Arrays.asList(scripts);
    }

    @Override
    public void watchEvents(WatchEventsRequest request, StreamObserver<WatchEventsResponse> answer) {
      asked.add(request);
      scripts.get(asked.size() - 1).accept(answer);
    }
  }

  private static WatchEventsResponse message(String cursor, String... events) {
    WatchEventsResponse.Builder made = WatchEventsResponse.newBuilder().setCursor(cursor);
    Arrays.stream(events).forEach(one -> made.addEventsBuilder().setCursor(one).setEventId("event-" + one));
    return made.build();
  }

  private static final WatchEventsRequest NOW =
      WatchEventsRequest.newBuilder().setNow(Empty.getDefaultInstance()).build();

  @Test
  void itGoesOnBehindTheLastEvent() throws Exception {
    Watching watching =
        new Watching(
            answer -> {
              answer.onNext(message("0"));
              answer.onNext(message("2", "1", "2"));
              answer.onError(Status.UNAVAILABLE.asRuntimeException());
            },
            answer -> {
              answer.onNext(message("2"));
              answer.onNext(message("9"));
              answer.onError(
                  Served.refusal(
                      Status.Code.RESOURCE_EXHAUSTED,
                      ErrorReason.ERROR_REASON_WATCH_TOO_SLOW,
                      Map.of("cursor", "9"),
                      RetryInfo.getDefaultInstance()));
            },
            answer ->
                answer.onError(
                    Served.refusal(
                        Status.Code.UNAVAILABLE, ErrorReason.ERROR_REASON_SHUTTING_DOWN, Map.of())),
            StreamObserver::onCompleted,
            answer -> answer.onNext(message("10", "10")));
    try (Served served = new Served(watching);
        EventWatch watch = served.client.watch(NOW)) {
      List<String> seen = new ArrayList<>();
      List<String> cursors = new ArrayList<>();
      for (int count = 0; count < 3; count++) {
        seen.add(watch.next().getEventId());
        cursors.add(watch.cursor());
      }
      assertEquals(List.of("event-1", "event-2", "event-10"), seen);
      assertEquals(List.of("1", "2", "10"), cursors);
      assertEquals(4, watch.resumedCount());
      assertEquals(NOW, watching.asked.get(0));
      List<String> from = new ArrayList<>();
      watching.asked.forEach(one -> from.add(one.getCursor()));
      assertEquals(List.of("", "2", "9", "9", "9"), from);
    }
  }

  @Test
  void itGivesUpWhereACursorHasExpired() throws Exception {
    Watching watching =
        new Watching(
            answer ->
                answer.onError(
                    Served.refusal(
                        Status.Code.OUT_OF_RANGE,
                        ErrorReason.ERROR_REASON_CURSOR_EXPIRED,
                        Map.of("oldest_cursor", "7"))));
    try (Served served = new Served(watching);
        EventWatch watch = served.client.watch(WatchEventsRequest.newBuilder().setCursor("1").build())) {
      HoldfastException error = assertThrows(HoldfastException.class, watch::hasNext);
      assertEquals(ErrorReason.ERROR_REASON_CURSOR_EXPIRED, error.reason());
      assertEquals("7", error.metadata().get("oldest_cursor"));
      assertFalse(watch.hasNext());
      assertEquals(1, watching.asked.size());
    }
  }

  @Test
  void aServerThatDoesNotKnowWatchesIsNotAskedAgain() throws Exception {
    Watching watching = new Watching(answer -> answer.onError(Status.INTERNAL.asRuntimeException()));
    try (Served served = new Served(watching);
        EventWatch watch = served.client.watch(NOW)) {
      assertEquals(Status.Code.INTERNAL, assertThrows(HoldfastException.class, watch::next).code());
    }
  }

  @Test
  void closingEndsTheWait() throws Exception {
    closing((served, watch) -> watch.close());
    closing((served, watch) -> served.client.close());
  }

  private static void closing(BiConsumer<Served, EventWatch> close) throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Watching watching =
        new Watching(
            answer -> {
              answer.onNext(message("0"));
              waiting.countDown();
            });
    try (Served served = new Served(watching)) {
      EventWatch watch = served.client.watch(NOW);
      Thread other =
          new Thread(
              () -> {
                try {
                  waiting.await();
                } catch (InterruptedException woken) {
                  return;
                }
                close.accept(served, watch);
              });
      other.start();
      assertFalse(watch.hasNext());
      other.join();
      assertFalse(watch.hasNext());
    }
  }

  @Test
  void anInterruptionEndsTheWait() throws Exception {
    Watching watching = new Watching(answer -> answer.onNext(message("0")));
    try (Served served = new Served(watching);
        EventWatch watch = served.client.watch(NOW)) {
      Thread.currentThread().interrupt();
      HoldfastException error = assertThrows(HoldfastException.class, watch::hasNext);
      assertEquals(Status.Code.CANCELLED, error.code());
      assertEquals(true, Thread.interrupted());
    }
  }
}

package dev.holdfast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.inventory.v1.CreateReservationRequest;
import dev.holdfast.inventory.v1.CreateReservationResponse;
import dev.holdfast.inventory.v1.ErrorReason;
import dev.holdfast.inventory.v1.InventoryServiceGrpc;
import dev.holdfast.inventory.v1.StreamReservationsRequest;
import dev.holdfast.inventory.v1.StreamReservationsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReservationStreamTest {
  /** Hands each operation to a script, with the stream's answers. */
  private static final class Streaming extends InventoryServiceGrpc.InventoryServiceImplBase {
    final List<StreamReservationsRequest> seen = new CopyOnWriteArrayList<>();
    final AtomicInteger streams = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    private final BiConsumer<StreamReservationsRequest, StreamObserver<StreamReservationsResponse>> script;

    Streaming(BiConsumer<StreamReservationsRequest, StreamObserver<StreamReservationsResponse>> script) {
      this.script = script;
    }

    @Override
    public StreamObserver<StreamReservationsRequest> streamReservations(
        StreamObserver<StreamReservationsResponse> answer) {
      streams.incrementAndGet();
      return new StreamObserver<StreamReservationsRequest>() {
        private boolean broken;

        @Override
        public void onNext(StreamReservationsRequest request) {
          seen.add(request);
          if (request.getCreate().getExternalId().equals("cut") && streams.get() == 1) {
            broken = true;
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
          } else if (!broken) {
            script.accept(request, answer);
          }
        }

        @Override
        public void onError(Throwable gone) {}

        @Override
        public void onCompleted() {
          ended.incrementAndGet();
          answer.onCompleted();
        }
      };
    }
  }

  private static CreateReservationRequest operation(String name) {
    return CreateReservationRequest.newBuilder().setExternalId(name).build();
  }

  private static StreamReservationsResponse done(StreamReservationsRequest request) {
    CreateReservationResponse.Builder made = CreateReservationResponse.newBuilder();
    made.getReservationBuilder().setExternalId(request.getCreate().getExternalId());
    return StreamReservationsResponse.newBuilder().setRequestId(request.getRequestId()).setCreate(made).build();
  }

  @Test
  void outcomesFindTheirOperations() throws Exception {
    Streaming streaming =
        new Streaming(
            (request, answer) -> {
              if (request.getCreate().getExternalId().equals("none")) {
                answer.onNext(
                    StreamReservationsResponse.newBuilder()
                        .setRequestId(request.getRequestId())
                        .setError(
                            Served.status(
                                Status.Code.FAILED_PRECONDITION,
                                ErrorReason.ERROR_REASON_INSUFFICIENT_STOCK,
                                Map.of()))
                        .build());
              } else {
                answer.onNext(done(request));
              }
            });
    try (Served served = new Served(streaming)) {
      ReservationStream stream = served.client.streamReservations();
      List<CompletableFuture<CreateReservationResponse>> answers = new ArrayList<>();
      for (int index = 0; index < 1000; index++) {
        answers.add(stream.create(operation("op-" + index)));
      }
      CompletableFuture<CreateReservationResponse> refused =
          stream.create(operation("none").toBuilder().setRequestId("mine").build());
      for (int index = 0; index < answers.size(); index++) {
        assertEquals("op-" + index, answers.get(index).get(5, TimeUnit.SECONDS).getReservation().getExternalId());
      }
      ExecutionException error = assertThrows(ExecutionException.class, refused::get);
      assertEquals(ErrorReason.ERROR_REASON_INSUFFICIENT_STOCK, HoldfastException.from(error).reason());
      stream.close();

      assertEquals(1, streaming.streams.get());
      StreamReservationsRequest last = streaming.seen.get(1000);
      assertEquals("mine", last.getRequestId());
      assertTrue(last.getCreate().getRequestId().isEmpty());
      assertFalse(streaming.seen.get(0).getRequestId().isEmpty());
      assertThrows(IllegalStateException.class, () -> stream.create(operation("late")));
    }
  }

  @Test
  void whatHasNoAnswerIsSentAgainAfterACut() throws Exception {
    Streaming streaming = new Streaming((request, answer) -> answer.onNext(done(request)));
    try (Served served = new Served(streaming);
        ReservationStream stream = served.client.streamReservations()) {
      CompletableFuture<CreateReservationResponse> cut = stream.create(operation("cut"));
      assertEquals("cut", cut.get(5, TimeUnit.SECONDS).getReservation().getExternalId());
      assertEquals(2, streaming.streams.get());
      assertEquals(2, streaming.seen.size());
      assertEquals(streaming.seen.get(0), streaming.seen.get(1));
    }
  }

  @Test
  void anOperationThatTheServerCouldNotDoIsRepeated() throws Exception {
    AtomicInteger times = new AtomicInteger();
    Streaming streaming =
        new Streaming(
            (request, answer) -> {
              if (times.incrementAndGet() < 3) {
                answer.onNext(
                    StreamReservationsResponse.newBuilder()
                        .setRequestId(request.getRequestId())
                        .setError(
                            Served.status(
                                Status.Code.UNAVAILABLE,
                                ErrorReason.ERROR_REASON_DATABASE_UNAVAILABLE,
                                Map.of()))
                        .build());
              } else {
                answer.onNext(done(request));
              }
            });
    try (Served served = new Served(streaming);
        ReservationStream stream = served.client.streamReservations()) {
      stream.create(operation("again")).get(5, TimeUnit.SECONDS);
      assertEquals(3, streaming.seen.size());
      assertEquals(1, streaming.streams.get());
    }
  }

  @Test
  void whatIsNotAnsweredFailsAtTheDeadline() throws Exception {
    Streaming streaming = new Streaming((request, answer) -> {});
    try (Served served = new Served(streaming, client -> client.deadline(Duration.ofMillis(200)))) {
      ReservationStream stream = served.client.streamReservations();
      CompletableFuture<CreateReservationResponse> silent = stream.create(operation("silent"));
      stream.close();
      ExecutionException error = assertThrows(ExecutionException.class, () -> silent.get(5, TimeUnit.SECONDS));
      assertEquals(Status.Code.DEADLINE_EXCEEDED, HoldfastException.from(error).code());
    }
  }

  @Test
  void closingTheClientFailsWhatIsUnderWay() throws Exception {
    Streaming streaming = new Streaming((request, answer) -> {});
    try (Served served = new Served(streaming, client -> client.deadline(Duration.ofMinutes(1)));
        ReservationStream stream = served.client.streamReservations()) {
      CompletableFuture<CreateReservationResponse> silent = stream.create(operation("silent"));
      served.client.close();
      ExecutionException error = assertThrows(ExecutionException.class, () -> silent.get(5, TimeUnit.SECONDS));
      assertEquals(Status.Code.UNAVAILABLE, HoldfastException.from(error).code());
    }
  }

  @Test
  void aStreamThatIsRefusedFailsItsOperations() throws Exception {
    Streaming streaming =
        new Streaming((request, answer) -> answer.onError(Status.PERMISSION_DENIED.asRuntimeException()));
    try (Served served = new Served(streaming);
        ReservationStream stream = served.client.streamReservations()) {
      CompletableFuture<CreateReservationResponse> refused = stream.create(operation("refused"));
      ExecutionException error = assertThrows(ExecutionException.class, () -> refused.get(5, TimeUnit.SECONDS));
      assertEquals(Status.Code.PERMISSION_DENIED, HoldfastException.from(error).code());
    }
  }
}

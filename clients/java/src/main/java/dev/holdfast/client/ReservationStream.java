package dev.holdfast.client;

import dev.holdfast.inventory.v1.CreateReservationRequest;
import dev.holdfast.inventory.v1.CreateReservationResponse;
import dev.holdfast.inventory.v1.InventoryServiceGrpc.InventoryServiceStub;
import dev.holdfast.inventory.v1.StreamReservationsRequest;
import dev.holdfast.inventory.v1.StreamReservationsResponse;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Many reservations over one stream, each answered by itself and in any order. After a cut the stream is opened again
 * and what has no answer is sent again, with the same request ids: it has one effect.
 *
 * <p>Share it among threads. Futures fail with {@link HoldfastException}: with what the operation was refused for, or
 * with DEADLINE_EXCEEDED when the client's deadline passed.
 */
public final class ReservationStream implements AutoCloseable {
  /** More than the server works on at once, so that it never waits for us. */
  private static final int WINDOW = 256;
  /** As the service config has it for unary calls. */
  private static final int ATTEMPTS = 4;

  private final InventoryServiceStub stub;
  private final Duration deadline;
  private final BooleanSupplier clientClosed;
  private final Semaphore room = new Semaphore(WINDOW);
  private final Map<String, Operation> pending = new LinkedHashMap<>();
  private Attempt attempt;
  private boolean pausing;
  private boolean watched;
  private boolean closed;
  private int failures;

  ReservationStream(InventoryServiceStub stub, Duration deadline, BooleanSupplier clientClosed) {
    this.stub = stub;
    this.deadline = deadline;
    this.clientClosed = clientClosed;
  }

  /**
   * Promises stock. A request id is made where the request has none. Waits while 256 operations are under way.
   *
   * @throws IllegalStateException after {@link #close()}
   * @throws IllegalArgumentException an operation with this request id is under way
   */
  public CompletableFuture<CreateReservationResponse> create(CreateReservationRequest request) {
    String id = request.getRequestId().isEmpty() ? UUID.randomUUID().toString() : request.getRequestId();
    Operation operation =
        new Operation(
            StreamReservationsRequest.newBuilder()
                .setRequestId(id)
                .setCreate(request.toBuilder().clearRequestId())
                .build(),
            System.nanoTime() + deadline.toNanos());
    try {
      room.acquire();
    } catch (InterruptedException woken) {
      Thread.currentThread().interrupt();
      throw failure(Status.CANCELLED, "interrupted");
    }
    synchronized (this) {
      if (closed || pending.containsKey(id)) {
        room.release();
        if (closed) {
          throw new IllegalStateException("the stream is closed");
        }
        throw new IllegalArgumentException(id + " is under way");
      }
      pending.put(id, operation);
      if (attempt != null) {
        attempt.requests.onNext(operation.message);
      } else if (!pausing) {
        open();
      }
      watchDeadlines();
    }
    // Of one that was cancelled from outside.
    operation.result.whenComplete((value, error) -> forget(operation));
    return operation.result;
  }

  /** Waits for what is under way, at most until its deadline, and ends the stream. */
  @Override
  public synchronized void close() {
    closed = true;
    boolean interrupted = false;
    // The deadlines end it at the latest.
    while (!pending.isEmpty() && !interrupted) {
      try {
        wait();
      } catch (InterruptedException woken) {
        interrupted = true;
        Thread.currentThread().interrupt();
      }
    }
    Attempt last = attempt;
    attempt = null;
    failAll(failure(Status.CANCELLED, "the stream is closed"));
    if (last != null && interrupted) {
      last.requests.cancel("interrupted", null);
    } else if (last != null) {
      last.requests.onCompleted();
    }
  }

  private synchronized void open() {
    pausing = false;
    if (attempt != null || pending.isEmpty()) {
      return;
    }
    Attempt made = new Attempt();
    attempt = made;
    stub.streamReservations(made);
    for (Operation operation : new ArrayList<>(pending.values())) {
      if (attempt == made) {
        made.requests.onNext(operation.message);
      }
    }
  }

  private synchronized void settle(StreamReservationsResponse response) {
    failures = 0;
    Operation operation = pending.get(response.getRequestId());
    if (operation == null) {
      return;
    }
    if (response.hasCreate()) {
      forget(operation);
      operation.result.completeAsync(response::getCreate);
      return;
    }
    HoldfastException error = HoldfastException.from(response.getError());
    operation.attempts++;
    if (error.code() == Status.Code.UNAVAILABLE && operation.attempts < ATTEMPTS) {
      after(Resumption.pauseMillis(operation.attempts, error)).execute(() -> repeat(operation));
    } else {
      fail(operation, error);
    }
  }

  private synchronized void repeat(Operation operation) {
    // Without a stream it goes with the next one.
    if (attempt != null && pending.get(operation.message.getRequestId()) == operation) {
      attempt.requests.onNext(operation.message);
    }
  }

  private synchronized void ended(Attempt which, HoldfastException error) {
    if (which != attempt) {
      return;
    }
    attempt = null;
    if (error != null && (clientClosed.getAsBoolean() || !Resumption.mends(error, which.began))) {
      failAll(error);
    } else if (!pending.isEmpty()) {
      pausing = true;
      after(Resumption.pauseMillis(failures++, error)).execute(this::open);
    }
  }

  /** One timer for all: the first one in is the first whose time is up. */
  private void watchDeadlines() {
    if (watched || pending.isEmpty()) {
      return;
    }
    watched = true;
    long left = pending.values().iterator().next().deadline - System.nanoTime();
    after(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1)).execute(this::expire);
  }

  private synchronized void expire() {
    watched = false;
    long now = System.nanoTime();
    List<Operation> late = new ArrayList<>();
    for (Iterator<Operation> all = pending.values().iterator(); all.hasNext(); ) {
      Operation one = all.next();
      if (one.deadline - now > 0) {
        break;
      }
      late.add(one);
    }
    late.forEach(one -> fail(one, failure(Status.DEADLINE_EXCEEDED, "no answer within " + deadline)));
    watchDeadlines();
  }

  private void failAll(HoldfastException error) {
    new ArrayList<>(pending.values()).forEach(one -> fail(one, error));
  }

  private void fail(Operation operation, HoldfastException error) {
    forget(operation);
    operation.result.defaultExecutor().execute(() -> operation.result.completeExceptionally(error));
  }

  /** Before its future is completed: what then runs may call {@link #create} and needs the room. */
  private synchronized void forget(Operation operation) {
    if (pending.remove(operation.message.getRequestId(), operation)) {
      room.release();
      notifyAll();
    }
  }

  private static Executor after(long millis) {
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
  }

  private static HoldfastException failure(Status status, String text) {
    return HoldfastException.from(status.withDescription(text).asRuntimeException());
  }

  private static final class Operation {
    final StreamReservationsRequest message;
    final long deadline;
    final CompletableFuture<CreateReservationResponse> result = new CompletableFuture<>();
    int attempts;

    Operation(StreamReservationsRequest message, long deadline) {
      this.message = message;
      this.deadline = deadline;
    }
  }

  private final class Attempt
      implements ClientResponseObserver<StreamReservationsRequest, StreamReservationsResponse> {
    ClientCallStreamObserver<StreamReservationsRequest> requests;
    boolean began;

    @Override
    public void beforeStart(ClientCallStreamObserver<StreamReservationsRequest> made) {
      requests = made;
    }

    @Override
    public void onNext(StreamReservationsResponse response) {
      synchronized (ReservationStream.this) {
        began = true;
      }
      settle(response);
    }

    @Override
    public void onError(Throwable error) {
      ended(this, HoldfastException.from(error));
    }

    @Override
    public void onCompleted() {
      ended(this, null);
    }
  }
}

package dev.holdfast.client;

import dev.holdfast.inventory.v1.Event;
import dev.holdfast.inventory.v1.EventServiceGrpc.EventServiceBlockingStub;
import dev.holdfast.inventory.v1.WatchEventsRequest;
import dev.holdfast.inventory.v1.WatchEventsResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Events as they happen, without end. After a cut the watch goes on behind the last event that was taken; what a new
 * attempt does not mend is thrown as {@link HoldfastException}: CURSOR_EXPIRED, whose metadata says where the oldest
 * events begin, or an invalid filter.
 *
 * <p>One thread iterates; any thread may {@link #close()} it or the client, which ends the iteration. Keep {@link
 * #cursor()} with what you did about an event, and start there next time.
 */
public final class EventWatch implements Iterator<Event>, Iterable<Event>, AutoCloseable {
  private final EventServiceBlockingStub events;
  private final BooleanSupplier clientClosed;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object lock = new Object();

  private WatchEventsRequest request;
  private Context.CancellableContext scope;
  private Iterator<WatchEventsResponse> stream;
  private Iterator<Event> taken = Collections.emptyIterator();
  private String behindTaken = "";
  private int failures;
  private boolean over;
  private volatile String cursor;
  private volatile int resumed;

  EventWatch(EventServiceBlockingStub events, WatchEventsRequest request, BooleanSupplier clientClosed) {
    this.events = events;
    this.clientClosed = clientClosed;
    this.request = request;
    this.cursor = request.getCursor();
  }

  /** Waits for the next event. False once the watch or the client is closed. */
  @Override
  public boolean hasNext() {
    while (!taken.hasNext()) {
      standAt(behindTaken);
      if (isClosed() || over) {
        return false;
      }
      receive();
    }
    return !isClosed();
  }

  /** The next event, each once unless the watch is begun anew. */
  @Override
  public Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the watch is closed");
    }
    Event event = taken.next();
    standAt(event.getCursor());
    return event;
  }

  /** This watch: it cannot be begun twice. */
  @Override
  public Iterator<Event> iterator() {
    return this;
  }

  /**
   * Behind the last event that {@link #next()} gave, or further where nothing that was asked for has happened since;
   * empty until the server has said where the watch stands.
   */
  public String cursor() {
    return cursor;
  }

  /** How many times the stream was opened again. */
  public int resumedCount() {
    return resumed;
  }

  /** Ends the watch. */
  @Override
  public void close() {
    synchronized (lock) {
      closed.countDown();
      if (scope != null) {
        scope.cancel(null);
      }
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0 || clientClosed.getAsBoolean();
  }

  private void standAt(String place) {
    if (!place.isEmpty() && !place.equals(cursor)) {
      cursor = place;
      request = request.toBuilder().setCursor(place).build();
    }
  }

  /** Takes one message, or notes that the stream has ended and waits until it may be opened again. */
  private void receive() {
    // A stream is kept only after it has given a message.
    boolean began = stream != null;
    HoldfastException error = null;
    try {
      if (stream == null) {
        open();
      }
      if (stream.hasNext()) {
        WatchEventsResponse message = stream.next();
        failures = 0;
        behindTaken = message.getCursor();
        taken = message.getEventsList().iterator();
        return;
      }
    } catch (StatusRuntimeException ended) {
      error = HoldfastException.from(ended);
    }
    end();
    if (isClosed()) {
      return;
    }
    if (Thread.currentThread().isInterrupted() || (error != null && !Resumption.mends(error, began))) {
      over = true;
      throw error == null ? interrupted() : error;
    }
    pause(Resumption.pauseMillis(failures, error));
    failures++;
    resumed++;
  }

  private void open() {
    synchronized (lock) {
      if (isClosed()) {
        throw Status.CANCELLED.asRuntimeException();
      }
      scope = Context.current().withCancellation();
    }
    Context before = scope.attach();
    try {
      stream = events.watchEvents(request);
    } finally {
      scope.detach(before);
    }
  }

  private void end() {
    synchronized (lock) {
      if (scope != null) {
        scope.cancel(null);
      }
      scope = null;
      stream = null;
    }
  }

  private void pause(long millis) {
    try {
      closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException woken) {
      Thread.currentThread().interrupt();
      over = true;
      throw interrupted();
    }
  }

  private static HoldfastException interrupted() {
    return HoldfastException.from(Status.CANCELLED.withDescription("interrupted").asRuntimeException());
  }
}

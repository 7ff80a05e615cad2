package dev.holdfast.client;

import dev.holdfast.inventory.v1.ErrorReason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Whether and when a stream that ended is opened again. */
final class Resumption {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 5_000;
  private static final Set<ErrorReason> PASSING =
      EnumSet.of(
          ErrorReason.ERROR_REASON_WATCH_TOO_SLOW,
          ErrorReason.ERROR_REASON_TOO_MANY_STREAMS,
          ErrorReason.ERROR_REASON_OVERLOADED,
          ErrorReason.ERROR_REASON_SHUTTING_DOWN,
          ErrorReason.ERROR_REASON_DATABASE_UNAVAILABLE);

  private Resumption() {}

  /** Whether a new attempt can mend it. {@code began}: the stream had given something, so that it worked. */
  static boolean mends(HoldfastException error, boolean began) {
    if (PASSING.contains(error.reason())) {
      return true;
    }
    if (!error.reasonName().isEmpty()) {
      return false;
    }
    switch (error.code()) {
      case UNAVAILABLE:
        return true;
      case CANCELLED:
      case INTERNAL:
      case UNKNOWN:
        // What a proxy makes of a stream that it cuts.
        return began;
      default:
        return false;
    }
  }

  /** What the server said, else longer and longer; a little random, so that clients do not come back all at once. */
  static long pauseMillis(int failures, HoldfastException error) {
    long pause = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, 10));
    if (error != null && error.retryDelay().isPresent()) {
      pause = Math.min(LONGEST_MILLIS, error.retryDelay().map(Duration::toMillis).get());
    }
    return (long) (pause * ThreadLocalRandom.current().nextDouble(1.0, 1.2));
  }
}

package dev.holdfast.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What each call says of the client, and by when a unary call without a deadline of its own must be answered. */
final class Headers implements ClientInterceptor {
  private static final Metadata.Key<String> CLIENT =
      Metadata.Key.of("holdfast-client", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Supplier<String> token;
  private final Duration deadline;

  /** A token that is null is not sent. */
  Headers(Supplier<String> token, Duration deadline) {
    this.token = token;
    this.deadline = deadline;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    boolean open = method.getType() == MethodDescriptor.MethodType.UNARY && options.getDeadline() == null;
    CallOptions bounded = open ? options.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS) : options;
    return new SimpleForwardingClientCall<Q, R>(next.newCall(method, bounded)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        headers.put(CLIENT, "java/" + Settings.VERSION);
        if (token != null) {
          headers.put(AUTHORIZATION, "Bearer " + token.get());
        }
        super.start(listener, headers);
      }
    };
  }
}

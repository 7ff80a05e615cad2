package dev.holdfast.client;

import com.google.common.util.concurrent.ListenableFuture;
import dev.holdfast.inventory.v1.AdminServiceGrpc;
import dev.holdfast.inventory.v1.CatalogServiceGrpc;
import dev.holdfast.inventory.v1.EventServiceGrpc;
import dev.holdfast.inventory.v1.InventoryServiceGrpc;
import dev.holdfast.inventory.v1.SalesChannelServiceGrpc;
import dev.holdfast.inventory.v1.StockLocationServiceGrpc;
import dev.holdfast.inventory.v1.WatchEventsRequest;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The stubs of all services over one channel. Make one for the whole program, share it among threads, close it.
 *
 * <p>Unary calls have a deadline and are repeated when the server is unavailable; mutations carry a request id by which
 * their repetition has no second effect.
 */
public final class HoldfastClient implements AutoCloseable {
  private final ManagedChannel opened;
  private final Channel channel;
  private final Duration deadline;
  private final Futures futures = new Futures();
  private final Observers observers = new Observers();

  private HoldfastClient(ManagedChannel opened, Supplier<String> token, Duration deadline) {
    this.opened = opened;
    this.channel = ClientInterceptors.intercept(opened, new RequestIds(), new Headers(token, deadline));
    this.deadline = deadline;
  }

  /** A client of the server at this address, {@code host:port}; with TLS unless told otherwise. */
  public static Builder builder(String target) {
    return new Builder(Objects.requireNonNull(target), null);
  }

  /** A client over a channel of your own making, such as gRPC's in-process one in a test. */
  public static Builder builder(ManagedChannelBuilder<?> channel) {
    return new Builder(null, Objects.requireNonNull(channel));
  }

  /** The version of this client. */
  public static String version() {
    return Settings.VERSION;
  }

  /** Items, levels, reservations, availability. */
  public InventoryServiceGrpc.InventoryServiceBlockingStub inventory() {
    return InventoryServiceGrpc.newBlockingStub(channel);
  }

  /** Stock locations. */
  public StockLocationServiceGrpc.StockLocationServiceBlockingStub locations() {
    return StockLocationServiceGrpc.newBlockingStub(channel);
  }

  /** Sales channels. */
  public SalesChannelServiceGrpc.SalesChannelServiceBlockingStub channels() {
    return SalesChannelServiceGrpc.newBlockingStub(channel);
  }

  /** Product variants. */
  public CatalogServiceGrpc.CatalogServiceBlockingStub catalog() {
    return CatalogServiceGrpc.newBlockingStub(channel);
  }

  /** What has happened; see also {@link #watch}. */
  public EventServiceGrpc.EventServiceBlockingStub events() {
    return EventServiceGrpc.newBlockingStub(channel);
  }

  /** For operators. */
  public AdminServiceGrpc.AdminServiceBlockingStub admin() {
    return AdminServiceGrpc.newBlockingStub(channel);
  }

  /** Whether the server serves, by grpc.health.v1. */
  public HealthGrpc.HealthBlockingStub health() {
    return HealthGrpc.newBlockingStub(channel);
  }

  /** The stubs that give futures; see also {@link #completable}. */
  public Futures future() {
    return futures;
  }

  /** The stubs that call observers, for unary calls and streams. */
  public Observers async() {
    return observers;
  }

  /** The channel, for stubs of other kinds; it fills request ids as all of them do. */
  public Channel channel() {
    return channel;
  }

  /**
   * Runs calls of blocking stubs.
   *
   * @throws HoldfastException instead of gRPC's exception
   */
  public <T> T call(Supplier<? extends T> calls) {
    try {
      return calls.get();
    } catch (StatusRuntimeException refused) {
      throw HoldfastException.from(refused);
    }
  }

  /** A stub's future as Java's own; fails with {@link HoldfastException}. Cancelling it cancels the call. */
  public <T> CompletableFuture<T> completable(ListenableFuture<T> answer) {
    CompletableFuture<T> result = new CompletableFuture<>();
    answer.addListener(
        () -> {
          try {
            result.complete(answer.get());
          } catch (ExecutionException refused) {
            result.completeExceptionally(HoldfastException.from(refused));
          } catch (Exception other) {
            result.completeExceptionally(other);
          }
        },
        Runnable::run);
    result.whenComplete((value, error) -> {
      if (result.isCancelled()) {
        answer.cancel(true);
      }
    });
    return result;
  }

  /** Events as they happen, by a watch that goes on by itself after a cut. Close it. */
  public EventWatch watch(WatchEventsRequest request) {
    return new EventWatch(events(), request, opened::isShutdown);
  }

  /** Many reservations over one stream, which goes on by itself after a cut. Close it. */
  public ReservationStream streamReservations() {
    return new ReservationStream(async().inventory(), deadline, opened::isShutdown);
  }

  /** Ends the calls in flight, watches and streams. */
  @Override
  public void close() {
    opened.shutdownNow();
    try {
      opened.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException woken) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stubs that give futures. */
  public final class Futures {
    private Futures() {}

    /** As {@link HoldfastClient#inventory()}. */
    public InventoryServiceGrpc.InventoryServiceFutureStub inventory() {
      return InventoryServiceGrpc.newFutureStub(channel);
    }

    /** As {@link HoldfastClient#locations()}. */
    public StockLocationServiceGrpc.StockLocationServiceFutureStub locations() {
      return StockLocationServiceGrpc.newFutureStub(channel);
    }

    /** As {@link HoldfastClient#channels()}. */
    public SalesChannelServiceGrpc.SalesChannelServiceFutureStub channels() {
      return SalesChannelServiceGrpc.newFutureStub(channel);
    }

    /** As {@link HoldfastClient#catalog()}. */
    public CatalogServiceGrpc.CatalogServiceFutureStub catalog() {
      return CatalogServiceGrpc.newFutureStub(channel);
    }

    /** As {@link HoldfastClient#events()}. */
    public EventServiceGrpc.EventServiceFutureStub events() {
      return EventServiceGrpc.newFutureStub(channel);
    }

    /** As {@link HoldfastClient#admin()}. */
    public AdminServiceGrpc.AdminServiceFutureStub admin() {
      return AdminServiceGrpc.newFutureStub(channel);
    }

    /** As {@link HoldfastClient#health()}. */
    public HealthGrpc.HealthFutureStub health() {
      return HealthGrpc.newFutureStub(channel);
    }
  }

  /** Stubs that call observers. */
  public final class Observers {
    private Observers() {}

    /** As {@link HoldfastClient#inventory()}. */
    public InventoryServiceGrpc.InventoryServiceStub inventory() {
      return InventoryServiceGrpc.newStub(channel);
    }

    /** As {@link HoldfastClient#locations()}. */
    public StockLocationServiceGrpc.StockLocationServiceStub locations() {
      return StockLocationServiceGrpc.newStub(channel);
    }

    /** As {@link HoldfastClient#channels()}. */
    public SalesChannelServiceGrpc.SalesChannelServiceStub channels() {
      return SalesChannelServiceGrpc.newStub(channel);
    }

    /** As {@link HoldfastClient#catalog()}. */
    public CatalogServiceGrpc.CatalogServiceStub catalog() {
      return CatalogServiceGrpc.newStub(channel);
    }

    /** As {@link HoldfastClient#events()}. */
    public EventServiceGrpc.EventServiceStub events() {
      return EventServiceGrpc.newStub(channel);
    }

    /** As {@link HoldfastClient#admin()}. */
    public AdminServiceGrpc.AdminServiceStub admin() {
      return AdminServiceGrpc.newStub(channel);
    }

    /** As {@link HoldfastClient#health()}. */
    public HealthGrpc.HealthStub health() {
      return HealthGrpc.newStub(channel);
    }
  }

  /** How to connect. */
  public static final class Builder {
    /** The server allows one in 30 seconds; sooner it would take us for an abuser. */
    private static final int KEEPALIVE_SECONDS = 40;
    private static final int KEEPALIVE_TIMEOUT_SECONDS = 10;
    /** Details of errors travel in trailers. */
    private static final int METADATA_BYTES = 16 << 10;
    private static final int MESSAGE_BYTES = 16 << 20;
    /** Requests may have 4 MiB; what does not fit in here is not repeated. */
    private static final long RETRY_BYTES_PER_CALL = 5L << 20;
    private static final long RETRY_BYTES = 64L << 20;

    private final String target;
    private final ManagedChannelBuilder<?> given;
    private ChannelCredentials credentials;
    private boolean plaintext;
    private Supplier<String> token;
    private Duration deadline;
    private Consumer<ManagedChannelBuilder<?>> more = channel -> {};

    private Builder(String target, ManagedChannelBuilder<?> given) {
      this.target = target;
      this.given = given;
    }

    /** Without TLS. */
    public Builder plaintext() {
      plaintext = true;
      return this;
    }

    /** With TLS that trusts the roots of this Java: what is done unless told otherwise. */
    public Builder tls() {
      return credentials(TlsChannelCredentials.create());
    }

    /** With TLS that trusts these roots, in PEM. */
    public Builder tls(Path roots) {
      try (InputStream trusted = Files.newInputStream(roots)) {
        return credentials(TlsChannelCredentials.newBuilder().trustManager(trusted).build());
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }

    /** With TLS that trusts these roots and shows this certificate, with its key; all in PEM. */
    public Builder tls(Path roots, Path certificates, Path key) {
      try (InputStream trusted = Files.newInputStream(roots);
          InputStream shown = Files.newInputStream(certificates);
          InputStream secret = Files.newInputStream(key)) {
        return credentials(
            TlsChannelCredentials.newBuilder().trustManager(trusted).keyManager(shown, secret).build());
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }

    /** With credentials of your own making. */
    public Builder credentials(ChannelCredentials made) {
      credentials = Objects.requireNonNull(made);
      return this;
    }

    /** Sends a bearer token. */
    public Builder bearerToken(String fixed) {
      Objects.requireNonNull(fixed);
      return bearerToken(() -> fixed);
    }

    /** Sends a bearer token, asked for anew for each call: from memory, since calls wait for it. */
    public Builder bearerToken(Supplier<String> asked) {
      token = Objects.requireNonNull(asked);
      return this;
    }

    /**
     * How long a unary call may take, retries included, unless the call has a deadline of its own; 5 seconds unless
     * told otherwise. Streams have none.
     */
    public Builder deadline(Duration longest) {
      if (longest.isZero() || longest.isNegative()) {
        throw new IllegalArgumentException("a deadline lies ahead");
      }
      deadline = longest;
      return this;
    }

    /** What else is to be set on the channel, after all that the client sets: an interceptor, a proxy, a name. */
    public Builder configureChannel(Consumer<ManagedChannelBuilder<?>> further) {
      more = more.andThen(further);
      return this;
    }

    /**
     * The client. It connects with the first call.
     *
     * @throws IllegalStateException what was asked for contradicts itself, or would send a token in clear
     */
    public HoldfastClient build() {
      if (given != null && (plaintext || credentials != null)) {
        throw new IllegalStateException("a channel of your own has its own credentials");
      }
      if (plaintext && credentials != null) {
        throw new IllegalStateException("a channel is either plaintext or has credentials");
      }
      if (plaintext && token != null) {
        throw new IllegalStateException("a token must not travel in clear");
      }
      Settings settings = Settings.load(deadline);
      ManagedChannelBuilder<?> channel =
          channel()
              .defaultServiceConfig(settings.serviceConfig())
              // What DNS might say instead does not know of request ids.
              .disableServiceConfigLookUp()
              .enableRetry()
              .perRpcBufferLimit(RETRY_BYTES_PER_CALL)
              .retryBufferSize(RETRY_BYTES)
              .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
              .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .maxInboundMetadataSize(METADATA_BYTES)
              .maxInboundMessageSize(MESSAGE_BYTES)
              .userAgent("holdfast-java/" + Settings.VERSION);
      more.accept(channel);
      return new HoldfastClient(channel.build(), token, settings.deadline());
    }

    private ManagedChannelBuilder<?> channel() {
      if (given != null) {
        return given;
      }
      if (plaintext) {
        return Grpc.newChannelBuilder(target, InsecureChannelCredentials.create());
      }
      return Grpc.newChannelBuilder(target, credentials == null ? TlsChannelCredentials.create() : credentials);
    }
  }
}

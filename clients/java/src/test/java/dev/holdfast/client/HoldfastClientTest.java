package dev.holdfast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Empty;
import dev.holdfast.inventory.v1.AdminServiceGrpc;
import dev.holdfast.inventory.v1.ErrorReason;
import dev.holdfast.inventory.v1.EventServiceGrpc;
import dev.holdfast.inventory.v1.GetServerInfoRequest;
import dev.holdfast.inventory.v1.GetServerInfoResponse;
import dev.holdfast.inventory.v1.VerifyLedgerRequest;
import dev.holdfast.inventory.v1.VerifyLedgerResponse;
import dev.holdfast.inventory.v1.WatchEventsRequest;
import dev.holdfast.inventory.v1.WatchEventsResponse;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HoldfastClientTest {
  private static final GetServerInfoRequest REQUEST = GetServerInfoRequest.getDefaultInstance();

  /** Notes the deadlines that it is called with. */
  private static final class Admin extends AdminServiceGrpc.AdminServiceImplBase {
    final AtomicReference<Deadline> deadline = new AtomicReference<>();

    @Override
    public void getServerInfo(GetServerInfoRequest request, StreamObserver<GetServerInfoResponse> answer) {
      deadline.set(Context.current().getDeadline());
      answer.onNext(GetServerInfoResponse.newBuilder().setVersion("1").build());
      answer.onCompleted();
    }

    /** A status of more than gRPC's usual 8 KiB. */
    @Override
    public void verifyLedger(VerifyLedgerRequest request, StreamObserver<VerifyLedgerResponse> answer) {
      Map<String, String> metadata = Map.of("text", "x".repeat(9000));
      answer.onError(
          Served.refusal(Status.Code.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_UNEXPECTED, metadata));
    }

    long left() {
      return deadline.get().timeRemaining(TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void theServiceConfigIsTheSharedOne() throws Exception {
    try (InputStream shipped = HoldfastClient.class.getResourceAsStream("service_config.json")) {
      assertEquals(Files.readString(Path.of("..", "service_config.json")), new String(shipped.readAllBytes()));
    }
  }

  @Test
  void theContractIsInTheJar() {
    for (String name : new String[] {"inventory_service", "types", "errors", "event_service"}) {
      assertTrue(HoldfastClient.class.getResource("/holdfast/inventory/v1/" + name + ".proto") != null, name);
    }
  }

  @Test
  void unaryCallsHaveTheDeadlineOfTheServiceConfig() throws Exception {
    Admin admin = new Admin();
    try (Served served = new Served(admin)) {
      served.client.admin().getServerInfo(REQUEST);
      assertTrue(admin.left() > 4000 && admin.left() <= 5000, admin.deadline.toString());
      served.client.admin().withDeadlineAfter(30, TimeUnit.SECONDS).getServerInfo(REQUEST);
      assertTrue(admin.left() > 20_000, "a call's own deadline may be later");
      served.client.admin().withDeadlineAfter(1, TimeUnit.SECONDS).getServerInfo(REQUEST);
      assertTrue(admin.left() <= 1000, admin.deadline.toString());
    }
    try (Served served = new Served(admin, client -> client.deadline(Duration.ofMillis(60_500)))) {
      served.client.admin().getServerInfo(REQUEST);
      assertTrue(admin.left() > 59_000 && admin.left() <= 60_500, admin.deadline.toString());
    }
  }

  @Test
  void streamsHaveNone() throws Exception {
    AtomicReference<Deadline> deadline = new AtomicReference<>();
    EventServiceGrpc.EventServiceImplBase events =
        new EventServiceGrpc.EventServiceImplBase() {
          @Override
          public void watchEvents(WatchEventsRequest request, StreamObserver<WatchEventsResponse> answer) {
            deadline.set(Context.current().getDeadline());
            answer.onNext(WatchEventsResponse.getDefaultInstance());
            answer.onCompleted();
          }
        };
    try (Served served = new Served(events, client -> client.deadline(Duration.ofSeconds(2)))) {
      WatchEventsRequest now = WatchEventsRequest.newBuilder().setNow(Empty.getDefaultInstance()).build();
      Iterator<WatchEventsResponse> watch = served.client.events().watchEvents(now);
      watch.next();
      assertNull(deadline.get());
    }
  }

  @Test
  void aServerThatIsNotThereIsWaitedForUntilTheDeadline() {
    try (HoldfastClient client =
        HoldfastClient.builder("127.0.0.1:1").plaintext().deadline(Duration.ofMillis(300)).build()) {
      HoldfastException error =
          assertThrows(HoldfastException.class, () -> client.call(() -> client.admin().getServerInfo(REQUEST)));
      assertEquals(Status.Code.DEADLINE_EXCEEDED, error.code());
    }
  }

  @Test
  void longStatusesArrive() throws Exception {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()).addService(new Admin()).build().start();
    try (HoldfastClient client = HoldfastClient.builder("127.0.0.1:" + server.getPort()).plaintext().build()) {
      HoldfastException error =
          assertThrows(
              HoldfastException.class,
              () -> client.call(() -> client.admin().verifyLedger(VerifyLedgerRequest.getDefaultInstance())));
      assertEquals(9000, error.metadata().get("text").length());
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void aTokenTravelsOverTls(@TempDir Path folder) throws Exception {
    AtomicReference<String> token = new AtomicReference<>("");
    ServerInterceptor keeper =
        new ServerInterceptor() {
          @Override
          public <Q, R> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, R> call, Metadata sent, ServerCallHandler<Q, R> next) {
            token.set(sent.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
            return next.startCall(call, sent);
          }
        };
    certify(folder);
    ServerCredentials credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(folder.resolve("server.pem").toFile(), folder.resolve("server.key").toFile())
            .trustManager(folder.resolve("server.pem").toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
            .build();
    Server server =
        Grpc.newServerBuilderForPort(0, credentials).addService(new Admin()).intercept(keeper).build().start();
    String address = "127.0.0.1:" + server.getPort();
    try (HoldfastClient client =
            HoldfastClient.builder(address).tls(folder.resolve("server.pem")).bearerToken("secret").build();
        HoldfastClient known =
            HoldfastClient.builder(address)
                .tls(folder.resolve("server.pem"), folder.resolve("server.pem"), folder.resolve("server.key"))
                .build()) {
      assertEquals("1", client.admin().getServerInfo(REQUEST).getVersion());
      assertEquals("Bearer secret", token.get());
      assertEquals("1", known.admin().getServerInfo(REQUEST).getVersion());
      assertNull(token.get());
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void whatContradictsItselfIsRefused() {
    assertThrows(
        IllegalStateException.class, () -> HoldfastClient.builder("h:1").plaintext().bearerToken("t").build());
    assertThrows(IllegalStateException.class, () -> HoldfastClient.builder("h:1").plaintext().tls().build());
    assertThrows(
        IllegalArgumentException.class, () -> HoldfastClient.builder("h:1").deadline(Duration.ZERO));
  }

  /** A certificate of 127.0.0.1 that signs itself, in PEM; made by the JDK's keytool. */
  private static void certify(Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-alias", "server", "-dname", "CN=test",
                "-ext", "SAN=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-storepass", "password",
                "-keystore", store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertEquals(0, made.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      keys.load(bytes, "password".toCharArray());
    }
    write(folder.resolve("server.pem"), "CERTIFICATE", keys.getCertificate("server").getEncoded());
    write(folder.resolve("server.key"), "PRIVATE KEY", keys.getKey("server", "password".toCharArray()).getEncoded());
  }

  private static void write(Path path, String kind, byte[] bytes) throws Exception {
    String text = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(bytes);
    Files.writeString(path, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}

package dev.holdfast.client;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import dev.holdfast.inventory.v1.ErrorReason;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server in this process, and a client of it. */
final class Served implements AutoCloseable {
  final List<Metadata> headers = new CopyOnWriteArrayList<>();
  final HoldfastClient client;
  private final Server server;

  Served(BindableService service) throws IOException {
    this(service, client -> {});
  }

  Served(BindableService service, Consumer<HoldfastClient.Builder> settings) throws IOException {
    ServerInterceptor keeper =
        new ServerInterceptor() {
          @Override
          public <Q, R> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, R> call, Metadata sent, ServerCallHandler<Q, R> next) {
            headers.add(sent);
            return next.startCall(call, sent);
          }
        };
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .addService(ServerInterceptors.intercept(service, keeper))
            .build()
            .start();
    HoldfastClient.Builder builder = HoldfastClient.builder(InProcessChannelBuilder.forName(name));
    settings.accept(builder);
    client = builder.build();
  }

  @Override
  public void close() {
    client.close();
    server.shutdownNow();
  }

  static com.google.rpc.Status status(
      Status.Code code, ErrorReason reason, Map<String, String> metadata, Message... details) {
    String name = reason.name().substring("ERROR_REASON_".length());
    ErrorInfo info =
        ErrorInfo.newBuilder().setReason(name).setDomain("inventory.holdfast").putAllMetadata(metadata).build();
    com.google.rpc.Status.Builder made =
        com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage("an example").addDetails(Any.pack(info));
    for (Message detail : details) {
      made.addDetails(Any.pack(detail));
    }
    return made.build();
  }

  static StatusRuntimeException refusal(
      Status.Code code, ErrorReason reason, Map<String, String> metadata, Message... details) {
    return StatusProto.toStatusRuntimeException(status(code, reason, metadata, details));
  }
}

package dev.holdfast.client;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import java.util.UUID;

/**
 * Gives every mutation a request id. Interceptors run once per call, above gRPC's retries: all attempts send the same
 * id, so that the mutation has one effect.
 */
final class RequestIds implements ClientInterceptor {
  static final String FIELD = "request_id";
  private static final String ENTRIES = "entries";
  private static final String VALIDATE_ONLY = "validate_only";
  private static final String PACKAGE = "holdfast.";

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<Q, R>(next.newCall(method, options)) {
      @Override
      public void sendMessage(Q message) {
        super.sendMessage(filled(message));
      }
    };
  }

  /** The request with an id where it takes one and has none, also in its entries; the same object where none lacks. */
  @SuppressWarnings("unchecked")
  static <Q> Q filled(Q request) {
    if (!(request instanceof Message)) {
      return request;
    }
    Message message = (Message) request;
    Descriptor type = message.getDescriptorForType();
    if (!type.getFullName().startsWith(PACKAGE)) {
      return request;
    }
    if (lacks(message)) {
      return (Q) withId(message);
    }
    FieldDescriptor entries = type.findFieldByName(ENTRIES);
    return entries == null ? request : (Q) withEntries(message, entries);
  }

  private static Message withEntries(Message message, FieldDescriptor entries) {
    Message.Builder copy = null;
    for (int index = 0; index < message.getRepeatedFieldCount(entries); index++) {
      Message entry = (Message) message.getRepeatedField(entries, index);
      if (lacks(entry)) {
        copy = copy == null ? message.toBuilder() : copy;
        copy.setRepeatedField(entries, index, withId(entry));
      }
    }
    return copy == null ? message : copy.build();
  }

  /** A check needs no id: it has no effect. */
  private static boolean lacks(Message message) {
    FieldDescriptor id = message.getDescriptorForType().findFieldByName(FIELD);
    if (id == null || !((String) message.getField(id)).isEmpty()) {
      return false;
    }
    FieldDescriptor check = message.getDescriptorForType().findFieldByName(VALIDATE_ONLY);
    return check == null || !((Boolean) message.getField(check));
  }

  private static Message withId(Message message) {
    FieldDescriptor id = message.getDescriptorForType().findFieldByName(FIELD);
    return message.toBuilder().setField(id, UUID.randomUUID().toString()).build();
  }
}

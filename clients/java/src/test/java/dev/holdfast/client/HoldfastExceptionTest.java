package dev.holdfast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.holdfast.inventory.v1.ErrorReason;
import dev.holdfast.inventory.v1.GetInventoryItemRequest;
import dev.holdfast.inventory.v1.GetInventoryItemResponse;
import dev.holdfast.inventory.v1.InventoryServiceGrpc;
import dev.holdfast.inventory.v1.StockShortage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class HoldfastExceptionTest {
  private static final StockShortage.Line SHORT =
      StockShortage.Line.newBuilder().setLineItemId("line-1").setRequestedQuantity(999_999_999_999_999L).build();
  private static final StatusRuntimeException REFUSAL =
      Served.refusal(
          Status.Code.FAILED_PRECONDITION,
          ErrorReason.ERROR_REASON_INSUFFICIENT_STOCK,
          Map.of("available_quantity", "3"),
          StockShortage.newBuilder().addLines(SHORT).setOmittedCount(2).build(),
          BadRequest.newBuilder()
              .addFieldViolations(BadRequest.FieldViolation.newBuilder().setField("lines[0].quantity"))
              .build(),
          RetryInfo.newBuilder()
              .setRetryDelay(com.google.protobuf.Duration.newBuilder().setNanos(250_000_000))
              .build());

  @Test
  void aRefusedCallSaysWhy() throws Exception {
    try (Served served =
        new Served(
            new InventoryServiceGrpc.InventoryServiceImplBase() {
              @Override
              public void getInventoryItem(
                  GetInventoryItemRequest request, StreamObserver<GetInventoryItemResponse> answer) {
                answer.onError(REFUSAL);
              }
            })) {
      HoldfastClient client = served.client;
      GetInventoryItemRequest request = GetInventoryItemRequest.getDefaultInstance();
      HoldfastException error =
          assertThrows(
              HoldfastException.class, () -> client.call(() -> client.inventory().getInventoryItem(request)));

      assertEquals(Status.Code.FAILED_PRECONDITION, error.code());
      assertEquals(ErrorReason.ERROR_REASON_INSUFFICIENT_STOCK, error.reason());
      assertEquals("INSUFFICIENT_STOCK", error.reasonName());
      assertEquals(Map.of("available_quantity", "3"), error.metadata());
      assertEquals(List.of(SHORT), error.shortage());
      assertEquals(2, error.omittedShortageCount());
      assertEquals(List.of("lines[0].quantity"), error.fields());
      assertEquals(Duration.ofMillis(250), error.retryDelay().get());
      assertEquals("INSUFFICIENT_STOCK: FAILED_PRECONDITION: an example", error.getMessage());
      assertInstanceOf(StatusRuntimeException.class, error.getCause());

      ExecutionException later =
          assertThrows(
              ExecutionException.class,
              () -> client.completable(client.future().inventory().getInventoryItem(request)).get());
      assertEquals(ErrorReason.ERROR_REASON_INSUFFICIENT_STOCK, HoldfastException.from(later).reason());
    }
  }

  @Test
  void whatIsNotOursHasNoReason() {
    HoldfastException error = HoldfastException.from(Status.UNAVAILABLE.withDescription("gone").asException());
    assertEquals(Status.Code.UNAVAILABLE, error.code());
    assertEquals(ErrorReason.ERROR_REASON_UNSPECIFIED, error.reason());
    assertEquals("", error.reasonName());
    assertTrue(error.retryDelay().isEmpty());
    assertEquals("UNAVAILABLE: gone", error.getMessage());
    assertSame(error, HoldfastException.from(new ExecutionException(error)));
    assertEquals(Status.Code.UNKNOWN, HoldfastException.from(new IllegalStateException("other")).code());

    ErrorInfo foreign = ErrorInfo.newBuilder().setReason("SKU_TAKEN").setDomain("elsewhere").build();
    com.google.rpc.Status said =
        com.google.rpc.Status.newBuilder().setCode(6).addDetails(Any.pack(foreign)).build();
    assertEquals(ErrorReason.ERROR_REASON_UNSPECIFIED, HoldfastException.from(said).reason());
  }

  @Test
  void aReasonOfANewerServerKeepsItsName() {
    ErrorInfo info = ErrorInfo.newBuilder().setReason("LATER").setDomain("inventory.holdfast").build();
    com.google.rpc.Status said = com.google.rpc.Status.newBuilder().setCode(9).addDetails(Any.pack(info)).build();
    assertEquals(ErrorReason.UNRECOGNIZED, HoldfastException.from(said).reason());
    assertEquals("LATER", HoldfastException.from(said).reasonName());
  }

  @Test
  void aDamagedDetailLeavesTheRest() {
    com.google.rpc.Status.Builder said =
        Served.status(Status.Code.ALREADY_EXISTS, ErrorReason.ERROR_REASON_SKU_TAKEN, Map.of()).toBuilder();
    said.addDetailsBuilder()
        .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
        .setValue(ByteString.copyFromUtf8("\u0001?"));
    assertEquals("SKU_TAKEN", HoldfastException.from(said.build()).reasonName());
  }
}

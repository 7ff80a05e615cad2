package dev.holdfast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.inventory.v1.BatchCreateReservationsRequest;
import dev.holdfast.inventory.v1.CreateReservationRequest;
import dev.holdfast.inventory.v1.CreateReservationResponse;
import dev.holdfast.inventory.v1.GetReservationRequest;
import dev.holdfast.inventory.v1.InventoryServiceGrpc;
import dev.holdfast.inventory.v1.ListStockMovementsRequest;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
  @Test
  void aRetrySendsTheSameId() throws Exception {
    List<CreateReservationRequest> seen = new CopyOnWriteArrayList<>();
    try (Served served =
        new Served(
            new InventoryServiceGrpc.InventoryServiceImplBase() {
              @Override
              public void createReservation(
                  CreateReservationRequest request, StreamObserver<CreateReservationResponse> answer) {
                seen.add(request);
                if (seen.size() < 3) {
                  answer.onError(Status.UNAVAILABLE.asRuntimeException());
                } else {
                  answer.onNext(CreateReservationResponse.getDefaultInstance());
                  answer.onCompleted();
                }
              }
            })) {
      served.client.inventory().createReservation(CreateReservationRequest.getDefaultInstance());

      assertEquals(3, seen.size());
      assertFalse(seen.get(0).getRequestId().isEmpty());
      assertEquals(seen.get(0), seen.get(1));
      assertEquals(seen.get(0), seen.get(2));

      served.client.inventory().createReservation(CreateReservationRequest.getDefaultInstance());
      assertNotEquals(seen.get(0).getRequestId(), seen.get(3).getRequestId());

      served.client
          .completable(served.client.future().inventory().createReservation(seen.get(0)))
          .get(5, TimeUnit.SECONDS);
      assertEquals(seen.get(0), seen.get(4));

      Metadata.Key<String> said = Metadata.Key.of("holdfast-client", Metadata.ASCII_STRING_MARSHALLER);
      assertEquals("java/0.1.0", served.headers.get(0).get(said));
      assertEquals("java/0.1.0", served.headers.get(2).get(said));
    }
  }

  @Test
  void oneThatIsGivenStays() {
    CreateReservationRequest given = CreateReservationRequest.newBuilder().setRequestId("mine").build();
    assertSame(given, RequestIds.filled(given));
  }

  @Test
  void aCheckAndAReadHaveNone() {
    CreateReservationRequest check = CreateReservationRequest.newBuilder().setValidateOnly(true).build();
    assertSame(check, RequestIds.filled(check));
    GetReservationRequest read = GetReservationRequest.getDefaultInstance();
    assertSame(read, RequestIds.filled(read));
    ListStockMovementsRequest list = ListStockMovementsRequest.getDefaultInstance();
    assertSame(list, RequestIds.filled(list));
  }

  @Test
  void entriesAreFilledEachByItself() {
    BatchCreateReservationsRequest given =
        BatchCreateReservationsRequest.newBuilder()
            .addEntries(CreateReservationRequest.getDefaultInstance())
            .addEntries(CreateReservationRequest.newBuilder().setRequestId("mine"))
            .addEntries(CreateReservationRequest.newBuilder().setValidateOnly(true))
            .addEntries(CreateReservationRequest.getDefaultInstance())
            .build();
    BatchCreateReservationsRequest filled = RequestIds.filled(given);

    assertFalse(filled.getEntries(0).getRequestId().isEmpty());
    assertEquals(given.getEntries(1), filled.getEntries(1));
    assertEquals(given.getEntries(2), filled.getEntries(2));
    assertNotEquals(filled.getEntries(0).getRequestId(), filled.getEntries(3).getRequestId());
    assertTrue(given.getEntries(0).getRequestId().isEmpty());
    assertSame(filled, RequestIds.filled(filled));
  }
}

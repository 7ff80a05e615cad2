import com.google.protobuf.Empty;
import dev.holdfast.client.BatchResult;
import dev.holdfast.client.EventWatch;
import dev.holdfast.client.HoldfastClient;
import dev.holdfast.client.HoldfastException;
import dev.holdfast.client.Pages;
import dev.holdfast.client.ReservationStream;
import dev.holdfast.inventory.v1.*;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A shop's day: stock an item, promise some of it, ask for too much, see what happened. Run it with {@code make example
 * ADDRESS=host:port}.
 *
 * <p>What stands in README.md is taken from here, which a test compares.
 */
public final class Shop {
  private final HoldfastClient holdfast;
  private final String shirt = "iitem_shirt_" + UUID.randomUUID();
  private final String berlin = "sloc_berlin_" + UUID.randomUUID();
  private final String orderId = UUID.randomUUID().toString();

  private Shop(HoldfastClient holdfast) {
    this.holdfast = holdfast;
  }

  /** The first argument is the server's address. */
  public static void main(String[] arguments) throws Exception {
    String address = arguments.length > 0 ? arguments[0] : "127.0.0.1:50051";
    // snippet
    try (HoldfastClient holdfast = HoldfastClient.builder(address).plaintext().build()) {
      // end
      Shop shop = new Shop(holdfast);
      shop.stock();
      shop.reserve();
      shop.reserveTooMuch();
      shop.reserveForAnOrder();
      shop.reserveMany();
      shop.look();
      shop.watch();
    }
  }

  private void stock() {
    holdfast
        .inventory()
        .createInventoryItem(
            CreateInventoryItemRequest.newBuilder()
                .setItem(InventoryItem.newBuilder().setId(shirt).setTitle("Shirt"))
                .build());
    holdfast
        .locations()
        .createStockLocation(
            CreateStockLocationRequest.newBuilder()
                .setLocation(StockLocation.newBuilder().setId(berlin).setName("Berlin"))
                .build());
    holdfast
        .inventory()
        .createInventoryLevel(
            CreateInventoryLevelRequest.newBuilder()
                .setLevel(
                    InventoryLevel.newBuilder()
                        .setInventoryItemId(shirt)
                        .setLocationId(berlin)
                        .setStockedQuantity(100))
                .build());
  }

  private LineInput.Builder line(long quantity) {
    return LineInput.newBuilder()
        .setLineItemId("line-1")
        .setInventoryItemId(shirt)
        .setLocationId(berlin)
        .setQuantity(quantity);
  }

  private void reserve() {
    // snippet
    CreateReservationRequest request =
        CreateReservationRequest.newBuilder()
            .addLines(
                LineInput.newBuilder()
                    .setLineItemId("line-1")
                    .setInventoryItemId(shirt)
                    .setLocationId(berlin)
                    .setQuantity(2))
            .build();
    Reservation reservation = holdfast.inventory().createReservation(request).getReservation();
    System.out.println(reservation.getId());
    // end
  }

  private void reserveTooMuch() {
    CreateReservationRequest request = CreateReservationRequest.newBuilder().addLines(line(1000)).build();
    // snippet
    try {
      holdfast.call(() -> holdfast.inventory().createReservation(request));
    } catch (HoldfastException error) {
      if (error.reason() != ErrorReason.ERROR_REASON_INSUFFICIENT_STOCK) {
        throw error;
      }
      for (StockShortage.Line line : error.shortage()) {
        System.out.printf(
            "%s: %d of %d%n", line.getLineItemId(), line.getAvailableQuantity(), line.getRequestedQuantity());
      }
    }
    // end
  }

  private void reserveForAnOrder() {
    LineInput line = line(1).build();
    // snippet
    CreateReservationRequest request =
        CreateReservationRequest.newBuilder().setRequestId("order-" + orderId).addLines(line).build();
    CreateReservationResponse answer = holdfast.inventory().createReservation(request);
    System.out.println(answer.getMutation().getReplayed()); // true when it had happened before
    // end
  }

  private void reserveMany() {
    List<CreateReservationRequest> requests = new ArrayList<>();
    for (int count = 0; count < 10; count++) {
      requests.add(CreateReservationRequest.newBuilder().addLines(line(1)).build());
    }
    BatchCreateReservationsRequest batch =
        BatchCreateReservationsRequest.newBuilder().addAllEntries(requests).build();
    // snippet
    for (BatchResult<CreateReservationResponse> result :
        BatchResult.of(holdfast.inventory().batchCreateReservations(batch))) {
      System.out.println(result.isOk() ? result.value().getReservation().getId() : result.error().get().reasonName());
    }
    // end
    // snippet
    try (ReservationStream stream = holdfast.streamReservations()) {
      List<CompletableFuture<CreateReservationResponse>> answers = new ArrayList<>();
      for (CreateReservationRequest request : requests) {
        answers.add(stream.create(request));
      }
      answers.forEach(answer -> System.out.println(answer.join().getReservation().getId()));
    }
    // end
  }

  private void look() throws Exception {
    ListInventoryItemsRequest request = ListInventoryItemsRequest.getDefaultInstance();
    // snippet
    for (InventoryItem item :
        Pages.of(holdfast.inventory()::listInventoryItems, request, ListInventoryItemsResponse::getItemsList)) {
      System.out.println(item.getId() + ": " + item.getAvailableQuantity());
    }
    // end
    GetInventoryItemRequest wanted = GetInventoryItemRequest.newBuilder().setInventoryItemId(shirt).build();
    // snippet
    CompletableFuture<GetInventoryItemResponse> answer =
        holdfast.completable(holdfast.future().inventory().getInventoryItem(wanted));
    // end
    System.out.println(answer.get().getItem().getReservedQuantity());
  }

  private void watch() {
    EventFilter filter = EventFilter.newBuilder().addInventoryItemIds(shirt).build();
    WatchEventsRequest request =
        WatchEventsRequest.newBuilder().setEarliest(Empty.getDefaultInstance()).setFilter(filter).build();
    int wanted = 5;
    // snippet
    try (EventWatch watch = holdfast.watch(request)) {
      for (Event event : watch) {
        System.out.println(event.getType() + " " + event.getResource());
        keep(watch.cursor());
        // end
        if (--wanted == 0) {
          break;
        }
        // snippet
      }
    }
    // end
  }

  private static void keep(String cursor) {
    // A program that goes on tomorrow writes it down.
  }
}

import dev.holdfast.client.BatchResult;
import dev.holdfast.client.EventWatch;
import dev.holdfast.client.HoldfastClient;
import dev.holdfast.client.HoldfastException;
import dev.holdfast.client.Pages;
import dev.holdfast.inventory.v1.AdjustInventoryRequest;
import dev.holdfast.inventory.v1.BatchCreateInventoryItemsRequest;
import dev.holdfast.inventory.v1.CreateInventoryItemRequest;
import dev.holdfast.inventory.v1.CreateInventoryItemResponse;
import dev.holdfast.inventory.v1.CreateInventoryLevelRequest;
import dev.holdfast.inventory.v1.CreateReservationRequest;
import dev.holdfast.inventory.v1.CreateReservationResponse;
import dev.holdfast.inventory.v1.CreateStockLocationRequest;
import dev.holdfast.inventory.v1.ErrorReason;
import dev.holdfast.inventory.v1.EventFilter;
import dev.holdfast.inventory.v1.GetInventoryItemRequest;
import dev.holdfast.inventory.v1.GetInventoryLevelRequest;
import dev.holdfast.inventory.v1.InventoryItem;
import dev.holdfast.inventory.v1.InventoryLevel;
import dev.holdfast.inventory.v1.LineInput;
import dev.holdfast.inventory.v1.ListInventoryItemsRequest;
import dev.holdfast.inventory.v1.ListInventoryItemsResponse;
import dev.holdfast.inventory.v1.Reservation;
import dev.holdfast.inventory.v1.StockLocation;
import dev.holdfast.inventory.v1.StockMovement;
import dev.holdfast.inventory.v1.StockShortage;
import dev.holdfast.inventory.v1.WatchEventsRequest;
import io.grpc.health.v1.HealthCheckRequest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The conformance script of all clients: clients/conformance/README.md says what the steps are. */
public final class Conformance {
  private static final String ITEM = "iitem_conformance";
  private static final String PLACE = "sloc_conformance";
  private static final String PREFIX = "PAGE-";

  private final HoldfastClient client = at("HOLDFAST_ADDRESS");

  public static void main(String[] arguments) {
    new PrintStream(System.out, true, StandardCharsets.UTF_8).println(Json.text(new Conformance().run()));
  }

  private Map<String, Object> run() {
    Map<String, Object> said = new LinkedHashMap<>();
    try (client) {
      said.put("health", client.health().check(HealthCheckRequest.getDefaultInstance()).getStatus().name());
      said.put("create", create());
      CreateReservationResponse first = reserve("line-1", 3, "conformance-reserve");
      said.put("reserve", reserved(first));
      said.put("insufficient", insufficient());
      said.put("replay", replay(first));
      said.put("cut", cut());
      said.put("pages", pages());
      said.put("big", big());
      said.put("watch", watch());
      said.put("batch", batch());
      said.put("errors", errors());
    }
    return said;
  }

  private Map<String, Object> create() {
    InventoryItem item = item(ITEM, "CONFORMANCE-1").setTitle("Conformance").build();
    InventoryItem made =
        client.inventory().createInventoryItem(CreateInventoryItemRequest.newBuilder().setItem(item).build()).getItem();
    client
        .locations()
        .createStockLocation(
            CreateStockLocationRequest.newBuilder()
                .setLocation(StockLocation.newBuilder().setId(PLACE).setName("Conformance"))
                .build());
    stock(ITEM, 10);
    InventoryLevel level = level(ITEM);
    return map(
        "item_id", made.getId(),
        "sku", made.getSku(),
        "location_id", level.getLocationId(),
        "stocked_quantity", number(level.getStockedQuantity()),
        "available_quantity", number(level.getAvailableQuantity()));
  }

  private Map<String, Object> reserved(CreateReservationResponse answer) {
    Reservation made = answer.getReservation();
    return map(
        "state", state(made),
        "line_item_id", made.getLines(0).getLineItemId(),
        "quantity", number(made.getLines(0).getQuantity()),
        "replayed", answer.getMutation().getReplayed(),
        "available_quantity", number(level(ITEM).getAvailableQuantity()));
  }

  private Map<String, Object> insufficient() {
    HoldfastException error = refused(() -> reserve("line-2", 8, ""));
    List<Object> lines = new ArrayList<>();
    for (StockShortage.Line line : error.shortage()) {
      lines.add(
          map(
              "line_item_id", line.getLineItemId(),
              "requested_quantity", number(line.getRequestedQuantity()),
              "available_quantity", number(line.getAvailableQuantity())));
    }
    Map<String, Object> said = told(error);
    said.put("shortage", lines);
    return said;
  }

  private Map<String, Object> replay(CreateReservationResponse first) {
    CreateReservationResponse again = reserve("line-1", 3, "conformance-reserve");
    return map(
        "same", again.getReservation().getId().equals(first.getReservation().getId()),
        "replayed", again.getMutation().getReplayed(),
        "reserved_quantity", number(level(ITEM).getReservedQuantity()));
  }

  private Map<String, Object> cut() {
    try (HoldfastClient other = at("HOLDFAST_CUT_ADDRESS")) {
      CreateReservationResponse answer = other.inventory().createReservation(reservation(ITEM, "line-3", 1, ""));
      return map(
          "state", state(answer.getReservation()),
          "replayed", answer.getMutation().getReplayed(),
          "reserved_quantity", number(level(ITEM).getReservedQuantity()));
    }
  }

  private List<String> pages() {
    BatchCreateInventoryItemsRequest.Builder entries = BatchCreateInventoryItemsRequest.newBuilder();
    for (int index = 1; index <= 5; index++) {
      entries.addEntriesBuilder().setItem(item("iitem_page_" + index, PREFIX + index));
    }
    client.inventory().batchCreateInventoryItems(entries.build());
    ListInventoryItemsRequest request =
        listed(2).setSort(ListInventoryItemsRequest.Sort.SORT_ID).build();
    return Pages.of(client.inventory()::listInventoryItems, request, ListInventoryItemsResponse::getItemsList)
        .stream()
        .map(InventoryItem::getId)
        .collect(Collectors.toList());
  }

  private Map<String, Object> big() {
    stock("iitem_page_1", 999_999_999_999_999L);
    InventoryLevel level = level("iitem_page_1");
    HoldfastException error =
        refused(
            () ->
                client
                    .inventory()
                    .createReservation(reservation("iitem_page_1", "line-4", 1_000_000_000_000_000L, "")));
    return map(
        "stocked_quantity", number(level.getStockedQuantity()),
        "reason", error.reasonName(),
        "available_quantity", error.metadata().get("available_quantity"));
  }

  private List<String> watch() {
    stock("iitem_page_2", 0);
    String cursor = client.inventory().listInventoryItems(listed(1).build()).getCursor();
    for (long delta = 1; delta <= 4; delta++) {
      client
          .inventory()
          .adjustInventory(
              AdjustInventoryRequest.newBuilder()
                  .setReason(StockMovement.Reason.REASON_RECEIVED)
                  .addLines(
                      AdjustInventoryRequest.Line.newBuilder()
                          .setInventoryItemId("iitem_page_2")
                          .setLocationId(PLACE)
                          .setBucket(StockMovement.Bucket.BUCKET_STOCKED)
                          .setDelta(delta))
                  .build());
    }
    EventFilter filter =
        EventFilter.newBuilder().addInventoryItemIds("iitem_page_2").addTypes("level.changed").build();
    List<String> seen = new ArrayList<>();
    try (HoldfastClient other = at("HOLDFAST_WATCH_CUT_ADDRESS");
        EventWatch events =
            other.watch(WatchEventsRequest.newBuilder().setCursor(cursor).setFilter(filter).build())) {
      while (seen.size() < 4) {
        seen.add(number(events.next().getLevelChanged().getAfter().getStockedQuantity()));
      }
    }
    return seen;
  }

  private List<Object> batch() {
    BatchCreateInventoryItemsRequest request =
        BatchCreateInventoryItemsRequest.newBuilder()
            .addEntries(CreateInventoryItemRequest.newBuilder().setItem(item("iitem_page_6", PREFIX + 6)))
            .addEntries(CreateInventoryItemRequest.newBuilder().setItem(item(ITEM, "OTHER")))
            .addEntries(CreateInventoryItemRequest.newBuilder().setItem(item("no spaces", "")))
            .build();
    List<Object> said = new ArrayList<>();
    for (BatchResult<CreateInventoryItemResponse> result :
        BatchResult.of(client.inventory().batchCreateInventoryItems(request))) {
      said.add(
          result.error().map(Conformance::told).orElseGet(() -> map("ok", result.value().getItem().getId())));
    }
    return said;
  }

  private List<Object> errors() {
    List<ErrorReason> reasons =
        Arrays.stream(ErrorReason.values())
            .filter(reason -> reason != ErrorReason.UNRECOGNIZED)
            .filter(reason -> reason != ErrorReason.ERROR_REASON_UNSPECIFIED)
            .sorted(Comparator.comparingInt(ErrorReason::getNumber))
            .collect(Collectors.toList());
    List<Object> said = new ArrayList<>();
    try (HoldfastClient other = at("HOLDFAST_ERRORS_ADDRESS")) {
      for (ErrorReason reason : reasons) {
        GetInventoryItemRequest request =
            GetInventoryItemRequest.newBuilder()
                .setInventoryItemId(reason.name().substring("ERROR_REASON_".length()))
                .build();
        HoldfastException error = refused(() -> other.call(() -> other.inventory().getInventoryItem(request)));
        if (error.reason() != reason) {
          throw new AssertionError(reason + " became " + error.reason());
        }
        Map<String, Object> one = told(error);
        one.put("fields", error.fields());
        said.add(one);
      }
    }
    return said;
  }

  // --- the parts of requests and answers ------------------------------------------------------------

  private static HoldfastClient at(String variable) {
    return HoldfastClient.builder(System.getenv(variable)).plaintext().build();
  }

  private static InventoryItem.Builder item(String id, String sku) {
    return InventoryItem.newBuilder().setId(id).setSku(sku);
  }

  private static ListInventoryItemsRequest.Builder listed(int pageSize) {
    return ListInventoryItemsRequest.newBuilder()
        .setFilter(ListInventoryItemsRequest.Filter.newBuilder().setSkuPrefix(PREFIX))
        .setPageSize(pageSize);
  }

  private static CreateReservationRequest reservation(String item, String line, long quantity, String requestId) {
    return CreateReservationRequest.newBuilder()
        .setRequestId(requestId)
        .addLines(
            LineInput.newBuilder()
                .setLineItemId(line)
                .setInventoryItemId(item)
                .setQuantity(quantity)
                .setLocationId(PLACE))
        .build();
  }

  private CreateReservationResponse reserve(String line, long quantity, String requestId) {
    return client.call(() -> client.inventory().createReservation(reservation(ITEM, line, quantity, requestId)));
  }

  private void stock(String item, long quantity) {
    client
        .inventory()
        .createInventoryLevel(
            CreateInventoryLevelRequest.newBuilder()
                .setLevel(
                    InventoryLevel.newBuilder()
                        .setInventoryItemId(item)
                        .setLocationId(PLACE)
                        .setStockedQuantity(quantity))
                .build());
  }

  private InventoryLevel level(String item) {
    return client
        .inventory()
        .getInventoryLevel(
            GetInventoryLevelRequest.newBuilder().setInventoryItemId(item).setLocationId(PLACE).build())
        .getLevel();
  }

  private HoldfastException refused(Supplier<?> call) {
    try {
      client.call(call);
    } catch (HoldfastException error) {
      return error;
    }
    throw new AssertionError("the call was not refused");
  }

  private static Map<String, Object> told(HoldfastException error) {
    return map("code", error.code().name(), "reason", error.reasonName(), "metadata", error.metadata());
  }

  private static String state(Reservation made) {
    return made.getState().name().substring("STATE_".length());
  }

  private static String number(long quantity) {
    return Long.toString(quantity);
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (int index = 0; index < pairs.length; index += 2) {
      made.put((String) pairs[index], pairs[index + 1]);
    }
    return made;
  }

  /** As much of JSON as is printed here. */
  private static final class Json {
    static String text(Object value) {
      if (value instanceof Map) {
        return ((Map<?, ?>) value)
            .entrySet().stream()
                .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
      }
      if (value instanceof List) {
        return ((List<?>) value).stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
      }
      return value instanceof Boolean ? value.toString() : quoted((String) value);
    }

    private static String quoted(String text) {
      StringBuilder made = new StringBuilder("\"");
      for (char one : text.toCharArray()) {
        if (one == '"' || one == '\\') {
          made.append('\\').append(one);
        } else if (one < ' ') {
          made.append(String.format("\\u%04x", (int) one));
        } else {
          made.append(one);
        }
      }
      return made.append('"').toString();
    }
  }
}

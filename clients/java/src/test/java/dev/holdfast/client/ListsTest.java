package dev.holdfast.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.inventory.v1.BatchCreateInventoryItemsResponse;
import dev.holdfast.inventory.v1.CreateInventoryItemResponse;
import dev.holdfast.inventory.v1.ErrorReason;
import dev.holdfast.inventory.v1.GetInventoryItemRequest;
import dev.holdfast.inventory.v1.InventoryItem;
import dev.holdfast.inventory.v1.InventoryServiceGrpc;
import dev.holdfast.inventory.v1.InventoryServiceProto;
import dev.holdfast.inventory.v1.ListInventoryItemsRequest;
import dev.holdfast.inventory.v1.ListInventoryItemsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ListsTest {
  /** Pages of two rows, an empty one, and one row; the token "bad" is refused. */
  private static final class Listing extends InventoryServiceGrpc.InventoryServiceImplBase {
    final List<ListInventoryItemsRequest> asked = new ArrayList<>();

    @Override
    public void listInventoryItems(
        ListInventoryItemsRequest request, StreamObserver<ListInventoryItemsResponse> answer) {
      asked.add(request);
      switch (request.getPageToken()) {
        case "":
          answer.onNext(page("second", "a", "b"));
          break;
        case "second":
          answer.onNext(page("third"));
          break;
        case "third":
          answer.onNext(page("", "c"));
          break;
        default:
          answer.onError(
              Served.refusal(
                  Status.Code.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID, Map.of()));
          return;
      }
      answer.onCompleted();
    }

    private static ListInventoryItemsResponse page(String next, String... ids) {
      ListInventoryItemsResponse.Builder made =
          ListInventoryItemsResponse.newBuilder().setNextPageToken(next).setCursor("cursor");
      Arrays.stream(ids).forEach(id -> made.addItemsBuilder().setId(id));
      return made.build();
    }
  }

  @Test
  void pagesAreAskedForAsTheyAreRead() throws Exception {
    Listing listing = new Listing();
    try (Served served = new Served(listing)) {
      ListInventoryItemsRequest request = ListInventoryItemsRequest.newBuilder().setPageSize(2).build();
      Pages<ListInventoryItemsResponse, InventoryItem> items =
          Pages.of(
              served.client.inventory()::listInventoryItems, request, ListInventoryItemsResponse::getItemsList);

      assertEquals("a", items.iterator().next().getId());
      assertEquals(1, listing.asked.size());
      assertEquals(
          List.of("a", "b", "c"), items.stream().map(InventoryItem::getId).collect(Collectors.toList()));
      assertEquals(4, listing.asked.stream().filter(one -> one.getPageSize() == 2).count());
      assertEquals("cursor", items.responses().iterator().next().getCursor());
    }
  }

  @Test
  void aRefusedPageSaysWhy() throws Exception {
    try (Served served = new Served(new Listing())) {
      Pages<ListInventoryItemsResponse, InventoryItem> items =
          Pages.of(
              served.client.inventory()::listInventoryItems,
              ListInventoryItemsRequest.newBuilder().setPageToken("bad").build(),
              ListInventoryItemsResponse::getItemsList);
      HoldfastException error = assertThrows(HoldfastException.class, () -> items.iterator().hasNext());
      assertEquals(ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID, error.reason());
      assertThrows(
          IllegalArgumentException.class,
          () ->
              Pages.of(
                  served.client.inventory()::getInventoryItem,
                  GetInventoryItemRequest.getDefaultInstance(),
                  answer -> List.of()));
    }
  }

  @Test
  void eachEntryOfABatchHasAnAnswerOrAnError() {
    CreateInventoryItemResponse made =
        CreateInventoryItemResponse.newBuilder().setItem(InventoryItem.newBuilder().setId("a")).build();
    BatchCreateInventoryItemsResponse.Builder response = BatchCreateInventoryItemsResponse.newBuilder();
    response.addResultsBuilder().setValue(made);
    response
        .addResultsBuilder()
        .setError(
            Served.status(
                Status.Code.ALREADY_EXISTS, ErrorReason.ERROR_REASON_SKU_TAKEN, Map.of("sku", "SKU-1")));
    List<BatchResult<CreateInventoryItemResponse>> results = BatchResult.of(response.build());

    assertTrue(results.get(0).isOk());
    assertEquals(made, results.get(0).value());
    assertEquals(1, results.get(1).index());
    HoldfastException error = assertThrows(HoldfastException.class, results.get(1)::value);
    assertEquals(ErrorReason.ERROR_REASON_SKU_TAKEN, error.reason());
    assertEquals(Map.of("sku", "SKU-1"), results.get(1).error().get().metadata());
  }

  @Test
  void everyBatchHasItsResults() {
    Set<String> known =
        Arrays.stream(BatchResult.class.getMethods())
            .filter(method -> method.getName().equals("of"))
            .map(method -> method.getParameterTypes()[0].getSimpleName())
            .collect(Collectors.toSet());
    Set<String> batches =
        InventoryServiceProto.getDescriptor().getMessageTypes().stream()
            .filter(type -> type.findFieldByName("results") != null)
            .map(type -> type.getName())
            .collect(Collectors.toSet());
    assertEquals(batches, known);
  }
}

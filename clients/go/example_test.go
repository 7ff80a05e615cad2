package holdfast_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"slices"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

// Examples without Output need a server. TestExamples runs them where HOLDFAST_ADDRESS names one.

var ctx = context.Background()

// connected is a client of the server that the examples run against.
func connected() *holdfast.Client {
	client, err := holdfast.Dial(os.Getenv("HOLDFAST_ADDRESS"), holdfast.WithInsecure())
	if err != nil {
		log.Fatal(err)
	}
	return client
}

func shirts(quantity int64) *inventoryv1.CreateReservationRequest {
	return &inventoryv1.CreateReservationRequest{Lines: []*inventoryv1.LineInput{{
		LineItemId: "line-1",
		Goods:      &inventoryv1.LineInput_Sku{Sku: "SHIRT-M"},
		Quantity:   quantity,
		Place:      &inventoryv1.LineInput_LocationId{LocationId: "sloc_berlin"},
	}}}
}

func ExampleDial() {
	client, err := holdfast.Dial("inventory.example:443", holdfast.WithBearerToken(os.Getenv("HOLDFAST_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	// Output:
}

func ExampleDial_insecure() {
	client, err := holdfast.Dial("127.0.0.1:50051", holdfast.WithInsecure())
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	// Output:
}

func Example_reserve() {
	client := connected()
	defer client.Close()
	answer, err := client.Inventory.CreateReservation(ctx, &inventoryv1.CreateReservationRequest{
		Lines: []*inventoryv1.LineInput{{
			LineItemId: "line-1",
			Goods:      &inventoryv1.LineInput_Sku{Sku: "SHIRT-M"},
			Quantity:   2,
			Place:      &inventoryv1.LineInput_LocationId{LocationId: "sloc_berlin"},
		}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.GetReservation().GetState(), answer.GetReservation().GetLines()[0].GetOpenQuantity())
	// Prints: STATE_CONFIRMED 2
}

func ExampleError() {
	client := connected()
	defer client.Close()
	request := shirts(100)
	_, err := client.Inventory.CreateReservation(ctx, request)
	var refused *holdfast.Error
	if errors.As(err, &refused) && refused.Reason == "INSUFFICIENT_STOCK" {
		for _, line := range refused.Shortage {
			fmt.Printf("%s: %d of %d\n", line.GetLineItemId(), line.GetAvailableQuantity(), line.GetRequestedQuantity())
		}
	} else if err != nil {
		log.Fatal(err)
	}
	// Prints: line-1: 8 of 100
}

func Example_retry() {
	client := connected()
	defer client.Close()
	request := shirts(1)
	request.RequestId = "order-4711-reserve"
	answer, err := client.Inventory.CreateReservation(ctx, request)
	for errors.Is(err, context.DeadlineExceeded) {
		// Did it happen? The same id again has no second effect, and gets the first answer.
		answer, err = client.Inventory.CreateReservation(ctx, request)
	}
	if err != nil {
		log.Fatal(err)
	}
	again, err := client.Inventory.CreateReservation(ctx, request)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.GetMutation().GetReplayed(), again.GetReservation().GetId() == answer.GetReservation().GetId())
	// Prints: true true
}

func ExampleAll() {
	client := connected()
	defer client.Close()
	request := &inventoryv1.ListInventoryItemsRequest{Sort: inventoryv1.ListInventoryItemsRequest_SORT_ID, PageSize: 1}
	rows := (*inventoryv1.ListInventoryItemsResponse).GetItems
	for item, err := range holdfast.All(ctx, client.Inventory.ListInventoryItems, request, rows) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(item.GetSku())
	}
	// Prints:
	// HAT
	// SHIRT-M
}

func ExamplePages() {
	client := connected()
	defer client.Close()
	request := &inventoryv1.ListInventoryItemsRequest{Sort: inventoryv1.ListInventoryItemsRequest_SORT_ID, PageSize: 1}
	for page, err := range holdfast.Pages(ctx, client.Inventory.ListInventoryItems, request) {
		if err != nil {
			log.Fatal(err)
		}
		// The first page has the cursor to watch from.
		fmt.Println(len(page.GetItems()), page.GetCursor() != "")
	}
	// Prints:
	// 1 true
	// 1 false
}

func ExampleClient_Watch() {
	client := connected()
	defer client.Close()
	page, err := client.Events.ListEvents(ctx, &inventoryv1.ListEventsRequest{PageSize: 1})
	if err != nil {
		log.Fatal(err)
	}
	cursor := page.GetCursor()
	request := &inventoryv1.WatchEventsRequest{
		Start:  &inventoryv1.WatchEventsRequest_Cursor{Cursor: cursor}, // Or Now, or Earliest.
		Filter: &inventoryv1.EventFilter{Types: []string{"level.created"}},
	}
	for message, err := range client.Watch(ctx, request) {
		if err != nil {
			log.Fatal(err)
		}
		for _, event := range message.GetEvents() {
			fmt.Println(event.GetType())
		}
		cursor = message.GetCursor() // Keep it with what you did, and start there next time.
		if len(message.GetEvents()) > 0 {
			break
		}
	}
	fmt.Println(cursor != "")
	// Prints:
	// level.created
	// true
}

func ExampleClient_StreamReservations() {
	client := connected()
	defer client.Close()
	first, second := shirts(1), shirts(1000)
	first.RequestId, second.RequestId = "order-1", "order-2"
	orders := slices.Values([]*inventoryv1.CreateReservationRequest{first, second})
	outcomes := map[string]string{}
	for outcome, err := range client.StreamReservations(ctx, orders) {
		if err != nil {
			log.Fatal(err)
		}
		if outcome.Err != nil {
			outcomes[outcome.RequestID] = "refused"
			continue
		}
		outcomes[outcome.RequestID] = "reserved"
	}
	fmt.Println(outcomes)
	// Prints: map[order-1:reserved order-2:refused]
}

func ExampleValue() {
	answer := &inventoryv1.BatchCreateInventoryItemsResponse{Results: []*inventoryv1.BatchCreateInventoryItemsResponse_Result{
		{Result: &inventoryv1.BatchCreateInventoryItemsResponse_Result_Value{
			Value: &inventoryv1.CreateInventoryItemResponse{Item: &inventoryv1.InventoryItem{Id: "iitem_shirt"}},
		}},
		{Result: &inventoryv1.BatchCreateInventoryItemsResponse_Result_Error{
			Error: &spb.Status{Code: int32(codes.AlreadyExists), Message: "another item has the sku SHIRT-M"},
		}},
	}}
	for i, result := range answer.GetResults() {
		value, err := holdfast.Value(result)
		if err != nil {
			fmt.Println(i, err)
			continue
		}
		fmt.Println(i, value.GetItem().GetId())
	}
	// Output:
	// 0 iitem_shirt
	// 1 holdfast: AlreadyExists: another item has the sku SHIRT-M
}

func ExampleHasReason() {
	client := connected()
	defer client.Close()
	_, err := client.Inventory.GetInventoryItem(ctx, &inventoryv1.GetInventoryItemRequest{
		Item: &inventoryv1.GetInventoryItemRequest_Sku{Sku: "SOCKS"},
	})
	if holdfast.HasReason(err, inventoryv1.ErrorReason_ERROR_REASON_RESOURCE_NOT_FOUND) {
		fmt.Println("no such item")
	}
	// Prints: no such item
}

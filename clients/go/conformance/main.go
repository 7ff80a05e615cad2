// The conformance program of the Go client. clients/conformance/README.md says what it does.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

const (
	item     = "iitem_conformance"
	location = "sloc_conformance"
	huge     = 999_999_999_999_999
)

type object = map[string]any

func main() {
	log.SetFlags(0)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s := script{ctx: ctx, client: dial("HOLDFAST_ADDRESS")}
	printed := object{}
	for _, step := range []struct {
		name string
		run  func() any
	}{
		{"health", s.health}, {"create", s.create}, {"reserve", s.reserve}, {"insufficient", s.insufficient},
		{"replay", s.replay}, {"cut", s.cut}, {"pages", s.pages}, {"big", s.big}, {"watch", s.watch},
		{"batch", s.batch}, {"errors", s.errors},
	} {
		log.SetPrefix(step.name + ": ")
		printed[step.name] = step.run()
	}
	text := must(json.MarshalIndent(printed, "", "  "))
	fmt.Println(string(text))
}

func dial(variable string) *holdfast.Client {
	return must(holdfast.Dial(os.Getenv(variable), holdfast.WithInsecure()))
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// refused is what the client's typed error says.
func refused(err error) *holdfast.Error {
	var e *holdfast.Error
	if !errors.As(err, &e) {
		log.Fatalf("not refused: %v", err)
	}
	return e
}

// codeName is the canonical name. Go's own is FailedPrecondition.
func codeName(e *holdfast.Error) string {
	return code.Code(e.Code).String()
}

func facts(e *holdfast.Error) map[string]string {
	if e.Metadata == nil {
		return map[string]string{}
	}
	return e.Metadata
}

func text(quantity int64) string {
	return strconv.FormatInt(quantity, 10)
}

func state(reservation *inventoryv1.Reservation) string {
	return strings.TrimPrefix(reservation.GetState().String(), "STATE_")
}

type script struct {
	ctx         context.Context
	client      *holdfast.Client
	reservation string
}

func (s *script) level(itemID string) *inventoryv1.InventoryLevel {
	request := &inventoryv1.GetInventoryLevelRequest{InventoryItemId: itemID, LocationId: location}
	return must(s.client.Inventory.GetInventoryLevel(s.ctx, request)).GetLevel()
}

func (s *script) stock(itemID string, quantity int64) {
	level := &inventoryv1.InventoryLevel{InventoryItemId: itemID, LocationId: location, StockedQuantity: quantity}
	must(s.client.Inventory.CreateInventoryLevel(s.ctx, &inventoryv1.CreateInventoryLevelRequest{Level: level}))
}

func asked(lineID, itemID string, quantity int64) *inventoryv1.CreateReservationRequest {
	return &inventoryv1.CreateReservationRequest{Lines: []*inventoryv1.LineInput{{
		LineItemId: lineID,
		Goods:      &inventoryv1.LineInput_InventoryItemId{InventoryItemId: itemID},
		Quantity:   quantity,
		Place:      &inventoryv1.LineInput_LocationId{LocationId: location},
	}}}
}

func firstReservation() *inventoryv1.CreateReservationRequest {
	request := asked("line-1", item, 3)
	request.RequestId = "conformance-reserve"
	return request
}

func newItem(id, sku string) *inventoryv1.CreateInventoryItemRequest {
	return &inventoryv1.CreateInventoryItemRequest{Item: &inventoryv1.InventoryItem{Id: id, Sku: sku}}
}

func (s *script) health() any {
	return must(s.client.Health.Check(s.ctx, &healthv1.HealthCheckRequest{})).GetStatus().String()
}

func (s *script) create() any {
	goods := &inventoryv1.InventoryItem{Id: item, Sku: "CONFORMANCE-1", Title: "Conformance"}
	made := must(s.client.Inventory.CreateInventoryItem(s.ctx, &inventoryv1.CreateInventoryItemRequest{Item: goods})).GetItem()
	place := &inventoryv1.StockLocation{Id: location, Name: "Conformance"}
	must(s.client.Locations.CreateStockLocation(s.ctx, &inventoryv1.CreateStockLocationRequest{Location: place}))
	s.stock(item, 10)
	level := s.level(item)
	return object{
		"item_id": level.GetInventoryItemId(), "sku": made.GetSku(), "location_id": level.GetLocationId(),
		"stocked_quantity": text(level.GetStockedQuantity()), "available_quantity": text(level.GetAvailableQuantity()),
	}
}

func (s *script) reserve() any {
	answer := must(s.client.Inventory.CreateReservation(s.ctx, firstReservation()))
	s.reservation = answer.GetReservation().GetId()
	line := answer.GetReservation().GetLines()[0]
	return object{
		"state": state(answer.GetReservation()), "line_item_id": line.GetLineItemId(), "quantity": text(line.GetQuantity()),
		"replayed": answer.GetMutation().GetReplayed(), "available_quantity": text(s.level(item).GetAvailableQuantity()),
	}
}

func (s *script) insufficient() any {
	_, err := s.client.Inventory.CreateReservation(s.ctx, asked("line-2", item, 8))
	e := refused(err)
	short := []object{}
	for _, line := range e.Shortage {
		short = append(short, object{
			"line_item_id":       line.GetLineItemId(),
			"requested_quantity": text(line.GetRequestedQuantity()), "available_quantity": text(line.GetAvailableQuantity()),
		})
	}
	return object{"code": codeName(e), "reason": e.Reason, "metadata": facts(e), "shortage": short}
}

func (s *script) replay() any {
	answer := must(s.client.Inventory.CreateReservation(s.ctx, firstReservation()))
	return object{
		"same": answer.GetReservation().GetId() == s.reservation, "replayed": answer.GetMutation().GetReplayed(),
		"reserved_quantity": text(s.level(item).GetReservedQuantity()),
	}
}

func (s *script) cut() any {
	answer := must(dial("HOLDFAST_CUT_ADDRESS").Inventory.CreateReservation(s.ctx, asked("line-3", item, 1)))
	return object{
		"state": state(answer.GetReservation()), "replayed": answer.GetMutation().GetReplayed(),
		"reserved_quantity": text(s.level(item).GetReservedQuantity()),
	}
}

func (s *script) pages() any {
	batch := &inventoryv1.BatchCreateInventoryItemsRequest{}
	for i := 1; i <= 5; i++ {
		batch.Entries = append(batch.Entries, newItem(fmt.Sprint("iitem_page_", i), fmt.Sprint("PAGE-", i)))
	}
	for _, result := range must(s.client.Inventory.BatchCreateInventoryItems(s.ctx, batch)).GetResults() {
		must(holdfast.Value(result))
	}
	ids := []string{}
	request := &inventoryv1.ListInventoryItemsRequest{
		Filter:   &inventoryv1.ListInventoryItemsRequest_Filter{SkuPrefix: "PAGE-"},
		Sort:     inventoryv1.ListInventoryItemsRequest_SORT_ID,
		PageSize: 2,
	}
	rows := (*inventoryv1.ListInventoryItemsResponse).GetItems
	for found, err := range holdfast.All(s.ctx, s.client.Inventory.ListInventoryItems, request, rows) {
		ids = append(ids, must(found, err).GetId())
	}
	return ids
}

func (s *script) big() any {
	s.stock("iitem_page_1", huge)
	stocked := s.level("iitem_page_1").GetStockedQuantity()
	_, err := s.client.Inventory.CreateReservation(s.ctx, asked("line-4", "iitem_page_1", huge+1))
	e := refused(err)
	return object{"stocked_quantity": text(stocked), "reason": e.Reason, "available_quantity": e.Metadata["available_quantity"]}
}

func (s *script) watch() any {
	const watched = "iitem_page_2"
	s.stock(watched, 0)
	first := must(s.client.Inventory.ListInventoryItems(s.ctx, &inventoryv1.ListInventoryItemsRequest{
		Filter: &inventoryv1.ListInventoryItemsRequest_Filter{SkuPrefix: "PAGE-"}, PageSize: 1,
	}))
	for delta := range int64(4) {
		must(s.client.Inventory.AdjustInventory(s.ctx, &inventoryv1.AdjustInventoryRequest{
			Lines: []*inventoryv1.AdjustInventoryRequest_Line{{
				Item:       &inventoryv1.AdjustInventoryRequest_Line_InventoryItemId{InventoryItemId: watched},
				LocationId: location,
				Bucket:     inventoryv1.StockMovement_BUCKET_STOCKED,
				Delta:      delta + 1,
			}},
		}))
	}
	request := &inventoryv1.WatchEventsRequest{
		Start:  &inventoryv1.WatchEventsRequest_Cursor{Cursor: first.GetCursor()},
		Filter: &inventoryv1.EventFilter{InventoryItemIds: []string{watched}, Types: []string{"level.changed"}},
	}
	seen := []string{}
	for message, err := range dial("HOLDFAST_WATCH_CUT_ADDRESS").Watch(s.ctx, request) {
		for _, event := range must(message, err).GetEvents() {
			seen = append(seen, text(event.GetLevelChanged().GetAfter().GetStockedQuantity()))
		}
		if len(seen) >= 4 {
			break
		}
	}
	return seen
}

func (s *script) batch() any {
	answer := must(s.client.Inventory.BatchCreateInventoryItems(s.ctx, &inventoryv1.BatchCreateInventoryItemsRequest{
		Entries: []*inventoryv1.CreateInventoryItemRequest{
			newItem("iitem_page_6", "PAGE-6"), newItem(item, "OTHER"), newItem("no spaces", ""),
		},
	}))
	outcomes := []object{}
	for _, result := range answer.GetResults() {
		value, err := holdfast.Value(result)
		if err != nil {
			e := refused(err)
			outcomes = append(outcomes, object{"code": codeName(e), "reason": e.Reason, "metadata": facts(e)})
			continue
		}
		outcomes = append(outcomes, object{"ok": value.GetItem().GetId()})
	}
	return outcomes
}

func (s *script) errors() any {
	client := dial("HOLDFAST_ERRORS_ADDRESS")
	found := []object{}
	for _, number := range slices.Sorted(maps.Keys(inventoryv1.ErrorReason_name)) {
		if number == 0 {
			continue
		}
		id := strings.TrimPrefix(inventoryv1.ErrorReason_name[number], "ERROR_REASON_")
		_, err := client.Inventory.GetInventoryItem(s.ctx, &inventoryv1.GetInventoryItemRequest{
			Item: &inventoryv1.GetInventoryItemRequest_InventoryItemId{InventoryItemId: id},
		})
		e := refused(err)
		fields := e.Fields
		if fields == nil {
			fields = []string{}
		}
		found = append(found, object{"code": codeName(e), "reason": e.Reason, "metadata": facts(e), "fields": fields})
	}
	return found
}

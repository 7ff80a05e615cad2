package holdfast_test

import (
	"fmt"
	"strconv"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

// listing serves the items 1 to 5, two a page.
func listing(seen *calls) *fake {
	return &fake{list: func(r *inventoryv1.ListInventoryItemsRequest) (*inventoryv1.ListInventoryItemsResponse, error) {
		seen.add(r.GetPageToken() + "/" + r.GetFilter().GetSkuPrefix())
		start, _ := strconv.Atoi(r.GetPageToken())
		if r.GetFilter().GetQ() == "break" && start > 0 {
			return nil, status.Error(codes.InvalidArgument, "broken")
		}
		answer := &inventoryv1.ListInventoryItemsResponse{Cursor: fmt.Sprint("cursor-", start)}
		for i := start; i < min(start+2, 5); i++ {
			answer.Items = append(answer.Items, &inventoryv1.InventoryItem{Id: fmt.Sprint("iitem_", i+1)})
		}
		if start+2 < 5 {
			answer.NextPageToken = strconv.Itoa(start + 2)
		}
		return answer, nil
	}}
}

func TestAll(t *testing.T) {
	var seen calls
	client := dial(t, listing(&seen))
	request := &inventoryv1.ListInventoryItemsRequest{Filter: &inventoryv1.ListInventoryItemsRequest_Filter{SkuPrefix: "A"}}
	before := proto.Clone(request)
	all := holdfast.All(t.Context(), client.Inventory.ListInventoryItems, request, (*inventoryv1.ListInventoryItemsResponse).GetItems)
	for range 2 {
		var ids calls
		for item, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			ids.add(item.GetId())
		}
		if ids.String() != "[iitem_1 iitem_2 iitem_3 iitem_4 iitem_5]" {
			t.Error(&ids)
		}
	}
	if seen.String() != "[/A 2/A 4/A /A 2/A 4/A]" || !proto.Equal(request, before) {
		t.Error(&seen, request)
	}
}

func TestLeavingAListEarly(t *testing.T) {
	var seen calls
	client := dial(t, listing(&seen))
	request := &inventoryv1.ListInventoryItemsRequest{}
	for range holdfast.All(t.Context(), client.Inventory.ListInventoryItems, request, (*inventoryv1.ListInventoryItemsResponse).GetItems) {
		break
	}
	for page, err := range holdfast.Pages(t.Context(), client.Inventory.ListInventoryItems, request) {
		if err != nil || page.GetCursor() != "cursor-0" {
			t.Error(page, err)
		}
		break
	}
	if seen.String() != "[/ /]" {
		t.Error(&seen)
	}
}

func TestAListThatBreaks(t *testing.T) {
	var seen calls
	client := dial(t, listing(&seen))
	request := &inventoryv1.ListInventoryItemsRequest{Filter: &inventoryv1.ListInventoryItemsRequest_Filter{Q: "break"}}
	var got calls
	for item, err := range holdfast.All(t.Context(), client.Inventory.ListInventoryItems, request, (*inventoryv1.ListInventoryItemsResponse).GetItems) {
		got.add(item.GetId() + ":" + status.Code(err).String())
	}
	if got.String() != "[iitem_1:OK iitem_2:OK :InvalidArgument]" {
		t.Error(&got)
	}
}

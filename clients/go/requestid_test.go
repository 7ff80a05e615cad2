package holdfast_test

import (
	"context"
	"regexp"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	inventoryv1 "holdfast.dev/inventory/v1"
)

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestARetryCarriesTheSameRequestID(t *testing.T) {
	var seen calls
	client := dial(t, &fake{
		create: func(_ context.Context, r *inventoryv1.CreateReservationRequest) (*inventoryv1.CreateReservationResponse, error) {
			if seen.add(r.GetRequestId()) < 3 {
				return nil, status.Error(codes.Unavailable, "away")
			}
			return &inventoryv1.CreateReservationResponse{}, nil
		},
	})
	request := &inventoryv1.CreateReservationRequest{ReservationId: "res_1"}
	before := proto.Clone(request)
	if _, err := client.Inventory.CreateReservation(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	if !proto.Equal(request, before) {
		t.Errorf("the caller's message was changed: %v", request)
	}
	first := seen.all[0]
	if len(seen.all) != 3 || !uuid.MatchString(first) || seen.all[1] != first || seen.all[2] != first {
		t.Errorf("three attempts with one id: %s", &seen)
	}
	if _, err := client.Inventory.CreateReservation(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	if seen.all[3] == first {
		t.Error("another call needs another id")
	}
}

func TestRequestIDsOfCallersAndOfChecks(t *testing.T) {
	var seen calls
	client := dial(t, &fake{
		create: func(_ context.Context, r *inventoryv1.CreateReservationRequest) (*inventoryv1.CreateReservationResponse, error) {
			seen.add("id:" + r.GetRequestId())
			return &inventoryv1.CreateReservationResponse{}, nil
		},
	})
	for _, request := range []*inventoryv1.CreateReservationRequest{{RequestId: "order-1"}, {ValidateOnly: true}} {
		if _, err := client.Inventory.CreateReservation(t.Context(), request); err != nil {
			t.Fatal(err)
		}
	}
	if seen.String() != "[id:order-1 id:]" {
		t.Error(&seen)
	}
}

func TestRequestIDsOfABatch(t *testing.T) {
	var got *inventoryv1.BatchCreateReservationsRequest
	client := dial(t, &fake{
		batch: func(r *inventoryv1.BatchCreateReservationsRequest) (*inventoryv1.BatchCreateReservationsResponse, error) {
			got = r
			return &inventoryv1.BatchCreateReservationsResponse{}, nil
		},
	})
	request := &inventoryv1.BatchCreateReservationsRequest{Entries: []*inventoryv1.CreateReservationRequest{
		{}, {RequestId: "mine"}, {ValidateOnly: true}, {},
	}}
	before := proto.Clone(request)
	if _, err := client.Inventory.BatchCreateReservations(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	if !proto.Equal(request, before) {
		t.Errorf("the caller's message was changed: %v", request)
	}
	a, b, c, d := got.Entries[0].RequestId, got.Entries[1].RequestId, got.Entries[2].RequestId, got.Entries[3].RequestId
	if !uuid.MatchString(a) || b != "mine" || c != "" || !uuid.MatchString(d) || a == d {
		t.Errorf("%q %q %q %q", a, b, c, d)
	}
}

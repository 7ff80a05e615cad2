package holdfast_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"sync"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

// reserving answers each operation, refuses those of an id that starts with "no", and breaks a stream after so many
// answers while there are more breaks to come. The answer to the one that broke it is lost.
func reserving(seen *calls, breaks int, after int) *fake {
	var lock sync.Mutex
	return &fake{reserve: func(s inventoryv1.InventoryService_StreamReservationsServer) error {
		for n := 1; ; n++ {
			r, err := s.Recv()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if r.GetCreate().GetRequestId() != "" {
				return status.Error(codes.InvalidArgument, "the operation has a request id")
			}
			seen.add(r.GetRequestId())
			lock.Lock()
			cut := n > after && breaks > 0
			if cut {
				breaks--
			}
			lock.Unlock()
			if cut {
				return refusal(codes.Unavailable, "SHUTTING_DOWN", nil, soon())
			}
			answer := &inventoryv1.StreamReservationsResponse{RequestId: r.GetRequestId()}
			if r.GetRequestId()[:2] == "no" {
				answer.Outcome = &inventoryv1.StreamReservationsResponse_Error{
					Error: protoOf(refusal(codes.FailedPrecondition, "INSUFFICIENT_STOCK", nil)),
				}
			} else {
				answer.Outcome = &inventoryv1.StreamReservationsResponse_Create{
					Create: &inventoryv1.CreateReservationResponse{Reservation: &inventoryv1.Reservation{ExternalId: r.GetCreate().GetExternalId()}},
				}
			}
			if err := s.Send(answer); err != nil {
				return err
			}
		}
	}}
}

func numbered(count int) iter.Seq[*inventoryv1.CreateReservationRequest] {
	return func(yield func(*inventoryv1.CreateReservationRequest) bool) {
		for i := range count {
			if !yield(&inventoryv1.CreateReservationRequest{RequestId: fmt.Sprintf("order-%d", i), ExternalId: fmt.Sprint(i)}) {
				return
			}
		}
	}
}

func TestStreamReservations(t *testing.T) {
	var seen calls
	client := dial(t, reserving(&seen, 0, 0))
	mine := &inventoryv1.CreateReservationRequest{RequestId: "order-1", ExternalId: "x"}
	requests := slices.Values([]*inventoryv1.CreateReservationRequest{mine, {}, {RequestId: "no-stock"}})
	var outcomes []holdfast.Outcome
	for outcome, err := range client.StreamReservations(t.Context(), requests) {
		if err != nil {
			t.Fatal(err)
		}
		outcomes = append(outcomes, outcome)
	}
	if len(outcomes) != 3 || outcomes[0].RequestID != "order-1" || outcomes[0].Response.GetReservation().GetExternalId() != "x" ||
		outcomes[0].Err != nil || !uuid.MatchString(outcomes[1].RequestID) || outcomes[2].Response != nil {
		t.Errorf("%+v", outcomes)
	}
	if !holdfast.HasReason(outcomes[2].Err, inventoryv1.ErrorReason_ERROR_REASON_INSUFFICIENT_STOCK) {
		t.Error(outcomes[2].Err)
	}
	if mine.GetRequestId() != "order-1" {
		t.Error("the caller's message was changed")
	}
}

func TestStreamReservationsGoesOn(t *testing.T) {
	var seen calls
	client := dial(t, reserving(&seen, 3, 10))
	found := map[string]int{}
	for outcome, err := range client.StreamReservations(t.Context(), numbered(100)) {
		if err != nil {
			t.Fatal(err)
		}
		if outcome.Response.GetReservation() == nil {
			t.Error(outcome)
		}
		found[outcome.RequestID]++
	}
	if len(found) != 100 {
		t.Errorf("%d of 100", len(found))
	}
	for id, times := range found {
		if times != 1 {
			t.Error(id, times)
		}
	}
}

func TestStreamReservationsGivesUpAndIsLeft(t *testing.T) {
	client := dial(t, &fake{reserve: func(inventoryv1.InventoryService_StreamReservationsServer) error {
		return status.Error(codes.PermissionDenied, "no")
	}})
	var failures int
	for _, err := range client.StreamReservations(t.Context(), numbered(10)) {
		if failures++; status.Code(err) != codes.PermissionDenied {
			t.Error(err)
		}
	}
	if failures != 1 {
		t.Error(failures)
	}

	var seen calls
	client = dial(t, reserving(&seen, 0, 0))
	for range client.StreamReservations(t.Context(), numbered(1_000_000)) {
		break
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range client.StreamReservations(ctx, numbered(1_000_000)) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Error(last)
	}
}

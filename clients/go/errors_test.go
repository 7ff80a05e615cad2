package holdfast_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

func failing(t *testing.T, err error) error {
	t.Helper()
	client := dial(t, &fake{
		get: func(context.Context, *inventoryv1.GetInventoryItemRequest) (*inventoryv1.GetInventoryItemResponse, error) {
			return nil, err
		},
	})
	_, got := client.Inventory.GetInventoryItem(t.Context(), &inventoryv1.GetInventoryItemRequest{})
	return got
}

func TestTypedError(t *testing.T) {
	got := failing(t, refusal(
		codes.FailedPrecondition, "INSUFFICIENT_STOCK", map[string]string{"available_quantity": "999999999999999"},
		&inventoryv1.StockShortage{Lines: []*inventoryv1.StockShortage_Line{{LineItemId: "line-1", RequestedQuantity: 1e15}}},
		&errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{{Field: "lines[0].quantity"}}},
		&errdetails.RetryInfo{RetryDelay: durationpb.New(1500 * time.Millisecond)},
	))
	var e *holdfast.Error
	if !errors.As(fmt.Errorf("ordering: %w", got), &e) {
		t.Fatalf("%T", got)
	}
	if e.Code != codes.FailedPrecondition || e.Reason != "INSUFFICIENT_STOCK" || e.Message != "about INSUFFICIENT_STOCK" ||
		e.Metadata["available_quantity"] != "999999999999999" || !slices.Equal(e.Fields, []string{"lines[0].quantity"}) ||
		e.Shortage[0].GetRequestedQuantity() != 1e15 || e.RetryDelay != 1500*time.Millisecond {
		t.Errorf("%+v", e)
	}
	if e.Error() != "holdfast: INSUFFICIENT_STOCK: about INSUFFICIENT_STOCK" {
		t.Error(e)
	}
}

func TestAnErrorIsAStatus(t *testing.T) {
	got := failing(t, refusal(codes.NotFound, "RESOURCE_NOT_FOUND", nil))
	for _, err := range []error{got, fmt.Errorf("wrapped: %w", got), errors.Unwrap(got)} {
		found, ok := status.FromError(err)
		if !ok || found.Code() != codes.NotFound || len(found.Details()) != 1 {
			t.Errorf("%v: %v", err, found)
		}
	}
	if status.Code(got) != codes.NotFound {
		t.Error(status.Code(got))
	}
}

func TestHasReason(t *testing.T) {
	got := failing(t, refusal(codes.AlreadyExists, "SKU_TAKEN", nil))
	taken, exists := inventoryv1.ErrorReason_ERROR_REASON_SKU_TAKEN, inventoryv1.ErrorReason_ERROR_REASON_RESOURCE_EXISTS
	if !holdfast.HasReason(got, taken) || !holdfast.HasReason(fmt.Errorf("x: %w", got), exists, taken) {
		t.Error("not found")
	}
	if holdfast.HasReason(got, exists) || holdfast.HasReason(errors.New("SKU_TAKEN"), taken) || holdfast.HasReason(nil, taken) {
		t.Error("found where it is not")
	}
}

func TestErrorsOfOthers(t *testing.T) {
	foreign, err := status.New(codes.PermissionDenied, "no").WithDetails(&errdetails.ErrorInfo{Reason: "RBAC", Domain: "proxy.example"})
	if err != nil {
		t.Fatal(err)
	}
	e, ok := errors.AsType[*holdfast.Error](failing(t, foreign.Err()))
	if !ok || e.Reason != "" || e.Code != codes.PermissionDenied || e.Error() != "holdfast: PermissionDenied: no" {
		t.Errorf("%+v", e)
	}
}

func TestContextErrors(t *testing.T) {
	client := dial(t, &fake{
		get: func(ctx context.Context, _ *inventoryv1.GetInventoryItemRequest) (*inventoryv1.GetInventoryItemResponse, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
		watch: func(_ *inventoryv1.WatchEventsRequest, s grpc.ServerStreamingServer[inventoryv1.WatchEventsResponse]) error {
			<-s.Context().Done()
			return s.Context().Err()
		},
	})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := client.Inventory.GetInventoryItem(ctx, &inventoryv1.GetInventoryItemRequest{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	stream, err := client.Events.WatchEvents(ctx, &inventoryv1.WatchEventsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Recv(); !errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

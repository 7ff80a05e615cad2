package holdfast_test

import (
	"errors"
	"testing"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

type (
	reservationResult = inventoryv1.BatchCreateReservationsResponse_Result
	reservationValue  = inventoryv1.BatchCreateReservationsResponse_Result_Value
	reservationError  = inventoryv1.BatchCreateReservationsResponse_Result_Error
)

func protoOf(err error) *spb.Status {
	return status.Convert(err).Proto()
}

func TestValue(t *testing.T) {
	made := &inventoryv1.CreateReservationResponse{Reservation: &inventoryv1.Reservation{Id: "res_1"}}
	refused := refusal(codes.FailedPrecondition, "INSUFFICIENT_STOCK", map[string]string{"available_quantity": "0"})
	client := dial(t, &fake{
		batch: func(*inventoryv1.BatchCreateReservationsRequest) (*inventoryv1.BatchCreateReservationsResponse, error) {
			return &inventoryv1.BatchCreateReservationsResponse{Results: []*reservationResult{
				{Result: &reservationValue{Value: made}}, {Result: &reservationError{Error: protoOf(refused)}}, {},
			}}, nil
		},
	})
	answer, err := client.Inventory.BatchCreateReservations(t.Context(), &inventoryv1.BatchCreateReservationsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	value, err := holdfast.Value(answer.GetResults()[0])
	if err != nil || value.GetReservation().GetId() != "res_1" {
		t.Error(value, err)
	}
	value, err = holdfast.Value(answer.GetResults()[1])
	e, ok := errors.AsType[*holdfast.Error](err)
	if value != nil || !ok || e.Reason != "INSUFFICIENT_STOCK" || e.Metadata["available_quantity"] != "0" || status.Code(err) != codes.FailedPrecondition {
		t.Error(value, err)
	}
	if value, err = holdfast.Value(answer.GetResults()[2]); value != nil || status.Code(err) != codes.Unknown {
		t.Error(value, err)
	}
}

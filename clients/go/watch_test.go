package holdfast_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

type (
	watchServer = grpc.ServerStreamingServer[inventoryv1.WatchEventsResponse]
	startAt     = inventoryv1.WatchEventsRequest_Cursor
	startNow    = inventoryv1.WatchEventsRequest_Now
)

func message(cursor string, types ...string) *inventoryv1.WatchEventsResponse {
	made := &inventoryv1.WatchEventsResponse{Cursor: cursor}
	for _, one := range types {
		made.Events = append(made.Events, &inventoryv1.Event{Type: one})
	}
	return made
}

func TestAWatchGoesOnWhereItWas(t *testing.T) {
	var starts calls
	client := dial(t, &fake{watch: func(r *inventoryv1.WatchEventsRequest, s watchServer) error {
		switch starts.add(r.GetCursor() + "/" + r.GetFilter().GetTypes()[0]) {
		case 1:
			return errors.Join(s.Send(message("c1")), s.Send(message("c2", "a", "b")), status.Error(codes.Unavailable, "cut"))
		case 2:
			return refusal(codes.Unavailable, "SHUTTING_DOWN", nil, soon())
		case 3:
			return refusal(codes.ResourceExhausted, "TOO_MANY_STREAMS", map[string]string{"limit": "1"}, soon())
		case 4:
			if err := errors.Join(s.Send(message("c3", "c"))); err != nil {
				return err
			}
			return refusal(codes.ResourceExhausted, "WATCH_TOO_SLOW", map[string]string{"cursor": "c9"}, soon())
		case 5:
			return nil // No end by the caller's will.
		}
		if err := s.Send(message("c4", "d")); err != nil {
			return err
		}
		<-s.Context().Done()
		return nil
	}})
	request := &inventoryv1.WatchEventsRequest{
		Start: &startNow{Now: &emptypb.Empty{}}, Filter: &inventoryv1.EventFilter{Types: []string{"t"}},
	}
	before := proto.Clone(request)
	var got calls
	for message, err := range client.Watch(t.Context(), request) {
		if err != nil {
			t.Fatal(err)
		}
		got.add(message.GetCursor())
		for _, event := range message.GetEvents() {
			got.add(event.GetType())
		}
		if message.GetCursor() == "c4" {
			break
		}
	}
	if got.String() != "[c1 c2 a b c3 c c4 d]" {
		t.Error(&got)
	}
	if starts.String() != "[/t c2/t c2/t c2/t c3/t c3/t]" {
		t.Error(&starts)
	}
	if !proto.Equal(request, before) {
		t.Errorf("the caller's request was changed: %v", request)
	}
}

func TestAWatchGivesUp(t *testing.T) {
	for _, refused := range []error{
		refusal(codes.OutOfRange, "CURSOR_EXPIRED", map[string]string{"oldest_cursor": "c7"}),
		refusal(codes.InvalidArgument, "FIELD_REQUIRED", map[string]string{"field": "start"}),
		refusal(codes.ResourceExhausted, "MESSAGE_TOO_LARGE", nil),
		status.Error(codes.Unimplemented, "what?"),
	} {
		var starts calls
		client := dial(t, &fake{watch: func(r *inventoryv1.WatchEventsRequest, _ watchServer) error {
			starts.add(r.GetCursor())
			return refused
		}})
		var failures int
		for message, err := range client.Watch(t.Context(), &inventoryv1.WatchEventsRequest{Start: &startAt{Cursor: "c1"}}) {
			e, ok := errors.AsType[*holdfast.Error](err)
			if failures++; message != nil || !ok || e.Code != status.Code(refused) {
				t.Error(message, err)
			}
		}
		if failures != 1 || starts.String() != "[c1]" {
			t.Error(failures, &starts)
		}
	}
}

func TestAWatchEndsWithItsContext(t *testing.T) {
	client := dial(t, &fake{watch: func(_ *inventoryv1.WatchEventsRequest, s watchServer) error {
		if err := s.Send(message("c1")); err != nil {
			return err
		}
		return status.Error(codes.Unavailable, "away")
	}})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var last error
	for _, err := range client.Watch(ctx, &inventoryv1.WatchEventsRequest{}) {
		last = err
	}
	if e, ok := errors.AsType[*holdfast.Error](last); !ok || e.Code != codes.DeadlineExceeded || !errors.Is(last, context.DeadlineExceeded) {
		t.Error(last)
	}
}

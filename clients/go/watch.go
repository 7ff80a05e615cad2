package holdfast

import (
	"context"
	"errors"
	"io"
	"iter"

	"google.golang.org/protobuf/proto"
	inventoryv1 "holdfast.dev/inventory/v1"
)

// Watch yields events as they happen, without end. After the connection breaks, or the server leaves or is too busy, it
// goes on after the last message that it yielded, and misses no event.
//
// A message may have no events; it is a checkpoint. Keep its cursor all the same, with what you did about the events,
// and start there next time.
//
// It ends with what a new attempt does not mend, which is the last that it yields: the context's end, or
// CURSOR_EXPIRED, whose metadata say where the events begin that are kept.
func (c *Client) Watch(
	ctx context.Context, request *inventoryv1.WatchEventsRequest,
) iter.Seq2[*inventoryv1.WatchEventsResponse, error] {
	return func(yield func(*inventoryv1.WatchEventsResponse, error) bool) {
		next := proto.CloneOf(request)
		var pauses pauses
		for {
			err := c.watchOnce(ctx, next, &pauses, yield)
			if errors.Is(err, errStopped) {
				return
			}
			if passes(err) {
				if err = pauses.wait(ctx, err); err == nil {
					continue
				}
			}
			yield(nil, err)
			return
		}
	}
}

// errStopped says that the caller's loop is over.
var errStopped = errors.New("holdfast: stopped")

// watchOnce watches until something ends it, and moves the cursor of next on.
func (c *Client) watchOnce(
	ctx context.Context,
	next *inventoryv1.WatchEventsRequest,
	pauses *pauses,
	yield func(*inventoryv1.WatchEventsResponse, error) bool,
) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := c.Events.WatchEvents(ctx, next)
	if err != nil {
		return err
	}
	for first := true; ; first = false {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		// The first message comes at once and shows only that the server accepts watches.
		if !first {
			pauses.succeeded()
		}
		if !yield(message, nil) {
			return errStopped
		}
		if cursor := message.GetCursor(); cursor != "" {
			next.Start = &inventoryv1.WatchEventsRequest_Cursor{Cursor: cursor}
		}
	}
}

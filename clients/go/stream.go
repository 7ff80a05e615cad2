package holdfast

import (
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"sync"

	"google.golang.org/protobuf/proto"
	inventoryv1 "holdfast.dev/inventory/v1"
)

// Outcome is what became of one reservation of [Client.StreamReservations].
type Outcome struct {
	// RequestID is the id of the request: the caller's, or a minted one.
	RequestID string
	// Response is the answer; nil where the reservation was refused.
	Response *inventoryv1.CreateReservationResponse
	// Err is an *[Error] where the reservation was refused.
	Err error
}

// StreamReservations creates reservations over one stream, without waiting for one before the next. Outcomes come in
// any order. Give requests ids of your own to tell them apart. When the connection breaks, what has no outcome yet is
// sent again under the same ids, and has one effect.
//
// The loop ends after the last outcome, or with the error that ended the stream; a reservation that was refused does
// not end it. requests is read in a goroutine of its own; when the loop is left early, that one asks it for at most one
// request more.
func (c *Client) StreamReservations(
	ctx context.Context, requests iter.Seq[*inventoryv1.CreateReservationRequest],
) iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		p := pipeline{client: c, queue: make(chan *inventoryv1.StreamReservationsRequest), open: map[string]sent{}}
		go p.read(ctx, requests)
		var pauses pauses
		for {
			err := p.runOnce(ctx, &pauses, yield)
			if errors.Is(err, errStopped) || err == nil && p.finished() {
				return
			}
			if passes(err) {
				if err = pauses.wait(ctx, err); err == nil {
					continue
				}
			}
			yield(Outcome{}, err)
			return
		}
	}
}

// pipeline is the state of one StreamReservations over several connections.
type pipeline struct {
	client *Client
	queue  chan *inventoryv1.StreamReservationsRequest

	lock    sync.Mutex
	open    map[string]sent // What has no outcome yet, by request id.
	count   int
	drained bool
}

type sent struct {
	number  int
	request *inventoryv1.StreamReservationsRequest
}

// read fills the queue and closes it after the last request.
func (p *pipeline) read(ctx context.Context, requests iter.Seq[*inventoryv1.CreateReservationRequest]) {
	defer close(p.queue)
	for create := range requests {
		// The contract wants the id beside the operation and not in it.
		id := create.GetRequestId()
		if id == "" {
			id = newRequestID()
		} else {
			create = proto.CloneOf(create)
			create.RequestId = ""
		}
		request := &inventoryv1.StreamReservationsRequest{
			RequestId: id,
			Operation: &inventoryv1.StreamReservationsRequest_Create{Create: create},
		}
		select {
		case p.queue <- request:
		case <-ctx.Done():
			return
		}
	}
}

// runOnce sends and receives over one stream until something ends it.
func (p *pipeline) runOnce(ctx context.Context, pauses *pauses, yield func(Outcome, error) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	stream, err := p.client.Inventory.StreamReservations(ctx)
	if err != nil {
		cancel()
		return err
	}
	var sender sync.WaitGroup
	sender.Go(func() { p.send(ctx, stream) })
	defer sender.Wait()
	defer cancel()
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		pauses.succeeded()
		p.settle(message.GetRequestId())
		outcome := Outcome{RequestID: message.GetRequestId(), Response: message.GetCreate()}
		if refused := message.GetError(); refused != nil {
			outcome.Err = statusError(refused)
		}
		if !yield(outcome, nil) {
			return errStopped
		}
	}
}

// send sends what an earlier stream left without an outcome, then what is in the queue. Why sending fails is told by
// the receiving side.
func (p *pipeline) send(ctx context.Context, stream inventoryv1.InventoryService_StreamReservationsClient) {
	for _, request := range p.left() {
		if stream.Send(request) != nil {
			return
		}
	}
	for {
		select {
		case request, more := <-p.queue:
			if !more {
				p.drain()
				// An error here is the stream's, which the receiving side sees.
				_ = stream.CloseSend()
				return
			}
			p.add(request)
			if stream.Send(request) != nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

func (p *pipeline) left() []*inventoryv1.StreamReservationsRequest {
	p.lock.Lock()
	defer p.lock.Unlock()
	var left []*inventoryv1.StreamReservationsRequest
	for _, one := range slices.SortedFunc(maps.Values(p.open), func(a, b sent) int { return cmp.Compare(a.number, b.number) }) {
		left = append(left, one.request)
	}
	return left
}

func (p *pipeline) add(request *inventoryv1.StreamReservationsRequest) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.count++
	p.open[request.GetRequestId()] = sent{p.count, request}
}

func (p *pipeline) settle(id string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	delete(p.open, id)
}

func (p *pipeline) drain() {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.drained = true
}

// finished says whether every request was sent and has its outcome.
func (p *pipeline) finished() bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.drained && len(p.open) == 0
}

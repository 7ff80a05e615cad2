package holdfast

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"google.golang.org/grpc/codes"
	inventoryv1 "holdfast.dev/inventory/v1"
)

const (
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
)

// passes says whether a stream that ended so may be begun again. A stream that just ended did not end by the caller's
// will either.
func passes(err error) bool {
	if err == nil {
		return true
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	return e.Code == codes.Unavailable || HasReason(
		e,
		inventoryv1.ErrorReason_ERROR_REASON_WATCH_TOO_SLOW,
		inventoryv1.ErrorReason_ERROR_REASON_TOO_MANY_STREAMS,
		inventoryv1.ErrorReason_ERROR_REASON_OVERLOADED,
		inventoryv1.ErrorReason_ERROR_REASON_RATE_LIMITED,
	)
}

// pauses counts the failures in a row and waits after each: as long as the server said, else longer and longer.
type pauses struct {
	failures int
}

func (p *pauses) succeeded() {
	p.failures = 0
}

// wait returns an error when the context ends before the pause does.
func (p *pauses) wait(ctx context.Context, after error) error {
	pause := min(longestPause, firstPause<<min(p.failures, 10))
	p.failures++
	if e, ok := errors.AsType[*Error](after); ok && e.RetryDelay > 0 {
		pause = e.RetryDelay
	}
	// Clients that were cut together should not come back together.
	timer := time.NewTimer(pause + rand.N(pause/5+1))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return contextError(ctx)
	}
}

package holdfast

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	inventoryv1 "holdfast.dev/inventory/v1"
)

const (
	errorDomain  = "inventory.holdfast"
	reasonPrefix = "ERROR_REASON_"
)

// Error is why a call was refused or failed. Branch on its reason, best with [HasReason], never on its message.
//
// It is a gRPC status too: status.FromError and status.Code take it, and it unwraps to the error that gRPC gave.
type Error struct {
	// Code is the gRPC status code.
	Code codes.Code
	// Reason is an inventoryv1.ErrorReason without its prefix. It is empty where the error is not the server's: when
	// the connection broke, say.
	Reason string
	// Message is for people.
	Message string
	// Metadata has the dynamic parts of the message. What each reason has is in the contract.
	Metadata map[string]string
	// Fields are the paths of invalid fields, such as lines[0].quantity.
	Fields []string
	// Shortage are the short lines of INSUFFICIENT_STOCK.
	Shortage []*inventoryv1.StockShortage_Line
	// RetryDelay is how long to wait before the call is made again; 0 where the server does not say.
	RetryDelay time.Duration

	status *status.Status
	cause  error
}

// Error is the reason and the message.
func (e *Error) Error() string {
	name := e.Reason
	if name == "" {
		name = e.Code.String()
	}
	return "holdfast: " + name + ": " + e.Message
}

// Unwrap is the error as gRPC gave it.
func (e *Error) Unwrap() error {
	return e.cause
}

// Is lets errors.Is find context.Canceled and context.DeadlineExceeded, which gRPC turns into codes.
func (e *Error) Is(target error) bool {
	return e.Code == codes.Canceled && target == context.Canceled ||
		e.Code == codes.DeadlineExceeded && target == context.DeadlineExceeded
}

// GRPCStatus is the status that the server sent, with all of its details.
func (e *Error) GRPCStatus() *status.Status {
	return e.status
}

// HasReason says whether err is, or wraps, an [Error] with one of the reasons.
func HasReason(err error, reasons ...inventoryv1.ErrorReason) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	for _, reason := range reasons {
		if e.Reason != "" && strings.TrimPrefix(reason.String(), reasonPrefix) == e.Reason {
			return true
		}
	}
	return false
}

// wrapError makes an *Error of what gRPC returns.
func wrapError(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if found, ok := status.FromError(err); ok {
		return newError(found, err)
	}
	return err
}

// contextError is an *Error that says why the context is over.
func contextError(ctx context.Context) error {
	found := status.FromContextError(ctx.Err())
	return newError(found, ctx.Err())
}

// statusError makes an *Error of a status inside of an answer.
func statusError(s *spb.Status) error {
	found := status.FromProto(s)
	return newError(found, found.Err())
}

func newError(found *status.Status, cause error) *Error {
	e := &Error{Code: found.Code(), Message: found.Message(), status: found, cause: cause}
	for _, detail := range found.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			// A proxy on the way may give reasons of its own.
			if detail.GetDomain() == errorDomain {
				e.Reason, e.Metadata = detail.GetReason(), detail.GetMetadata()
			}
		case *errdetails.BadRequest:
			for _, violation := range detail.GetFieldViolations() {
				e.Fields = append(e.Fields, violation.GetField())
			}
		case *errdetails.RetryInfo:
			e.RetryDelay = detail.GetRetryDelay().AsDuration()
		case *inventoryv1.StockShortage:
			e.Shortage = detail.GetLines()
		}
	}
	return e
}

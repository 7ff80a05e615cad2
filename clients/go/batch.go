package holdfast

import (
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// Value is one result of a Batch call: what the unary call would have answered, or an *[Error].
//
//	for i, result := range answer.GetResults() {
//		value, err := holdfast.Value(result)
func Value[V proto.Message](result interface {
	GetValue() V
	GetError() *spb.Status
}) (V, error) {
	var none V
	if refused := result.GetError(); refused != nil {
		return none, statusError(refused)
	}
	value := result.GetValue()
	if !value.ProtoReflect().IsValid() {
		// A server newer than this client may answer in a way that this one does not know.
		return none, wrapError(status.Error(codes.Unknown, "the result is neither a value nor an error"))
	}
	return value, nil
}

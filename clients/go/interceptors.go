package holdfast

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
)

func named(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "holdfast-client", "go/"+Version)
}

// unaryInterceptor runs before gRPC's retries: what it puts into the request is the same in every attempt.
func unaryInterceptor(timeout time.Duration) grpc.UnaryClientInterceptor {
	return func(
		ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption,
	) error {
		if _, bounded := ctx.Deadline(); !bounded && timeout > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, timeout)
			defer cancel()
		}
		if message, ok := req.(proto.Message); ok {
			req = withRequestID(message)
		}
		return wrapError(invoke(named(ctx), method, req, reply, cc, opts...))
	}
}

func streamInterceptor(
	ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, opts ...grpc.CallOption,
) (grpc.ClientStream, error) {
	stream, err := open(named(ctx), desc, cc, method, opts...)
	if err != nil {
		return nil, wrapError(err)
	}
	return typedStream{stream}, nil
}

// typedStream is a stream whose errors are of type *Error. io.EOF passes as it is.
type typedStream struct {
	grpc.ClientStream
}

func (s typedStream) Header() (metadata.MD, error) {
	header, err := s.ClientStream.Header()
	return header, wrapError(err)
}

func (s typedStream) CloseSend() error {
	return wrapError(s.ClientStream.CloseSend())
}

func (s typedStream) SendMsg(m any) error {
	return wrapError(s.ClientStream.SendMsg(m))
}

func (s typedStream) RecvMsg(m any) error {
	return wrapError(s.ClientStream.RecvMsg(m))
}

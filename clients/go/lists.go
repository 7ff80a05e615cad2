package holdfast

import (
	"context"
	"iter"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

type listRequest interface {
	proto.Message
	GetPageToken() string
}

type listResponse interface {
	proto.Message
	GetNextPageToken() string
}

// Pages makes a List call page by page, from the page that the request names. An error is the last that it yields.
//
//	for page, err := range holdfast.Pages(ctx, client.Inventory.ListInventoryItems, request) {
func Pages[Req listRequest, Resp listResponse](
	ctx context.Context, list func(context.Context, Req, ...grpc.CallOption) (Resp, error), request Req,
) iter.Seq2[Resp, error] {
	return func(yield func(Resp, error) bool) {
		next := request
		for {
			page, err := list(ctx, next)
			if !yield(page, err) || err != nil || page.GetNextPageToken() == "" {
				return
			}
			// The caller's request stays as it is.
			next = proto.CloneOf(request)
			token := next.ProtoReflect().Descriptor().Fields().ByName("page_token")
			next.ProtoReflect().Set(token, protoreflect.ValueOfString(page.GetNextPageToken()))
		}
	}
}

// All makes a List call and yields the rows of all pages. rows takes them out of a page:
//
//	items := holdfast.All(ctx, client.Inventory.ListInventoryItems, request,
//		(*inventoryv1.ListInventoryItemsResponse).GetItems)
//	for item, err := range items {
func All[T any, Req listRequest, Resp listResponse](
	ctx context.Context, list func(context.Context, Req, ...grpc.CallOption) (Resp, error), request Req, rows func(Resp) []T,
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range Pages(ctx, list, request) {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, row := range rows(page) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

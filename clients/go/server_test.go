package holdfast_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

// fake answers with what a test gives it.
type fake struct {
	inventoryv1.UnimplementedInventoryServiceServer
	inventoryv1.UnimplementedEventServiceServer

	create  func(context.Context, *inventoryv1.CreateReservationRequest) (*inventoryv1.CreateReservationResponse, error)
	batch   func(*inventoryv1.BatchCreateReservationsRequest) (*inventoryv1.BatchCreateReservationsResponse, error)
	get     func(context.Context, *inventoryv1.GetInventoryItemRequest) (*inventoryv1.GetInventoryItemResponse, error)
	list    func(*inventoryv1.ListInventoryItemsRequest) (*inventoryv1.ListInventoryItemsResponse, error)
	watch   func(*inventoryv1.WatchEventsRequest, grpc.ServerStreamingServer[inventoryv1.WatchEventsResponse]) error
	reserve func(inventoryv1.InventoryService_StreamReservationsServer) error
}

func (f *fake) CreateReservation(ctx context.Context, r *inventoryv1.CreateReservationRequest) (*inventoryv1.CreateReservationResponse, error) {
	return f.create(ctx, r)
}

func (f *fake) BatchCreateReservations(_ context.Context, r *inventoryv1.BatchCreateReservationsRequest) (*inventoryv1.BatchCreateReservationsResponse, error) {
	return f.batch(r)
}

func (f *fake) GetInventoryItem(ctx context.Context, r *inventoryv1.GetInventoryItemRequest) (*inventoryv1.GetInventoryItemResponse, error) {
	return f.get(ctx, r)
}

func (f *fake) ListInventoryItems(_ context.Context, r *inventoryv1.ListInventoryItemsRequest) (*inventoryv1.ListInventoryItemsResponse, error) {
	return f.list(r)
}

func (f *fake) WatchEvents(r *inventoryv1.WatchEventsRequest, s grpc.ServerStreamingServer[inventoryv1.WatchEventsResponse]) error {
	return f.watch(r, s)
}

func (f *fake) StreamReservations(s inventoryv1.InventoryService_StreamReservationsServer) error {
	return f.reserve(s)
}

// dial serves the fake in memory and connects to it.
func dial(t testing.TB, f *fake, opts ...holdfast.Option) *holdfast.Client {
	t.Helper()
	listener := bufconn.Listen(1 << 20)
	server := grpc.NewServer()
	inventoryv1.RegisterInventoryServiceServer(server, f)
	inventoryv1.RegisterEventServiceServer(server, f)
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	inMemory := grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) })
	client, err := holdfast.Dial("passthrough:///memory", append(opts, holdfast.WithInsecure(), holdfast.WithDialOptions(inMemory))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Close(); err != nil {
			t.Error(err)
		}
		server.Stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return client
}

// refusal is an error as the server makes it.
func refusal(code codes.Code, reason string, facts map[string]string, more ...protoadapt.MessageV1) error {
	info := &errdetails.ErrorInfo{Reason: reason, Domain: "inventory.holdfast", Metadata: facts}
	made, err := status.New(code, "about "+reason).WithDetails(append([]protoadapt.MessageV1{info}, more...)...)
	if err != nil {
		panic(err)
	}
	return made.Err()
}

func soon() *errdetails.RetryInfo {
	return &errdetails.RetryInfo{RetryDelay: durationpb.New(time.Millisecond)}
}

// calls remembers what came.
type calls struct {
	lock sync.Mutex
	all  []string
}

func (c *calls) add(text string) int {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.all = append(c.all, text)
	return len(c.all)
}

func (c *calls) String() string {
	c.lock.Lock()
	defer c.lock.Unlock()
	return fmt.Sprint(c.all)
}

func header(ctx context.Context, name string) string {
	found, _ := metadata.FromIncomingContext(ctx)
	if values := found.Get(name); len(values) > 0 {
		return values[0]
	}
	return ""
}

package holdfast

import (
	"context"
	"crypto/tls"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	inventoryv1 "holdfast.dev/inventory/v1"
)

// Version is the version of this module, as servers see it in the header holdfast-client.
const Version = "0.1.0"

const (
	// The server tolerates a ping every 30 seconds. A little more keeps clear of its limit.
	keepaliveTime    = 40 * time.Second
	keepaliveTimeout = 10 * time.Second
	// A server that restarts is back in a second. gRPC's own pace would find it after up to two minutes.
	firstReconnect = 50 * time.Millisecond
	lastReconnect  = time.Second
	connectTimeout = 10 * time.Second
	// A page of 1,000 rows with long texts is larger than the 4 MiB that gRPC accepts by default.
	receiveLimit = 64 << 20
)

//go:embed service_config.json
var shippedConfig string

// Client has the stubs of all services over one connection. It is safe for use by many goroutines at once.
type Client struct {
	Inventory inventoryv1.InventoryServiceClient
	Locations inventoryv1.StockLocationServiceClient
	Channels  inventoryv1.SalesChannelServiceClient
	Catalog   inventoryv1.CatalogServiceClient
	Events    inventoryv1.EventServiceClient
	Admin     inventoryv1.AdminServiceClient
	Health    healthv1.HealthClient

	conn *grpc.ClientConn
}

type options struct {
	tls      *tls.Config
	insecure bool
	token    string
	grpc     []grpc.DialOption
}

// Option changes how [Dial] connects.
type Option func(*options)

// WithTLS replaces the default TLS settings, which trust the roots of the system.
func WithTLS(config *tls.Config) Option {
	return func(o *options) { o.tls = config }
}

// WithInsecure connects without TLS.
func WithInsecure() Option {
	return func(o *options) { o.insecure = true }
}

// WithBearerToken sends the token with every call. It is refused together with [WithInsecure]: a token must not travel
// in clear. For a token that changes give a credentials.PerRPCCredentials to [WithDialOptions].
func WithBearerToken(token string) Option {
	return func(o *options) { o.token = token }
}

// WithDialOptions hands options to gRPC. They come last and win over what this package sets; interceptors run inside
// of its own, and see the request id of a mutation.
func WithDialOptions(dial ...grpc.DialOption) Option {
	return func(o *options) { o.grpc = append(o.grpc, dial...) }
}

// Dial makes a client of the server at target, such as "inventory.example:443". It does not wait: the first call
// connects. TLS is the default.
//
// A unary call whose context has no deadline gets the one of the shipped service config: 5 seconds, repetitions
// included. While the server is away calls wait for it until then. Streams have no deadline but the context's.
func Dial(target string, opts ...Option) (*Client, error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	transport, err := o.transport()
	if err != nil {
		return nil, err
	}
	config, timeout, err := splitConfig(shippedConfig)
	if err != nil {
		return nil, err
	}
	dial := []grpc.DialOption{
		grpc.WithTransportCredentials(transport),
		grpc.WithDefaultServiceConfig(config),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: keepaliveTime, Timeout: keepaliveTimeout}),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: firstReconnect, Multiplier: 1.6, Jitter: 0.2, MaxDelay: lastReconnect},
			MinConnectTimeout: connectTimeout,
		}),
		grpc.WithUserAgent("holdfast-go/" + Version),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(receiveLimit)),
		grpc.WithChainUnaryInterceptor(unaryInterceptor(timeout)),
		grpc.WithChainStreamInterceptor(streamInterceptor),
	}
	if o.token != "" {
		dial = append(dial, grpc.WithPerRPCCredentials(bearer(o.token)))
	}
	conn, err := grpc.NewClient(target, append(dial, o.grpc...)...)
	if err != nil {
		return nil, fmt.Errorf("holdfast: %w", err)
	}
	return &Client{
		Inventory: inventoryv1.NewInventoryServiceClient(conn),
		Locations: inventoryv1.NewStockLocationServiceClient(conn),
		Channels:  inventoryv1.NewSalesChannelServiceClient(conn),
		Catalog:   inventoryv1.NewCatalogServiceClient(conn),
		Events:    inventoryv1.NewEventServiceClient(conn),
		Admin:     inventoryv1.NewAdminServiceClient(conn),
		Health:    healthv1.NewHealthClient(conn),
		conn:      conn,
	}, nil
}

// Close ends the connection and the calls in flight.
func (c *Client) Close() error {
	return c.conn.Close()
}

func (o *options) transport() (credentials.TransportCredentials, error) {
	switch {
	case o.insecure && o.tls != nil:
		return nil, errors.New("holdfast: a connection is either insecure or has TLS")
	case o.insecure && o.token != "":
		return nil, errors.New("holdfast: a token must not travel over an insecure connection")
	case o.insecure:
		return insecure.NewCredentials(), nil
	}
	return credentials.NewTLS(o.tls), nil
}

// splitConfig takes the default timeout out of a service config. To gRPC that is a ceiling, and a context that allows
// more would not get it; here it is what calls get that bring no deadline.
func splitConfig(text string) (config string, timeout time.Duration, err error) {
	var parsed map[string]any
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		return "", 0, fmt.Errorf("holdfast: service config: %w", err)
	}
	methods, _ := parsed["methodConfig"].([]any)
	for _, one := range methods {
		method, _ := one.(map[string]any)
		written, ok := method["timeout"].(string)
		if !ok {
			continue
		}
		if timeout, err = time.ParseDuration(written); err != nil {
			return "", 0, fmt.Errorf("holdfast: service config: %w", err)
		}
		delete(method, "timeout")
	}
	stripped, err := json.Marshal(parsed)
	if err != nil {
		return "", 0, fmt.Errorf("holdfast: service config: %w", err)
	}
	return string(stripped), timeout, nil
}

type bearer string

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(b)}, nil
}

func (bearer) RequireTransportSecurity() bool {
	return true
}

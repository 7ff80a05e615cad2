package holdfast_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

func TestTLSAndToken(t *testing.T) {
	// The test server of the standard library brings a certificate for 127.0.0.1.
	certified := httptest.NewTLSServer(nil)
	defer certified.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var seen calls
	server := grpc.NewServer(grpc.Creds(credentials.NewServerTLSFromCert(&certified.TLS.Certificates[0])))
	inventoryv1.RegisterInventoryServiceServer(server, &fake{
		get: func(ctx context.Context, _ *inventoryv1.GetInventoryItemRequest) (*inventoryv1.GetInventoryItemResponse, error) {
			seen.add(header(ctx, "authorization"))
			return &inventoryv1.GetInventoryItemResponse{}, nil
		},
	})
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()

	get := func(timeout time.Duration, opts ...holdfast.Option) error {
		client, err := holdfast.Dial(listener.Addr().String(), opts...)
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		_, err = client.Inventory.GetInventoryItem(ctx, &inventoryv1.GetInventoryItemRequest{})
		return err
	}
	trusted := x509.NewCertPool()
	trusted.AddCert(certified.Certificate())
	if err := get(5*time.Second, holdfast.WithTLS(&tls.Config{RootCAs: trusted}), holdfast.WithBearerToken("secret")); err != nil {
		t.Fatal(err)
	}
	if seen.String() != "[Bearer secret]" {
		t.Error(&seen)
	}
	// The default trusts the system's roots, to which this certificate is a stranger.
	if err := get(200*time.Millisecond, holdfast.WithBearerToken("secret")); err == nil || seen.String() != "[Bearer secret]" {
		t.Error(err, &seen)
	}
}

package holdfast_test

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	holdfast "holdfast.dev/client"
	inventoryv1 "holdfast.dev/inventory/v1"
)

func TestServiceConfigIsTheSharedOne(t *testing.T) {
	shared, err := os.ReadFile("../service_config.json")
	if os.IsNotExist(err) {
		t.Skip("not in the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	ours, err := os.ReadFile("service_config.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(shared, ours) {
		t.Error("service_config.json differs from ../service_config.json; copy it")
	}
}

func TestHeaders(t *testing.T) {
	var seen calls
	client := dial(t, &fake{
		get: func(ctx context.Context, _ *inventoryv1.GetInventoryItemRequest) (*inventoryv1.GetInventoryItemResponse, error) {
			seen.add(header(ctx, "holdfast-client"))
			seen.add(strings.Fields(header(ctx, "user-agent"))[0])
			return &inventoryv1.GetInventoryItemResponse{}, nil
		},
	})
	if _, err := client.Inventory.GetInventoryItem(t.Context(), &inventoryv1.GetInventoryItemRequest{}); err != nil {
		t.Fatal(err)
	}
	want := "[go/" + holdfast.Version + " holdfast-go/" + holdfast.Version + "]"
	if seen.String() != want {
		t.Errorf("got %s, want %s", &seen, want)
	}
}

func TestDeadline(t *testing.T) {
	var left time.Duration
	client := dial(t, &fake{
		get: func(ctx context.Context, _ *inventoryv1.GetInventoryItemRequest) (*inventoryv1.GetInventoryItemResponse, error) {
			deadline, _ := ctx.Deadline()
			left = time.Until(deadline)
			return &inventoryv1.GetInventoryItemResponse{}, nil
		},
	})
	for _, one := range []struct {
		given, least, most time.Duration
	}{
		{0, 4 * time.Second, 5 * time.Second},
		{time.Second, 0, time.Second},
		{time.Hour, 59 * time.Minute, time.Hour},
	} {
		ctx := t.Context()
		if one.given > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, one.given)
			defer cancel()
		}
		if _, err := client.Inventory.GetInventoryItem(ctx, &inventoryv1.GetInventoryItemRequest{}); err != nil {
			t.Fatal(err)
		}
		if left < one.least || left > one.most {
			t.Errorf("given %s: the server sees %s", one.given, left)
		}
	}
}

func TestDialRefusesWhatIsUnsafe(t *testing.T) {
	if _, err := holdfast.Dial("localhost:1", holdfast.WithInsecure(), holdfast.WithBearerToken("secret")); err == nil {
		t.Error("a token in clear")
	}
	client, err := holdfast.Dial("localhost:1", holdfast.WithBearerToken("secret"))
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Close(); err != nil {
		t.Error(err)
	}
}

// A small package is learned in an hour. Names, methods and fields count.
func TestExportedNames(t *testing.T) {
	names := exportedNames(t)
	if len(names) > 40 {
		t.Errorf("%d exported names: %s", len(names), names)
	}
	t.Logf("%d exported names: %s", len(names), names)
}

func exportedNames(t *testing.T) []string {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	add := func(of string, found ...*ast.Ident) {
		for _, one := range found {
			if one.IsExported() {
				names = append(names, of+one.Name)
			}
		}
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			switch declared := declared.(type) {
			case *ast.FuncDecl:
				receiver := receiverOf(declared)
				if receiver == "" || ast.IsExported(receiver) {
					add(strings.TrimPrefix(receiver+".", "."), declared.Name)
				}
			case *ast.GenDecl:
				for _, spec := range declared.Specs {
					switch spec := spec.(type) {
					case *ast.ValueSpec:
						add("", spec.Names...)
					case *ast.TypeSpec:
						add("", spec.Name)
						fields, ok := spec.Type.(*ast.StructType)
						if !ok || !spec.Name.IsExported() {
							continue
						}
						for _, field := range fields.Fields.List {
							add(spec.Name.Name+".", field.Names...)
						}
					}
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

func receiverOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	return of.(*ast.Ident).Name
}

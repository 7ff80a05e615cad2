package holdfast_test

import (
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	inventoryv1 "holdfast.dev/inventory/v1"
)

// TestExamples runs the examples that need a server, one with an empty database, and compares what they print.
func TestExamples(t *testing.T) {
	if os.Getenv("HOLDFAST_ADDRESS") == "" {
		t.Skip("HOLDFAST_ADDRESS names no server")
	}
	stockUp(t)
	source := string(read(t, "example_test.go"))
	for _, one := range []struct {
		name string
		run  func()
	}{
		// In this order: what the first reserves is missing to the second.
		{"Example_reserve", Example_reserve}, {"ExampleError", ExampleError}, {"Example_retry", Example_retry},
		{"ExampleAll", ExampleAll}, {"ExamplePages", ExamplePages}, {"ExampleClient_Watch", ExampleClient_Watch},
		{"ExampleClient_StreamReservations", ExampleClient_StreamReservations}, {"ExampleHasReason", ExampleHasReason},
	} {
		t.Run(one.name, func(t *testing.T) {
			want := promised(t, source, one.name)
			if got := strings.TrimSpace(printed(t, one.run)); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

func stockUp(t *testing.T) {
	client := connected()
	defer client.Close()
	for _, item := range []*inventoryv1.InventoryItem{{Id: "iitem_hat", Sku: "HAT"}, {Id: "iitem_shirt", Sku: "SHIRT-M"}} {
		if _, err := client.Inventory.CreateInventoryItem(t.Context(), &inventoryv1.CreateInventoryItemRequest{Item: item}); err != nil {
			t.Fatal(err)
		}
	}
	place := &inventoryv1.StockLocation{Id: "sloc_berlin", Name: "Berlin"}
	if _, err := client.Locations.CreateStockLocation(t.Context(), &inventoryv1.CreateStockLocationRequest{Location: place}); err != nil {
		t.Fatal(err)
	}
	level := &inventoryv1.InventoryLevel{InventoryItemId: "iitem_shirt", LocationId: "sloc_berlin", StockedQuantity: 10}
	if _, err := client.Inventory.CreateInventoryLevel(t.Context(), &inventoryv1.CreateInventoryLevelRequest{Level: level}); err != nil {
		t.Fatal(err)
	}
}

// promised is the comment at an example's end that says what it prints.
func promised(t *testing.T, source, name string) string {
	t.Helper()
	_, body, _ := strings.Cut(source, "func "+name+"() {\n")
	body, _, _ = strings.Cut(body, "\n}\n")
	_, comment, found := strings.Cut(body, "// Prints:")
	if !found {
		t.Fatalf("%s does not say what it prints", name)
	}
	return strings.TrimSpace(regexp.MustCompile(`(?m)^\s*// ?`).ReplaceAllString(comment, ""))
}

func printed(t *testing.T, run func()) string {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = writer
	defer func() { os.Stdout = stdout }()
	run()
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What README.md shows is in the examples, line by line and in the same order, so that it compiles and runs.
func TestReadmeShowsTheExamples(t *testing.T) {
	examples := strings.Split(string(read(t, "example_test.go")), "\nfunc ")
	snippets := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(read(t, "README.md")), -1)
	if len(snippets) < 5 {
		t.Fatalf("%d snippets", len(snippets))
	}
	for _, snippet := range snippets {
		if !slices.ContainsFunc(examples, func(example string) bool { return shows(example, snippet[1]) }) {
			t.Errorf("no example has this:\n%s", snippet[1])
		}
	}
}

func shows(example, snippet string) bool {
	lines := strings.Split(example, "\n")
	for line := range strings.Lines(snippet) {
		line = strings.TrimSpace(line)
		at := slices.IndexFunc(lines, func(one string) bool { return strings.TrimSpace(one) == line })
		if line == "" {
			continue
		}
		if at < 0 {
			return false
		}
		lines = lines[at+1:]
	}
	return true
}

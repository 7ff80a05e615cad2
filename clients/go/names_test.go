package holdfast_test

import (
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	inventoryv1 "holdfast.dev/inventory/v1"
)

// Names of files and messages are global to a process. Ours have a prefix of their own, so that a program may have
// another inventory's types.proto beside them.
func TestAnotherTypesProtoInTheSameProcess(t *testing.T) {
	for _, one := range []struct{ file, pkg string }{
		{"types.proto", "types"},
		{"inventory/v1/types.proto", "inventory.v1"},
	} {
		described := &descriptorpb.FileDescriptorProto{
			Name: &one.file, Package: &one.pkg, Syntax: proto.String("proto3"),
			MessageType: []*descriptorpb.DescriptorProto{{
				Name: proto.String("InventoryItem"),
				Field: []*descriptorpb.FieldDescriptorProto{{
					Name: proto.String("name"), Number: proto.Int32(1),
					Type:  descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(),
					Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(),
				}},
			}},
		}
		file, err := protodesc.NewFile(described, protoregistry.GlobalFiles)
		if err != nil {
			t.Fatal(err)
		}
		if err := protoregistry.GlobalFiles.RegisterFile(file); err != nil {
			t.Fatalf("%s clashes: %v", one.file, err)
		}
		kind := dynamicpb.NewMessageType(file.Messages().Get(0))
		if err := protoregistry.GlobalTypes.RegisterMessage(kind); err != nil {
			t.Fatalf("%s clashes: %v", one.file, err)
		}
		theirs := kind.New()
		theirs.Set(file.Messages().Get(0).Fields().ByName("name"), protoreflect.ValueOfString("theirs"))
		roundTrip(t, theirs.Interface())
	}
	roundTrip(t, &inventoryv1.InventoryItem{Id: "iitem_1"})
	found, err := protoregistry.GlobalTypes.FindMessageByName("holdfast.inventory.v1.InventoryItem")
	if err != nil || found.Descriptor().ParentFile().Path() != "holdfast/inventory/v1/types.proto" {
		t.Error(found, err)
	}
}

func roundTrip(t *testing.T, message proto.Message) {
	t.Helper()
	bytes, err := proto.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	found, err := protoregistry.GlobalTypes.FindMessageByName(message.ProtoReflect().Descriptor().FullName())
	if err != nil {
		t.Fatal(err)
	}
	read := found.New().Interface()
	if err := proto.Unmarshal(bytes, read); err != nil {
		t.Fatal(err)
	}
	if len(bytes) == 0 || !proto.Equal(message, read) {
		t.Errorf("%v became %v", message, read)
	}
}

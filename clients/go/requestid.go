package holdfast

import (
	"crypto/rand"
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// withRequestID gives the message, or each entry of a batch, a request id where it takes one and has none. The
// caller's message stays as it is: used for another call it would otherwise repeat this one.
func withRequestID(message proto.Message) proto.Message {
	if !lacksRequestID(message.ProtoReflect()) {
		return message
	}
	filled := proto.Clone(message)
	fillRequestID(filled.ProtoReflect())
	return filled
}

func requestIDField(message protoreflect.Message) protoreflect.FieldDescriptor {
	field := message.Descriptor().Fields().ByName("request_id")
	if field == nil || field.Kind() != protoreflect.StringKind || field.IsList() {
		return nil
	}
	return field
}

func entriesOf(message protoreflect.Message) protoreflect.List {
	field := message.Descriptor().Fields().ByName("entries")
	if field == nil || !field.IsList() || field.Message() == nil {
		return nil
	}
	return message.Get(field).List()
}

func lacksRequestID(message protoreflect.Message) bool {
	if field := requestIDField(message); field != nil {
		return message.Get(field).String() == "" && !validateOnly(message)
	}
	if entries := entriesOf(message); entries != nil {
		for i := range entries.Len() {
			if lacksRequestID(entries.Get(i).Message()) {
				return true
			}
		}
	}
	return false
}

func fillRequestID(message protoreflect.Message) {
	if field := requestIDField(message); field != nil {
		message.Set(field, protoreflect.ValueOfString(newRequestID()))
		return
	}
	entries := entriesOf(message)
	for i := range entries.Len() {
		if entry := entries.Get(i).Message(); lacksRequestID(entry) {
			fillRequestID(entry)
		}
	}
}

// validateOnly says that a call keeps nothing. Such a call needs no id, and must not use one up.
func validateOnly(message protoreflect.Message) bool {
	field := message.Descriptor().Fields().ByName("validate_only")
	return field != nil && field.Kind() == protoreflect.BoolKind && message.Get(field).Bool()
}

// newRequestID is a random UUID.
func newRequestID() string {
	var b [16]byte
	rand.Read(b[:]) // Never fails.
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

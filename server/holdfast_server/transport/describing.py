"""What reflection tells: the contract as protoc knows it, JSON names included.

The stubs' own descriptors come without JSON names, and grpcurl and its kind then print `line_item_id` where every other
server's answer says `lineItemId`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.descriptor import Descriptor, FileDescriptor
from google.rpc import error_details_pb2
from holdfast.inventory.v1 import errors_pb2

_DETAILS = (error_details_pb2.DESCRIPTOR, errors_pb2.DESCRIPTOR)
"""Reached from no service: they travel inside of statuses."""


def describing(symbols: Iterable[str]) -> descriptor_pool.DescriptorPool:
    """A pool that holds the files of these services and of the details of errors, and all that they import."""
    linked = descriptor_pool.Default()
    told = descriptor_pool.DescriptorPool()
    seen: set[str] = set()
    for file in (*(linked.FindFileContainingSymbol(symbol) for symbol in symbols), *_DETAILS):
        for needed in _with_imports(file, seen):
            proto = descriptor_pb2.FileDescriptorProto()
            needed.CopyToProto(proto)
            for message in proto.message_type:
                _name(message, needed.message_types_by_name[message.name])
            told.AddSerializedFile(proto.SerializeToString())
    return told


def _with_imports(file: FileDescriptor, seen: set[str]) -> Iterator[FileDescriptor]:
    """The files not seen yet, imports first."""
    if file.name in seen:
        return
    seen.add(file.name)
    for imported in file.dependencies:
        yield from _with_imports(imported, seen)
    yield file


def _name(message: descriptor_pb2.DescriptorProto, known: Descriptor) -> None:
    for field in message.field:
        field.json_name = known.fields_by_name[field.name].json_name
    for nested in message.nested_type:
        _name(nested, known.nested_types_by_name[nested.name])

"""Reference documentation in Markdown, out of the comments of a described FileDescriptorSet.

docs.py <descriptor set with source info> <folder>
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2 as pb
from google.protobuf.unknown_fields import UnknownFieldSet

MARK = "<!-- Generated from protos/ by `make gen`; do not edit. -->\n"
PACKAGE = "holdfast.inventory.v1"
PREFIX = f".{PACKAGE}."
SCALARS = {
    number: name.removeprefix("TYPE_").lower()
    for name, number in pb.FieldDescriptorProto.Type.items()
    if name not in ("TYPE_MESSAGE", "TYPE_ENUM", "TYPE_GROUP")
}


SCOPE_OPTION = "scope"


class Pages:
    """One page per proto file, and where each type is explained."""

    def __init__(self, files: list[pb.FileDescriptorProto]) -> None:
        self.files = files
        options = {one.name: one.number for file in files for one in file.extension}
        self.scope_option = options[SCOPE_OPTION]
        (scopes,) = (enum for file in files for enum in file.enum_type if enum.name == "Scope")
        self.scopes = {value.number: value.name for value in scopes.value}
        self.page_of: dict[str, str] = {}
        for file in files:
            for message in file.message_type:
                self._place(page_name(file), message, "")
            for enum in file.enum_type:
                self.page_of[enum.name] = page_name(file)

    def _place(self, page: str, message: pb.DescriptorProto, outer: str) -> None:
        name = outer + message.name
        self.page_of[name] = page
        for nested in message.nested_type:
            self._place(page, nested, name + ".")
        for enum in message.enum_type:
            self.page_of[f"{name}.{enum.name}"] = page

    def link(self, type_name: str) -> str:
        """A type as Markdown: linked where it is ours."""
        if not type_name.startswith(PREFIX):
            return f"`{type_name.lstrip('.')}`"
        name = type_name.removeprefix(PREFIX)
        return f"[{name}]({self.page_of[name]}#{name.replace('.', '').lower()})"

    def scope(self, method: pb.MethodDescriptorProto) -> str:
        """The scope that an RPC needs, as text. To the descriptor's own classes the option is an unknown field."""
        (number,) = (one.data for one in _unknown(method.options) if one.field_number == self.scope_option)
        return self.scopes[number].removeprefix("SCOPE_").lower().replace("_", ".", 1)


def _unknown(message: Any) -> Iterator[Any]:
    """Fields that a message's own class does not know."""
    fields: Any = UnknownFieldSet(message)
    yield from fields


def page_name(file: pb.FileDescriptorProto) -> str:
    """The page of a proto file."""
    return Path(file.name).stem + ".md"


class Writer:
    """Writes the page of one file."""

    def __init__(self, pages: Pages, file: pb.FileDescriptorProto) -> None:
        self.pages = pages
        self.file = file
        self.comments = {
            tuple(location.path): " ".join(location.leading_comments.split())
            for location in file.source_code_info.location
        }
        # Path (12) is `syntax`: the comment above it is the file's own.
        self.lines = [MARK, f"# {Path(file.name).stem}\n", self.comments.get((12,), "") + "\n"]

    def page(self) -> str:
        """The whole page."""
        for number, service in enumerate(self.file.service):
            self.service(service, (6, number))
        for number, message in enumerate(self.file.message_type):
            self.message(message, (4, number), "")
        for number, enum in enumerate(self.file.enum_type):
            self.enum(enum, (5, number), enum.name)
        for number, extension in enumerate(self.file.extension):
            self.lines += [f"## {extension.name}\n", f"{self.comments[7, number]}\n"]
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def service(self, service: pb.ServiceDescriptorProto, path: tuple[int, ...]) -> None:
        """A service with its RPCs."""
        self.lines += [f"## {service.name}\n", self.comments[path] + "\n"]
        self.lines += ["| RPC | scope | request → answer | what it does |", "|---|---|---|---|"]
        for number, method in enumerate(service.method):
            kinds = [self.pages.link(method.input_type), self.pages.link(method.output_type)]
            streams = (method.client_streaming, method.server_streaming)
            shown = " → ".join(("stream " if s else "") + k for s, k in zip(streams, kinds, strict=True))
            scope = self.pages.scope(method)
            self.lines.append(f"| **{method.name}** | `{scope}` | {shown} | {self.comments[*path, 2, number]} |")
        self.lines.append("")

    def message(self, message: pb.DescriptorProto, path: tuple[int, ...], outer: str) -> None:
        """A message with its fields and what is nested in it."""
        name = outer + message.name
        self.lines += [f"## {name}\n", self.comments[path] + "\n"]
        maps = {f"{PREFIX}{name}.{entry.name}": entry for entry in message.nested_type if entry.options.map_entry}
        if message.field:
            self.lines += ["| # | field | type | meaning |", "|---|---|---|---|"]
        for number, field in enumerate(message.field):
            note = self.comments[*path, 2, number]
            if field.HasField("oneof_index") and not field.proto3_optional:
                note = f"One of `{message.oneof_decl[field.oneof_index].name}`. {note}"
            self.lines.append(f"| {field.number} | `{field.name}` | {self.type_of(field, maps)} | {note} |")
        self.lines.append("")
        for number, enum in enumerate(message.enum_type):
            self.enum(enum, (*path, 4, number), f"{name}.{enum.name}")
        for number, nested in enumerate(message.nested_type):
            if not nested.options.map_entry:
                self.message(nested, (*path, 3, number), f"{name}.")

    def type_of(self, field: pb.FieldDescriptorProto, maps: dict[str, pb.DescriptorProto]) -> str:
        """A field's type, with its label."""
        if field.type_name in maps:
            key, value = maps[field.type_name].field
            return f"map&lt;{self.type_of(key, {})}, {self.type_of(value, {})}&gt;"
        shown = self.pages.link(field.type_name) if field.type_name else SCALARS[field.type]
        if field.label == pb.FieldDescriptorProto.LABEL_REPEATED:
            return f"repeated {shown}"
        return f"optional {shown}" if field.proto3_optional else shown

    def enum(self, enum: pb.EnumDescriptorProto, path: tuple[int, ...], name: str) -> None:
        """An enum with its values."""
        self.lines += [f"## {name}\n", self.comments[path] + "\n", "| # | value | meaning |", "|---|---|---|"]
        for number, value in enumerate(enum.value):
            self.lines.append(f"| {value.number} | `{value.name}` | {self.comments[*path, 2, number]} |")
        self.lines.append("")


def index(files: list[pb.FileDescriptorProto]) -> str:
    """The first page: every service with its RPCs, then the other pages."""
    lines = [MARK, f"# {PACKAGE}\n", "Reference of the contract, made from the comments of its files.\n"]
    for file in files:
        for service in file.service:
            names = ", ".join(method.name for method in service.method)
            lines.append(f"- [{service.name}]({page_name(file)}#{service.name.lower()}): {names}")
    lines += [f"- [{Path(file.name).stem}]({page_name(file)})" for file in files if not file.service]
    return "\n".join(lines) + "\n"


def main(described: str, folder: str) -> None:
    """Write all pages."""
    whole = pb.FileDescriptorSet.FromString(Path(described).read_bytes())
    files = sorted((file for file in whole.file if file.package == PACKAGE), key=lambda file: file.name)
    pages = Pages(files)
    for file in files:
        (Path(folder) / page_name(file)).write_text(Writer(pages, file).page())
    (Path(folder) / "README.md").write_text(index(files))


if __name__ == "__main__":
    main(*sys.argv[1:])

import { clone } from "@bufbuild/protobuf";
import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";
import type { Interceptor } from "@connectrpc/connect";
import { randomUUID } from "node:crypto";

/** A message whose fields are looked up by name. */
type Fields = Record<string, unknown>;

/**
 * The request with an id where it takes one and has none; also its entries. The given message stays as it is. A check
 * (`validate_only`) needs none: it has no effect.
 */
export function filled<M extends Message>(schema: DescMessage, request: M): M {
  if (!lacks(schema, request as unknown as Fields)) return request;
  const copy = clone(schema, request);
  fill(schema, copy as unknown as Fields);
  return copy as M;
}

/** Fills requests. It stands outside of the retries, so that all attempts of a call carry one id. */
export const filling: Interceptor = (next) => (request) => {
  const schema = request.method.input;
  if (!request.stream) return next({ ...request, message: filled(schema, request.message) });
  if (idField(schema) === undefined) return next(request);
  const messages = request.message;
  async function* each() {
    for await (const message of messages) yield filled(schema, message);
  }
  return next({ ...request, message: each() });
};

function idField(schema: DescMessage): DescField | undefined {
  return schema.fields.find((field) => field.name === "request_id" && field.fieldKind === "scalar");
}

/** The messages of a Batch* request, each of which is a request of its own. */
function entries(schema: DescMessage, request: Fields): [DescMessage, Fields[]] | undefined {
  const field = schema.fields.find((one) => one.name === "entries");
  if (field?.fieldKind !== "list" || field.listKind !== "message") return undefined;
  return [field.message, request[field.localName] as Fields[]];
}

function lacks(schema: DescMessage, request: Fields): boolean {
  const id = idField(schema);
  if (id !== undefined) return request[id.localName] === "" && request["validateOnly"] !== true;
  const [of, each] = entries(schema, request) ?? [];
  return of !== undefined && each !== undefined && each.some((one) => lacks(of, one));
}

function fill(schema: DescMessage, request: Fields): void {
  const id = idField(schema);
  if (id !== undefined) {
    request[id.localName] = randomUUID();
    return;
  }
  const [of, each] = entries(schema, request) ?? [];
  if (of === undefined || each === undefined) return;
  for (const one of each) if (lacks(of, one)) fill(of, one);
}

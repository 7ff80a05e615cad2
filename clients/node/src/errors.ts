import { fromBinary } from "@bufbuild/protobuf";
import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "./generated/google/rpc/error_details_pb.js";
import type { Status } from "./generated/google/rpc/status_pb.js";
import { StockShortageSchema } from "./generated/holdfast/inventory/v1/errors_pb.js";
import type { ErrorReason, StockShortage_Line } from "./generated/holdfast/inventory/v1/errors_pb.js";
import { connectionLost } from "./lost.js";

const DOMAIN = "inventory.holdfast";

const CODES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

/** A canonical code of gRPC. */
export type CodeName = (typeof CODES)[number];

/** A reason of the contract without its prefix, or one that a newer server knows. */
export type Reason = Exclude<keyof typeof ErrorReason, "UNSPECIFIED"> | (string & {});

/** A detail of a status: the full name of its message, and its bytes. */
interface Detail {
  readonly type: string;
  readonly value: Uint8Array;
}

/** A refusal. Branch on `reason`, never on the message. */
export class HoldfastError extends Error {
  override readonly name = "HoldfastError";
  /** The canonical code; UNAVAILABLE also where the connection broke. */
  readonly code: CodeName;
  /** Why; empty where the error did not come from Holdfast: a connection that broke, a deadline that passed here. */
  readonly reason: Reason;
  /** The dynamic parts of the message. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The paths of invalid fields. */
  readonly fields: readonly string[];
  /** The short lines of INSUFFICIENT_STOCK. */
  readonly shortage: readonly StockShortage_Line[];
  /** When to come back, where the server said so. */
  readonly retryDelayMs: number | undefined;

  constructor(code: CodeName, message: string, details: readonly Detail[] = [], cause?: unknown) {
    const info = detail(details, ErrorInfoSchema);
    const reason = info?.domain === DOMAIN ? info.reason : "";
    super(`${reason || code}: ${message}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.reason = reason;
    this.metadata = { ...info?.metadata };
    this.fields = (detail(details, BadRequestSchema)?.fieldViolations ?? []).map((one) => one.field);
    this.shortage = detail(details, StockShortageSchema)?.lines ?? [];
    const delay = detail(details, RetryInfoSchema)?.retryDelay;
    this.retryDelayMs = delay && Number(delay.seconds) * 1000 + delay.nanos / 1e6;
  }

  /** Anything that a call threw. */
  static from(error: unknown): HoldfastError {
    if (error instanceof HoldfastError) return error;
    const failed = ConnectError.from(error);
    const details = failed.details.filter((one): one is Detail & typeof one => "value" in one && "type" in one);
    const code = connectionLost(failed) ? "UNAVAILABLE" : codeName(failed.code);
    return new HoldfastError(code, failed.rawMessage, details, failed);
  }

  /** The error of a batch's entry, or of an operation in a stream. */
  static fromStatus(status: Status): HoldfastError {
    const details = status.details.map((one) => ({
      type: one.typeUrl.slice(one.typeUrl.lastIndexOf("/") + 1),
      value: one.value,
    }));
    return new HoldfastError(codeName(status.code), status.message, details);
  }
}

function codeName(code: number): CodeName {
  return CODES[code] ?? "UNKNOWN";
}

function detail<D extends DescMessage>(details: readonly Detail[], schema: D): MessageShape<D> | undefined {
  const found = details.find((one) => one.type === schema.typeName);
  if (found === undefined) return undefined;
  try {
    return fromBinary(schema, found.value);
  } catch {
    // A damaged detail must not hide the error that it came with.
    return undefined;
  }
}

import type { Status } from "./generated/google/rpc/status_pb.js";
import { HoldfastError } from "./errors.js";

/** What became of one of several: an answer, or the error that the unary call would have thrown. */
export type Outcome<V> =
  | { readonly ok: true; readonly value: V; readonly error?: undefined }
  | { readonly ok: false; readonly error: HoldfastError; readonly value?: undefined };

/** A result of a Batch* call. */
interface Result<V> {
  result: { case: "value"; value: V } | { case: "error"; value: Status } | { case: undefined; value?: undefined };
}

/** The results of a Batch* call in the order of its entries. */
export function outcomes<V>(results: readonly Result<V>[]): Outcome<V>[] {
  return results.map(({ result }) => {
    if (result.case === "value") return { ok: true, value: result.value };
    if (result.case === "error") return { ok: false, error: HoldfastError.fromStatus(result.value) };
    return { ok: false, error: new HoldfastError("INTERNAL", "a result without a value and without an error") };
  });
}

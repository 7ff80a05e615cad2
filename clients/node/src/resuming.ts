import { setTimeout as sleep } from "node:timers/promises";
import type { HoldfastError } from "./errors.js";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const PASSING = new Set(["WATCH_TOO_SLOW", "TOO_MANY_STREAMS", "SHUTTING_DOWN", "DATABASE_UNAVAILABLE"]);

/** Whether a stream that ended so may be begun again where it was. */
export function passes(error: HoldfastError): boolean {
  return PASSING.has(error.reason) || (error.reason === "" && error.code === "UNAVAILABLE");
}

/** Waits before the next stream: as long as the server said, else longer and longer. Throws the signal's reason. */
export async function pause(failures: number, error: HoldfastError | undefined, signal?: AbortSignal): Promise<void> {
  const growing = FIRST_PAUSE_MS * 2 ** Math.min(failures, 10);
  try {
    await sleep(Math.min(LONGEST_PAUSE_MS, error?.retryDelayMs ?? growing), undefined, signal && { signal });
  } catch (aborted) {
    signal?.throwIfAborted();
    throw aborted;
  }
}

/** A signal of one stream, which ends with the caller's and by itself. Node 20.0 has no `AbortSignal.any`. */
export function linked(signal: AbortSignal | undefined): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    end() {
      signal?.removeEventListener("abort", abort);
      controller.abort();
    },
  };
}

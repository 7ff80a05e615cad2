import { Code, ConnectError, createContextKey } from "@connectrpc/connect";
import type { Interceptor } from "@connectrpc/connect";
import { setTimeout as sleep } from "node:timers/promises";
import { connectionLost, neverConnected } from "./lost.js";
import { milliseconds, serviceConfig } from "./service_config.js";

const POLICY = serviceConfig.methodConfig[0].retryPolicy;
const FIRST_PAUSE_MS = milliseconds(POLICY.initialBackoff);
const LONGEST_PAUSE_MS = milliseconds(POLICY.maxBackoff);
const { maxTokens, tokenRatio } = serviceConfig.retryThrottling;

/** Why the last attempt failed: what a deadline that passed between two attempts says of it. */
export const lastFailure = createContextKey<ConnectError | undefined>(undefined);

/**
 * Repeats unary calls as the service config says: those that end with UNAVAILABLE, and those whose connection went
 * away, which Connect reports in other words. All attempts happen within the call's deadline.
 */
export function retrying(options: { waitForReady: boolean; closed: AbortSignal }): Interceptor {
  const throttle = new Throttle();
  return (next) => async (request) => {
    if (request.stream) return next(request);
    const began = performance.now();
    const timeoutMs = Number(/^(\d+)m$/.exec(request.header.get("grpc-timeout") ?? "")?.[1] ?? Infinity);
    let attempts = 0;
    let failure: unknown;
    for (let pauses = 0; ; pauses++) {
      try {
        const response = await next(request);
        throttle.succeeded();
        return response;
      } catch (error) {
        if (request.signal.aborted || options.closed.aborted || !(error instanceof ConnectError)) throw error;
        if (!(options.waitForReady && neverConnected(error))) {
          attempts++;
          const passes = error.code === Code.Unavailable || connectionLost(error);
          if (!passes || !throttle.failed() || attempts >= POLICY.maxAttempts) throw error;
        }
        request.contextValues.set(lastFailure, error);
        failure = error;
      }
      await sleep(pauseMs(pauses), undefined, { signal: request.signal });
      if (options.closed.aborted) throw failure;
      if (attempts > 0) request.header.set("grpc-previous-rpc-attempts", `${attempts}`);
      if (timeoutMs < Infinity) {
        const left = Math.max(1, Math.ceil(timeoutMs - (performance.now() - began)));
        request.header.set("grpc-timeout", `${left}m`);
      }
    }
  };
}

/** How long to wait after so many pauses, a fifth more or less. */
function pauseMs(pauses: number): number {
  const growing = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * POLICY.backoffMultiplier ** pauses);
  return growing * (0.8 + 0.4 * Math.random());
}

/** Keeps a server that is down from being asked four times as often: below half of the tokens nothing is repeated. */
class Throttle {
  private tokens: number = maxTokens;

  succeeded(): void {
    this.tokens = Math.min(maxTokens, this.tokens + tokenRatio);
  }

  /** Whether the call may be repeated. */
  failed(): boolean {
    this.tokens = Math.max(0, this.tokens - 1);
    return this.tokens > maxTokens / 2;
  }
}

import { clone, create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import { randomUUID } from "node:crypto";
import { HoldfastError } from "./errors.js";
import { CreateReservationRequestSchema } from "./generated/holdfast/inventory/v1/inventory_service_pb.js";
import type {
  CreateReservationRequest,
  CreateReservationResponse,
  InventoryService,
} from "./generated/holdfast/inventory/v1/inventory_service_pb.js";
import type { Outcome } from "./outcomes.js";
import { linked, passes, pause } from "./resuming.js";
import { serviceConfig } from "./service_config.js";

const MAX_ATTEMPTS = serviceConfig.methodConfig[0].retryPolicy.maxAttempts;

/** A request as one writes it. */
type Asked = MessageInitShape<typeof CreateReservationRequestSchema>;

/** How to stream. */
export interface StreamOptions {
  /** Ends the stream: the iteration throws the signal's reason. */
  signal?: AbortSignal;
}

/** What became of one reservation: which one, and its answer or error. */
export type StreamOutcome = Outcome<CreateReservationResponse> & {
  readonly requestId: string;
  /** As it was sent. */
  readonly request: CreateReservationRequest;
};

/**
 * Creates reservations over one stream. Outcomes come in any order; a request without an id gets one. After a cut the
 * requests without an outcome are sent again with their ids, which have one effect each. Requests are taken as fast as
 * outcomes are read.
 */
export async function* streamReservations(
  inventory: Client<typeof InventoryService>,
  requests: Iterable<Asked> | AsyncIterable<Asked>,
  options: StreamOptions = {},
): AsyncGenerator<StreamOutcome, void, undefined> {
  const source = new Source(requests);
  const waiting = new Map<string, CreateReservationRequest>();
  let failures = 0;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      let ended: HoldfastError | undefined;
      const stream = linked(options.signal);
      try {
        const sent = sending(source, waiting, stream.signal);
        for await (const { requestId, outcome } of inventory.streamReservations(sent, { signal: stream.signal })) {
          const request = waiting.get(requestId);
          if (request === undefined || outcome.case === undefined) continue;
          failures = 0;
          waiting.delete(requestId);
          if (outcome.case === "create") yield { ok: true, value: outcome.value, requestId, request };
          else yield { ok: false, error: HoldfastError.fromStatus(outcome.value), requestId, request };
        }
      } catch (error) {
        options.signal?.throwIfAborted();
        if (source.failed) throw source.error;
        if (!(error instanceof HoldfastError) || !passes(error)) throw error;
        ended = error;
      } finally {
        stream.end();
      }
      if (source.done && waiting.size === 0) return;
      failures++;
      if (failures >= MAX_ATTEMPTS) throw ended ?? new HoldfastError("UNAVAILABLE", "the server ended the stream");
      await pause(failures - 1, ended, options.signal);
    }
  } finally {
    source.close();
  }
}

/** First what earlier streams did not get an outcome for, then what is new. */
async function* sending(source: Source, waiting: Map<string, CreateReservationRequest>, signal: AbortSignal) {
  for (const [requestId, request] of [...waiting]) {
    yield { requestId, operation: { case: "create" as const, value: request } };
  }
  for (;;) {
    const next = await source.peek();
    // Where the stream ended meanwhile, the next one takes it.
    if (next === undefined || signal.aborted) return;
    source.take();
    const request = clone(CreateReservationRequestSchema, create(CreateReservationRequestSchema, next));
    const requestId = request.requestId || randomUUID();
    // The operation has the id; the request's own stays empty.
    request.requestId = "";
    if (waiting.has(requestId)) throw source.fail(new TypeError(`two requests at a time have the id ${requestId}`));
    waiting.set(requestId, request);
    yield { requestId, operation: { case: "create" as const, value: request } };
  }
}

/** The caller's requests, of which none is lost when the stream that waits for it ends. */
class Source {
  done = false;
  failed = false;
  error: unknown;
  private readonly iterator: Iterator<Asked> | AsyncIterator<Asked>;
  private upcoming: Promise<Asked | undefined> | undefined;

  constructor(requests: Iterable<Asked> | AsyncIterable<Asked>) {
    this.iterator =
      Symbol.asyncIterator in requests ? requests[Symbol.asyncIterator]() : requests[Symbol.iterator]();
  }

  /** The next one, again and again until it is taken; undefined: there are no more. */
  peek(): Promise<Asked | undefined> {
    this.upcoming ??= this.advance();
    return this.upcoming;
  }

  take(): void {
    this.upcoming = undefined;
  }

  fail(error: unknown): unknown {
    this.failed = true;
    this.error = error;
    return error;
  }

  close(): void {
    if (!this.done) void Promise.resolve(this.iterator.return?.()).catch(() => undefined);
  }

  private async advance(): Promise<Asked | undefined> {
    try {
      const next = await this.iterator.next();
      this.done = next.done === true;
      return next.done === true ? undefined : next.value;
    } catch (error) {
      this.done = true;
      throw this.fail(error);
    }
  }
}

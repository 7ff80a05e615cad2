import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import { HoldfastError } from "./errors.js";
import { EventSchema } from "./generated/holdfast/inventory/v1/events_pb.js";
import type { Event } from "./generated/holdfast/inventory/v1/events_pb.js";
import { WatchEventsRequestSchema } from "./generated/holdfast/inventory/v1/event_service_pb.js";
import type { EventService } from "./generated/holdfast/inventory/v1/event_service_pb.js";
import { linked, passes, pause } from "./resuming.js";

/** How to watch. */
export interface WatchOptions {
  /** Ends the watch: the iteration throws the signal's reason. */
  signal?: AbortSignal;
  /** Also give events that are empty but for their cursor: nothing that you asked for happened up to it. */
  checkpoints?: boolean;
}

/**
 * Events without end: after a cut the watch goes on behind the last one that you got.
 *
 * Keep an event's `cursor` with what you did about it, and start there next time. Throws HoldfastError for what a new
 * attempt does not mend; CURSOR_EXPIRED says where the oldest events begin. To stop, break, or abort the signal.
 */
export async function* watch(
  events: Client<typeof EventService>,
  request: MessageInitShape<typeof WatchEventsRequestSchema>,
  options: WatchOptions = {},
): AsyncGenerator<Event, void, undefined> {
  const { filter, start: first } = create(WatchEventsRequestSchema, request);
  let start: typeof first = first;
  let failures = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    let ended: HoldfastError | undefined;
    const stream = linked(options.signal);
    try {
      for await (const message of events.watchEvents({ filter, start }, { signal: stream.signal })) {
        failures = 0;
        for (const event of message.events) {
          start = { case: "cursor", value: event.cursor };
          yield event;
        }
        if (message.cursor === "") continue;
        start = { case: "cursor", value: message.cursor };
        if (options.checkpoints && message.events.length === 0) yield create(EventSchema, { cursor: message.cursor });
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof HoldfastError) || !passes(error)) throw error;
      ended = error;
    } finally {
      // Connect goes on reading a stream that nobody iterates over any more.
      stream.end();
    }
    await pause(failures, ended, options.signal);
    failures++;
  }
}

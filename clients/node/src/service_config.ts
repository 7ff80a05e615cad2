/**
 * How calls are retried, and how long they may take: the service config that the clients of all languages share.
 * This client's own retries follow it; @grpc/grpc-js takes it as it is.
 */
export const serviceConfig = {
  methodConfig: [
    {
      name: [{}],
      timeout: "5s",
      waitForReady: true,
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: "0.05s",
        maxBackoff: "1s",
        backoffMultiplier: 2,
        retryableStatusCodes: ["UNAVAILABLE"],
      },
    },
    {
      name: [
        { service: "holdfast.inventory.v1.EventService", method: "WatchEvents" },
        { service: "holdfast.inventory.v1.InventoryService", method: "StreamReservations" },
        { service: "grpc.health.v1.Health", method: "Watch" },
      ],
      waitForReady: true,
    },
  ],
  retryThrottling: { maxTokens: 20, tokenRatio: 0.1 },
} as const;

/** A duration as service configs write it, in milliseconds. */
export function milliseconds(duration: `${number}s`): number {
  return Number(duration.slice(0, -1)) * 1000;
}

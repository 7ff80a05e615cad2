/**
 * Client of Holdfast: calls that retry safely, errors that say why, lists and watches that go on by themselves.
 *
 * Messages and services are in `@holdfast/client/v1`.
 */
export { connect } from "./connect.js";
export type { ConnectOptions, Holdfast } from "./connect.js";
export { HoldfastError } from "./errors.js";
export type { CodeName, Reason } from "./errors.js";
export { Health, HealthCheckResponse_ServingStatus } from "./generated/grpc/health/v1/health_pb.js";
export { outcomes } from "./outcomes.js";
export type { Outcome } from "./outcomes.js";
export { pages } from "./pages.js";
export { serviceConfig } from "./service_config.js";
export { streamReservations } from "./stream.js";
export type { StreamOptions, StreamOutcome } from "./stream.js";
export { VERSION } from "./version.js";
export { watch } from "./watch.js";
export type { WatchOptions } from "./watch.js";

import { Code, ConnectError } from "@connectrpc/connect";

/** What Node calls a connection that went away. */
const LOST = new Set([
  "ECONNABORTED",
  "ECONNRESET",
  "ENETDOWN",
  "ENETRESET",
  "EPIPE",
  "ERR_HTTP2_GOAWAY_SESSION",
  "ERR_HTTP2_INVALID_SESSION",
  "ERR_HTTP2_INVALID_STREAM",
  "ERR_HTTP2_SESSION_ERROR",
  "ERR_HTTP2_STREAM_CANCEL",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ETIMEDOUT",
]);

/** How Connect words the end of a stream whose connection was cut: Node closes it as if somebody had cancelled it. */
const CANCELLED_STREAM = "http/2 stream closed with error code CANCEL";

/**
 * Whether a call ended without a word from the server because its connection went away: Connect reports CANCELLED or
 * ABORTED then. Ask only about errors of calls that nobody cancelled here.
 */
export function connectionLost(error: ConnectError): boolean {
  if (error.metadata.has("grpc-status")) return false;
  if (error.code === Code.Canceled) return error.rawMessage.startsWith(CANCELLED_STREAM);
  return causes(error).some((one) => LOST.has(String(one.code)));
}

/** Whether there never was a connection, so that the server has seen nothing of the call. */
export function neverConnected(error: ConnectError): boolean {
  return causes(error).some((one) => one.syscall === "connect" || one.syscall === "getaddrinfo");
}

function causes(error: Error): NodeJS.ErrnoException[] {
  const found: NodeJS.ErrnoException[] = [];
  for (let cause = error.cause; cause instanceof Error && !found.includes(cause); cause = cause.cause) {
    found.push(cause);
  }
  return found;
}

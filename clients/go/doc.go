// Package holdfast is the client of Holdfast, an inventory service over gRPC.
//
// [Dial] gives a [Client] with the generated stubs of all services. Messages are those of holdfast.dev/inventory/v1,
// calls are plain gRPC; this package adds what every caller would have to write:
//
//   - calls that fail with UNAVAILABLE are repeated, and every mutation carries a request id, so that the repetition of
//     one whose answer was lost has no second effect;
//   - errors are *[Error], with the reason and the numbers that the server gave;
//   - [All] and [Pages] walk through lists, [Value] reads one result of a Batch call;
//   - [Client.Watch] and [Client.StreamReservations] go on after a connection breaks.
package holdfast

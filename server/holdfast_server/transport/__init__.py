"""The wire: grpc.aio server, the mechanics around every call, statuses, page tokens, shapes of requests."""

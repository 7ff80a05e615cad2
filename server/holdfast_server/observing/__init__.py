"""What an operator sees: metrics, liveness and readiness by HTTP, traces. Nothing that serves a call depends on it."""

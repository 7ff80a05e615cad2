"""Whether the server in this container is ready, as the exit code: what HEALTHCHECK runs.

Asks /readyz on the port of HOLDFAST_METRICS_LISTEN over loopback. Needs no package, so it costs little to start.
"""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request

SECONDS = 2.0


def main() -> int:
    """0 when ready, 1 otherwise, with a sentence."""
    port = os.environ.get("HOLDFAST_METRICS_LISTEN", "").rpartition(":")[2] or "9464"
    address = f"http://127.0.0.1:{port}/readyz"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # whatever proxy the environment names
    try:
        with direct.open(address, timeout=SECONDS) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError as error:
        print(f"nobody answers at {address}: {error}")
        return 1
    print("ready" if status == 200 else f"not ready: {status}")
    return int(status != 200)


if __name__ == "__main__":
    sys.exit(main())

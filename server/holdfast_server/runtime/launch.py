"""Becomes another account, ties its life to its parent's, and turns into the program it is told to run.

    launch.py <uid> <gid> <detach: 0|1> <program> <argument> …

Run by the supervisor in an interpreter of its own, so that no code of ours runs between fork and exec of a process
that has threads. Stands alone: imports nothing of this package.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Never returns."""
    uid, gid, detach = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "1"
    parent = os.getppid()
    # Loaded while we are still who can read it: the interpreter may lie below root's own home.
    libc = _libc() if detach and sys.platform == "linux" else None
    if os.geteuid() == 0 and uid != 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if detach:
        # After setuid, which clears the death signal. SIGINT is PostgreSQL's fast shutdown.
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
            if os.getppid() != parent:
                sys.exit(1)  # the parent died in between: nobody would stop us
        os.setsid()  # a terminal's Ctrl-C must not stop the database before the server has drained
    os.chdir("/")
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606


def _libc() -> Any:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


if __name__ == "__main__":
    main()

"""Programs out of the distribution's packages, unpacked into this checkout and installed nowhere.

debian.py <folder> <package>[=<version>] …
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def unpack(folder: Path, packages: Sequence[str]) -> None:
    """The files of some packages, without what they depend on, below a folder (`usr/bin/…`)."""
    folder.mkdir(parents=True, exist_ok=True)
    # Without its lists of packages apt-get knows nothing; as root it may fetch them.
    if _run("apt-get", "download", "-qq", *packages, cwd=folder) != 0:
        _run("apt-get", "update", "-qq", cwd=folder)
        if _run("apt-get", "download", "-qq", *packages, cwd=folder) != 0:
            raise SystemExit(f"not among this distribution's packages: {', '.join(packages)}")
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)
        package.unlink()


def _run(*command: str, cwd: Path) -> int:
    return subprocess.run(command, cwd=cwd, check=False, capture_output=True, stdin=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    unpack(Path(sys.argv[1]).resolve(), sys.argv[2:])

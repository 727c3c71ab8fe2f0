"""`python -m deploy.cluster.pin 1.36.3` pins another version of Kubernetes: writes go.mod anew.

Kubernetes names its own parts v0.0.0 and replaces them by folders that its module does not hold:
here they are replaced by the versions that were released with it. CoreDNS keeps its version.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from deploy.cluster.build import SOURCES

_PART: Final = re.compile(r"^\s*(k8s\.io/[a-z0-9-]+) => \./staging/", re.MULTILINE)


def main(version: str) -> None:
    """Write go.mod and go.sum for a version such as 1.36.3."""
    wanted = f"k8s.io/kubernetes@v{version}"
    said: dict[str, Any] = json.loads(_go("mod", "download", "-json", wanted))
    parts = sorted(set(_PART.findall(Path(said["GoMod"]).read_text("utf-8"))))
    released = version.replace("1.", "v0.", 1)
    replaced = [f"-replace={part}={part}@{released}" for part in parts]
    _go("mod", "edit", f"-require={wanted}", *replaced)
    _go("mod", "tidy")
    print(f"{wanted} with {len(parts)} parts of {released}")


def _go(*parts: str) -> str:
    return subprocess.run(
        ["go", *parts],
        cwd=SOURCES,
        env={**os.environ, "GOFLAGS": "-mod=mod"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


if __name__ == "__main__":
    main(sys.argv[1])

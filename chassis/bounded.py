"""Looks into a stranger's file from outside: in a process that may use little."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from chassis.logs import logger

WALL_SECONDS: Final = 60.0


def looked(
    module: str, *words: str, folder: Path, seconds: float = WALL_SECONDS
) -> dict[str, Any] | None:
    """Run a module of ours that bounds itself (`chassis.bounds`) and answers one JSON object.

    It is given its words, a folder to stand in, and nothing of our environment. None is the answer
    if it takes too long or ends badly, which is logged.
    """
    command = (sys.executable, "-s", "-P", "-m", module, *words)
    with tempfile.TemporaryFile() as out:
        try:
            ended = subprocess.run(  # noqa: S603 - our own interpreter and module
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                env={"LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                cwd=folder,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            logger().warning("a look took too long", words=words[:2])
            return None
        if ended.returncode:
            why = ended.stderr[-300:].decode("utf-8", "replace")
            logger().warning("a look failed", words=words[:2], code=ended.returncode, why=why)
            return None
        out.seek(0)
        found: dict[str, Any] = json.loads(out.read())
        return found

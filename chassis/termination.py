"""The last words of a process: where Kubernetes reads why a container ended.

The file is the container's `terminationMessagePath`; outside a cluster there is none.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from chassis.configuration import BadSetting
from chassis.logs import logger

DEFAULT_PATH: Final = "/dev/termination-log"
LONGEST: Final = 1_000
"""Characters; Kubernetes keeps 4,096 bytes."""


def last_words(text: str) -> None:
    """Write why the process ends. A file that cannot be written is said in the log, no more."""
    path = os.environ.get("ISP_TERMINATION_LOG") or DEFAULT_PATH
    try:
        # Never created: without the file nobody would read it.
        handle = os.open(path, os.O_WRONLY | os.O_TRUNC)
    except FileNotFoundError:
        return
    except OSError as error:
        logger().warning("termination log", path=path, why=error.strerror)
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text[:LONGEST])


@contextmanager
def last_words_said() -> Iterator[None]:
    """Leave the last words of whatever ends the block with an error, and let it go on."""
    try:
        yield
    except BadSetting as bad:
        last_words(str(bad))
        raise
    except SystemExit as ended:
        if isinstance(ended.code, str):
            last_words(ended.code)
        raise
    except Exception as error:
        said = str(error).strip().split("\n", 1)[0]
        last_words(f"{type(error).__name__}: {said}")
        raise

"""The end of a process has an end: what does not finish in time is left to others."""

import os
import threading
from typing import Final

from chassis.logs import logger

STOP_SECONDS: Final = 25
"""From the signal; a process has to be gone after 30."""


def end_within(seconds: float) -> threading.Timer:
    """End this process with status 1 after so long, unless what is returned is cancelled.

    Whatever waits for it then, as a message that nobody acknowledged, comes again elsewhere.
    """

    def end() -> None:
        logger().error("did not stop in time", seconds=seconds)
        os._exit(1)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    return timer

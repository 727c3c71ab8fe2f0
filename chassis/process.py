"""How every process begins: the role from the command line, settings checked, logs started."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from chassis.configuration import BadSetting, Settings
from chassis.logs import start_logging

_PR_SET_PDEATHSIG: Final = 1
"""prctl(2): the signal that a process gets when its parent ends."""

_TERMINATION_LOG: Final = Path("/dev/termination-log")


def run(service: str, roles: Mapping[str, Callable[[Settings], None]]) -> None:
    """Run the role that the command line names.

    A missing or wrong setting ends the process with status 78 and the setting's name, on standard
    error and where Kubernetes reads it.
    """
    role = sys.argv[1] if len(sys.argv) == 2 else ""
    if role not in roles:
        sys.exit(f"usage: python -m services.{service} {' | '.join(roles)}")
    settings = Settings()
    start_logging(f"{service}-{role}", settings.source.get("ISP_LOG_LEVEL", "INFO"))
    try:
        roles[role](settings)
    except BadSetting as bad:
        print(bad, file=sys.stderr)  # noqa: T201 - the process's last words
        if _TERMINATION_LOG.exists():
            _TERMINATION_LOG.write_text(str(bad), "utf-8")
        raise


def end_with_parent() -> None:
    """End this process, which multiprocessing started, when its parent ends; Linux only.

    A parent that is killed with -9 cannot end it, and it would keep the port.
    """
    parent = multiprocessing.parent_process()
    if parent is None or sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent.pid:  # it ended before we asked
        os._exit(1)

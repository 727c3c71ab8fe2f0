"""How every process begins: the role from the command line, settings checked, logs started."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from chassis.configuration import BadSetting, Settings
from chassis.logs import start_logging
from chassis.termination import last_words_said

_PR_SET_PDEATHSIG: Final = 1
"""prctl(2): the signal that a process gets when its parent ends."""

_ENDED_EARLY: Final = 128 + signal.SIGTERM
"""The status of a process that was told to end before it was ready to."""


Role = Callable[[Settings], None]
FileCommand = Callable[[Settings, Sequence[str]], None]
"""Ends by itself; takes the names of files."""


def run(
    service: str, roles: Mapping[str, Role], with_files: Mapping[str, FileCommand] | None = None
) -> None:
    """Run the role, or the command on files, that the command line names.

    A missing or wrong setting ends the process with status 78 and the setting's name, on standard
    error and where Kubernetes reads it; so does any other error at boot, with its last line.
    """
    commands = with_files or {}
    name, files = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if name not in (commands if files else roles):
        known = [*roles, *(f"{command} FILE…" for command in commands)]
        sys.exit(f"usage: python -m services.{service} {' | '.join(known)}")
    # In a container this is process 1, which a signal that nobody handles does not end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED_EARLY))
    settings = Settings()
    start_logging(f"{service}-{name}", settings.source.get("ISP_LOG_LEVEL", "INFO"))
    try:
        with last_words_said():
            if files:
                commands[name](settings, files)
            else:
                roles[name](settings)
    except BadSetting as bad:
        print(bad, file=sys.stderr)  # noqa: T201 - the process's last words
        raise


def end_with_parent() -> None:
    """End this process, which multiprocessing started, when its parent ends; Linux only.

    A parent that is killed with -9 cannot end it, and it would keep the port.
    """
    parent = multiprocessing.parent_process()
    if parent is None or sys.platform != "linux":
        return
    # What the parent does at a signal came with the fork, and would not end this process.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent.pid:  # it ended before we asked
        os._exit(1)

"""What a process that looks into a stranger's file may use. It loads nothing else."""

import resource
from typing import Final

CPU_SECONDS: Final = 20
MEMORY_BYTES: Final = 1024 * 1024 * 1024
SAID_BYTES: Final = 4 * 1024 * 1024
OPEN_FILES: Final = 64


def bound(*, said: int = SAID_BYTES) -> None:
    """Take what one look may use from this process, for good: before a byte is read.

    `said` is how many bytes it may write into a file, of which its answer is one.
    """
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, said),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))

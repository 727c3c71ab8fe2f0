"""Where things are kept: downloads and built folders in a cache, data and secrets in a state."""

import hashlib
import os
import pwd
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parent.parent
SERVER_USER: Final = "nobody"
SERVER_GROUP: Final = "nogroup"
"""Who runs the servers when we are root: PostgreSQL refuses root, the others need not be it."""


def is_root() -> bool:
    """Tell whether this process may drop privileges, and so must."""
    return os.geteuid() == 0


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the cache: ISP_CACHE, else a folder that the servers' user can read."""
    if said := environ.get("ISP_CACHE"):
        return Path(said).absolute()
    return Path("/var/cache/isp") if is_root() else Path.home() / ".cache" / "isp"


def state_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the state of this checkout's platform: ISP_STATE, else a folder of its own."""
    if said := environ.get("ISP_STATE"):
        return Path(said).absolute()
    name = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:10]
    top = Path("/var/lib/isp") if is_root() else Path.home() / ".local" / "state" / "isp"
    return top / name


def as_server_user(command: Sequence[str], *, and_ends_by: str | None = None) -> list[str]:
    """Return a command that runs another as the servers' user when we are root.

    Args:
        command: What is run.
        and_ends_by: The signal that it gets when who started it is gone, such as "TERM".

    `subprocess` itself can change the user, but forks for it, and a fork wakes gRPC's handlers: now
    and then a test that had called a service started a server that hung before its first line.
    What changes nothing is started by vfork, which wakes nobody.
    """
    user = ["--reuid", SERVER_USER, "--regid", SERVER_GROUP, "--clear-groups"] if is_root() else []
    end = ["--pdeathsig", and_ends_by] if and_ends_by else []
    return ["setpriv", *user, *end, *command] if user or end else list(command)


def give_to_servers(*paths: Path) -> None:
    """Hand files and folders, with what is in them, to the servers' user when we are root."""
    if not is_root():
        return
    entry = pwd.getpwnam(SERVER_USER)
    for path in paths:
        for each in [path, *(path.rglob("*") if path.is_dir() else ())]:
            os.chown(each, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


@contextmanager
def throw_away_folder(prefix: str) -> Iterator[Path]:
    """Make a folder that the servers' user can enter, and delete it when the block ends.

    Not below pytest's own temporary folder, which each pytest on the machine closes to others.
    """
    with tempfile.TemporaryDirectory(prefix=prefix, dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def private_folder(path: Path) -> Path:
    """Make a folder that only the servers' user can look into."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    give_to_servers(path)
    return path

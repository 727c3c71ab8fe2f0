"""Where a cluster keeps what it makes: one folder, and one cgroup named after that folder."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CGROUPS: Final = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Layout:
    """One cluster's folder on a real disk; `/var/lib` and `/run` are the cluster's own inside."""

    folder: Path

    @property
    def keys(self) -> Path:
        """Certificates and who may call the API."""
        return self.folder / "keys"

    @property
    def admin(self) -> Path:
        """What kubectl is told."""
        return self.keys / "admin.conf"

    @property
    def logs(self) -> Path:
        """A log for each part of the cluster."""
        return self.folder / "logs"

    @property
    def progress(self) -> Path:
        """What the node says while it starts."""
        return self.logs / "node.log"

    @property
    def pid(self) -> Path:
        """The process whose end is the cluster's end."""
        return self.folder / "node.pid"

    @property
    def ready(self) -> Path:
        """There once the cluster is up."""
        return self.folder / "ready"

    @property
    def cgroup(self) -> str:
        """The name of the cgroup that holds every pod."""
        key = hashlib.sha256(str(self.folder).encode()).hexdigest()[:10]
        return f"isp-cluster-{key}"

    def cgroups(self) -> Iterator[Path]:
        """Return the cgroup's folder in each hierarchy of the machine."""
        if (CGROUPS / "cgroup.controllers").exists():  # cgroup v2: the only hierarchy
            yield CGROUPS / self.cgroup
        else:
            for each in sorted(CGROUPS.iterdir()):
                if each.is_dir():
                    yield each / self.cgroup

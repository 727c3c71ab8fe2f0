"""What a cluster could leave on the machine, looked for and removed."""

import time
from contextlib import suppress
from pathlib import Path

from deploy.cluster.layout import Layout


def remove_cgroups(layout: Layout, seconds: float) -> None:
    """Remove the cluster's cgroups, the deepest first; the kernel lets go of one after a moment."""
    until = time.monotonic() + seconds
    while True:
        for top in layout.cgroups():
            for each in sorted((each for each in _below(top)), reverse=True):
                with suppress(OSError):
                    each.rmdir()
        if not any(top.exists() for top in layout.cgroups()) or time.monotonic() > until:
            return
        time.sleep(0.1)


def _below(top: Path) -> list[Path]:
    if not top.exists():
        return []
    return [top, *(each for each in top.rglob("*") if each.is_dir())]


def left(layout: Layout) -> list[str]:
    """Return a line for each thing of the cluster that is still there."""
    return [*_cgroups(layout), *_mounts(layout), *_processes(layout), *_folder(layout)]


def _cgroups(layout: Layout) -> list[str]:
    return [f"cgroup {each}" for each in layout.cgroups() if each.exists()]


def _mounts(layout: Layout) -> list[str]:
    """Mounts anywhere: a process in a namespace that outlived the cluster would hold them."""
    found = set[str]()
    for table in Path("/proc").glob("[0-9]*/mountinfo"):
        with suppress(OSError):
            for line in table.read_text("utf-8", "replace").splitlines():
                if str(layout.folder) in line:
                    found.add(f"mount {line.split()[4]}, seen by process {table.parent.name}")
    return sorted(found)


def _processes(layout: Layout) -> list[str]:
    """Processes that were told the folder, or whose files are in it."""
    needle, found = str(layout.folder).encode(), list[str]()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            told = needle in (process / "cmdline").read_bytes()
            stands = str((process / "cwd").readlink()).startswith(str(layout.folder))
            if told or stands:
                found.append(f"process {process.name}")
    return found


def in_network(network: Path) -> list[str]:
    """Return a line for each process that has a network, named as /proc names it."""
    found = list[str]()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "ns" / "net").readlink() == network:
                found.append(f"process {process.name}, in the cluster's network")
    return found


def _folder(layout: Layout) -> list[str]:
    return [f"folder {layout.folder}"] if layout.folder.exists() else []

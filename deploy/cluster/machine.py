"""What the machine must have: root, Debian's packages, Go."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from stack.places import is_root

CNI: Final = Path("/usr/lib/cni")
"""Where Debian puts the plugins that connect pods."""

PROGRAMS: Final = {
    "containerd": "containerd",
    "containerd-shim-runc-v2": "containerd",
    "ctr": "containerd",
    "runc": "runc",
    "nft": "nftables",
    "iptables": "iptables",  # the bridge plugin masks pods' addresses by it
    "conntrack": "conntrack",
    "socat": "socat",
    "ip": "iproute2",
    "nsenter": "util-linux",
    "setpriv": "util-linux",
    "unshare": "util-linux",
}
"""Each program that the node runs, with the Debian package that has it."""

PLUGINS: Final = ("bridge", "host-local", "loopback")
PLUGINS_PACKAGE: Final = "containernetworking-plugins"
LEAST_GO: Final = (1, 26)


class CannotRun(Exception):
    """The machine lacks something, or a part of the cluster failed; says what."""


def check(programs: Mapping[str, str] = PROGRAMS, cni: Path = CNI) -> None:
    """See that a node can run here.

    Raises:
        CannotRun: it cannot; names the packages to install.
    """
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"  # where the node looks besides
    lacking = {
        package for each, package in programs.items() if shutil.which(each, path=path) is None
    }
    if not all((cni / each).exists() for each in PLUGINS):
        lacking.add(PLUGINS_PACKAGE)
    if lacking:
        raise CannotRun(f"this machine lacks {', '.join(sorted(lacking))}: apt-get install them")
    if not is_root():
        raise CannotRun("a Kubernetes of its own asks for root: it makes namespaces and mounts")


def check_go() -> str:
    """Return the version of Go here.

    Raises:
        CannotRun: there is none, or an older one than the programs ask for.
    """
    wanted = ".".join(map(str, LEAST_GO))
    if shutil.which("go") is None:
        raise CannotRun(f"this machine lacks Go {wanted} or newer, which builds the programs")
    said = subprocess.run(["go", "version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"go(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < LEAST_GO:
        raise CannotRun(f"the programs ask for Go {wanted} or newer; here is: {said.strip()}")
    return said.strip()

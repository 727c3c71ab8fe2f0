"""Builds the cluster's programs from the Go module beside this file, once, into the cache.

The module pins every version, and go.sum every file that comes; the build asks the network for
nothing else. What is in the cache is known by the sources, go.sum and the version of Go.
"""

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Final

from deploy.cluster.machine import CannotRun, check_go
from stack.obtain import appear
from stack.terminal import say, step

SOURCES: Final = Path(__file__).with_name("programs")
LINKS: Final = (
    *("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"),
    *("kubelet", "kube-proxy", "kubectl"),
)
"""The names that the one file `node` is started by."""

_VERSION: Final = "k8s.io/component-base/version"


def obtain_programs(cache: Path) -> Path:
    """Return the folder with every program, built unless it is there.

    Raises:
        CannotRun: Go is missing, or the build failed; says its last lines.
    """
    go = check_go()

    def fill(into: Path) -> None:
        say(
            "The cluster's programs are built once: 6 minutes on two idle cores, more on busy ones."
        )
        version = kubernetes_version()
        with step(f"kubernetes {version} built") as here:
            _build(into, version)
            for name in LINKS:
                (into / name).symlink_to("node")
            sizes = [each.stat().st_size for each in into.iterdir() if not each.is_symlink()]
            here.note = f"{len(sizes)} programs, {sum(sizes) / 1e6:.0f} MB"

    return appear(cache / f"cluster-programs-{_digest(go)}", fill)


def kubernetes_version() -> str:
    """Return the version of Kubernetes that the module pins, such as v1.36.3."""
    for line in (SOURCES / "go.mod").read_text("utf-8").splitlines():
        name, _, version = line.strip().partition(" ")
        if name == "k8s.io/kubernetes":
            return version
    raise CannotRun("programs/go.mod pins no k8s.io/kubernetes")


def _build(into: Path, version: str) -> None:
    major, minor, _ = version.removeprefix("v").split(".", 2)
    stamps = {"gitVersion": version, "gitMajor": major, "gitMinor": minor, "gitTreeState": "clean"}
    flags = " ".join(f"-X {_VERSION}.{name}={value}" for name, value in stamps.items())
    ended = subprocess.run(
        [
            *("nice", "-n", "15", "go", "build", "-p", "2", "-trimpath", "-buildvcs=false"),
            *("-mod=readonly", "-ldflags", f"-s -w {flags}", "-o", f"{into}/", "./..."),
        ],
        cwd=SOURCES,
        env={**os.environ, "CGO_ENABLED": "0", "GOFLAGS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-15:]
        raise CannotRun("the cluster's programs do not build:\n" + "\n".join(last))


def _digest(go: str) -> str:
    digest = hashlib.sha256(go.encode())
    for file in sorted(SOURCES.rglob("*")):
        if file.is_file():
            digest.update(str(file.relative_to(SOURCES)).encode() + b"\0" + file.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()[:12]

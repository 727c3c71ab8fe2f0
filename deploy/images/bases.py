"""The two images that the Dockerfile stands on, made from Debian's packages.

Where the public ones can be had, nobody needs these: the Dockerfile's defaults name them.
"""

import hashlib
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.images.engine import Engine, command
from stack.obtain import appear
from stack.places import CHECKOUT
from stack.terminal import step

SUITE: Final = "bookworm"
"""Debian 12: Python 3.11 on glibc, as the Dockerfile asks."""

_BUILD_PACKAGES: Final = ("python3-minimal", "python3-pip", "ca-certificates")
_RUN_PACKAGES: Final = (
    *("python3", "python3-minimal", "python3.11-minimal", "libpython3-stdlib", "libc6"),
    *("libgcc-s1", "libstdc++6", "libssl3", "zlib1g", "libffi8", "libsqlite3-0", "libbz2-1.0"),
    *("liblzma5", "libexpat1", "libuuid1", "media-types", "ca-certificates", "tzdata", "netbase"),
    "base-files",
)
_LEAVE_OUT: Final = (
    "--dpkgopt=path-exclude=/usr/share/doc/*",
    "--dpkgopt=path-include=/usr/share/doc/*/copyright",
    "--dpkgopt=path-exclude=/usr/share/man/*",
    "--dpkgopt=path-exclude=/usr/share/locale/*",
    "--dpkgopt=path-exclude=/usr/share/info/*",
)
_AUTHORITIES: Final = "usr/share/ca-certificates/mozilla/*.crt"
_BUILD_HOW: Final = ("--variant=essential",)
_RUN_HOW: Final = (
    "--variant=extract",  # packages only unpacked: no script of theirs runs, so no shell is needed
    f'--extract-hook=cd "$1" && cat {_AUTHORITIES} >etc/ssl/certs/ca-certificates.crt',
    '--extract-hook=echo root:x:0:0::/:/nonexistent >"$1"/etc/passwd',
    '--extract-hook=echo nonroot:x:65532:65532::/tmp:/nonexistent >>"$1"/etc/passwd',
)
_PIP_OFFLINE: Final = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/wheels"}


@dataclass(frozen=True, slots=True)
class Bases:
    """The names of the two images in the engine's storage."""

    build: str
    run: str


def make(engine: Engine) -> Bases:
    """Return the two images, made unless they are there."""
    cache = engine.folder
    build = _named("build", *_BUILD_PACKAGES, *_BUILD_HOW, _wheels_key())
    run = _named("run", *_RUN_PACKAGES, *_RUN_HOW)
    if not engine.has(run):
        with step("base to run on"):
            archive = debian_root(cache, "run", _RUN_PACKAGES, _RUN_HOW)
            engine.import_root(run, archive, environment={"PATH": "/usr/bin:/bin"})
    if not engine.has(build):
        wheels = _wheels(cache)
        with step("base to build on"):
            archive = debian_root(cache, "build", _BUILD_PACKAGES, _BUILD_HOW)
            settings = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **_PIP_OFFLINE}
            engine.import_root(build, archive, environment=settings, folders={"/wheels": wheels})
    bases = Bases(build=build, run=run)
    _forget_older(engine, bases)
    return bases


def _forget_older(engine: Engine, bases: Bases) -> None:
    """Remove bases of another day, and the stages that were built on them."""
    ours = [each for each in engine.images() if each.startswith("localhost/isp-base-")]
    older = [each for each in ours if each not in {bases.build, bases.run}]
    if older:
        engine.remove(*older)
        engine.prune()


def _named(what: str, *parts: str) -> str:
    key = hashlib.sha256("\n".join((SUITE, *parts)).encode()).hexdigest()[:12]
    return f"localhost/isp-base-{what}:{key}"


_ASK_AGAIN: Final = ('--aptopt=Acquire::Retries "5"',)
"""A mirror that does not answer once must not cost a build of half an hour."""


def debian_root(cache: Path, what: str, packages: tuple[str, ...], how: tuple[str, ...]) -> Path:
    """Return the tar of a root made of Debian's packages."""

    def fill(into: Path) -> None:
        command(
            *("mmdebstrap", "--mode=root", *_ASK_AGAIN, *how, f"--include={','.join(packages)}"),
            *(*_LEAVE_OUT, SUITE, str(into / "root.tar")),
        )

    key = _named(what, *packages, *how).rpartition(":")[2]
    return _only(cache, what, key, fill) / "root.tar"


def _only(cache: Path, what: str, key: str, fill: Callable[[Path], None]) -> Path:
    """Return a folder of the cache, filled unless it is there; older ones of its kind go."""
    folder = appear(cache / f"{what}-{key}", fill)
    for older in cache.glob(f"{what}-*"):
        if older != folder:
            shutil.rmtree(older)
    return folder


def _wheels_key() -> str:
    return hashlib.sha256(_requirements().read_bytes() + _without_wheels().encode()).hexdigest()[
        :12
    ]


def _requirements() -> Path:
    return CHECKOUT / "requirements" / "runtime.txt"


def _without_wheels() -> str:
    """Return pip's option that names what has no wheel, as the Dockerfile says it."""
    said = re.findall(r"--no-binary=\S+", (CHECKOUT / "deploy" / "Dockerfile").read_text())
    (option,) = said
    return str(option)


def _wheels(cache: Path) -> Path:
    """Return a folder with every locked wheel, each checked against its hash."""

    def fill(into: Path) -> None:
        with step("wheels to build with"):
            command(
                *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
                *("--only-binary=:all:", _without_wheels(), "--require-hashes"),
                "--python-version=3.11",
                *("--dest", str(into), "-r", str(_requirements())),
            )

    return _only(cache, "wheels", _wheels_key(), fill)

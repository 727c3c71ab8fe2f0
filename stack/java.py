"""Finds a Java for Keycloak (17 or newer), and a JDK for Elasticsearch (21 or newer)."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

LEAST: Final = 17
_FOLDERS: Final = ("/usr/lib/jvm", "/opt/java", "/opt/jdk", "/Library/Java/JavaVirtualMachines")


def find_java(
    environ: Mapping[str, str] = os.environ, *, least: int = LEAST, jdk: bool = False
) -> Path | None:
    """Return the home of a Java that is new enough: the one that is named, else the newest.

    With `jdk` it must have a compiler.
    """

    def fits(home: Path) -> int:
        good = not jdk or (home / "bin" / "javac").exists()
        version = version_of(home) or 0
        return version if good and version >= least else 0

    for name in ("ISP_JAVA_HOME", "JAVA_HOME"):
        if (said := environ.get(name)) and fits(Path(said)):
            return Path(said)
    found = [(version, home) for home in _homes() if (version := fits(home))]
    return max(found)[1] if found else None


def version_of(home: Path) -> int | None:
    """Return the major version of the Java in a folder, or None if there is none."""
    release = home / "release"
    if not (home / "bin" / "java").exists() or not release.is_file():
        return None
    said = re.search(r'^JAVA_VERSION="(\d+)', release.read_text("utf-8"), re.MULTILINE)
    return int(said.group(1)) if said else None


def _homes() -> Iterator[Path]:
    for folder in map(Path, _FOLDERS):
        if folder.is_dir():
            yield from (home for home in sorted(folder.iterdir()) if home.is_dir())

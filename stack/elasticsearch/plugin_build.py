"""Builds our analysis plugin against the server that it is for."""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

_SOURCE: Final = Path(__file__).with_name("plugin")
RELEASE: Final = "21"


class PluginNotBuilt(Exception):
    """The compiler refused; says its first lines."""


def source_digest() -> str:
    """Return a short digest of the plugin's source: another source is another build."""
    digest = hashlib.sha256()
    for file in sorted(_SOURCE.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def build(server: Path, java: Path) -> None:
    """Compile the plugin with a JDK and put it into a server's folder.

    Raises:
        PluginNotBuilt: the source does not fit this server.
    """
    plugin = server / "plugins" / "isp-analysis"
    plugin.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as classes:
        _run(
            *(str(java / "bin" / "javac"), "--release", RELEASE, "-nowarn", "-d", classes),
            *("-classpath", f"{server / 'lib'}/*"),
            *map(str, sorted(_SOURCE.glob("*.java"))),
        )
        jar = plugin / "isp-analysis.jar"
        _run(str(java / "bin" / "jar"), "--create", "--file", str(jar), "-C", classes, ".")
    shutil.copy(_SOURCE / "plugin-descriptor.properties", plugin)


def _run(*command: str) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        said = (ended.stderr or ended.stdout).strip().splitlines()[:10]
        raise PluginNotBuilt("\n".join(said))

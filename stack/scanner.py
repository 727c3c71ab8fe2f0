"""ClamAV's daemon: scans what is attached to documents. Debian's own, found or installed by apt.

Its signatures cannot be fetched here, so it knows one: the harmless string that every scanner is
tried with (EICAR's anti-malware test file). In production it has ClamAV's own, kept by freshclam.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from stack.places import is_root, private_folder
from stack.program import Program, answers_tcp

MOST_MEBIBYTES: Final = 210
"""A little more than the largest file that may be attached."""

_TEST_STRING: Final = "EICAR-STANDARD-ANTIVIRUS-TEST" + "-FILE!$H+H*"
SIGNATURE: Final = f"Isp.Test.Eicar:0:*:{_TEST_STRING.encode().hex()}\n"
"""Name, any kind of file, anywhere in it, these bytes (ClamAV, Extended signature format)."""

_NAMES: Final = ("clamd", "/usr/sbin/clamd")


def find() -> Path | None:
    """Return where clamd is; as root on Debian install it first where it is missing."""
    found = _here()
    if found is None and is_root() and shutil.which("apt-get"):
        print("clamd is missing: apt-get install clamav-daemon …", flush=True)
        install = ("install", "-y", "-qq", "--no-install-recommends", "clamav-daemon")
        for arguments in (("update", "-qq"), install):
            subprocess.run(
                ("apt-get", *arguments),
                check=False,
                capture_output=True,
                env=dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"},
            )
        found = _here()
    return found


def _here() -> Path | None:
    named = os.environ.get("ISP_CLAMD") or next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(named) if named else None


def prepare(config: Path, folder: Path, port: int) -> None:
    """Write the configuration and the signatures."""
    signatures = folder / "signatures"
    signatures.mkdir(parents=True, exist_ok=True)
    (signatures / "isp.ndb").write_text(SIGNATURE)
    private_folder(folder)
    config.write_text(
        f"""\
Foreground yes
TCPAddr 127.0.0.1
TCPSocket {port}
DatabaseDirectory {signatures}
TemporaryDirectory {folder}
MaxThreads 4
SelfCheck 3600
StreamMaxLength {MOST_MEBIBYTES}M
MaxFileSize {MOST_MEBIBYTES}M
MaxScanSize {2 * MOST_MEBIBYTES}M
AlertExceedsMax yes
AlertOLE2Macros yes
"""
    )


def program(binary: Path, config: Path, port: int) -> Program:
    """Return clamd on loopback."""
    return Program(
        name="scanner",
        command=(str(binary), f"--config-file={config}"),
        ready=answers_tcp(port, b"PONG", b"zPING\0"),
        as_server=True,
        priority=10,
    )

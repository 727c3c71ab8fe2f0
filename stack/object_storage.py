"""A server that speaks S3, for tests: Versity's gateway before a folder, built by Go.

`make up` keeps files in a folder and needs none of it.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from stack.obtain import NotObtained, WrongChecksum, appear
from stack.program import Program, answers_tcp
from stack.terminal import step

MODULE: Final = "github.com/versity/versitygw"
VERSION: Final = "v1.8.0"
SUM: Final = "h1:au+wI+aybno/STsQiSm35Uu6Q6iK5MWReQxgO6SEMFc="
"""Of the module's source, as the Go checksum database has it and the program says of itself."""

REGION: Final = "us-east-1"


def obtain(cache: Path) -> Path:
    """Return the server, building it once a version: a minute or two.

    Raises:
        NotObtained: there is no Go, or it does not build.
        WrongChecksum: it was built from other source than is pinned.
    """
    return appear(cache / f"versitygw-{VERSION}", _build) / "versitygw"


def _build(into: Path) -> None:
    go = shutil.which("go")
    if go is None:
        raise NotObtained("an S3 server for tests is built by Go, which is not on this machine")
    with step(f"versitygw {VERSION}") as here:
        here.note = "built from source, once a version"
        built = subprocess.run(
            (go, "install", f"{MODULE}/cmd/versitygw@{VERSION}"),
            env={
                "PATH": "/usr/bin:/bin",
                "HOME": str(into),
                "GOBIN": str(into),
                "GOPATH": str(into / "go"),
                "GOFLAGS": "-modcacherw",
                **_proxy(go),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    shutil.rmtree(into / "go", ignore_errors=True)
    shutil.rmtree(into / ".cache", ignore_errors=True)
    if built.returncode:
        raise NotObtained(f"versitygw does not build:\n{built.stderr[-500:]}")
    of = subprocess.run(
        (go, "version", "-m", str(into / "versitygw")), capture_output=True, text=True, check=True
    )
    if f"\tmod\t{MODULE}\t{VERSION}\t{SUM}" not in of.stdout:
        raise WrongChecksum(f"versitygw was not built from {VERSION} {SUM}")


def _proxy(go: str) -> dict[str, str]:
    """Return where this machine fetches Go's modules, as it is set up."""
    names = ("GOPROXY", "GOSUMDB", "GONOSUMDB")
    said = subprocess.run((go, "env", *names), capture_output=True, text=True, check=True)
    return dict(zip(names, said.stdout.splitlines(), strict=False))


def program(binary: Path, folder: Path, port: int, *, access: str, secret: str) -> Program:
    """Return the server on loopback, with a folder for each bucket."""
    folder.mkdir(parents=True, exist_ok=True)
    return Program(
        name="object-storage",
        command=(
            *(str(binary), "--port", f"127.0.0.1:{port}", "--region", REGION, "--quiet"),
            *("posix", str(folder)),
        ),
        environment={"ROOT_ACCESS_KEY": access, "ROOT_SECRET_KEY": secret},
        ready=answers_tcp(port),
    )

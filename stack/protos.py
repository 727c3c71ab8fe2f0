"""Generates gen/ from proto/, and checks that gen/ and the published contract still hold.

`python -m stack.protos generate` writes gen/; `check` regenerates into a temporary folder and fails
on any difference, lints, and compares with the published contract; `publish` makes today's contract
the one that later changes are compared with.
"""

import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROTO = ROOT / "proto"
GEN = ROOT / "gen"
PUBLISHED = PROTO / "published.binpb"
BUF = Path(sys.executable).with_name("buf")


def generate(into: Path) -> None:
    """Write the Python modules and their stubs for every proto file into a folder."""
    files = sorted(str(path.relative_to(PROTO)) for path in PROTO.rglob("*.proto"))
    into.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "grpc_tools.protoc",
            f"--proto_path={PROTO}",
            f"--plugin=protoc-gen-mypy={Path(sys.executable).with_name('protoc-gen-mypy')}",
            f"--plugin=protoc-gen-mypy_grpc={Path(sys.executable).with_name('protoc-gen-mypy_grpc')}",
            f"--python_out={into}",
            f"--grpc_python_out={into}",
            f"--mypy_out=quiet:{into}",
            f"--mypy_grpc_out=quiet:{into}",
            *files,
        ],
        check=True,
    )
    for package in {into / Path(name).parent for name in files}:
        while package != into:
            (package / "__init__.py").touch()
            package = package.parent  # noqa: PLW2901 - climbs to the top of the generated tree


def differences(ours: Path, fresh: Path) -> list[str]:
    """Name the files that differ between the committed tree and a fresh one, either way round."""

    def files(tree: Path) -> set[Path]:
        return {
            path.relative_to(tree)
            for path in tree.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    return sorted(
        str(name)
        for name in files(ours) | files(fresh)
        if not (ours / name).is_file()
        or not (fresh / name).is_file()
        or not filecmp.cmp(ours / name, fresh / name, shallow=False)
    )


def check() -> int:
    """Print what is wrong with gen/ or the contract; return 0 when nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        stale = differences(GEN, Path(folder))
    for name in stale:
        print(f"gen/{name} is not what proto/ generates: run `make proto`")
    lint = subprocess.run([BUF, "lint"], cwd=PROTO, check=False).returncode
    breaking = subprocess.run(
        [BUF, "breaking", "--against", str(PUBLISHED)], cwd=PROTO, check=False
    ).returncode
    return int(bool(stale or lint or breaking))


def main(verb: str) -> int:
    """Run one verb and return the exit status."""
    match verb:
        case "generate":
            shutil.rmtree(GEN, ignore_errors=True)
            generate(GEN)
            return 0
        case "check":
            return check()
        case "publish":
            return subprocess.run(
                [BUF, "build", "-o", str(PUBLISHED)], cwd=PROTO, check=False
            ).returncode
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))

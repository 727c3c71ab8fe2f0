"""Opens postcode directories as they are downloaded: a CSV file, or a folder of them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path


def opened(paths: Sequence[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each CSV file's name and its lines, one file open at a time.

    Raises:
        OSError: one is not there, or a folder holds none.
    """
    for path in map(Path, paths):
        files = sorted(path.rglob("*.csv")) if path.is_dir() else [path]
        if not files:
            raise FileNotFoundError(f"{path} holds no CSV file")
        for file in files:
            # The directories are ASCII but for names of places, which are not read.
            with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
                yield file.name, lines

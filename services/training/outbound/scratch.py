"""A place for one file while it is looked at."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TemporaryScratch:
    """A folder of its own below the machine's for temporary files, which only we look into."""

    @contextmanager
    def __call__(self) -> Iterator[Path]:
        """Yield a path in it."""
        with tempfile.TemporaryDirectory(prefix="isp-package-") as folder:
            yield Path(folder) / "file"

"""A look into a stranger's file may use little."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        ("bytearray(2 * 1024 ** 3)", "MemoryError"),
        ("[open('/dev/null') for _ in range(100)]", "Too many open files"),
        ("open(sys.argv[1], 'wb').write(bytes(5 * 1024 * 1024))", "File too large"),
    ],
)
def test_a_look_may_use_little(tmp_path, deed, why) -> None:
    bounds = "from chassis.bounds import bound; bound()"
    for before, fails in (("", False), (f"{bounds};", True)):
        command = [sys.executable, "-c", f"import sys;{before}{deed}", str(tmp_path / "file")]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert fails == bool(ended.returncode)
        assert fails == (why in ended.stderr)

"""The tree keeps its own rules: sizes, names, words, secrets."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
NAMELESS = {"utils", "helpers", "common", "manager", "base", "misc", "util", "models", "schemas"}


def _tracked(*patterns: str) -> list[Path]:
    """Return the files that git tracks or would track, without what protoc wrote."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [
        ROOT / name for name in listed if not name.startswith("gen/") and (ROOT / name).exists()
    ]


PYTHON = _tracked("*.py")
PACKAGES = [path for path in PYTHON if path.name == "__init__.py" and "tests" not in path.parts]


def test_there_is_something_to_look_at() -> None:
    assert len(PYTHON) > 50


def test_files_are_short_and_their_names_say_something() -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in PYTHON
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert {} == too_long
    assert [] == [str(path.relative_to(ROOT)) for path in PYTHON if path.stem in NAMELESS]


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_says_in_one_line_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert docstring is not None
    assert 1 == len(docstring.splitlines())


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|ghp_[0-9A-Za-z]{30,}"
    r"|(?i:password|secret)\s*=\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']"
)
PLACES = re.compile(r"(?<![\w.])/(work|root|home/\w+)/|files\.pythonhosted\.org|repo1?\.maven")


def test_no_secret_and_no_machines_path_is_in_the_tree() -> None:
    text_files = [
        path
        for path in _tracked()
        if path.suffix not in {".binpb", ".png", ".ico", ".woff2", ".webm"}
        and path != Path(__file__)
    ]
    found = [
        f"{path.relative_to(ROOT)}: {match.group()[:40]}"
        for path in text_files
        for pattern in (SECRETS, PLACES)
        for match in pattern.finditer(path.read_text("utf-8"))
    ]
    assert [] == found


def test_the_search_for_secrets_finds_one() -> None:
    """The control of the test above."""
    assert SECRETS.search('PASSWORD = "' + "a" * 30 + '"')
    assert PLACES.search("see /root/" + "notes")

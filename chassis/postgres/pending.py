"""Which steps of the schema a database lacks, read without Alembic: every process asks for that.

Alembic is 10 MB of a process, and only `migrate` needs the rest of it.
"""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, inspect, text

PLUMBING: Final = Path(__file__).parent / "migrations" / "versions"
_SAID: Final = ("revision", "down_revision", "depends_on")


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and those that it takes for granted."""

    revision: str
    after: frozenset[str]
    needs: frozenset[str]


def pending(engine: Engine, service_versions: Path) -> Sequence[str]:
    """Return the newest steps of each line that this code has and the database lacks.

    A database that is at a step which this code does not know is newer, and lacks none.
    """
    steps = _steps([*PLUMBING.glob("*.py"), *service_versions.glob("*.py")])
    with engine.connect() as connection:
        there = inspect(connection).has_table("alembic_version")
        said = text("SELECT version_num FROM alembic_version")
        rows = list(connection.scalars(said)) if there else []
    if not steps.keys() >= set(rows):
        return []
    applied = _with_earlier(rows, steps)
    followed = {before for each in steps.values() for before in each.after}
    return sorted(steps.keys() - followed - applied)


def _with_earlier(known: Iterable[str], steps: Mapping[str, Step]) -> set[str]:
    """Return steps with all that they take for granted: a database names the last ones alone."""
    found: set[str] = set()
    waiting = list(known)
    while waiting:
        revision = waiting.pop()
        found.add(revision)
        waiting += (steps[revision].after | steps[revision].needs) - found
    return found


def _steps(files: Iterable[Path]) -> dict[str, Step]:
    steps = {}
    for file in files:
        said = _said(file)
        if "revision" in said:
            after, needs = (_names(said.get(each)) for each in _SAID[1:])
            steps[said["revision"]] = Step(said["revision"], after, needs)
    return steps


def _said(file: Path) -> dict[str, Any]:
    """Return what a step says of its place; nothing of it is run."""
    return {
        target.id: ast.literal_eval(each.value)
        for each in ast.parse(file.read_text("utf-8")).body
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name) and target.id in _SAID
    }


def _names(said: str | Sequence[str] | None) -> frozenset[str]:
    return frozenset([said] if isinstance(said, str) else said or ())

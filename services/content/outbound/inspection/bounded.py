"""Looks into a file from outside: starts the bounded process, and believes little of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chassis.bounded import WALL_SECONDS, looked
from services.content.domain.attachment import LONGEST_TEXT, Refusal
from services.content.domain.attachment_kind import FileKind

_CHILD: Final = "services.content.outbound.inspection.child"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedInspection:
    """Each look in a process of its own, which is given nothing but the file."""

    seconds: float = WALL_SECONDS

    def refusal(self, path: Path, kind: FileKind) -> Refusal | None:
        """Return why a file is refused, or None. A look that does not end well refuses."""
        said = self._said("check", path, kind)
        if said is None:
            return Refusal.TOO_COMPLEX
        if said.get("good") is True:
            return None
        known = {each.value: each for each in Refusal}
        return known.get(str(said.get("refused")), Refusal.TOO_COMPLEX)

    def text(self, path: Path, kind: FileKind) -> str:
        """Return a good file's text; none if that does not end well: the file is good without."""
        said = self._said("text", path, kind) if kind.has_text else None
        return str(said.get("text", ""))[:LONGEST_TEXT] if said else ""

    def _said(self, deed: str, path: Path, kind: FileKind) -> dict[str, Any] | None:
        words = (deed, kind.name, str(path))
        return looked(_CHILD, *words, folder=path.parent, seconds=self.seconds)

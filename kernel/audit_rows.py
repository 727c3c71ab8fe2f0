"""What a search of an audit log asks, and a row of the log as a reader sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuestion:
    """Which rows; all that is said must be met, and what is empty is not said."""

    begins_at: datetime
    ends_at: datetime
    action: str = ""
    """How the action begins."""
    person: str = ""
    """Who did it, or whom it was done to, by their id."""
    actor: str = ""
    """Who did it, by their name in the log."""
    resource: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One row; `actor_subject` is empty where nobody bears the actor's name any more."""

    entry_id: UUID
    at: datetime
    actor: str
    actor_subject: str
    action: str
    resource: str
    digest: bytes
    detail: Mapping[str, Any]

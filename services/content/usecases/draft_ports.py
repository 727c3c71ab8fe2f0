"""What the use cases about drafts, versions and times need."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.draft import Draft
from services.content.domain.draft_status import DraftStatus


class Drafts(Protocol):
    """The drafts of one transaction."""

    def add(self, draft: Draft) -> None:
        """Keep a new draft."""
        ...

    def get(self, draft_id: UUID, *, lock: bool = False) -> Draft:
        """Return a draft; locked, nobody else changes it before the transaction ends.

        Raises:
            DraftNotFound: there is none.
        """
        ...

    def save(self, draft: Draft) -> None:
        """Keep the next state.

        Raises:
            StaleVersion: another state came first.
        """
        ...

    def page(
        self,
        reader: Principal,
        *,
        statuses: frozenset[DraftStatus],
        after: Place | None,
        size: int,
    ) -> Sequence[Draft]:
        """Return those that a person may know of, the last changed first."""
        ...

    def open_of(self, subject: str) -> int:
        """Return how many a person last changed that may still become something."""
        ...

    def next_due(self, now: datetime) -> Draft | None:
        """Return a scheduled one whose time has come, locked; None if there is none."""
        ...

    def of_person(self, subject: str) -> Sequence[Draft]:
        """Return the drafts in which a person had a part, or which name them."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return how many rows changed."""
        ...


class Task(Enum):
    """Kinds of work that wait in the record until they are due."""

    COME = "drafts come"
    """A document is to stand from now on."""

    GO = "documents go"
    """A document is to be taken back."""

    TELL = "matches told"
    """Somebody is to be mailed of what they look for."""


class Agenda(Protocol):
    """What is to be done, as the record has it at this moment."""

    def earliest(self) -> Mapping[Task, datetime]:
        """Return when the first of each kind is due; nothing of what nothing waits."""
        ...

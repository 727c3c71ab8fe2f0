"""What waits to be carried to Keycloak, and to be mailed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, Protocol
from uuid import UUID

HOPELESS: Final = 5
"""After so many tries somebody is told of a task that Keycloak does not take."""


class TaskKind(Enum):
    """What is to be carried to Keycloak."""

    SYNC = "SYNC"  # bring tier, roles, version and standing to what the record says
    RESTORE = "RESTORE"  # the same of who may use the account again: it is opened
    INVITE = "INVITE"  # have Keycloak mail the link on which the password is set
    DELETE = "DELETE"  # remove the account
    PARTNER = "PARTNER"  # bring a partner site's client to what the record says
    PROVIDER = "PROVIDER"  # the same of a partner's identity provider


CHANGES: Final = (TaskKind.SYNC, TaskKind.RESTORE, TaskKind.DELETE)
"""What changes a person's account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to be carried to Keycloak, kept until it is done."""

    task_id: UUID
    subject: str  # a person's, or the id of a partner's site or provider
    kind: TaskKind
    tries: int = 0  # how often it was tried before


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person. `variables` may hold a token: they go when the mail is sent."""

    mail_id: UUID
    to: str
    language: str
    template: str
    variables: Mapping[str, str]


class Tasks(Protocol):
    """What waits to be carried to Keycloak."""

    def add(self, task: Task) -> None:
        """Keep a task."""
        ...

    def claim(self, now: datetime) -> Task | None:
        """Return the oldest task that is due, locked, leaving those that others hold."""
        ...

    def waits(self, subject: str, kind: TaskKind) -> bool:
        """Tell whether there is such a task."""
        ...

    def changes(self, subject: str) -> bool:
        """Tell whether a change of a person's account waits that did not fail again and again."""
        ...

    def restores(self, subject: str) -> bool:
        """Tell whether a person's account is still to be opened again."""
        ...

    def done(self, task: Task) -> None:
        """Forget a task."""
        ...

    def later(self, task: Task, at: datetime, why: str) -> None:
        """Try a task again then."""
        ...


class Mails(Protocol):
    """What waits to be sent."""

    def add(self, mail: Mail) -> None:
        """Keep a mail."""
        ...

    def add_once(self, mail: Mail) -> None:
        """Keep a mail unless one of this id was kept: an event may come twice."""
        ...

    def take_back(self, mail_id: UUID, at: datetime) -> None:
        """See that the mail of this id is not sent unless it was: neither now nor if it comes."""
        ...

    def claim(self, now: datetime) -> Mail | None:
        """Return the oldest mail that is due, locked, leaving those that others hold."""
        ...

    def sent(self, mail: Mail, at: datetime) -> None:
        """Mark a mail sent, and forget what it said."""
        ...

    def later(self, mail: Mail, at: datetime, why: str) -> None:
        """Try a mail again then."""
        ...

    def count(self, to: str, template: str, since: datetime) -> int:
        """Return how many of a kind were kept for an address since then."""
        ...

    def forget(self, to: str, templates: Collection[str]) -> int:
        """Delete those of these kinds for an address, sent or not; return how many."""
        ...

    def forget_sent(self, before: datetime) -> int:
        """Delete those sent before then; return how many."""
        ...

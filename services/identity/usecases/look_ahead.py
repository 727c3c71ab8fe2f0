"""Say what there is to carry and to send, and in how many seconds, for all loops of `work`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from kernel.ports import Clock


class Task(Enum):
    """Kinds of work that wait in the record until they are due."""

    KEYCLOAK = "keycloak"
    MAILS = "mails"
    TEXTS = "texts"
    ROLE_GRANTS = "role grants"
    GROUPS = "groups"


class Agenda(Protocol):
    """What is to be done, as the record has it at this moment."""

    def earliest(self) -> Mapping[Task, datetime]:
        """Return when the first of each kind is due; nothing of what nothing waits."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAhead:
    """One look for all who would otherwise look each for themselves, many times a second."""

    agenda: Agenda
    clock: Clock

    def __call__(self) -> Mapping[str, float]:
        """Return the kinds of work of which there is any, each with the seconds until it is due."""
        earliest, now = self.agenda.earliest(), self.clock.now()
        return {each.value: (at - now).total_seconds() for each, at in earliest.items()}

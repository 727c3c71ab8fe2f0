"""By which name the audit log knows a person: made with a salt that goes when they are erased."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.postgres.tables import AUDIT_LOG, AUDIT_NAMES, PRINCIPALS
from chassis.pseudonyms import Pseudonyms
from kernel.standing import Standing

SALT_BYTES: Final = 32
_N: Final = AUDIT_NAMES.c
_PORTION: Final = 1000


@dataclass(frozen=True, slots=True)
class AuditNames:
    """The table of names and salts on one transaction (docs/adr/0078)."""

    connection: Connection
    pseudonyms: Pseudonyms
    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def of(self, subject: str) -> str:
        """Return a person's name, and give them one when they are first recorded.

        Of two transactions that do so at once the second waits for the first, and takes its name.
        """
        if subject not in self._known:
            self._known[subject] = self._standing(subject) or self._given(subject)
        return self._known[subject]

    def people(self, names: Collection[str]) -> Mapping[str, str]:
        """Return who bears which of these names; nobody bears the name of who was erased."""
        found = self.connection.execute(
            select(_N.name, _N.subject).where(_N.name.in_(set(names) - {""}))
        )
        return {row.name: row.subject for row in found}

    def forget(self, subject: str) -> tuple[str, int]:
        """Destroy a person's salt and names; return the name their acts stay under, and the rows.

        Who had none gets one that leads nowhere.
        """
        self._known.pop(subject, None)
        gone = self.connection.execute(
            delete(AUDIT_NAMES).where(_N.subject == subject).returning(_N.name, _N.salt)
        ).all()
        salted = [row.name for row in gone if row.salt is not None]
        return (salted[0] if salted else self._new(subject)[0]), len(gone)

    def _standing(self, subject: str) -> str | None:
        return self.connection.scalar(
            select(_N.name).where(_N.subject == subject, _N.salt.is_not(None))
        )

    def _given(self, subject: str) -> str:
        while True:
            name, salt = self._new(subject)
            given = self.connection.scalar(
                insert(AUDIT_NAMES)
                .values(name=name, subject=subject, salt=salt)
                .on_conflict_do_nothing()
                .returning(_N.name)
            )
            # Another transaction may have given one; and yet another may have erased that again.
            if (found := given or self._standing(subject)) is not None:
                return found

    def _new(self, subject: str) -> tuple[str, bytes]:
        salt = secrets.token_bytes(SALT_BYTES)
        return self.pseudonyms.salted(salt, subject), salt


def enter_old_names(connection: Connection, pseudonyms: Pseudonyms) -> int:
    """Enter the names without a salt that older rows of the log bear; return how many were new.

    They are worked out for everyone whose account is open, so who was erased is not found again.
    """
    unknown = set(
        connection.scalars(
            select(AUDIT_LOG.c.actor)
            .distinct()
            .where(AUDIT_LOG.c.actor != "", AUDIT_LOG.c.actor.not_in(select(_N.name)))
        )
    )
    if not unknown:
        return 0
    subjects = connection.scalars(
        select(PRINCIPALS.c.subject).where(PRINCIPALS.c.standing != Standing.CLOSED.name)
    )
    found = [
        {"name": name, "subject": subject, "salt": None}
        for subject in subjects
        if (name := pseudonyms.of(subject)) in unknown
    ]
    for start in range(0, len(found), _PORTION):
        portion = found[start : start + _PORTION]
        connection.execute(insert(AUDIT_NAMES).values(portion).on_conflict_do_nothing())
    return len(found)

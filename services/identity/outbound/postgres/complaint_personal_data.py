"""What complaints say about people: for `personal_data.py`, of which this is a part."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, update

from services.identity.domain.subscriber import Subscriber
from services.identity.outbound.postgres.privacy_tables import COMPLAINTS
from services.identity.outbound.postgres.tables import MAILS
from services.identity.usecases.answer_complaint import OUTCOME
from services.identity.usecases.make_complaint import ACKNOWLEDGEMENT

_C: Final = COMPLAINTS.c
UNSENT: Final = and_(MAILS.c.template.in_([ACKNOWLEDGEMENT, OUTCOME]), MAILS.c.sent_at.is_(None))
"""The mails about a complaint that its person waits for still, account or none."""


def _made_by(person: Subscriber) -> ColumnElement[bool]:
    return func.lower(_C.email) == person.profile.email.lower()


def about(person: Subscriber) -> ColumnElement[bool]:
    """Say how a person's rows are found."""
    return or_(_made_by(person), _C.answered_by == person.subject)


def erase_complaints(connection: Connection, person: Subscriber) -> int:
    """Delete a person's own that were answered; return how many rows changed.

    One that waits has clocks of its own, and an address to answer to: it is emptied when it is
    answered. An erasure is no answer to it (UK GDPR article 17(3)(b) and (e); Data Protection Act
    2018, section 164A).
    """
    mine, answered = _made_by(person), _C.answered_at.is_not(None)
    gone = connection.execute(delete(COMPLAINTS).where(mine, answered)).rowcount
    waiting = update(COMPLAINTS).where(mine, _C.forget_when_answered.is_(False))
    return gone + connection.execute(waiting.values(forget_when_answered=True)).rowcount


def own_complaint(row: Mapping[str, Any], email: str) -> Mapping[str, Any]:
    """Say of one's own complaint all but which officer answered it; of another's, that one did."""
    if row["email"].lower() != email.lower():
        return {"complaint_id": row["complaint_id"], "worked_on_as": "officer"}
    return {name: value for name, value in row.items() if name != "answered_by"}

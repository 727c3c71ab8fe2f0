"""What went out, as it went out: one message for an alert's issue and one for its end.

It is written in the transaction that issues or ends the alert, and never changes.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.principals import ANONYMOUS
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap.closing import closing_of
from services.alerts.domain.cap.issuing import Sender, cap_of, identifier_of, sent_at
from services.alerts.domain.cap.message import Reference
from services.alerts.domain.cap.said import where_said
from services.alerts.domain.cap.writing import to_xml
from services.alerts.domain.public_part import seen_by

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are taken for others (Crockford's base 32)."""

_SAID_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUPS: Final = 3
_IN_A_GROUP: Final = 4
_BITS: Final = 5
_CODE: Final = re.compile(rf"[{_LETTERS}]{{{_GROUPS * _IN_A_GROUP}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedMessage:
    """One message that went out.

    `code` is what anyone can check it by; an alert's end has the code of the alert. `document` is
    the message in CAP 1.2 as far as everyone may know of it, and empty where nobody may. Of one
    that closes what everyone was told it says no more than that.
    """

    identifier: str
    alert_id: UUID
    thread_id: UUID
    notice: Status
    sender: str
    sent: datetime
    code: str
    headline: str = ""
    document: bytes = b""

    @property
    def public(self) -> bool:
        """Tell whether anyone may read it."""
        return bool(self.document)

    @property
    def reference(self) -> Reference:
        """How later messages name this one."""
        return Reference(self.sender, self.identifier, self.sent)


def messages_of(
    alert: Alert, sender: Sender, *, earlier: Sequence[IssuedMessage], code: str
) -> list[IssuedMessage]:
    """Return the message that an alert's issue or end is.

    `earlier` are all messages of its thread, oldest first; `code` is for an alert that has none
    yet. An alert that was issued before messages were kept gets that of its issue besides.
    """
    own = [each for each in earlier if each.alert_id == alert.alert_id]
    if own:
        return [_message(alert, sender, earlier, own[0].code, told=own[0].public)]
    if alert.status is Status.ISSUED:
        return [_message(alert, sender, earlier, code)]
    issue, whole = replace(alert, status=Status.ISSUED, ending=None), alert.readable_by(ANONYMOUS)
    first = _message(issue, sender, earlier, code, told=whole)
    return [first, _message(alert, sender, [*earlier, first], code, told=whole)]


def thread_of(alert: Alert) -> UUID:
    """Return the thread that an alert's messages stand in."""
    return alert.thread.thread_id


def code_of(random: UUID) -> str:
    """Return a code that nobody can guess, of an id that nobody can: 60 bits, in three groups."""
    number = int.from_bytes(hashlib.sha256(random.bytes).digest())
    letters = [
        _LETTERS[number >> _BITS * place & (1 << _BITS) - 1]
        for place in range(_GROUPS * _IN_A_GROUP)
    ]
    return _grouped("".join(letters))


def code_from(said: str) -> str | None:
    """Return the code that somebody typed, however they wrote it; None if it can be none."""
    letters = re.sub(r"[\s-]", "", said[:100]).upper().translate(_SAID_AS)
    return _grouped(letters) if _CODE.fullmatch(letters) else None


def _grouped(letters: str) -> str:
    steps = range(0, len(letters), _IN_A_GROUP)
    return "-".join(letters[step : step + _IN_A_GROUP] for step in steps)


def _message(
    alert: Alert,
    sender: Sender,
    earlier: Sequence[IssuedMessage],
    code: str,
    *,
    told: bool = True,
) -> IssuedMessage:
    """Return one message. A public one names no earlier one that was not.

    `told` is whether everyone was told of the alert's issue: only then they are of its end. What
    is not for everyone closes what was, in fixed words, where its thread began in public.
    """
    message = IssuedMessage(
        identifier=identifier_of(alert),
        alert_id=alert.alert_id,
        thread_id=thread_of(alert),
        notice=alert.status,
        sender=sender.sender,
        sent=sent_at(alert),
        code=code,
    )
    before = [each for each in earlier if each.public]
    references = [each.reference for each in before]
    if (public := seen_by(alert, ANONYMOUS) if told else None) is not None:
        cap = cap_of(public, sender, earlier=references, code=code)
    elif before:
        where = where_said(before[-1].document)
        cap = closing_of(alert, sender, earlier=references, where=where)
    else:
        return message
    return replace(message, headline=cap.infos[0].headline, document=to_xml(cap))

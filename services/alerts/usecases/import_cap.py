"""Take a CAP message from elsewhere: it becomes a draft that waits for approval, and no more."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap.importing import CapImport, content_of
from services.alerts.domain.cap.message import CapMessage
from services.alerts.domain.cap.terms import MsgType
from services.alerts.domain.content import AlertContent
from services.alerts.domain.errors import (
    AlertNotFound,
    CapIdentifierReused,
    CapThreadEnded,
    CapThreadUnknown,
)
from services.alerts.domain.issued_message import thread_of
from services.alerts.domain.sharing import Openness
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.reading import get_readable
from services.alerts.usecases.standing_welsh import standing_welsh
from services.alerts.usecases.updating import see_that_few_wait

_THREADED: Final = frozenset({MsgType.UPDATE, MsgType.CANCEL})
_LIVE: Final = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.ISSUED})
"""What a message from elsewhere may still be about."""

_OVER: Final = frozenset({Status.WITHDRAWN, Status.ALL_CLEAR, Status.EXPIRED})
"""How a thread ends: what waits for approval in it cannot be issued any more."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft that waits for approval, and the alert that it is about, if any."""

    alert: Alert
    about: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCap:
    """Make a submitted draft of a CAP message. It issues, changes and ends nothing."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, message: CapMessage, digest: bytes, key: RequestKey
    ) -> Imported:
        """Return the draft; the same key, or the same message again, gives the same draft.

        Raises:
            Invalid: the message breaks a rule, or says what a draft cannot hold; each is named.
            CapThreadUnknown: an Update or a Cancel names no message that the caller may know of.
            CapThreadEnded: what it names is over.
            TooManyDrafts: as many updates of it wait as may.
            AudienceEmpty: there is nobody whom the draft could reach.
            CapIdentifierReused: the sender's identifier came with another message.
            IdempotencyKeyReused: the key came with another body.
        """
        now, author, new = self.clock.now(), caller.person, self.ids.new()
        with self.unit_of_work() as tx:
            if tx.idempotency.claim(author, key, str(new)) is not None or tx.cap_imports.find(
                message.sender, message.identifier
            ):
                return _earlier(tx, caller, message, digest)
            about = _about(tx, caller, message) if message.msg_type in _THREADED else None
            drafted = content_of(message, about, now)
            if drafted.content is None:
                raise Invalid(*drafted.violations)
            if about is not None and about.status is Status.ISSUED:
                see_that_few_wait(tx, tx.alerts.get(about.alert_id, lock=True))
            draft = _drafted(new, drafted.content, about, by=author, at=now)
            reach = tx.reach.count(draft.content, draft.thread.earlier).people
            draft = replace(draft, source=Openness.of(drafted.content.marking))
            alert = draft.submit(by=author, reach=reach, stand_in=standing_welsh(tx, now))
            tx.alerts.add(alert)
            about_id = about.alert_id if about else None
            thread_id = thread_of(about) if about else new
            came = CapImport.of(message, digest, alert_id=new, about=about_id, thread_id=thread_id)
            tx.cap_imports.add(came)
            said = {"sender": came.sender, "identifier": came.identifier}
            about_said = str(about_id or "")
            tx.audit.record(
                caller, "alerts:import-cap", str(new), alert.digest, **said, about=about_said
            )
            severity = alert.content.severity.value
            tx.outbox.add(counted(caller, "alerts.imported", alert, now, severity))
        return Imported(alert, about_id)


def _drafted(
    alert_id: UUID, content: AlertContent, about: Alert | None, *, by: str, at: datetime
) -> Alert:
    """Return the draft: of what is out it is an update, which stands in the same thread."""
    if about is not None and about.status is Status.ISSUED:
        return about.update(alert_id, content, by=by, at=at)
    return Alert.drafted(alert_id, content, by=by, at=at)


def _earlier(tx: Stores, caller: Principal, message: CapMessage, digest: bytes) -> Imported:
    """Return what the same message made before."""
    came = tx.cap_imports.find(message.sender, message.identifier)
    if came is None or came.digest != digest:
        raise CapIdentifierReused("This sender's identifier came with another message.")
    try:
        return Imported(get_readable(tx.alerts, caller, came.alert_id), came.about)
    except AlertNotFound:
        raise CapIdentifierReused("This message came before.") from None


def _about(tx: Stores, caller: Principal, message: CapMessage) -> Alert:
    """Return the alert that a message's references name: the newest that can still be ended."""
    found = {came.alert_id: came.thread_id for came in tx.cap_imports.named_by(message.references)}
    for each in message.references:
        sent = tx.messages.find(each.identifier)
        if sent is not None and sent.reference == each:
            found[sent.alert_id] = sent.thread_id
    readable = {alert_id: _readable(tx, caller, alert_id) for alert_id in found}
    known = [alert for alert in readable.values() if alert is not None]
    threads = {found[alert.alert_id] for alert in known}
    known += [
        alert
        for thread_id in threads
        for alert in tx.alerts.of_thread(thread_id)
        if alert.readable_by(caller)
    ]
    if not known:
        raise CapThreadUnknown("None of the references is a message that we know.")
    if len(threads) > 1:
        raise Invalid(Violation("references", "must be of one thread"))
    live = [alert for alert in known if alert.status in _LIVE and alert.successor is None]
    if any(alert.status in _OVER for alert in known):
        live = [alert for alert in live if alert.status is Status.ISSUED]
    if not live:
        raise CapThreadEnded("What the references name is over.")
    return max(live, key=lambda alert: (alert.status is Status.ISSUED, alert.created_at))


def _readable(tx: Stores, caller: Principal, alert_id: UUID) -> Alert | None:
    try:
        return get_readable(tx.alerts, caller, alert_id)
    except AlertNotFound:
        return None

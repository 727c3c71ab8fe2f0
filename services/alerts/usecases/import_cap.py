"""Take a CAP message from elsewhere: it becomes a draft that waits for approval, and no more."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, NotPermitted, StepUpRequired
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap.clearing import clearing_of, says_all_clear
from services.alerts.domain.cap.importing import CapImport, content_of
from services.alerts.domain.cap.message import CapMessage
from services.alerts.domain.cap.replacing import in_place_of, why_discarded
from services.alerts.domain.cap.terms import MsgType
from services.alerts.domain.cap.weighing import UNWEIGHED, Weight
from services.alerts.domain.cap_errors import CapNothingToClear
from services.alerts.domain.content import AlertContent
from services.alerts.domain.errors import AlertNotFound, CapIdentifierReused
from services.alerts.domain.issued_message import thread_of
from services.alerts.domain.sharing import Openness
from services.alerts.usecases.cap_about import about_of, see_that_it_is_its_senders
from services.alerts.usecases.counting import counted
from services.alerts.usecases.pass_on import FRESH, SECOND_FACTOR
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.reading import get_readable
from services.alerts.usecases.regional import see_that_it_may_be_submitted, see_that_of_region
from services.alerts.usecases.standing_welsh import standing_welsh
from services.alerts.usecases.updating import see_that_few_wait

_THREADED: Final = frozenset({MsgType.UPDATE, MsgType.CANCEL})
_MAY_CLEAR: Final = "alerts:approve"
"""What ProposeAllClear asks for, with a fresh second factor: see proto/isp/alerts/v1."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft that waits for approval, and the alert that the message is about, if any.

    Where the message made no draft both are the alert to which it did something.
    """

    alert: Alert
    about: UUID | None


@dataclass(frozen=True, slots=True)
class _Coming:
    """A message, who brings it, and what they take its Unknowns for."""

    message: CapMessage
    caller: Principal
    weight: Weight
    alert_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCap:
    """Make a submitted draft of a CAP message. It issues, changes and ends nothing that is out."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        message: CapMessage,
        digest: bytes,
        key: RequestKey,
        weight: Weight = UNWEIGHED,
    ) -> Imported:
        """Return the draft; the same key, or the same message again, gives the same draft.

        What refers to a draft of the same sender's that was not issued takes its place (Update) or
        discards it (Cancel); an Update that says AllClear is proposed on what it refers to.

        Raises:
            Invalid: the message breaks a rule, or says what a draft cannot hold; each is named.
            CapThreadUnknown: an Update or a Cancel names no message that the caller may know of.
            CapThreadEnded: what it names is over.
            CapSenderOther: it names a draft of another sender's, or one that was written here.
            CapNothingToClear: it says AllClear of what is not out.
            NotOfTheRegion, AudienceLeavesRegion: what it is about is a region's own, of which the
                caller has no seat, or it would be for somebody elsewhere.
            NotPermitted, StepUpRequired: it says AllClear, and the caller may not propose one.
            TooManyDrafts: as many updates of it wait as may.
            AudienceEmpty: there is nobody whom the draft could reach.
            CapIdentifierReused: the sender's identifier came with another message.
            IdempotencyKeyReused: the key came with another body.
        """
        new = self.ids.new()
        coming = _Coming(message, caller, weight, new, self.clock.now())
        with self.unit_of_work() as tx:
            if tx.idempotency.claim(caller.person, key, str(new)) is not None or (
                tx.cap_imports.find(message.sender, message.identifier)
            ):
                return _earlier(tx, caller, message, digest)
            about = about_of(tx, caller, message) if message.msg_type in _THREADED else None
            alert = _taken(tx, coming, about)
            about_id = about.alert_id if about else None
            thread_id = thread_of(about) if about else new
            came = CapImport.of(message, digest, alert_id=new, about=about_id, thread_id=thread_id)
            tx.cap_imports.add(came)
            tx.audit.record(
                caller,
                "alerts:import-cap",
                str(alert.alert_id),
                alert.digest,
                sender=came.sender,
                identifier=came.identifier,
                about=str(about_id or ""),
                **weight.said(),
            )
            severity = alert.content.severity.value
            tx.outbox.add(counted(caller, "alerts.imported", alert, coming.at, severity))
        return Imported(alert, about_id)


def _taken(tx: Stores, coming: _Coming, about: Alert | None) -> Alert:
    """Do what a message is for, and return the draft, or the alert to which it was done."""
    message = coming.message
    if about is not None and message.msg_type is MsgType.UPDATE and says_all_clear(message):
        return _proposed(tx, coming, about)
    if about is not None:
        see_that_of_region(tx, coming.caller, about.origin, coming.at)
    waits = about is not None and about.status is not Status.ISSUED
    if about is not None and waits and message.msg_type is MsgType.CANCEL:
        return _cancelled(tx, coming, about)
    drafted = content_of(message, about, coming.at, coming.weight)
    if drafted.content is None:
        raise Invalid(*drafted.violations)
    if about is not None and waits:
        see_that_it_is_its_senders(tx, about, message)
        _discard(tx, coming, about)
    elif about is not None:
        see_that_few_wait(tx, about)
    return _submitted(tx, coming, _drafted(coming, drafted.content, about))


def _submitted(tx: Stores, coming: _Coming, draft: Alert) -> Alert:
    see_that_it_may_be_submitted(tx, coming.caller, draft, coming.at)
    reach = tx.reach.count(draft.content, draft.thread.earlier).people
    draft = replace(draft, source=Openness.of(draft.content.marking))
    stand_in = standing_welsh(tx, coming.at)
    alert = draft.submit(by=coming.caller.person, reach=reach, stand_in=stand_in)
    tx.alerts.add(alert)
    return alert


def _drafted(coming: _Coming, content: AlertContent, about: Alert | None) -> Alert:
    """Return the draft: of what is out it is an update, which stands in the same thread."""
    new, by, at = coming.alert_id, coming.caller.person, coming.at
    if about is None:
        return Alert.drafted(new, content, by=by, at=at)
    if about.status is Status.ISSUED:
        return about.update(new, content, by=by, at=at)
    return in_place_of(about, new, content, by=by, at=at)


def _cancelled(tx: Stores, coming: _Coming, draft: Alert) -> Alert:
    """Discard a draft whose sender cancels it before anybody was warned by it."""
    if wrong := [*coming.message.violations(), *coming.weight.unused()]:
        raise Invalid(*wrong)
    see_that_it_is_its_senders(tx, draft, coming.message)
    return _discard(tx, coming, draft)


def _discard(tx: Stores, coming: _Coming, draft: Alert) -> Alert:
    discarded, why = draft.discard(), why_discarded(coming.message)
    tx.alerts.save(discarded)
    tx.audit.record(coming.caller, "alerts:discard", str(draft.alert_id), discarded.digest, why=why)
    return discarded


def _proposed(tx: Stores, coming: _Coming, out: Alert) -> Alert:
    """Propose an all-clear on an alert that is out: somebody else must give it.

    It is the first of the two words, and so of somebody who may give one: by this door as by
    ProposeAllClear.
    """
    if not coming.caller.may(_MAY_CLEAR):
        raise NotPermitted("An AllClear is handed in by somebody who may propose one.")
    if not coming.caller.proved_second_factor(acr=SECOND_FACTOR, within=FRESH, at=coming.at):
        raise StepUpRequired(SECOND_FACTOR, int(FRESH.total_seconds()))
    clearing = clearing_of(coming.message, out)
    if wrong := [*clearing.violations, *coming.weight.unused()]:
        raise Invalid(*wrong)
    if out.status is not Status.ISSUED:
        raise CapNothingToClear("What it refers to is not out: there is nothing to clear.")
    proposed = out.propose_all_clear(
        by=coming.caller.person,
        text=clearing.text,
        authority_reference=clearing.authority_reference,
        text_cy=clearing.text_cy,
    )
    tx.alerts.save(proposed)
    tx.audit.record(
        coming.caller,
        "alerts:propose-all-clear",
        str(out.alert_id),
        proposed.proposal_digest or b"",
        authority_reference=clearing.authority_reference,
    )
    return proposed


def _earlier(tx: Stores, caller: Principal, message: CapMessage, digest: bytes) -> Imported:
    """Return what the same message made before, or the alert to which it did something."""
    came = tx.cap_imports.find(message.sender, message.identifier)
    if came is None or came.digest != digest:
        raise CapIdentifierReused("This sender's identifier came with another message.")
    made = came.alert_id if tx.alerts.many([came.alert_id]) else came.about or came.alert_id
    try:
        return Imported(get_readable(tx.alerts, caller, made), came.about)
    except AlertNotFound:
        raise CapIdentifierReused("This message came before.") from None

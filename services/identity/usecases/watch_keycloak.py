"""Heed what is done at Keycloak beside us: doubt refuses, and somebody is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.identity.domain.account_at_keycloak import (
    SIGNS_OUT,
    AccountAtKeycloak,
    Finding,
    KeycloakEvent,
    Touch,
    after,
    found,
)
from services.identity.domain.errors import AccountsUnavailable, SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.keycloak_ports import Alarms, KeycloakEvents
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.waiting_ports import Task, TaskKind

OVERLAP: Final = timedelta(minutes=2)
"""How far back each look goes: an event has its time before it is committed at Keycloak."""

_INVITED: Final = timedelta(days=1)
"""For so long the first password is set by an invitation; nobody needs to be told of that one."""

_TOLD: Final = frozenset({Touch.CREDENTIALS, Touch.OWN_PASSWORD, Touch.OWN_FACTOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchKeycloak:
    """Look at what happened since the last look, each event in a transaction of its own.

    The position is on the record, and moves with what was done about an event: a crash repeats
    one, which does nothing twice.
    """

    unit_of_work: UnitOfWork
    keycloak: KeycloakEvents
    alarms: Alarms
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many events were heeded; none while Keycloak is away."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            since = tx.keycloak_events.since(now) - OVERLAP
        try:
            events = self.keycloak.since(since)
            with self.unit_of_work() as tx:
                unheeded = tx.keycloak_events.unheeded({each.event_id for each in events})
            for each in events:
                if each.event_id in unheeded:
                    self._heed(each)
        except AccountsUnavailable:
            return 0
        with self.unit_of_work() as tx:
            tx.keycloak_events.looked(now, forget_before=since - OVERLAP)
        self.alarms.watched(now)
        return len(unheeded)

    def _heed(self, event: KeycloakEvent) -> None:
        looked_at = event.subject if event.touch is Touch.ACCOUNT else None
        account = self.keycloak.account(looked_at) if looked_at else None
        with self.unit_of_work() as tx:
            if not tx.keycloak_events.heed(event):
                return  # another process was quicker
            findings = self._findings(tx, event, account)
            for finding in sorted(findings, key=lambda each: each.value):
                self.alarms.raised(finding, event)
            if findings or event.touch is not Touch.ACCOUNT:
                self._record(tx, event, findings)

    def _findings(
        self, tx: Stores, event: KeycloakEvent, account: AccountAtKeycloak | None
    ) -> frozenset[Finding]:
        if event.touch is Touch.REALM or event.subject is None:
            return frozenset({Finding.REALM})
        person = _person(tx, event.subject)
        if event.touch is Touch.ACCOUNT:
            findings = found(person, account)
            if person is not None and findings:
                self._mend(tx, person, after(person, account, findings, at=self.clock.now()))
            return findings
        if person is not None:
            self._signed_out(tx, person, event)
        foreign = event.touch is Touch.CREDENTIALS
        return frozenset({Finding.CREDENTIALS} if foreign else ())

    def _signed_out(self, tx: Stores, person: Subscriber, event: KeycloakEvent) -> None:
        """End what began before the event; who signed in after it stays."""
        if event.touch in SIGNS_OUT:
            moment = _second(event.at)
            if person.valid_after is None or person.valid_after < moment:
                self._mend(tx, person, person.signed_out(at=moment))
        if event.touch in _TOLD and event.at - person.created_at > _INVITED:
            announce(tx, self.ids, person.subject, "credentials-changed")

    def _mend(self, tx: Stores, person: Subscriber, changed: Subscriber) -> None:
        """Keep how a person stands, and have Keycloak brought to it."""
        if changed != person:
            tx.subscribers.save(changed, over=person.rights_version)
            tx.outbox.add(PrincipalChanged(changed))
        tx.tasks.add(Task(task_id=self.ids.new(), subject=person.subject, kind=TaskKind.SYNC))

    def _record(self, tx: Stores, event: KeycloakEvent, findings: frozenset[Finding]) -> None:
        subject = event.subject
        known = subject is not None and _person(tx, subject) is not None
        tx.audit.record(
            ANONYMOUS,
            "identity:heed-keycloak",
            tx.audit.name_of(subject) if subject is not None and known else event.touch.value,
            touch=event.touch.value,
            findings=sorted(each.value for each in findings),
            event=event.event_id,
        )


def _person(tx: Stores, subject: str) -> Subscriber | None:
    try:
        return tx.subscribers.get(subject, lock=True)
    except SubscriberNotFound:
        return None


def _second(at: datetime) -> datetime:
    """Return the second that a moment is in: a token says its own no finer."""
    return at.replace(microsecond=0)

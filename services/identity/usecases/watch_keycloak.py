"""Heed what is done at Keycloak beside us: doubt refuses, and somebody is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kernel.ports import Clock, Ids
from kernel.standing import Standing
from services.identity.domain.account_at_keycloak import (
    AT_ONCE,
    FOREIGN,
    OURS,
    SIGNS_OUT,
    AccountAtKeycloak,
    Finding,
    KeycloakEvent,
    Touch,
    found,
    written_over,
)
from services.identity.domain.errors import AccountsUnavailable, SubscriberNotFound
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.keycloak_ports import Alarms, KeycloakEvents
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.settling import mend, record, settle

OVERLAP: Final = timedelta(minutes=2)
"""How far back each look goes: an event has its time before it is committed at Keycloak."""

_INVITED: Final = timedelta(days=1)
"""For so long the first password is set by an invitation; nobody needs to be told of that one."""

_TOLD: Final = FOREIGN | {Touch.OWN_PASSWORD, Touch.OWN_FACTOR}
_OF_A_HAND: Final = {
    Touch.CREDENTIALS: Finding.CREDENTIALS,
    Touch.IMPERSONATED: Finding.IMPERSONATED,
    Touch.OWN_FACTOR: Finding.FACTOR_MADE,
}
_A_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchKeycloak:
    """Look at what happened since the last look, each event in a transaction of its own.

    The position is on the record, and moves with what was done about an event: a crash repeats
    one, which does nothing twice. What happened to an account that we are about to change ourselves
    is looked at when that is done: our own change is nobody's violation.
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
            new = [each for each in events if each.event_id in unheeded]
            left = [each.at for each in new if not self._heed(each)]
        except AccountsUnavailable:
            return 0
        with self.unit_of_work() as tx:
            tx.keycloak_events.looked(min([now, *left]), forget_before=since - OVERLAP)
        self.alarms.watched(now)
        return len(new) - len(left)

    def _heed(self, event: KeycloakEvent) -> bool:
        """Do what an event asks for; tell whether it is settled, or must be looked at again."""
        looked_at = event.subject if event.touch is Touch.ACCOUNT else None
        before = self._version(looked_at) if looked_at else None
        account = self.keycloak.account(looked_at) if looked_at else None
        wrote: Sequence[datetime] = ()
        if looked_at and event.whole:
            # After the account: what we write later than this hid nothing from that look.
            wrote = self.keycloak.wrote(looked_at, event.at - AT_ONCE)
        with self.unit_of_work() as tx:
            if looked_at and self._is_in_motion(tx, looked_at, before, account):
                return False
            if not tx.keycloak_events.heed(event):
                return True  # another process was quicker
            findings = self._findings(tx, event, account, wrote)
            for finding in sorted(findings, key=lambda each: each.value):
                self.alarms.raised(finding, event)
            if findings or event.touch is not Touch.ACCOUNT:
                record(tx, event.subject, event.touch.value, findings, event.event_id)
        return True

    def _is_in_motion(
        self, tx: Stores, subject: str, before: int | None, account: AccountAtKeycloak | None
    ) -> bool:
        """Tell whether what an account says may be a change of ours that is on its way there."""
        person = _person(tx, subject)
        if person is None or person.rights_version != before:
            return person is not None
        ours = OURS | ({Finding.SHUT} if tx.tasks.restores(subject) else frozenset())
        return tx.tasks.changes(subject) and not found(person, account) - ours

    def _version(self, subject: str) -> int | None:
        with self.unit_of_work() as tx:
            person = _person(tx, subject)
            return None if person is None else person.rights_version

    def _findings(
        self,
        tx: Stores,
        event: KeycloakEvent,
        account: AccountAtKeycloak | None,
        wrote: Sequence[datetime],
    ) -> frozenset[Finding]:
        if event.touch is Touch.REALM or event.subject is None:
            return frozenset({Finding.REALM})
        person = _person(tx, event.subject)
        if event.touch is Touch.ACCOUNT:
            findings = found(person, account)
            if person is not None and written_over(event, person, findings, wrote):
                findings |= {Finding.OVERWRITTEN}
            if person is not None and findings:
                settle(tx, self.ids, person, account, findings, at=self.clock.now())
            return findings
        if person is not None:
            self._signed_out(tx, person, event)
        return frozenset({_OF_A_HAND[event.touch]} if event.touch in _OF_A_HAND else ())

    def _signed_out(self, tx: Stores, person: Subscriber, event: KeycloakEvent) -> None:
        """End what began before the event; who signed in after it stays.

        But where somebody else got a way in: whoever came by it until now is out.
        """
        if event.touch in SIGNS_OUT:
            moment = _second(event.at)
            if event.touch in FOREIGN:
                moment = max(self.clock.now(), moment + _A_SECOND)
            if person.valid_after is None or person.valid_after < moment:
                mend(tx, self.ids, person, person.signed_out(at=moment))
        there = person.standing is not Standing.CLOSED
        if there and event.touch in _TOLD and event.at - person.created_at > _INVITED:
            announce(tx, self.ids, person.subject, "credentials-changed")


def _person(tx: Stores, subject: str) -> Subscriber | None:
    try:
        return tx.subscribers.get(subject, lock=True)
    except SubscriberNotFound:
        return None


def _second(at: datetime) -> datetime:
    """Return the second that a moment is in: a token says its own no finer."""
    return at.replace(microsecond=0)

"""Write to somebody through us."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kernel.idempotency import RequestKey
from kernel.places import REGIONS, SECTORS
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.standing import Standing
from kernel.usage import Used
from services.identity.domain.directory_errors import NobodyToTell, TooManyRelayed
from services.identity.domain.errors import OrganisationNotFound, SubscriberNotFound
from services.identity.domain.relay import MOST_RECIPIENTS, MOST_RELAYED, Relay, RelayTo
from services.identity.domain.seat import SeatRole
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.announcing import announce
from services.identity.usecases.membership import full_name
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.seat_ports import Wanted

_SEATS = {
    RelayTo.SECTOR_LEAD: SeatRole.SECTOR_LEAD,
    RelayTo.COORDINATOR: SeatRole.REGIONAL_COORDINATOR,
}
_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRelayMessage:
    """Mail what somebody says to who sits there, and show no address but with the sender's word."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, relay: Relay, key: RequestKey) -> None:
        """Keep the mails; the same key sends once.

        Raises:
            SubscriberNotFound: the platform has no record of the caller.
            NobodyToTell: nobody sits there, or there is no such organisation.
            TooManyRelayed: the caller sent five within a day.
            IdempotencyKeyReused: the key came with another body.
        """
        now, message_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            sender = tx.subscribers.get(caller.person, lock=True)
            if tx.idempotency.claim(caller.person, key, str(message_id)) is not None:
                return
            if tx.relayed.count(sender.subject, now - timedelta(days=1)) >= MOST_RELAYED:
                raise TooManyRelayed(f"At most {MOST_RELAYED} messages a day.")
            to = _recipients(tx, relay, now)
            if not to:
                raise NobodyToTell("Nobody can be told there now.")
            for each in to:
                announce(tx, self.ids, each.subject, "relay", **_said(sender, relay))
            tx.relayed.add(sender.subject, now)
            digest = hashlib.sha256(relay.text.encode()).digest()
            whom = [tx.audit.name_of(each.subject) for each in to]
            tx.audit.record(caller, "identity:relay-message", str(message_id), digest, to=whom)
            tx.outbox.add(Used(caller=caller, metric="identity.message-relayed", at=now))


def _said(sender: Subscriber, relay: Relay) -> dict[str, str]:
    sector = SECTORS[relay.sector].name if relay.sector else ""
    region = REGIONS[relay.region].name if relay.region else ""
    return {
        "who": full_name(sender),
        "organisation": sender.profile.organisation_name,
        "what": ", ".join(each for each in (sector, region) if each),
        "text": relay.text,
        "address": sender.profile.email if relay.share_address else "",
    }


def _recipients(tx: Stores, relay: Relay, now: datetime) -> Sequence[Subscriber]:
    """Return who is told: those in use who sit there, or the organisation's admins."""
    organisation = relay.to is RelayTo.ORGANISATION
    subjects = _admins(tx, relay) if organisation else _sitting(tx, relay, now)
    found = (_person(tx, each) for each in subjects)
    return [each for each in found if each is not None][:MOST_RECIPIENTS]


def _admins(tx: Stores, relay: Relay) -> Sequence[str]:
    if relay.organisation_id is None:
        return []
    try:
        own = tx.organisations.get(relay.organisation_id)
    except OrganisationNotFound:
        return []
    return tx.members.admins(own.organisation_id)


def _sitting(tx: Stores, relay: Relay, now: datetime) -> Sequence[str]:
    """Return who sits in the seats of a place, each seat's holder or else who stands in."""
    here = Wanted(role=_SEATS[relay.to], sector=relay.sector)
    seats = tx.seats.page_of({relay.region}, wanted=here, after=None, size=_PAGE)
    told = []
    for seat in seats:
        terms = [each for each in (seat.holder, seat.deputy) if each and not each.over(now)]
        told += [each.subject for each in terms[:1]]
    return list(dict.fromkeys(told))


def _person(tx: Stores, subject: str) -> Subscriber | None:
    try:
        found = tx.subscribers.get(subject)
    except SubscriberNotFound:
        return None
    return found if found.standing is Standing.ACTIVE else None

"""The one order in which rows are locked: organisation, group, seat, person.

Two transactions that lock the same rows in two orders wait for each other, and PostgreSQL undoes
one of them. Whatever ends for a person with their account or tier is therefore locked before them.
"""

from chassis.errors import StaleVersion
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores


def hold(tx: Stores, subject: str) -> Subscriber:
    """Lock a person, and before them their organisation, groups and seats; return the person.

    Seats and groups are also those that they gave to others, or answer for.

    Raises:
        SubscriberNotFound: there is none.
        StaleVersion: they came somewhere meanwhile: try again.
    """
    before = tx.subscribers.get(subject)
    if before.organisation_id is not None:
        tx.organisations.get(before.organisation_id, lock=True)
    groups, seats = tx.groups.hold(subject), tx.seats.hold(subject)
    person = tx.subscribers.get(subject, lock=True)
    if (
        person.organisation_id != before.organisation_id
        or not {each.group_id for each in tx.groups.of(subject)} <= groups
        or not {each.seat_id for each in tx.seats.of(subject)} <= seats
    ):
        raise StaleVersion("The person moved meanwhile: try again.")
    return person

"""Which roles somebody holds, or may take up by themselves."""

from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.factor_reset import Reach
from services.identity.domain.role_grant import GrantState
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import Stores


def reach_of(tx: Stores, person: Subscriber) -> Reach:
    """Return a person with the roles of their account and those that were granted to them."""
    granted = {
        each.role for each in tx.role_grants.of(person.subject) if each.state is GrantState.GRANTED
    }
    return Reach(person=person, roles=person.roles | granted)


def reach_by(tx: Stores, subject: str | None) -> Reach | None:
    """Return that of an account; None where there is none any more."""
    if subject is None:
        return None
    try:
        return reach_of(tx, tx.subscribers.get(subject))
    except SubscriberNotFound:
        return None

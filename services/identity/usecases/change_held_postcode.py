"""Warn an address about another postcode."""

from dataclasses import dataclass, replace

from chassis.errors import Violation
from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.errors import PostcodeNotCovered
from services.identity.domain.events import RecipientChanged
from services.identity.domain.held import Held, PostcodeNotHeld
from services.identity.domain.postcode import Postcode, covered
from services.identity.usecases.looking import held_by
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.telling import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeHeldPostcode:
    """Put one postcode in the place of another."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, look: str, old: Postcode, new: Postcode) -> Held:
        """Return what is held now. The same postcode changes nothing.

        Raises:
            LookNotFound: there is no such look, it is over, or nothing is held any more.
            PostcodeNotCovered: the new one is in none of our regions.
            PostcodeNotHeld: alerts have ended, or are not about the old one.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            held = held_by(tx, look, now)
            there, theirs = held.subscription, _named(tx, new)
            if there is None or not there.active or old not in there.postcodes:
                raise PostcodeNotHeld("Alerts are not about this postcode.")
            if old == new:
                return held
            left = there.regions - _regions(tx, old)
            others = (_regions(tx, each) for each in there.postcodes if each != old)
            changed = there.readdressed(old, new, regions=left.union(theirs, *others))
            tx.subscriptions.save(changed)
            subject = str(changed.subscription_id)
            tx.audit.record(caller, "identity:change-held-postcode", subject)
            channel = held.contact.channel
            tx.outbox.add(
                RecipientChanged(changed),
                counted(caller, "identity.held_postcode_changed", changed, channel, now),
            )
            return replace(held, subscription=changed)


def _named(tx: Stores, new: Postcode) -> frozenset[str]:
    """Return the regions of the new postcode; a refusal names the field that said it."""
    try:
        return _regions(tx, new)
    except PostcodeNotCovered as nowhere:
        (why,) = nowhere.violations
        raise PostcodeNotCovered(Violation("to_postcode", why.description)) from nowhere


def _regions(tx: Stores, postcode: Postcode) -> frozenset[str]:
    return frozenset(covered(postcode, tx.postcodes.find(postcode)).regions)

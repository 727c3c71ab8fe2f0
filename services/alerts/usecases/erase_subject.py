"""Break every link between alerts and a person."""

from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseSubject:
    """Put a pseudonym in a person's place (UK GDPR article 17); the acts stay on record."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, *, subject: str) -> int:
        """Return the number of rows that changed; doing it again changes none."""
        with self.unit_of_work() as tx:
            pseudonym, changed = tx.audit.forget(subject)
            changed += tx.alerts.rename(subject, pseudonym) + tx.plumbing.erase(subject)
            changed += tx.recipients.forget(subject) + tx.devices.forget(subject)
            changed += tx.quiet_accounts.forget(subject)
            changed += tx.freezes.rename(subject, pseudonym)
            changed += tx.templates.rename(subject, pseudonym)
            changed += tx.answers.rename(subject, pseudonym) + tx.help.rename(subject, pseudonym)
            changed += tx.paging.forget_officer(subject)
            changed += tx.situations.rename(subject, pseudonym)
            changed += tx.seats.forget(subject) + tx.cascades.rename(subject, pseudonym)
            changed += tx.threat_levels.rename(subject, pseudonym)
            changed += tx.cordons.rename(subject, pseudonym)
            changed += tx.rumours.rename(subject, pseudonym)
            changed += tx.site_overrides.rename(subject, pseudonym)
            for mine in tx.webhooks.owned_by(subject):
                tx.webhooks.save(mine.without_owner(pseudonym, self.clock.now()))
                changed += 1
            for theirs in tx.webhooks.told_by(subject):
                tx.webhooks.save(theirs.without_contact())
                changed += 1
            if changed:
                tx.audit.record(ANONYMOUS, "alerts:erase", pseudonym, rows=changed)
        return changed

"""Break every link between analytics and a person."""

from dataclasses import dataclass

from kernel.ports import Ids
from kernel.principals import ANONYMOUS
from services.analytics.usecases.ports import Pseudonyms, UnitOfWork
from services.analytics.usecases.pseudonyms_of import pseudonyms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseSubject:
    """Put a name that nobody can work out in the place of each daily one (UK GDPR article 17).

    A day's name is replaced by one other, so that its people are still counted right.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    ids: Ids

    def __call__(self, *, subject: str) -> int:
        """Return the number of rows that changed; doing it again changes none."""
        with self.unit_of_work() as tx:
            name, changed = tx.audit.forget(subject)
            names = pseudonyms_of(subject, tx.usages.period(), self.pseudonyms)
            changed += tx.usages.rename({name: self.ids.new().hex for name in names})
            changed += tx.plumbing.erase(subject)
            if changed:
                tx.audit.record(ANONYMOUS, "analytics:erase", name, rows=changed)
        return changed

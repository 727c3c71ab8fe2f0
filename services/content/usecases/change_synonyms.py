"""Change what search takes for the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.synonyms import Group, Synonyms, violations
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSynonyms:
    """Put groups in place of all those of a language; the indexes follow by themselves."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, language: str, read: int, groups: Sequence[Group]
    ) -> Synonyms:
        """Return the synonyms as they stand.

        Raises:
            Invalid: a group breaks a rule; each is named.
            StaleVersion: they changed since they were read.
        """
        if wrong := violations(language, groups):
            raise Invalid(*wrong)
        with self.unit_of_work() as tx:
            before = tx.synonyms.get(language)
            after = before.changed(groups, read=read, by=caller.person, at=self.clock.now())
            tx.synonyms.save(after)
            tx.audit.record(
                caller,
                "content:change-synonyms",
                language,
                version=after.version,
                new=_said(after, before),
                gone=_said(before, after),
            )
        return after


def _said(here: Synonyms, there: Synonyms) -> str:
    """Return the groups that are in one and not in the other; a few hundred characters of them."""
    return "; ".join(", ".join(group) for group in here.groups if group not in there.groups)[:1000]

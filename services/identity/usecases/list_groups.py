"""Show the closed groups to who may sponsor them."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.usecases.get_group import GroupSeen, seen
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListGroups:
    """Return a page of groups that are not over."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[GroupSeen], Place | None]:
        """Return them newest first, and where the next page begins."""
        with self.unit_of_work() as tx:
            found = tx.groups.page_of(after=after, size=size + 1)
            shown = [seen(tx, caller, each) for each in found[:size]]
        more = len(found) > size
        last = found[size - 1] if more else None
        return shown, Place(at=last.created_at, item_id=last.group_id) if last else None

"""What the organisations of those who read here have to lose, as identity last told of it."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from services.alerts.domain.whereabouts import (
    NO_HOLDINGS,
    Holdings,
    Organisation,
    Premises,
    holdings_of,
)

MOST_KEPT: Final = 50_000
"""Organisations, and changes of late: several times as many as streams may be open."""


@dataclass(slots=True)
class _Known:
    organisation: Organisation | None = None
    premises: dict[UUID, Premises] = field(default_factory=dict)
    holdings: Holdings = NO_HOLDINGS

    def take(self, told: Organisation | Premises) -> None:
        if isinstance(told, Organisation):
            if self.organisation is None or self.organisation.version < told.version:
                self.organisation = told
            return
        there = self.premises.get(told.premises_id)
        if there is None or there.version < told.version:
            self.premises[told.premises_id] = told


class KnownHoldings:
    """Holdings of organisations, read once from the record and followed from then on.

    An event may be here before the record has it: the latest are kept of every organisation, and
    the newer version of the two wins. Of an organisation that is not known yet nothing is known,
    and it is wanted. Lives in one event loop.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lately: OrderedDict[UUID | str, Organisation | Premises] = OrderedDict()
        self._wanted: set[str] = set()

    def of(self, organisation_id: str | None) -> Holdings:
        """Return what an organisation adds to its people, as far as it is known by now."""
        if organisation_id is None:
            return NO_HOLDINGS
        known = self._known.get(organisation_id)
        if known is None:
            self._wanted.add(organisation_id)
            return NO_HOLDINGS
        self._known.move_to_end(organisation_id)
        return known.holdings

    def knows(self, organisation_id: str) -> bool:
        """Tell whether an organisation was read from the record already."""
        return organisation_id in self._known

    def want(self, organisation_ids: Iterable[str]) -> None:
        """Want those that are not known, or not any more because too many others came."""
        self._wanted.update(each for each in organisation_ids if each not in self._known)

    def wanted(self) -> list[str]:
        """Return whose holdings were asked for and are not known."""
        return list(self._wanted)

    def loaded(
        self,
        organisation_ids: Collection[str],
        organisations: Iterable[Organisation],
        premises: Iterable[Premises],
    ) -> list[str]:
        """Take what the record says of these, with what was heard of late; return whose changed."""
        for each in organisation_ids:
            self._known.setdefault(each, _Known())
            self._wanted.discard(each)
        told = (*organisations, *premises, *self._lately.values())
        changed = self._take(each for each in told if each.organisation_id in organisation_ids)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return changed

    def heard(self, told: Iterable[Organisation | Premises]) -> list[str]:
        """Take what identity tells; return the organisations to whom it is news."""
        news = list(told)
        for each in news:
            key = each.organisation_id if isinstance(each, Organisation) else each.premises_id
            there = self._lately.pop(key, None)
            newest = each if there is None or there.version < each.version else there
            self._lately[key] = newest
            if len(self._lately) > self._most:
                self._lately.popitem(last=False)
        return self._take(each for each in news if each.organisation_id in self._known)

    def _take(self, told: Iterable[Organisation | Premises]) -> list[str]:
        touched = {}
        for each in told:
            self._known[each.organisation_id].take(each)
            touched[each.organisation_id] = self._known[each.organisation_id]
        changed = []
        for organisation_id, known in touched.items():
            holdings = holdings_of(known.organisation, known.premises.values())
            if holdings != known.holdings:
                known.holdings = holdings
                changed.append(organisation_id)
        return changed

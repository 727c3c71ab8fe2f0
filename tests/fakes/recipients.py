"""Whom alerts may be sent to, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.alerts.domain.recipient import Account, Channel, Recipient
from tests.fakes.quiet_accounts import MemoryQuietAccounts


@dataclass
class MemoryRecipients:
    """Recipients in a dictionary; `accounts` is what the copy of people's rights says."""

    kept: dict[UUID, Recipient] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    quiet_accounts: MemoryQuietAccounts = field(default_factory=MemoryQuietAccounts)

    def keep(self, recipient: Recipient) -> bool:
        there = self.kept.get(recipient.recipient_id)
        if there is not None and there.version >= recipient.version:
            return self._learnt_points(there, recipient)
        self.kept[recipient.recipient_id] = recipient
        return True

    def _learnt_points(self, there: Recipient, told: Recipient) -> bool:
        news = told.version == there.version and there.active and bool(told.points)
        if not news or told.points == there.points:
            return False
        self.kept[told.recipient_id] = replace(there, points=told.points)
        return True

    def find(self, recipient_id: UUID) -> Recipient | None:
        there = self.kept.get(recipient_id)
        if there is None or there.quiet is not None or there.subject is None:
            return None if there is None else self._with_rights(there)
        said = self.quiet_accounts.of(there.subject)
        return self._with_rights(there if said is None else replace(there, quiet=said.quiet))

    def find_many(self, recipient_ids: Collection[UUID]) -> Mapping[UUID, Recipient]:
        found = {each: self.find(each) for each in recipient_ids}
        return {key: replace(e, addresses=()) for key, e in found.items() if e is not None}

    def everyone(self) -> Sequence[Recipient]:
        """All who did not stop, in the order of their ids."""
        found = [self._with_rights(each) for each in self.kept.values() if each.active]
        return sorted(found, key=lambda each: each.recipient_id)

    def suspend(
        self, recipient_id: UUID, channel: Channel, why: str, *, version: int | None
    ) -> None:
        there = self.kept[recipient_id]
        if version not in {None, there.version}:
            return
        addresses = tuple(
            replace(each, suspended=each.suspended or each.channel is channel)
            for each in there.addresses
        )
        self.kept[recipient_id] = replace(there, addresses=addresses)

    def of(self, subject: str) -> Sequence[Recipient]:
        return [self._with_rights(each) for each in self.kept.values() if each.subject == subject]

    def forget(self, subject: str) -> int:
        mine = self.of(subject)
        for each in mine:
            self.kept[each.recipient_id] = Recipient.stopped(each.recipient_id, each.version)
        return len(mine)

    def _with_rights(self, recipient: Recipient) -> Recipient:
        account = self.accounts.get(recipient.subject) if recipient.subject else None
        return replace(recipient, account=account)

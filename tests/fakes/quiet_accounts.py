"""When accounts would rather be left alone, in memory."""

from dataclasses import dataclass, field

from services.alerts.domain.quiet_hours import QuietAccount


@dataclass
class MemoryQuietAccounts:
    """What accounts said in a dictionary; `closed` are those that may not be used for good."""

    kept: dict[str, QuietAccount] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)

    def keep(self, account: QuietAccount) -> bool:
        there = self.kept.get(account.subject)
        if there is not None and there.version >= account.version:
            return False
        self.kept[account.subject] = account
        return True

    def of(self, subject: str) -> QuietAccount | None:
        return self.kept.get(subject)

    def forget(self, subject: str) -> int:
        return 1 if self.kept.pop(subject, None) else 0

    def forget_closed(self, *, most: int) -> int:
        return sum(map(self.forget, sorted(self.closed & self.kept.keys())[:most]))

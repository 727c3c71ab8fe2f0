"""People whom the platform knows, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chassis.errors import StaleVersion
from kernel.standing import Standing
from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.verification_lifecycle import Outcome
from tests.fakes.verifications import MemoryVerifications


@dataclass
class MemorySubscribers:
    """People in a dictionary."""

    kept: dict[str, Subscriber] = field(default_factory=dict)
    warned_since: dict[str, datetime] = field(default_factory=dict)
    cases: MemoryVerifications = field(init=False)

    def add(self, subscriber: Subscriber) -> None:
        self.kept[subscriber.subject] = subscriber

    def get(self, subject: str, *, lock: bool = False) -> Subscriber:
        if subject not in self.kept:
            raise SubscriberNotFound("There is no such person.")
        return self.kept[subject]

    def known(self, subjects: Collection[str]) -> Mapping[str, Subscriber]:
        return {each: self.kept[each] for each in subjects if each in self.kept}

    def with_newest_outcome(self, subject: str) -> tuple[Subscriber, Outcome | None]:
        case = self.cases.newest_of(subject)
        return self.get(subject), case.outcome if case else None

    def find_by_email(self, email: str) -> Subscriber | None:
        return next(
            (p for p in self.kept.values() if p.profile.email.lower() == email.lower()), None
        )

    def save(self, subscriber: Subscriber, *, over: int | None = None) -> None:
        before = subscriber.rights_version - 1 if over is None else over
        if self.kept[subscriber.subject].rights_version != before:
            raise StaleVersion("The person's rights changed meanwhile: try again.")
        self.kept[subscriber.subject] = subscriber

    def everyone(self) -> Sequence[Subscriber]:
        return sorted(self.kept.values(), key=lambda p: p.created_at)

    def emails_of(self, subjects: Collection[str]) -> Mapping[str, str]:
        return {
            each: self.kept[each].profile.email
            for each in subjects
            if each in self.kept and self.kept[each].standing is not Standing.CLOSED
        }

    def without_organisation(self, *, size: int) -> Sequence[Subscriber]:
        found = [
            each
            for each in self.kept.values()
            if each.organisation_id is None
            and each.profile.organisation_name
            and each.standing is Standing.ACTIVE
        ]
        return sorted(found, key=lambda each: each.subject)[:size]

    def not_warned(self, *, size: int) -> Sequence[Subscriber]:
        found = [
            each
            for each in self.kept.values()
            if each.subject not in self.warned_since and each.standing is Standing.ACTIVE
        ]
        return sorted(found, key=lambda each: each.subject)[:size]

    def warned(self, subject: str, at: datetime) -> None:
        self.warned_since[subject] = at

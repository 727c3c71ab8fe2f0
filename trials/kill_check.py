"""Holds what arrived outside against what was acknowledged to the officers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from bench.measure import say
from trials.kill_receivers import Receiver
from trials.kill_writers import Issued
from trials.sending import END

Messages = Mapping[int, Mapping[str, Sequence[str]]]
"""By the number of an alert and a recipient, the references of what came."""


@dataclass(slots=True, kw_only=True)
class Counted:
    """What was found. Of repeats under the same reference mails and texts may have a few."""

    lost: int = 0
    duplicated: int = 0
    out_of_order: int = 0
    over_tier: int = 0
    ends_lost: int = 0
    expected: int = 0
    repeats_dropped_by_id: int = 0
    repeats_under_the_same_reference: int = 0
    recipients_told: int = 0
    recipients_lost: int = 0
    in_flight_at_most: int = 0
    counted_as_possible: int = 0
    resets: int = 0
    drops: int = 0

    def __iadd__(self, other: "Counted") -> Self:
        for name, value in asdict(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    @property
    def wrong(self) -> int:
        """Everything that must not be."""
        repeats = self.repeats_under_the_same_reference
        return (
            self.lost
            + self.duplicated
            + self.out_of_order
            + self.over_tier
            + self.ends_lost
            + self.recipients_lost
            + max(0, repeats - self.in_flight_at_most)
            + max(0, repeats - self.counted_as_possible)
        )

    def detail(self) -> dict[str, Any]:
        """Return it for the verdict."""
        return asdict(self)


def counted_of_receivers(receivers: Iterable[Receiver], issued: Sequence[Issued]) -> Counted:
    """Judge those who drop repeats by their id."""
    found, known = Counted(), {each.alert_id: each for each in issued}
    for receiver in receivers:
        found.repeats_dropped_by_id += receiver.repeats
        found.over_tier += receiver.leaks
        if receiver.leaks:
            say(f"{receiver.name} was told what was not for it {receiver.leaks} times")
        for alert in issued:
            if alert.ended or (alert.restricted and not receiver.cleared):
                continue
            found.expected += 1
            got = receiver.got.get(alert.alert_id)
            if got is None or got.issues == 0:
                found.lost += 1
                say(f"{receiver.name} did not get {alert.number}")
        for alert_id, got in receiver.got.items():
            there = known.get(alert_id)
            if got.issues > 1 or got.ends > 1 or got.late:
                say(f"{receiver.name}: {alert_id} {got}")
            found.duplicated += max(0, got.issues - 1) + max(0, got.ends - 1)
            found.out_of_order += got.late
            if there is not None:
                found.over_tier += there.restricted and not receiver.cleared
                if there.ended and got.issues > 0 and got.ends == 0:
                    found.ends_lost += 1
                    say(f"{receiver.name} did not hear of the end of {there.number}")
    return found


def counted_of_accounts(
    mails: Mapping[str, Mapping[str, Sequence[str]]],
    accounts: Mapping[str, bool],
    issued: Sequence[Issued],
) -> Counted:
    """Judge mails by the alert to which they lead: accounts get what they may read.

    `accounts` are addresses, each with whether its person may read what is restricted.
    """
    by_number = {each.number: mails.get(each.alert_id, {}) for each in issued}
    cleared = frozenset(address for address, may in accounts.items() if may)
    return counted_of_messages(by_number, set(accounts), issued, cleared=cleared)


def counted_of_messages(
    messages: Messages,
    recipients: set[str],
    issued: Sequence[Issued],
    *,
    cleared: frozenset[str] = frozenset(),
) -> Counted:
    """Judge mails or texts: all but the `cleared` get what is public alone."""
    found = Counted()
    for alert in issued:
        got = messages.get(alert.number, {})
        found.over_tier += len(got.keys() - cleared) if alert.restricted else 0
        for recipient in recipients:
            references = got.get(recipient, ())
            if (recipient in cleared or not alert.restricted) and not alert.ended:
                found.expected += 1
                if not references:
                    found.lost += 1
                    say(f"{recipient} did not get {alert.number}")
            different = len(set(references))
            if different > (2 if alert.ended else 1):
                say(f"{recipient}, {alert.number}: {references}")
                found.duplicated += 1
            if alert.ended and references and not any(each.startswith(END) for each in references):
                found.ends_lost += 1
                say(f"{recipient} did not hear of the end of {alert.number}")
            found.repeats_under_the_same_reference += len(references) - different
    return found

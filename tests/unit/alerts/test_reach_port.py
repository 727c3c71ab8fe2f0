"""The counter in memory, and what queues in memory, pass the suites of the real ones."""

from dataclasses import replace

import pytest

from chassis.principals import PrincipalRow
from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.ports import UnitOfWork
from tests.fakes.accounts import account_of
from tests.fakes.alerts import MemoryReach, memory
from tests.fakes.recipients import MemoryRecipients
from tests.fakes.whereabouts import MemoryWhereabouts
from tests.ports.fan_out import FanOutSuite, Knowing
from tests.ports.reach import Counting, ReachSuite


class TestMemoryReach(ReachSuite):
    """On memory."""

    @pytest.fixture
    def counting(self) -> Counting:
        def count(
            people: list[PrincipalRow],
            recipients: list[Recipient],
            whereabouts: MemoryWhereabouts,
        ) -> MemoryReach:
            there = known(people, recipients, whereabouts)
            return MemoryReach(people=people, recipients=there, whereabouts=whereabouts)

        return count


class TestMemoryFanOut(FanOutSuite):
    """On memory."""

    @pytest.fixture
    def knowing(self) -> Knowing:
        def open_stores(
            people: list[PrincipalRow],
            recipients: list[Recipient],
            whereabouts: MemoryWhereabouts,
        ) -> UnitOfWork:
            work = memory()
            there = known(people, recipients, whereabouts)
            work.stores.recipients.kept |= there.kept
            work.stores.recipients.accounts |= there.accounts
            return work

        return open_stores


def known(
    people: list[PrincipalRow], recipients: list[Recipient], whereabouts: MemoryWhereabouts
) -> MemoryRecipients:
    """Return recipients with the rights of these people."""
    holdings = whereabouts.holdings({row.organisation_id or "" for row in people})
    return MemoryRecipients(
        kept={each.recipient_id: each for each in recipients},
        accounts={
            row.subject: replace(account_of(row), holdings=holdings[row.organisation_id or ""])
            for row in people
        },
    )

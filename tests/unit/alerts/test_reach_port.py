"""The counter in memory passes the suite of the real one."""

from dataclasses import replace

import pytest

from chassis.principals import PrincipalRow
from services.alerts.domain.recipient import Recipient
from tests.fakes.alerts import MemoryReach
from tests.fakes.deliveries import MemoryRecipients, account_of
from tests.fakes.whereabouts import MemoryWhereabouts
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
            whose = {row.organisation_id or "" for row in people}
            holdings = whereabouts.holdings(whose)
            there = MemoryRecipients(
                kept={each.recipient_id: each for each in recipients},
                accounts={
                    row.subject: replace(
                        account_of(row), holdings=holdings[row.organisation_id or ""]
                    )
                    for row in people
                },
            )
            return MemoryReach(people=people, recipients=there, whereabouts=whereabouts)

        return count

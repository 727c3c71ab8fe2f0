"""The counter in memory passes the suite of the real one."""

import pytest

from chassis.principals import PrincipalRow
from services.alerts.domain.recipient import Recipient
from tests.fakes.alerts import MemoryReach
from tests.fakes.deliveries import MemoryRecipients, account_of
from tests.ports.reach import Counting, ReachSuite


class TestMemoryReach(ReachSuite):
    """On memory."""

    @pytest.fixture
    def counting(self) -> Counting:
        def count(people: list[PrincipalRow], recipients: list[Recipient]) -> MemoryReach:
            there = MemoryRecipients(
                kept={each.recipient_id: each for each in recipients},
                accounts={row.subject: account_of(row) for row in people},
            )
            return MemoryReach(people=people, recipients=there)

        return count

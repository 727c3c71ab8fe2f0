"""The counter in memory passes the suite of the real one."""

import pytest

from tests.fakes.alerts import MemoryReach
from tests.ports.reach import Counting, ReachSuite


class TestMemoryReach(ReachSuite):
    """On memory."""

    @pytest.fixture
    def counting(self) -> Counting:
        return lambda people: MemoryReach(people=people)

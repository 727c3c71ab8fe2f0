"""The in-memory store of organisations' people passes the suite of the real one."""

import pytest

from tests.ports.staff_store import StaffStoreSuite


class TestMemoryStaff(StaffStoreSuite):
    """On memory."""

    @pytest.fixture
    def belong(self, stores):
        return stores.staff.belongs.__setitem__

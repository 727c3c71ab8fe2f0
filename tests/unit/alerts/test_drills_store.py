"""The in-memory store of drills passes the suite of the real one."""

from collections.abc import Callable, Sequence

import pytest

from chassis.principals import PrincipalRow
from tests.ports.drills_store import DrillsStoreSuite


@pytest.fixture
def keep_people(stores) -> Callable[[Sequence[PrincipalRow]], None]:
    return stores.drills.members.extend


class TestMemoryDrills(DrillsStoreSuite):
    """In memory."""

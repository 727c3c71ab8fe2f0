"""The store of closed groups, in memory."""

from tests.ports.groups_store import GroupsStoreSuite


class TestMemoryGroups(GroupsStoreSuite):
    """The fake keeps what the real one keeps."""

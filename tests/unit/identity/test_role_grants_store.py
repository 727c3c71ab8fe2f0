"""The store of grants of roles, in memory."""

from tests.ports.role_grants_store import RoleGrantsStoreSuite


class TestMemoryRoleGrants(RoleGrantsStoreSuite):
    """The fake keeps what the real one keeps."""

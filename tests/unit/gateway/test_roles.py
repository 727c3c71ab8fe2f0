"""The names of roles on pages."""

from kernel.roles import PERMISSIONS
from services.gateway.pages.roles import roles


def test_every_role_of_the_realm_has_a_name_and_there_are_no_others() -> None:
    assert sorted(PERMISSIONS) == sorted(code for code, _ in roles())

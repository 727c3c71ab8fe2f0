"""Which role gives which permissions: the one table.

A test matches it with the access rules in proto/ both ways, so a permission that no RPC asks for,
or one that no role gives, fails the gate.
"""

from collections.abc import Iterable
from typing import Final

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "alert-author": frozenset({"alerts:draft", "alerts:follow"}),
    "alert-approver": frozenset({"alerts:approve", "alerts:withdraw", "alerts:follow"}),
    "duty-officer": frozenset(
        {"alerts:draft", "alerts:approve", "alerts:withdraw", "alerts:follow"}
    ),
    "hub-officer": frozenset({"alerts:draft", "alerts:follow"}),
    "regional-coordinator": frozenset({"alerts:draft", "alerts:follow"}),
    "sector-lead": frozenset(),
    "editor": frozenset({"content:publish"}),
    "expert": frozenset({"engagement:answer"}),
    "verification-officer": frozenset({"identity:check", "identity:decide", "identity:suspend"}),
    "privacy-officer": frozenset(),
    "trainer": frozenset({"training:manage"}),
    "analyst": frozenset({"analytics:read"}),
    "platform-admin": frozenset({"identity:suspend"}),
}
"""Every role of the realm, with the permissions it gives."""


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Return all permissions that a set of roles gives; an unknown role gives none."""
    return frozenset().union(*(PERMISSIONS.get(role, frozenset()) for role in roles))

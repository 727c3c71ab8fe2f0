"""Which role gives which permissions: the one table.

A test matches it with the access rules in proto/ both ways, so a permission that no RPC asks for,
or one that no role gives, fails the gate.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "alert-author": frozenset({"alerts:desk", "alerts:draft"}),
    "alert-approver": frozenset(
        {
            *("alerts:desk", "alerts:approve", "alerts:withdraw", "alerts:freeze"),
            "alerts:return",
            *("alerts:propose-threat-level", "alerts:approve-threat-level"),
            "identity:hold-passkey",
        }
    ),
    "duty-officer": frozenset(
        {
            "alerts:desk",
            "alerts:draft",
            "alerts:approve",
            "alerts:withdraw",
            "alerts:freeze",
            "alerts:break-glass",
            "alerts:assist",
            *("alerts:propose-threat-level", "alerts:approve-threat-level"),
            "alerts:operate",
            "alerts:return",
            "identity:hold-passkey",
        }
    ),
    "hub-officer": frozenset(
        {
            *("alerts:desk", "alerts:draft", "alerts:propose-threat-level", "identity:appoint"),
            *("identity:grant-roles", "identity:sponsor-groups"),
        }
    ),
    "regional-coordinator": frozenset(
        {
            *("alerts:desk", "alerts:draft", "alerts:act-for-region"),
            *("identity:appoint", "identity:sponsor-groups"),
        }
    ),
    "welsh-approver": frozenset({"alerts:desk", "alerts:confirm-welsh", "alerts:return"}),
    "sector-lead": frozenset(),
    "integrator": frozenset({"alerts:integrate"}),
    "security-lead": frozenset({"alerts:set-site-response", "alerts:drill"}),
    "editor": frozenset({"content:publish", "content:catalogues"}),
    "expert": frozenset({"engagement:answer"}),
    "verification-officer": frozenset(
        {
            *("identity:check", "identity:decide", "identity:suspend"),
            "identity:reset-second-factor",
        }
    ),
    "privacy-officer": frozenset(
        {
            *("alerts:inquire", "identity:privacy", "identity:lift-record-freeze"),
            *("identity:partners", "identity:confirm-partner"),
            "audit:search",
        }
    ),
    "trainer": frozenset({"training:manage"}),
    "analyst": frozenset({"analytics:read"}),
    "platform-admin": frozenset(
        {
            *("identity:suspend", "alerts:desk", "alerts:freeze", "alerts:operate"),
            *("identity:partners", "identity:propose-partner", "identity:confirm-partner"),
            *("identity:grant-roles", "content:catalogues"),
            "identity:reset-second-factor",
        }
    ),
}
"""Every role of the realm, with the permissions it gives."""

ROLES: Final = frozenset(PERMISSIONS)


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Return all permissions that a set of roles gives; an unknown role gives none."""
    return _permissions_of(frozenset(roles))


@lru_cache(1024)
def _permissions_of(roles: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(PERMISSIONS.get(role, frozenset()) for role in roles))

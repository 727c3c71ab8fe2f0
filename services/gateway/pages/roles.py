"""The roles of the realm by their names in the page's language."""

from typing import Any, Final

from flask_babel import lazy_gettext

_NAMES: Final[dict[str, Any]] = {
    "alert-author": lazy_gettext("Alert author"),
    "alert-approver": lazy_gettext("Alert approver"),
    "duty-officer": lazy_gettext("Duty officer"),
    "hub-officer": lazy_gettext("Hub officer"),
    "regional-coordinator": lazy_gettext("Regional coordinator"),
    "welsh-approver": lazy_gettext("Welsh approver"),
    "sector-lead": lazy_gettext("Sector lead"),
    "integrator": lazy_gettext("Looks after endpoints for alerts"),
    "security-lead": lazy_gettext("Security lead of premises"),
    "editor": lazy_gettext("Editor"),
    "expert": lazy_gettext("Expert"),
    "verification-officer": lazy_gettext("Verification officer"),
    "privacy-officer": lazy_gettext("Privacy officer"),
    "trainer": lazy_gettext("Trainer"),
    "analyst": lazy_gettext("Analyst"),
    "platform-admin": lazy_gettext("Administrator of the platform"),
}


def role(code: str) -> str:
    """Return a role's name; of one that has none, its code."""
    return str(_NAMES.get(code, code))


def roles() -> list[tuple[str, str]]:
    """Return every role as (code, name), by their names."""
    return sorted(((code, role(code)) for code in _NAMES), key=lambda each: each[1])

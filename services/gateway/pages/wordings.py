"""Wordings to begin an alert from, so that a phone is enough: each is changed before it is kept."""

from typing import Any, Final

from flask_babel import lazy_gettext

WORDINGS: Final[dict[str, dict[str, Any]]] = {
    "stay-inside": {
        "name": lazy_gettext("Stay inside"),
        "response_types": ("SHELTER",),
        "headline": lazy_gettext("Stay inside and lock the doors"),
        "action_line": lazy_gettext("Stay inside. Lock doors. Keep away from windows."),
        "description": lazy_gettext("Police are dealing with an incident in your area."),
        "instruction": lazy_gettext(
            "Bring people in. Lock the doors. Keep away from windows. Wait for the next message."
        ),
    },
    "leave-the-area": {
        "name": lazy_gettext("Leave the area"),
        "response_types": ("EVACUATE",),
        "headline": lazy_gettext("Leave the area now"),
        "action_line": lazy_gettext("Leave now. Go away from the incident on foot."),
        "description": lazy_gettext("Police are dealing with an incident in your area."),
        "instruction": lazy_gettext(
            "Leave by the way that leads away from the incident. Help others. Do not come back"
            " before you are told that you may."
        ),
    },
    "suspicious-item": {
        "name": lazy_gettext("Suspicious item"),
        "response_types": ("AVOID", "MONITOR"),
        "headline": lazy_gettext("A suspicious item is being looked at"),
        "action_line": lazy_gettext("Keep away from the cordon. Check your own premises."),
        "description": lazy_gettext("Police have closed a street to look at a suspicious item."),
        "instruction": lazy_gettext(
            "Keep people away from the cordon and behind something solid. Look for anything that"
            " does not belong. Do not touch it; call 999."
        ),
    },
}
"""Names and the fields of the form that each fills in. Alike in all: at once, seen, an hour."""

_ALIKE: Final = {
    "severity": "SEVERE",
    "urgency": "IMMEDIATE",
    "certainty": "OBSERVED",
    "sharing": "CLEAR/PUBLIC",
    "minutes": "60",
}


_NO_TEXT: Final = frozenset({"name", "response_types"})


def filled_in(name: str) -> dict[str, Any]:
    """Return the fields that a wording fills in; none for an unknown one."""
    wording = WORDINGS.get(name)
    if wording is None:
        return {}
    said = {field: str(text) for field, text in wording.items() if field not in _NO_TEXT}
    return said | _ALIKE | {"response_types": list(wording["response_types"])}

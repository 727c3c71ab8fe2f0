"""The words of staff roles on pages."""

from typing import Final

from flask_babel import lazy_gettext

STATES: Final = {
    "PROPOSED": lazy_gettext("Waiting for a second person"),
    "GRANTED": lazy_gettext("In force"),
    "REFUSED": lazy_gettext("Refused"),
    "WITHDRAWN": lazy_gettext("Withdrawn"),
    "LAPSED": lazy_gettext("Nobody confirmed it in time"),
    "ENDED": lazy_gettext("Ended"),
}
GRANTED_ROLES: Final = (
    *("alert-author", "alert-approver", "duty-officer", "welsh-approver", "integrator", "editor"),
    *("expert", "trainer", "analyst", "hub-officer", "verification-officer", "privacy-officer"),
    "platform-admin",
)
"""What may be proposed; identity has the rule, and says who may."""

HOURS: Final = (1, 2, 4, 8)

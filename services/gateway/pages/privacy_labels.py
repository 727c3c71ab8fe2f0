"""The words of requests about somebody's data, in the page's language."""

from typing import Any, Final

from flask_babel import lazy_gettext

KINDS: Final[dict[str, Any]] = {
    "EXPORT": lazy_gettext("A copy of the data"),
    "ERASURE": lazy_gettext("Erasure"),
}
STATES: Final[dict[str, Any]] = {
    "WAITING": lazy_gettext("Waits to begin"),
    "WORKING": lazy_gettext("Being done"),
    "ANSWERED": lazy_gettext("Done"),
    "ENDED": lazy_gettext("Done; the copy is deleted"),
    "WITHDRAWN": lazy_gettext("Taken back"),
}
CLOCKS: Final[dict[str, Any]] = {
    "IN_TIME": lazy_gettext("in time"),
    "DUE_SOON": lazy_gettext("a week or less is left"),
    "OVERDUE": lazy_gettext("overdue"),
    "STOPPED": lazy_gettext("nothing is waited for"),
}
WAYS: Final[dict[str, Any]] = {
    "ONLINE": lazy_gettext("Online"),
    "LETTER": lazy_gettext("By letter"),
    "EMAIL": lazy_gettext("By e-mail"),
    "PHONE": lazy_gettext("By telephone"),
    "IN_PERSON": lazy_gettext("In person"),
    "DORMANCY": lazy_gettext("Nobody used the account"),
}

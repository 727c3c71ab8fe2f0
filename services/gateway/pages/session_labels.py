"""What becomes of a booking, as pages call it."""

from typing import Final

from flask_babel import lazy_gettext

BOOKING_STATUSES: Final = {
    "BOOKED": lazy_gettext("Booked"),
    "WAITING": lazy_gettext("On the waiting list"),
    "CANCELLED": lazy_gettext("Cancelled"),
    "CANCELLED_LATE": lazy_gettext("Cancelled late"),
    "ATTENDED": lazy_gettext("Attended"),
    "ABSENT": lazy_gettext("Absent"),
}

"""How long analytics keeps what, and what enforces it."""

from datetime import timedelta
from typing import Final

from chassis.postgres.retention import Kept
from services.analytics.outbound.postgres.tables import USAGE_EVENTS

_DAYS: Final = timedelta(days=94)
"""92 whole days in London, which begin and end up to a day beside those of UTC."""

RETENTION: Final = (
    Kept(
        retention="92 days, then only counts",
        enforced_by="ForgetUsage",
        ages=((USAGE_EVENTS.c.occurred_at, _DAYS),),
    ),
)

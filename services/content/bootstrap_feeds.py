"""Builds feeds, for `bootstrap.py`."""

from typing import Final

from kernel.ports import RandomIds, SystemClock
from services.content.inbound.feeds_rpc import FeedsServicer
from services.content.usecases.end_feed_link import EndFeedLink
from services.content.usecases.get_feed_link import GetFeedLink
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.read_feed import ReadFeed
from services.content.usecases.read_own_feed import ReadOwnFeed
from services.content.usecases.renew_feed_link import RenewFeedLink

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def feeds_servicer(work: UnitOfWork, reads: UnitOfWork) -> FeedsServicer:
    """Return the servicer of feeds on a unit of work, and on one that only reads."""
    return FeedsServicer(
        read_feed=ReadFeed(unit_of_work=reads),
        read_own_feed=ReadOwnFeed(unit_of_work=reads),
        get_feed_link=GetFeedLink(unit_of_work=reads),
        renew_feed_link=RenewFeedLink(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        end_feed_link=EndFeedLink(unit_of_work=work),
    )

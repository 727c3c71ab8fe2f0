"""What both ways of writing an update do first."""

from services.alerts.domain.alert import Alert
from services.alerts.domain.errors import TooManyDrafts
from services.alerts.domain.thread import MOST_OPEN_DRAFTS
from services.alerts.usecases.ports import Stores


def see_that_few_wait(tx: Stores, out: Alert) -> None:
    """See that another update of an alert that is out may wait in its thread; it must be locked.

    Raises:
        TooManyDrafts: as many wait as may.
    """
    if tx.alerts.open_drafts(out.thread.thread_id) >= MOST_OPEN_DRAFTS:
        raise TooManyDrafts(
            f"{MOST_OPEN_DRAFTS} updates of this wait already: discard what is not wanted."
        )

"""What every verb about a cordon does first: find it, and the alert that it belongs to."""

from uuid import UUID

from chassis.errors import StaleVersion, Violation
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.cordon import MOST_POINTS_OF_A_THREAD, Cordon, points_of
from services.alerts.domain.cordon_errors import CordonNotFound
from services.alerts.domain.errors import TooManyPoints
from services.alerts.usecases.ports import Stores


def governing(tx: Stores, thread_id: UUID) -> Alert | None:
    """Return the message of a thread that stands now, or stood last; None before the first.

    Who may read it may know of the thread's cordons, and nobody else: also not who could read an
    earlier message.
    """
    return tx.alerts.standing_in(thread_id)


def see_that_it_fits(tx: Stores, cordon: Cordon) -> None:
    """See that a thread has not more points than are read in one answer, with this cordon.

    Raises:
        TooManyPoints: it has.
    """
    others = [e for e in tx.cordons.of_thread(cordon.thread_id) if e.cordon_id != cordon.cordon_id]
    if points_of([*others, cordon]) > MOST_POINTS_OF_A_THREAD:
        what = f"must have {MOST_POINTS_OF_A_THREAD} at most, with the other cordons of the alert"
        raise TooManyPoints(Violation("polygon.points", what))


def get_cordon(
    tx: Stores, caller: Principal, cordon_id: UUID, *, expected_version: int | None = None
) -> tuple[Cordon, Alert]:
    """Return a cordon, locked, with the message of its thread that stands now.

    Raises:
        CordonNotFound: there is none, or the caller may not know of it; the two look the same.
        StaleVersion: it is not the version that the caller read.
    """
    cordon = tx.cordons.get(cordon_id, lock=True)
    alert = governing(tx, cordon.thread_id)
    if alert is None or not alert.readable_by(caller):
        raise CordonNotFound("There is no such cordon.")
    if expected_version is not None and cordon.version != expected_version:
        raise StaleVersion("The cordon changed since you read it: read it again.")
    return cordon, alert

"""Builds the comparison of index and record, for `bootstrap.py`, and says what came of it."""

from collections.abc import Callable
from typing import Final

from prometheus_client import Counter, Gauge

from chassis.logs import logger
from kernel.ports import SystemClock
from services.content.domain.errors import RebuildUnderWay, SearchUnavailable
from services.content.domain.reconciling import Kind, Reconciled
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.rebuild_index import RebuildIndex
from services.content.usecases.reconcile_index import ReconcileIndex
from services.content.usecases.reconcile_ports import ComparedIndex

DIFFERENCES: Final = Gauge(
    "isp_index_differences", "Documents that index and record differed in, last time.", ["kind"]
)
MENDED: Final = Counter("isp_index_mended_total", "Documents of the index that were put right.")
ALARMS: Final = Counter(
    "isp_index_alarms_total", "Comparisons that found more than lost events explain."
)
COMPARED: Final = Gauge(
    "isp_index_compared_timestamp_seconds", "When index and record were last compared to the end."
)
DIFFERED: Final = 5
"""The status of `reconcile` where somebody has to look at what it found."""


def reconcile_index(index: ComparedIndex, building: UnitOfWork) -> ReconcileIndex:
    """Return the comparison; `building` has transactions that last as long as a build does."""
    clock = SystemClock()
    rebuild = RebuildIndex(index=index, unit_of_work=building, clock=clock)
    return ReconcileIndex(index=index, unit_of_work=building, rebuild_index=rebuild, clock=clock)


def told(reconciled: Reconciled) -> Reconciled:
    """Say in metrics and the log what was found."""
    for kind in Kind:
        DIFFERENCES.labels(kind.value).set(reconciled.wrong[kind])
    MENDED.inc(reconciled.mended)
    COMPARED.set_to_current_time()
    log = logger(
        documents=sum(each.in_record for each in reconciled.compartments),
        compartments=len(reconciled.compartments),
        mended=reconciled.mended,
        rebuilt=reconciled.rebuilt,
        **{kind.value: number for kind, number in reconciled.wrong.items()},
    )
    if reconciled.alarming:
        ALARMS.inc()
        log.error("index differs from the record")
    else:
        log.info("index compared with the record")
    for each in reconciled.compartments:
        if each.wrong:
            logger().warning(
                "compartment differs",
                compartment=each.name,
                in_record=each.in_record,
                in_index=each.in_index,
                record_digest=each.record_digest,
                index_digest=each.index_digest,
            )
    return reconciled


def in_turn(reconcile: ReconcileIndex) -> Callable[[], None]:
    """Return what compares in `work`: where it cannot, the next turn does."""

    def compare() -> None:
        try:
            told(reconcile())
        except (SearchUnavailable, RebuildUnderWay) as error:
            logger().warning("index not compared", why=error.reason)

    return compare

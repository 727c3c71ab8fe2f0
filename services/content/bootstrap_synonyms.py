"""Builds what synonyms need, for `bootstrap.py`."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import SystemClock
from services.content.bootstrap_reconcile import in_turn, reconcile_index
from services.content.domain.errors import RebuildUnderWay
from services.content.domain.synonyms import Synonyms
from services.content.inbound.synonyms_rpc import SynonymsServicer
from services.content.usecases.change_synonyms import ChangeSynonyms
from services.content.usecases.keep_index_current import KeepIndexCurrent
from services.content.usecases.list_synonyms import ListSynonyms
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.rebuild_index import RebuildIndex
from services.content.usecases.reconcile_ports import ComparedIndex

LOOKING_SECONDS: Final = 5
"""Between two looks whether the indexes are outdated."""

PATIENCE_SECONDS: Final = 600
"""So long a rebuild that was asked for waits for another one to end."""

_CLOCK: Final = SystemClock()


def synonyms_servicer(work: UnitOfWork, reads: UnitOfWork) -> SynonymsServicer:
    """Return the servicer of synonyms on a unit of work, and on one that only reads."""
    return SynonymsServicer(
        list_synonyms=ListSynonyms(unit_of_work=reads),
        change_synonyms=ChangeSynonyms(unit_of_work=work, clock=_CLOCK),
    )


def on_record(reads: UnitOfWork) -> Callable[[], Sequence[Synonyms]]:
    """Return what reads the synonyms, for whoever makes indexes."""

    def read() -> Sequence[Synonyms]:
        with reads() as tx:
            return tx.synonyms.all()

    return read


def index_parts(
    index: ComparedIndex, building: UnitOfWork, compare_seconds: int
) -> dict[str, Part]:
    """Return what keeps the indexes current and compares them, in a thread of their own.

    `building` has transactions that last as long as a build does.
    """
    rebuild = RebuildIndex(index=index, unit_of_work=building, clock=_CLOCK)
    current = KeepIndexCurrent(index=index, rebuild_index=rebuild)
    threads = ThreadPoolExecutor(1, thread_name_prefix="index")
    compare = in_turn(reconcile_index(index, building))
    return {
        "index current": every(LOOKING_SECONDS, in_thread(current, threads)),
        "index compared": every(compare_seconds, in_thread(compare, threads)),
    }


def when_alone(rebuild: RebuildIndex) -> int:
    """Rebuild when no other process does; return how many documents are in the indexes.

    Raises:
        RebuildUnderWay: another one does, and does not end.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return rebuild()
        except RebuildUnderWay:
            if time.monotonic() > until:
                raise
            time.sleep(1)

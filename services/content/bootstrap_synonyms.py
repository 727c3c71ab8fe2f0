"""Builds what synonyms need, for `bootstrap.py`."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from chassis.worker import Part, every, in_thread
from kernel.ports import SystemClock
from services.content.domain.synonyms import Synonyms
from services.content.inbound.synonyms_rpc import SynonymsServicer
from services.content.usecases.change_synonyms import ChangeSynonyms
from services.content.usecases.keep_index_current import KeepIndexCurrent
from services.content.usecases.list_synonyms import ListSynonyms
from services.content.usecases.ports import Index, UnitOfWork
from services.content.usecases.rebuild_index import RebuildIndex

LOOKING_SECONDS: Final = 5
"""Between two looks whether the indexes are outdated."""

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


def index_parts(index: Index, building: UnitOfWork) -> dict[str, Part]:
    """Return what keeps the indexes current, in a thread of its own.

    `building` has transactions that last as long as a build does.
    """
    rebuild = RebuildIndex(index=index, unit_of_work=building, clock=_CLOCK)
    current = KeepIndexCurrent(index=index, rebuild_index=rebuild, unit_of_work=building)
    threads = ThreadPoolExecutor(1, thread_name_prefix="index")
    return {"index current": every(LOOKING_SECONDS, in_thread(current, threads))}

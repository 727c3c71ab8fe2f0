"""Builds what suggestions, similar documents and gaps need, for `bootstrap.py`."""

import hmac
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from prometheus_client import Counter

from chassis.worker import Part, every, in_thread
from kernel.ports import SystemClock
from services.content.inbound.finding_rpc import FindingServicer
from services.content.usecases.finding_ports import Finding
from services.content.usecases.forget_search_gaps import ForgetSearchGaps
from services.content.usecases.list_search_gaps import ListSearchGaps
from services.content.usecases.list_similar import ListSimilar
from services.content.usecases.note_gap import NoteGap
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.suggest import Suggest

FORGETTING_SECONDS: Final = 3_600
NOT_NOTED: Final = Counter(
    "isp_search_gaps_not_noted_total", "Searches in vain that could not be counted.", ["reason"]
)
_CLOCK: Final = SystemClock()


def finding_servicer(reads: UnitOfWork, engine: Finding) -> FindingServicer:
    """Return the servicer of finding on a unit of work that only reads."""
    return FindingServicer(
        suggest=Suggest(engine=engine, unit_of_work=reads),
        list_similar=ListSimilar(engine=engine, unit_of_work=reads, clock=_CLOCK),
        list_search_gaps=ListSearchGaps(unit_of_work=reads, clock=_CLOCK),
    )


def gap_notes(work: UnitOfWork, key: bytes) -> NoteGap:
    """Return what notes searches that found nothing; its key is made from that of cursors."""
    own = hmac.digest(key, b"isp content search gaps", "sha256")

    def failed(reason: str) -> None:
        NOT_NOTED.labels(reason).inc()

    return NoteGap(unit_of_work=work, clock=_CLOCK, key=own, failed=failed)


def gap_parts(work: UnitOfWork) -> dict[str, Part]:
    """Return what forgets old gaps, each hour."""
    threads = ThreadPoolExecutor(1, thread_name_prefix="gaps")
    forget = ForgetSearchGaps(unit_of_work=work, clock=_CLOCK)
    return {"search gaps": every(FORGETTING_SECONDS, in_thread(forget, threads))}

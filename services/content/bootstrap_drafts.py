"""Builds what drafts, versions and dates of documents need, for `bootstrap.py`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from prometheus_client import Gauge
from sqlalchemy import Engine

from chassis.notices import Notices
from chassis.watch import CHANNEL, Watch
from chassis.worker import Part, every, in_thread, until_none
from kernel.ports import RandomIds, SystemClock
from services.content.inbound.drafts_rpc import DraftsServicer, drafts_services_of
from services.content.inbound.upkeep_rpc import UpkeepServicer, upkeep_services_of
from services.content.outbound.postgres.agenda import PostgresAgenda
from services.content.usecases.approve_draft import ApproveDraft
from services.content.usecases.change_draft import ChangeDraft
from services.content.usecases.create_draft import CreateDraft
from services.content.usecases.discard_draft import DiscardDraft
from services.content.usecases.draft_ports import Task
from services.content.usecases.get_draft import GetDraft
from services.content.usecases.get_version import GetVersion
from services.content.usecases.list_drafts import ListDrafts
from services.content.usecases.list_due_documents import CountOverdue, ListDueDocuments
from services.content.usecases.list_versions import ListVersions
from services.content.usecases.look_ahead import LookAhead
from services.content.usecases.plan_withdrawal import PlanWithdrawal
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.publish_due_drafts import PublishDueDrafts
from services.content.usecases.red_reads import RedReads
from services.content.usecases.return_draft import ReturnDraft
from services.content.usecases.review_document import ReviewDocument
from services.content.usecases.submit_draft import SubmitDraft
from services.content.usecases.tell_matches import TellMatches
from services.content.usecases.withdraw_due_documents import WithdrawDueDocuments

OVERDUE: Final = Gauge(
    "isp_document_reviews_overdue", "Documents that should have been looked at again by now."
)
COUNTING_SECONDS: Final = 300

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def drafts_servicer(work: UnitOfWork, reads: UnitOfWork, red_reads: RedReads) -> DraftsServicer:
    """Return the servicer of drafts on a unit of work, and on one that only reads."""
    return DraftsServicer(
        create_draft=CreateDraft(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        change_draft=ChangeDraft(unit_of_work=work, clock=_CLOCK),
        submit_draft=SubmitDraft(unit_of_work=work, clock=_CLOCK),
        approve_draft=ApproveDraft(unit_of_work=work, clock=_CLOCK),
        return_draft=ReturnDraft(unit_of_work=work, clock=_CLOCK),
        discard_draft=DiscardDraft(unit_of_work=work, clock=_CLOCK),
        get_draft=GetDraft(unit_of_work=reads, red_reads=red_reads),
        list_drafts=ListDrafts(unit_of_work=reads, red_reads=red_reads),
    )


def upkeep_servicer(work: UnitOfWork, reads: UnitOfWork, red_reads: RedReads) -> UpkeepServicer:
    """Return the servicer of keeping up on a unit of work, and on one that only reads."""
    return UpkeepServicer(
        list_versions=ListVersions(unit_of_work=reads, red_reads=red_reads),
        get_version=GetVersion(unit_of_work=reads, red_reads=red_reads),
        review_document=ReviewDocument(unit_of_work=work, clock=_CLOCK),
        plan_withdrawal=PlanWithdrawal(unit_of_work=work, clock=_CLOCK),
        list_due_documents=ListDueDocuments(unit_of_work=reads, clock=_CLOCK, red_reads=red_reads),
    )


def editing_services(
    work: UnitOfWork, reads: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC services of editing."""
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    return {
        **drafts_services_of(drafts_servicer(work, reads, red_reads)),
        **upkeep_services_of(upkeep_servicer(work, reads, red_reads)),
    }


def editing_parts(
    record: UnitOfWork, reads: UnitOfWork, engine: Engine, notices: Notices
) -> dict[str, Part]:
    """Return what lets documents come and go at their time, woken by a commit's notice."""
    threads = ThreadPoolExecutor(3, thread_name_prefix="times")
    look = LookAhead(agenda=PostgresAgenda(engine), clock=_CLOCK)
    watch = Watch(notices.bell(CHANNEL), in_thread(look, threads))
    come = PublishDueDrafts(unit_of_work=record, clock=_CLOCK)
    go = WithdrawDueDocuments(unit_of_work=record, clock=_CLOCK)
    tell = TellMatches(unit_of_work=record, clock=_CLOCK)
    count = CountOverdue(unit_of_work=reads, clock=_CLOCK, tell=OVERDUE.set)
    return {
        "times": watch.run,
        Task.COME.value: watch.loop(Task.COME.value, in_thread(until_none(come), threads)),
        Task.TELL.value: watch.loop(Task.TELL.value, in_thread(until_none(tell), threads)),
        Task.GO.value: watch.loop(Task.GO.value, in_thread(until_none(go), threads)),
        "overdue reviews": every(COUNTING_SECONDS, in_thread(count, threads)),
    }

"""Builds what readers need beside documents, for `bootstrap.py`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.content.inbound.readings_rpc import ReadingsServicer, readings_services_of
from services.content.inbound.receipts_rpc import ReceiptsServicer, receipts_services_of
from services.content.inbound.remarks_rpc import RemarksServicer, remarks_services_of
from services.content.usecases.clear_readings import ClearReadings
from services.content.usecases.confirm_receipt import ConfirmReceipt
from services.content.usecases.forget_readings import ForgetReadings
from services.content.usecases.get_changes_since_read import GetChangesSinceRead
from services.content.usecases.get_receipt import GetReceipt
from services.content.usecases.get_receipt_figures import GetReceiptFigures
from services.content.usecases.get_remark_figures import GetRemarkFigures
from services.content.usecases.keep_readings import KeepReadings
from services.content.usecases.leave_remark import LeaveRemark
from services.content.usecases.list_changed_readings import ListChangedReadings
from services.content.usecases.list_receipts_asked import ListReceiptsAsked
from services.content.usecases.list_remarks import ListRemarks
from services.content.usecases.look_up_readings import LookUpReadings
from services.content.usecases.note_reading import NoteReading
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads
from services.content.usecases.remind_of_receipt import RemindOfReceipt
from services.content.usecases.settle_remark import SettleRemark
from services.content.usecases.tell_reminded import TellReminded

FORGETTING_SECONDS: Final = 3600
REMINDING_SECONDS: Final = 20

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


def reading_services(
    work: UnitOfWork, reads: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC services of readers on a unit of work, and on one that only reads."""
    remarks = RemarksServicer(
        leave_remark=LeaveRemark(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_remarks=ListRemarks(unit_of_work=reads),
        get_remark_figures=GetRemarkFigures(unit_of_work=reads, clock=_CLOCK),
        settle_remark=SettleRemark(unit_of_work=work),
    )
    return {
        **remarks_services_of(remarks),
        **readings_services_of(_readings(work, reads)),
        **receipts_services_of(_receipts(work, reads)),
    }


def _receipts(work: UnitOfWork, reads: UnitOfWork) -> ReceiptsServicer:
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    return ReceiptsServicer(
        confirm_receipt=ConfirmReceipt(unit_of_work=work, clock=_CLOCK),
        get_receipt=GetReceipt(unit_of_work=reads, clock=_CLOCK),
        list_receipts_asked=ListReceiptsAsked(unit_of_work=reads, red_reads=red_reads),
        get_receipt_figures=GetReceiptFigures(unit_of_work=work),
        remind_of_receipt=RemindOfReceipt(unit_of_work=work, clock=_CLOCK),
    )


def _readings(work: UnitOfWork, reads: UnitOfWork) -> ReadingsServicer:
    red_reads = RedReads(unit_of_work=work, clock=_CLOCK)
    return ReadingsServicer(
        note_reading=NoteReading(unit_of_work=work, clock=_CLOCK),
        look_up_readings=LookUpReadings(unit_of_work=reads),
        list_changed_readings=ListChangedReadings(unit_of_work=reads, red_reads=red_reads),
        get_changes_since_read=GetChangesSinceRead(unit_of_work=reads, red_reads=red_reads),
        keep_readings=KeepReadings(unit_of_work=work),
        clear_readings=ClearReadings(unit_of_work=work),
    )


def reading_parts(record: UnitOfWork) -> dict[str, Part]:
    """Return what deletes what was kept long enough, and what tells of reminders, in a thread."""
    remind = TellReminded(unit_of_work=record, clock=_CLOCK)
    forget = ForgetReadings(unit_of_work=record, clock=_CLOCK)
    threads = ThreadPoolExecutor(1, thread_name_prefix="reading")
    return {
        "forget readings": every(FORGETTING_SECONDS, in_thread(forget, threads)),
        "tell reminded": every(REMINDING_SECONDS, in_thread(remind, threads)),
    }

"""The RPCs about an organisation's people: each translates, calls, translates back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import id_from
from isp.training.v1 import enrolment_pb2, staff_pb2_grpc
from isp.training.v1 import staff_pb2 as pb
from services.training.domain.course import Catalogue
from services.training.domain.staff import Change, CourseStanding, OutsideRecord, StaffMember
from services.training.domain.staff_file import MOST_ROWS, RowError
from services.training.usecases.get_asked_of_me import GetAskedOfMe
from services.training.usecases.get_staff_training import GetStaffTraining
from services.training.usecases.import_staff_file import ImportStaffFile
from services.training.usecases.read_staff_file import ReadStaffFile

MOST_PEOPLE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTrainingServicer(staff_pb2_grpc.StaffTrainingServiceServicer):
    """isp.training.v1.StaffTrainingService."""

    get_staff_training: GetStaffTraining
    read_staff_file: ReadStaffFile
    import_staff_file: ImportStaffFile
    get_asked_of_me: GetAskedOfMe
    catalogue: Catalogue

    def GetStaffTraining(
        self, request: pb.GetStaffTrainingRequest, context: grpc.ServicerContext
    ) -> pb.GetStaffTrainingResponse:
        """Read the training of people."""
        found = self.get_staff_training(
            caller(context), subjects=_subjects(request.subjects, MOST_PEOPLE)
        )
        return pb.GetStaffTrainingResponse(people=[self._member(each) for each in found])

    def ReadStaffFile(
        self, request: pb.ReadStaffFileRequest, context: grpc.ServicerContext
    ) -> pb.ReadStaffFileResponse:
        """Read whom a file names."""
        emails = self.read_staff_file(caller(context), file=request.file)
        return pb.ReadStaffFileResponse(emails=emails)

    def ImportStaffFile(
        self, request: pb.ImportStaffFileRequest, context: grpc.ServicerContext
    ) -> pb.ImportStaffFileResponse:
        """Take a file."""
        became = self.import_staff_file(
            caller(context),
            file=request.file,
            people=_people(request.people),
            dry_run=request.dry_run,
        )
        return pb.ImportStaffFileResponse(
            added=became.changes.get(Change.ADDED, 0),
            changed=became.changes.get(Change.CHANGED, 0),
            unchanged=became.changes.get(Change.UNCHANGED, 0),
            errors=map(_error, became.errors),
        )

    def GetAskedOfMe(
        self, _request: pb.GetAskedOfMeRequest, context: grpc.ServicerContext
    ) -> pb.GetAskedOfMeResponse:
        """Read what one's organisation asks."""
        seen, courses, records = self.get_asked_of_me(caller(context))
        return pb.GetAskedOfMeResponse(
            seen_by_organisation=seen,
            courses=map(self._course, courses),
            records=map(_record, records),
        )

    def _member(self, member: StaffMember) -> pb.StaffMember:
        courses = sorted(map(self._course, member.courses), key=lambda each: each.title)
        return pb.StaffMember(
            subject=member.subject, courses=courses, records=map(_record, member.records)
        )

    def _course(self, standing: CourseStanding) -> pb.StaffCourse:
        newest = standing.newest
        title, title_cy = self.catalogue.titles(standing.course_id)
        return pb.StaffCourse(
            course_id=str(standing.course_id),
            title=title,
            title_cy=title_cy,
            status=_status(standing),
            enrolled_at=_moment(newest.enrolled_at if newest else None),
            completed_at=_moment(newest.completed_at if newest else None),
            certified_until=_moment(standing.certified_until),
            due_on=_day(standing.due_on),
        )


def _status(standing: CourseStanding) -> enrolment_pb2.EnrolmentStatus.ValueType:
    if standing.newest is None:
        return enrolment_pb2.ENROLMENT_STATUS_UNSPECIFIED
    return enrolment_pb2.EnrolmentStatus.Value(f"ENROLMENT_STATUS_{standing.newest.status.name}")


def _subjects(said: Sequence[str], most: int) -> list[str]:
    if not 1 <= len(said) <= most:
        raise Invalid(Violation("subjects", f"must be 1 to {most}"))
    return [str(id_from("subjects", each)) for each in said]


def _people(said: Sequence[pb.KnownMember]) -> Mapping[str, str]:
    if len(said) > MOST_ROWS:
        raise Invalid(Violation("people", f"must be at most {MOST_ROWS}"))
    return {each.email.lower(): str(id_from("people.subject", each.subject)) for each in said}


def _error(error: RowError) -> pb.StaffFileError:
    fault = pb.StaffFileFault.Value(f"STAFF_FILE_FAULT_{error.fault.name}")
    return pb.StaffFileError(line=error.line, column=error.column, fault=fault)


def _record(record: OutsideRecord) -> pb.OutsideRecord:
    return pb.OutsideRecord(
        title=record.title,
        provider=record.provider,
        completed_on=_day(record.completed_on),
        expires_on=_day(record.expires_on),
    )


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _moment(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    said = Timestamp()
    said.FromDatetime(at)
    return said


def staff_service_of(
    staff: StaffTrainingServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["StaffTrainingService"]: lambda server: (
            staff_pb2_grpc.add_StaffTrainingServiceServicer_to_server(staff, server)
        )
    }

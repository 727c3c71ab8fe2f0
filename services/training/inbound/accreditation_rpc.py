"""The RPCs of accreditation: each translates, calls its use case, translates back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import grpc

from chassis.calls import caller
from chassis.requests import Wrong, id_from, key_from, text_from
from isp.training.v1 import accreditation_pb2, accreditation_pb2_grpc
from services.training.inbound import shown
from services.training.usecases.list_course_versions import ListCourseVersions, VersionSeen
from services.training.usecases.reissue_certificate import ReissueCertificate
from services.training.usecases.withdraw_version import WithdrawVersion

REASON_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class AccreditationServicer(accreditation_pb2_grpc.AccreditationServiceServicer):
    """isp.training.v1.AccreditationService."""

    list_versions: ListCourseVersions
    withdraw_version: WithdrawVersion
    reissue_certificate: ReissueCertificate

    def ListCourseVersions(
        self, request: accreditation_pb2.ListCourseVersionsRequest, context: grpc.ServicerContext
    ) -> accreditation_pb2.ListCourseVersionsResponse:
        """Read every version of every course."""
        del request, context
        versions = [version_to_pb(each) for each in self.list_versions()]
        return accreditation_pb2.ListCourseVersionsResponse(versions=versions)

    def WithdrawVersion(
        self, request: accreditation_pb2.WithdrawVersionRequest, context: grpc.ServicerContext
    ) -> accreditation_pb2.WithdrawVersionResponse:
        """Withdraw a version."""
        course_id, ends_at, why = withdrawing_from(request)
        self.withdraw_version(
            caller(context), course_id=course_id, version=request.version, ends_at=ends_at, why=why
        )
        seen = self.list_versions.one(course_id, request.version)
        return accreditation_pb2.WithdrawVersionResponse(version=version_to_pb(seen))

    def ReissueCertificate(
        self, request: accreditation_pb2.ReissueCertificateRequest, context: grpc.ServicerContext
    ) -> accreditation_pb2.ReissueCertificateResponse:
        """Issue one's own certificate anew."""
        key = key_from("ReissueCertificate", request)
        anew = self.reissue_certificate(
            caller(context),
            certificate_id=id_from("certificate_id", request.certificate_id),
            name=request.name,
            key=key,
        )
        said = shown.certificate_to_pb(anew)
        return accreditation_pb2.ReissueCertificateResponse(certificate=said)


def withdrawing_from(
    request: accreditation_pb2.WithdrawVersionRequest,
) -> tuple[UUID, datetime, str]:
    """Return the course, when its version ends, and why.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    course_id = wrong.built("course_id", lambda: id_from("course_id", request.course_id))
    wrong.unless(request.HasField("ends_at"), "ends_at", "must be said")
    why = wrong.built("reason", lambda: text_from("reason", request.reason, REASON_LONGEST))
    wrong.check()
    assert course_id is not None
    assert why is not None
    return course_id, request.ends_at.ToDatetime(tzinfo=UTC), why


def version_to_pb(seen: VersionSeen) -> accreditation_pb2.CourseVersion:
    """Return a version, what stands of it if it was withdrawn, and what asks for its course."""
    course, ended = seen.course, seen.withdrawal
    return accreditation_pb2.CourseVersion(
        course_id=str(course.course_id),
        version=course.version,
        title=course.title,
        published_at=shown.moment(course.published_at),
        withdrawn_at=shown.moment(ended.withdrawn_at) if ended else None,
        ends_at=shown.moment(ended.ends_at) if ended else None,
        reason=ended.reason if ended else "",
        stopped=course.withdrawn,
        package_id=str(course.package_id) if course.package_id else "",
        asked_by=[each.title for each in seen.asked_by],
    )

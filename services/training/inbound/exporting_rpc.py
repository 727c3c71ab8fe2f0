"""The RPC of courses that leave: it translates, calls its use case, translates back."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.calls import caller
from chassis.requests import id_from
from isp.training.v1 import exporting_pb2 as pb
from isp.training.v1 import exporting_pb2_grpc
from services.training.usecases.export_course import ExportCourse


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseExportServicer(exporting_pb2_grpc.CourseExportServiceServicer):
    """isp.training.v1.CourseExportService."""

    export_course: ExportCourse

    def ExportCourse(
        self, request: pb.ExportCourseRequest, context: grpc.ServicerContext
    ) -> pb.ExportCourseResponse:
        """Hand out a course."""
        course_id = id_from("course_id", request.course_id)
        course, file = self.export_course(caller(context), course_id=course_id)
        return pb.ExportCourseResponse(file=file, course_version=course.version)


def export_services_of(
    exporting: CourseExportServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service of exports with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["CourseExportService"]: lambda server: (
            exporting_pb2_grpc.add_CourseExportServiceServicer_to_server(exporting, server)
        ),
    }

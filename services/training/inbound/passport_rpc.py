"""The RPCs of training passports: each translates, calls, translates back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import grpc
from google.protobuf.descriptor import ServiceDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.calls import caller
from chassis.errors import Invalid, Violation
from chassis.requests import text_from
from isp.training.v1 import passport_pb2 as pb
from isp.training.v1 import passport_pb2_grpc
from services.training.domain.passport import ItemStanding, Passport
from services.training.domain.passport_sheet import LANGUAGES
from services.training.usecases.get_my_passport import GetMyPassport
from services.training.usecases.print_my_passport import PrintMyPassport
from services.training.usecases.verify_passport import VerifyPassport

LONGEST_TOKEN: Final = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPassportServicer(passport_pb2_grpc.TrainingPassportServiceServicer):
    """isp.training.v1.TrainingPassportService; `picture` draws a code as a PNG."""

    get_my_passport: GetMyPassport
    print_my_passport: PrintMyPassport
    verify_passport: VerifyPassport
    picture: Callable[[str], bytes]

    def GetMyPassport(
        self, _request: pb.GetMyPassportRequest, context: grpc.ServicerContext
    ) -> pb.GetMyPassportResponse:
        """Sign one's own passport."""
        signed = self.get_my_passport(caller(context))
        return pb.GetMyPassportResponse(
            passport=_passport(signed.passport, {}),
            token=signed.token,
            code=signed.code,
            picture=self.picture(signed.code),
            left_out=signed.left_out,
        )

    def PrintMyPassport(
        self, request: pb.PrintMyPassportRequest, context: grpc.ServicerContext
    ) -> pb.PrintMyPassportResponse:
        """Print one's own passport."""
        if request.language not in LANGUAGES:
            raise Invalid(Violation("language", f"must be one of {', '.join(LANGUAGES)}"))
        file = self.print_my_passport(caller(context), language=request.language)
        return pb.PrintMyPassportResponse(file=file)

    def VerifyPassport(
        self, request: pb.VerifyPassportRequest, context: grpc.ServicerContext
    ) -> pb.VerifyPassportResponse:
        """Check a passport."""
        token = text_from("token", request.token, LONGEST_TOKEN)
        standing, passport, items = self.verify_passport(token=token)
        return pb.VerifyPassportResponse(
            standing=pb.PassportStanding.Value(f"PASSPORT_STANDING_{standing.name}"),
            passport=_passport(passport, items) if passport else None,
        )


def _passport(passport: Passport, standings: Mapping[UUID, ItemStanding]) -> pb.Passport:
    said = pb.Passport(
        name=passport.name,
        issued_at=_moment(passport.issued_at),
        expires_at=_moment(passport.expires_at),
    )
    for each in passport.items:
        item = said.items.add(
            certificate_id=str(each.certificate_id),
            title=each.title,
            valid_until=_moment(each.valid_until),
        )
        if each.certificate_id in standings:
            word = standings[each.certificate_id].name
            item.standing = pb.CertificateStanding.Value(f"CERTIFICATE_STANDING_{word}")
    return said


def _moment(at: datetime) -> Timestamp:
    said = Timestamp()
    said.FromDatetime(at)
    return said


def passport_service_of(
    passports: TrainingPassportServicer,
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the gRPC service with what adds it to a server."""
    return {
        pb.DESCRIPTOR.services_by_name["TrainingPassportService"]: lambda server: (
            passport_pb2_grpc.add_TrainingPassportServiceServicer_to_server(passports, server)
        )
    }

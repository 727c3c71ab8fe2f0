"""TrainingPassportService: signed for oneself, checked by anyone, through the front."""

import pytest

from isp.training.v1 import passport_pb2 as pb
from isp.training.v1.passport_pb2_grpc import TrainingPassportServiceStub
from tests.contract.training.classroom import certified
from tests.fakes.serving import Served, refusal


@pytest.fixture
def passports(server: Served) -> TrainingPassportServiceStub:
    return TrainingPassportServiceStub(server.channel)


def test_who_has_a_certificate_has_a_passport_that_anyone_checks(
    server: Served, training, passports: TrainingPassportServiceStub
) -> None:
    learner = server.caller()
    with refusal() as refused:
        passports.GetMyPassport(pb.GetMyPassportRequest(), metadata=learner.metadata)
    assert ("FAILED_PRECONDITION", "NO_CERTIFICATE") == refused.status_and_reason
    certificate = certified(training, learner)
    mine = passports.GetMyPassport(pb.GetMyPassportRequest(), metadata=learner.metadata)
    assert f"https://isp.example/passport#{mine.token}" == mine.code
    assert mine.picture.startswith(b"\x89PNG")
    for text in (mine.token, mine.code):
        found = passports.VerifyPassport(pb.VerifyPassportRequest(token=text))
        assert pb.PASSPORT_STANDING_GOOD == found.standing
        (item,) = found.passport.items
        assert (certificate.certificate_id, pb.CERTIFICATE_STANDING_GOOD) == (
            item.certificate_id,
            item.standing,
        )
    bad = passports.VerifyPassport(pb.VerifyPassportRequest(token="nothing"))
    assert pb.PASSPORT_STANDING_UNREADABLE == bad.standing
    assert not bad.HasField("passport")


@pytest.mark.parametrize("token", ["", "a" * 4097])
def test_what_is_checked_is_bounded(passports: TrainingPassportServiceStub, token: str) -> None:
    with refusal() as refused:
        passports.VerifyPassport(pb.VerifyPassportRequest(token=token))
    assert "INVALID_ARGUMENT" == refused.status_and_reason[0]

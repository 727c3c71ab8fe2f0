"""TrainingPassportService: signed for oneself, checked by anyone, through the front."""

from datetime import UTC, datetime

import jwt
import pytest
import zxingcpp
from pypdfium2 import PdfDocument

from isp.training.v1 import passport_pb2 as pb
from isp.training.v1.passport_pb2_grpc import TrainingPassportServiceStub
from services.training.domain.passport import Standing, judged
from services.training.outbound.credential_signer import JoseCredentials
from tests.contract.training.classroom import certified
from tests.contract.training.test_certifying import published_keys
from tests.fakes.serving import Served, refusal
from tests.fakes.training import ISSUER, signing_key


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


@pytest.mark.parametrize(("language", "said"), [("en-GB", "Training passport"), ("cy", "Pasbort")])
def test_the_code_on_paper_is_read_and_holds_without_a_network(
    server: Served, training, passports: TrainingPassportServiceStub, language: str, said: str
) -> None:
    """Printed, seen, read by a library that did not make it, checked by the published keys."""
    learner = server.caller()
    certificate = certified(training, learner)
    request = pb.PrintMyPassportRequest(language=language)
    file = passports.PrintMyPassport(request, metadata=learner.metadata).file
    (page,) = PdfDocument(file)
    words = page.get_textpage().get_text_range()
    assert said in words
    assert certificate.certificate_id in words
    (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    address, _, token = code.text.partition("#")
    assert "https://isp.example/passport" == address
    head = jwt.get_unverified_header(token)
    key = published_keys(training)[head["kid"]]
    assert "isp-training-passport+jwt" == head["typ"]
    assert "Given Family" == jwt.decode(token, key, algorithms=["RS256"])["name"]
    alone = JoseCredentials(signing_key(), [], ISSUER)
    standing, passport = judged(alone.open(token), datetime.now(UTC))
    assert passport is not None
    assert (Standing.GOOD, [certificate.certificate_id]) == (
        standing,
        [str(each.certificate_id) for each in passport.items],
    )
    found = passports.VerifyPassport(pb.VerifyPassportRequest(token=code.text))
    assert pb.PASSPORT_STANDING_GOOD == found.standing


def test_what_cannot_be_printed_is_refused_by_name(
    server: Served, training, passports: TrainingPassportServiceStub
) -> None:
    learner = server.caller()
    for language, refused_as in (
        ("en-GB", ("FAILED_PRECONDITION", "NO_CERTIFICATE")),
        ("fr", ("INVALID_ARGUMENT", "INVALID")),
        ("", ("INVALID_ARGUMENT", "INVALID")),
    ):
        with refusal() as refused:
            passports.PrintMyPassport(
                pb.PrintMyPassportRequest(language=language), metadata=learner.metadata
            )
        assert refused_as == refused.status_and_reason
    certified(training, learner, name="王小明")
    with refusal() as refused:
        passports.PrintMyPassport(
            pb.PrintMyPassportRequest(language="cy"), metadata=learner.metadata
        )
    assert ("FAILED_PRECONDITION", "NAME_NOT_PRINTABLE") == refused.status_and_reason


@pytest.mark.parametrize("token", ["", "a" * 4097])
def test_what_is_checked_is_bounded(passports: TrainingPassportServiceStub, token: str) -> None:
    with refusal() as refused:
        passports.VerifyPassport(pb.VerifyPassportRequest(token=token))
    assert "INVALID_ARGUMENT" == refused.status_and_reason[0]

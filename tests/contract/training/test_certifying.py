"""Certificates through the front of training."""

import base64
import gzip
import io
import json
from typing import Any
from uuid import uuid4

import jwt
import pytest
import zxingcpp
from jwt.types import Options
from PIL import Image
from pypdfium2 import PdfDocument

from isp.training.v1 import certificate_pb2
from isp.training.v1 import training_pb2 as pb
from isp.training.v1.training_pb2_grpc import TrainingServiceStub
from kernel.tiers import Tier
from tests.contract.training.classroom import certified, enrolled, new_key, passed
from tests.fakes.serving import Caller, Served, refusal
from tests.fakes.training import MemoryTrainingStores


@pytest.fixture
def learner(server: Served) -> Caller:
    return server.caller()


@pytest.fixture
def trainer(server: Served) -> Caller:
    return server.caller("trainer", tier=Tier.TRUSTED)


def published_keys(training: TrainingServiceStub) -> jwt.PyJWKSet:
    keys = training.GetIssuer(pb.GetIssuerRequest()).keys
    said = [{"kty": "RSA", "kid": each.kid, "n": each.n, "e": each.e} for each in keys]
    return jwt.PyJWKSet.from_dict({"keys": said})


def opened(text: str, keys: jwt.PyJWKSet) -> dict[str, Any]:
    """Return a JWT whole, verified by a library that did not sign it."""
    key = keys[jwt.get_unverified_header(text)["kid"]]
    options: Options = {"require": ["nbf", "exp"]}
    return jwt.decode_complete(text, key, algorithms=["RS256"], options=options)


def credential_of(
    training: TrainingServiceStub, by: Caller, certificate: certificate_pb2.Certificate
) -> str:
    request = pb.GetCertificateRequest(certificate_id=certificate.certificate_id)
    return training.GetCertificate(request, metadata=by.metadata).credential


def printed(
    training: TrainingServiceStub,
    by: Caller,
    certificate: certificate_pb2.Certificate,
    form: certificate_pb2.PrintForm,
) -> bytes:
    request = pb.PrintCertificateRequest(certificate_id=certificate.certificate_id, form=form)
    return training.PrintCertificate(request, metadata=by.metadata).file


def failed(found: pb.VerifyCertificateResponse) -> list[str]:
    return [each.reason for each in found.checks if each.reason]


def test_a_certificate_holds_by_the_public_keys_and_the_public_list_alone(
    training: TrainingServiceStub, learner: Caller, trainer: Caller
) -> None:
    certificate = certified(training, learner)
    keys = published_keys(training)
    signed = opened(credential_of(training, learner, certificate), keys)
    assert {"alg": "RS256", "typ": "vc+jwt", "cty": "vc"} == {
        name: value for name, value in signed["header"].items() if name != "kid"
    }
    said = signed["payload"]
    assert ["VerifiableCredential", "OpenBadgeCredential"] == said["type"]
    assert f"https://isp.example/v1/certificates/{certificate.certificate_id}" == said["id"]
    assert {"id": said["iss"], "name": "The Issuer"} == {
        name: said["issuer"][name] for name in ("id", "name")
    }
    (identity,) = said["credentialSubject"]["identifier"]
    assert ("Given Family", "name", False) == (
        identity["identityHash"],
        identity["identityType"],
        identity["hashed"],
    )
    assert said["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert learner.subject not in json.dumps(said)

    status = said["credentialStatus"]
    list_id = status["statusListCredential"].rpartition("/")[2]

    def bit() -> int:
        text = training.GetStatusList(pb.GetStatusListRequest(list_id=list_id)).credential
        listed = opened(text, keys)["payload"]
        assert status["statusListCredential"] == listed["id"]
        packed = listed["credentialSubject"]["encodedList"][1:]
        bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=="))
        index = int(status["statusListIndex"])
        return bits[index // 8] >> (7 - index % 8) & 1

    assert 0 == bit()
    request = pb.RevokeCertificateRequest(
        certificate_id=certificate.certificate_id, reason="Issued in error"
    )
    training.RevokeCertificate(request, metadata=trainer.metadata)
    assert 1 == bit()


def test_a_stranger_checks_it_before_and_after_it_is_revoked(
    training: TrainingServiceStub, learner: Caller, trainer: Caller
) -> None:
    certificate = certified(training, learner)
    by_id = pb.VerifyCertificateRequest(certificate_id=certificate.certificate_id)
    by_text = pb.VerifyCertificateRequest(credential=credential_of(training, learner, certificate))
    for shown in (by_id, by_text):
        found = training.VerifyCertificate(shown)
        assert (True, [], 5) == (found.valid, failed(found), len(found.checks))
        assert ("Given Family", "Awareness") == (found.stated.name, found.stated.title)
    request = pb.RevokeCertificateRequest(
        certificate_id=certificate.certificate_id, reason="Issued in error"
    )
    revoked = training.RevokeCertificate(request, metadata=trainer.metadata).certificate
    assert ("", "Issued in error") == (revoked.name, revoked.revocation_reason)
    for shown in (by_id, by_text):
        found = training.VerifyCertificate(shown)
        assert (False, ["REVOKED"]) == (found.valid, failed(found))
    with refusal() as refused:
        training.RevokeCertificate(request, metadata=trainer.metadata)
    assert ("FAILED_PRECONDITION", "CERTIFICATE_REVOKED") == refused.status_and_reason
    mine = training.GetMyTraining(pb.GetMyTrainingRequest(), metadata=learner.metadata)
    assert "Issued in error" == mine.enrolments[0].certificate.revocation_reason


def test_a_tampered_one_fails_and_nothing_it_says_is_shown(
    training: TrainingServiceStub, learner: Caller
) -> None:
    credential = credential_of(training, learner, certified(training, learner))
    header, payload, signature = credential.split(".")
    said = base64.urlsafe_b64decode(payload + "==").replace(b"Given Family", b"Other Person")
    forged = f"{header}.{base64.urlsafe_b64encode(said).decode().rstrip('=')}.{signature}"
    found = training.VerifyCertificate(pb.VerifyCertificateRequest(credential=forged))
    assert (False, ["BAD_SIGNATURE"]) == (found.valid, failed(found))
    assert not found.HasField("stated")


def test_a_certificate_is_for_who_passed_and_once(
    training: TrainingServiceStub, learner: Caller, server: Served
) -> None:
    def asked(enrolment_id: str, by: Caller) -> Any:
        request = pb.IssueCertificateRequest(
            enrolment_id=enrolment_id, name="Given Family", idempotency_key=new_key()
        )
        return training.IssueCertificate(request, metadata=by.metadata)

    with refusal() as refused:
        asked(enrolled(training, learner).enrolment_id, learner)
    assert ("FAILED_PRECONDITION", "COURSE_NOT_COMPLETED") == refused.status_and_reason
    other = server.caller()
    done = passed(training, other)
    asked(done.enrolment_id, other)
    with refusal() as refused:
        asked(done.enrolment_id, other)
    assert ("FAILED_PRECONDITION", "CERTIFICATE_HELD") == refused.status_and_reason


def test_the_code_on_paper_holds_by_the_public_keys_without_a_network(
    training: TrainingServiceStub, learner: Caller
) -> None:
    """Printed, seen, read by a library that did not make it, checked by the published keys."""
    certificate = certified(training, learner)
    page = PdfDocument(printed(training, learner, certificate, certificate_pb2.PRINT_FORM_PDF))[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    address, _, summary = code.text.partition("#")
    assert f"https://isp.example/verify/{certificate.certificate_id}" == address
    keys = published_keys(training)
    signed = opened(summary, keys)
    assert "isp-certificate-summary+jwt" == signed["header"]["typ"]
    assert (certificate.certificate_id, "Given Family", certificate.title) == (
        signed["payload"]["jti"],
        signed["payload"]["name"],
        signed["payload"]["title"],
    )
    head, body, signature = summary.split(".")
    said = base64.urlsafe_b64decode(body + "==").replace(b"Given Family", b"Other Person")
    forged = f"{head}.{base64.urlsafe_b64encode(said).decode().rstrip('=')}.{signature}"
    with pytest.raises(jwt.InvalidSignatureError):
        opened(forged, keys)


def test_a_summary_is_no_credential(training: TrainingServiceStub, learner: Caller) -> None:
    certificate = certified(training, learner)
    page = PdfDocument(printed(training, learner, certificate, certificate_pb2.PRINT_FORM_PDF))[0]
    summary = zxingcpp.read_barcodes(page.render(scale=3).to_pil())[0].text.partition("#")[2]
    found = training.VerifyCertificate(pb.VerifyCertificateRequest(credential=summary))
    assert (False, ["NOT_A_BADGE"]) == (found.valid, failed(found))


def test_a_badge_carries_the_credential(training: TrainingServiceStub, learner: Caller) -> None:
    certificate = certified(training, learner)
    badge = printed(training, learner, certificate, certificate_pb2.PRINT_FORM_BADGE)
    with Image.open(io.BytesIO(badge)) as picture:
        carried = picture.text["openbadgecredential"]  # type: ignore[attr-defined] # of a PNG
    assert credential_of(training, learner, certificate) == carried
    assert training.VerifyCertificate(pb.VerifyCertificateRequest(credential=carried)).valid


def test_what_was_revoked_is_printed_no_more(
    training: TrainingServiceStub, learner: Caller, trainer: Caller
) -> None:
    certificate = certified(training, learner)
    revoking = pb.RevokeCertificateRequest(
        certificate_id=certificate.certificate_id, reason="Because."
    )
    training.RevokeCertificate(revoking, metadata=trainer.metadata)
    with refusal() as refused:
        printed(training, learner, certificate, certificate_pb2.PRINT_FORM_PDF)
    assert ("FAILED_PRECONDITION", "CERTIFICATE_REVOKED") == refused.status_and_reason


def test_a_form_must_be_said(training: TrainingServiceStub, learner: Caller) -> None:
    certificate = certified(training, learner)
    with refusal() as refused:
        printed(training, learner, certificate, certificate_pb2.PRINT_FORM_UNSPECIFIED)
    assert "INVALID_ARGUMENT" == refused.status_and_reason[0]


def test_only_the_holder_downloads_it(
    training: TrainingServiceStub, learner: Caller, server: Served
) -> None:
    certificate = certified(training, learner)
    said = []
    for certificate_id in (certificate.certificate_id, str(uuid4())):
        with refusal() as refused:
            training.GetCertificate(
                pb.GetCertificateRequest(certificate_id=certificate_id),
                metadata=server.caller().metadata,
            )
        assert ("NOT_FOUND", "CERTIFICATE_NOT_FOUND") == refused.status_and_reason
        said.append(refused.said.message)
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("credential", {}),
        ("credential", {"certificate_id": str(uuid4()), "credential": "x"}),
        ("credential", {"credential": "x" * 16_385}),
        ("certificate_id", {"certificate_id": "x"}),
    ],
)
def test_what_cannot_be_checked_is_refused_by_name(
    training: TrainingServiceStub, field: str, given: dict[str, str]
) -> None:
    with refusal() as refused:
        training.VerifyCertificate(pb.VerifyCertificateRequest(**given))
    assert [field] == [each.field for each in refused.said.violations]


def test_an_id_or_a_list_that_is_not_there_is_not_found(training: TrainingServiceStub) -> None:
    with refusal() as refused:
        training.VerifyCertificate(pb.VerifyCertificateRequest(certificate_id=str(uuid4())))
    assert ("NOT_FOUND", "CERTIFICATE_NOT_FOUND") == refused.status_and_reason
    with refusal() as refused:
        training.GetStatusList(pb.GetStatusListRequest(list_id=str(uuid4())))
    assert ("NOT_FOUND", "STATUS_LIST_NOT_FOUND") == refused.status_and_reason


def test_a_reason_is_needed_to_revoke(
    training: TrainingServiceStub, trainer: Caller, stores: MemoryTrainingStores
) -> None:
    with refusal() as refused:
        training.RevokeCertificate(
            pb.RevokeCertificateRequest(certificate_id=str(uuid4()), reason=" "),
            metadata=trainer.metadata,
        )
    assert ["reason"] == [each.field for each in refused.said.violations]
    assert not stores.audit.rows

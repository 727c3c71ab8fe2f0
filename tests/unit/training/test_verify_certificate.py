"""Checking a certificate: each failure has its own words."""

import base64
import hmac
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from services.training.domain.certificate import StatusPlace
from services.training.domain.errors import CertificateNotFound
from services.training.domain.issuer import Issuer
from services.training.domain.open_badge import badge, without_name
from services.training.domain.verification import CheckName, Outcome, Verification
from services.training.outbound.credential_signer import JoseCredentials
from services.training.usecases.verify_certificate import VerifyCertificate
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import ISSUER, NOON, certificate, course, credentials, signing_key


@pytest.fixture
def verify(unit_of_work, clock) -> VerifyCertificate:
    return VerifyCertificate(
        unit_of_work=unit_of_work, credentials=credentials(), issuer=ISSUER, clock=clock
    )


@pytest.fixture
def good(stores):
    stores.certificates.add(good := certificate())
    return good


def failures(found: Verification) -> dict[str, str]:
    """The checks that failed, with their words."""
    assert found.valid == all(each.outcome is Outcome.PASSED for each in found.checks)
    assert [each.name for each in found.checks] == list(CheckName)
    assert all(each.detail for each in found.checks)
    return {each.name.value: each.reason for each in found.checks if each.outcome is Outcome.FAILED}


def payload_of(credential: str) -> dict:
    opened = credentials().open(credential)
    assert opened.payload is not None
    return dict(opened.payload)


def header_of(credential: str) -> dict:
    part = credential.partition(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def with_payload(credential: str, payload: dict) -> str:
    """The same credential saying something else, under its old signature."""
    header, _, signature = credential.split(".")
    said = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    return f"{header}.{said}.{signature}"


def test_a_good_one_is_good_by_its_id_and_as_a_credential(verify, good) -> None:
    for shown in (good.certificate_id, good.credential):
        found = verify(shown=shown)
        assert (True, {}) == (found.valid, failures(found))
        assert found.stated is not None
        assert ("Given Family", "Awareness", None) == (
            found.stated.name,
            found.stated.title,
            found.revoked_at,
        )


def test_an_id_that_is_not_known_is_not_found(verify) -> None:
    with pytest.raises(CertificateNotFound):
        verify(shown=FreshIds().new())


def test_one_that_was_changed_after_signing_says_so_and_is_not_believed(verify, good) -> None:
    payload = payload_of(good.credential)
    payload["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    found = verify(shown=with_payload(good.credential, payload))
    assert {"SIGNATURE": "BAD_SIGNATURE"} == failures(found)
    assert found.stated is None
    looked = {each.name: each.outcome for each in found.checks}
    assert Outcome.NOT_CHECKED is looked[CheckName.DATES] is looked[CheckName.STATUS]


def test_one_that_is_revoked_says_so_but_still_what_it_was(verify, good, stores) -> None:
    stores.certificates.save(good.revoke(why="A reason", at=NOON))
    for shown in (good.certificate_id, good.credential):
        found = verify(shown=shown)
        assert {"STATUS": "REVOKED"} == failures(found)
        assert found.stated is not None
        assert NOON == found.revoked_at
        assert "24 November 2026" in found.checks[-1].detail
        assert "A reason" not in str(found)


def test_dates_count_to_the_second(verify, good, clock) -> None:
    for moment, words in (
        (NOON - timedelta(seconds=1), {"DATES": "NOT_YET_VALID"}),
        (NOON, {}),
        (good.valid_until - timedelta(seconds=1), {}),
        (good.valid_until, {"DATES": "EXPIRED"}),
    ):
        clock.moment = moment
        assert words == failures(verify(shown=good.credential))


def test_one_of_somebody_elses_key_says_so(verify, good) -> None:
    payload = payload_of(good.credential)
    other = JoseCredentials(signing_key("other"), [], ISSUER)
    assert {"SIGNATURE": "UNKNOWN_KEY"} == failures(verify(shown=other.sign(payload)))
    forged = jws.serialize_compact(
        header_of(good.credential), json.dumps(payload), signing_key("other"), algorithms=["RS256"]
    )
    assert {"SIGNATURE": "BAD_SIGNATURE"} == failures(verify(shown=forged))


def test_one_of_an_issuer_that_is_not_known_says_so(verify, good) -> None:
    elsewhere = Issuer(url="https://elsewhere.example", name="Elsewhere")
    forged = credentials().sign(badge(good, course(), elsewhere))
    found = verify(shown=forged)
    assert {"ISSUER": "UNKNOWN_ISSUER"} == failures(found)
    assert found.stated is None


def signed_with_the_public_key(header: dict, said: str) -> str:
    """A forgery by HS256, for verifiers that take the key as they have it; joserfc makes none."""
    parts = [json.dumps(header | {"alg": "HS256"}).encode(), said.encode()]
    text = ".".join(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in parts)
    made = hmac.digest(signing_key().as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


@pytest.mark.filterwarnings("ignore:JWS algorithm")
def test_other_algorithms_are_refused_by_name(verify, good) -> None:
    """Among them `none`, and a shared secret made of the public key."""
    said, header = json.dumps(payload_of(good.credential)), header_of(good.credential)
    forged = [
        jws.serialize_compact(header | {"alg": "none"}, said, None, algorithms=["none"]),
        signed_with_the_public_key(header, said),
        jws.serialize_compact(
            header | {"alg": "ES256"}, said, ECKey.generate_key("P-256"), algorithms=["ES256"]
        ),
    ]
    for each in forged:
        assert {"SIGNATURE": "WRONG_ALGORITHM"} == failures(verify(shown=each))


def test_one_that_names_a_key_of_its_own_is_not_believed(verify, good) -> None:
    own = signing_key("own")
    header = header_of(good.credential) | {"jwk": own.as_dict(private=False)}
    forged = jws.serialize_compact(
        header, json.dumps(payload_of(good.credential)), own, algorithms=["RS256"]
    )
    assert {"SIGNATURE": "BAD_SIGNATURE"} == failures(verify(shown=forged))


def test_one_that_is_not_on_record_says_so(verify, stores) -> None:
    stray = certificate()
    assert {"STATUS": "NOT_ON_RECORD"} == failures(verify(shown=stray.credential))
    elsewhere = replace(stray, place=StatusPlace(stray.place.list_id, 8))
    stores.certificates.add(elsewhere)
    assert {"STATUS": "NOT_ON_RECORD"} == failures(verify(shown=stray.credential))


DEEP = f"eyJhbGciOiJSUzI1NiJ9.{base64.urlsafe_b64encode(b'[' * 9000).decode()}.AA"


@pytest.mark.parametrize(
    "text",
    ["x", "a.b.c", "..", "a.b", "\ud800", "é.é.é", "e30.e30.e30", "W10.W10.W10", "{}", DEEP],
)
def test_what_is_no_credential_is_called_that(verify, text: str) -> None:
    found = verify(shown=text)
    assert failures(found)["SCHEMA"] in {"MALFORMED", "NOT_A_BADGE"}
    assert found.stated is None


def spoiled(**parts):
    return lambda payload: payload | parts


SPOILED = {
    "no_context": spoiled(**{"@context": []}),
    "other_context": spoiled(**{"@context": ["https://www.w3.org/ns/credentials/v2", "x"]}),
    "no_type": spoiled(type=["VerifiableCredential"]),
    "type_is_text": spoiled(type="OpenBadgeCredential"),
    "no_issuer": spoiled(issuer="https://isp.example"),
    "no_subject": spoiled(credentialSubject=[]),
    "no_status": spoiled(credentialStatus=None),
    "other_purpose": lambda said: (
        said | {"credentialStatus": said["credentialStatus"] | {"statusPurpose": "suspension"}}
    ),
    "no_criteria": lambda said: (
        said
        | {
            "credentialSubject": said["credentialSubject"]
            | {"achievement": said["credentialSubject"]["achievement"] | {"criteria": {}}}
        }
    ),
    "hashed_name": lambda said: (
        said
        | {
            "credentialSubject": said["credentialSubject"]
            | {"identifier": [{"hashed": True, "identityType": "name", "identityHash": "x"}]}
        }
    ),
    "no_date": spoiled(validUntil="soon"),
    "date_without_offset": spoiled(validFrom="2026-11-24T12:00:00"),
    "exp_says_otherwise": spoiled(exp=1),
    "nbf_says_otherwise": spoiled(nbf="1"),
    "iss_says_otherwise": spoiled(iss="https://elsewhere.example"),
    "sub_says_otherwise": spoiled(sub="x"),
    "id_is_no_address": spoiled(id="x", jti="x"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_signature_alone_makes_no_badge(verify, good, spoil) -> None:
    signed = credentials().sign(spoil(payload_of(good.credential)))
    found = verify(shown=signed)
    assert "NOT_A_BADGE" == failures(found)["SCHEMA"]
    assert found.stated is None


def test_what_a_former_key_signed_stays_good_after_rotation(unit_of_work, good, clock) -> None:
    rotated = JoseCredentials(signing_key("new"), [signing_key()], ISSUER)
    verify = VerifyCertificate(
        unit_of_work=unit_of_work, credentials=rotated, issuer=ISSUER, clock=clock
    )
    assert verify(shown=good.credential).valid
    forgotten = replace(verify, credentials=JoseCredentials(signing_key("new"), [], ISSUER))
    assert {"SIGNATURE": "UNKNOWN_KEY"} == failures(forgotten(shown=good.credential))


def test_one_that_names_nobody_is_good_and_names_nobody(verify, good) -> None:
    signed = credentials().sign(without_name(payload_of(good.credential)))
    found = verify(shown=signed)
    assert found.valid
    assert found.stated is not None
    assert "" == found.stated.name

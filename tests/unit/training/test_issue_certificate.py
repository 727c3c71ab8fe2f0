"""Issuing a certificate."""

import json
from datetime import UTC, datetime
from random import Random

import pytest
from jwcrypto import jwk, jws, jwt  # an implementation of its own, beside the one that signs

from chassis.errors import IdempotencyKeyReused, Invalid
from services.training.domain.certificate import months_after
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import CertificateHeld, CourseNotCompleted, EnrolmentNotFound
from services.training.domain.events import CertificateIssued
from services.training.domain.open_badge import stated
from services.training.usecases.issue_certificate import IssueCertificate
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    CATALOGUE,
    ISSUER,
    LEARNER,
    NOON,
    OTHER,
    completed,
    credentials,
    enrolment,
    handed_in,
    key,
)


@pytest.fixture
def issue(unit_of_work, clock) -> IssueCertificate:
    return IssueCertificate(
        unit_of_work=unit_of_work,
        catalogue=CATALOGUE,
        credentials=credentials(),
        issuer=ISSUER,
        clock=clock,
        ids=FreshIds(),
        chance=Random(1),
    )


def test_who_passed_everything_gets_a_signed_credential(issue, stores, clock) -> None:
    done = completed(stores)
    clock.pass_(microseconds=1234)
    made = issue(LEARNER, enrolment_id=done.enrolment_id, name=" Given Family ", key=key())
    opened = credentials().open(made.credential)
    assert (True, True) == (opened.key_known, opened.signature_good)
    assert opened.payload is not None
    said = stated(opened.payload)
    assert (made.certificate_id, "Given Family", "Awareness", NOON, NOON.replace(year=2028)) == (
        said.certificate_id,
        said.name,
        said.title,
        said.valid_from,
        said.valid_until,
    )
    assert (ISSUER.status_list(made.place.list_id), str(made.place.index)) == (
        said.status_list,
        said.status_index,
    )
    assert "learner" not in str(opened.payload)
    assert made == stores.certificates.get(made.certificate_id)
    issued, used = stores.outbox.events
    assert CertificateIssued(made) == issued
    assert "training.certified" == used.metric
    assert ["training:issue"] == [row[1] for row in stores.audit.rows]


def test_a_library_that_did_not_make_it_finds_it_good(issue, stores, clock) -> None:
    clock.moment = datetime.now(UTC)
    done = completed(stores)
    made = issue(LEARNER, enrolment_id=done.enrolment_id, name="Given Family", key=key())
    (public,) = credentials().keys()
    key_alone = jwk.JWK(kty="RSA", n=public.n, e=public.e)
    signed = jwt.JWT(jwt=made.credential, key=key_alone, algs=["RS256"])
    assert public.kid == json.loads(signed.header)["kid"]
    said = json.loads(signed.claims)
    assert ["VerifiableCredential", "OpenBadgeCredential"] == said["type"]
    with pytest.raises(jws.InvalidJWSSignature):
        jwt.JWT(jwt=f"{made.credential[:-8]}AAAAAAAA", key=key_alone, algs=["RS256"])


def test_the_attempts_on_record_decide_and_no_other_word(issue, stores) -> None:
    """An enrolment row that says completed is not enough: the auditor's rule at issue."""
    claimed = enrolment(status=EnrolmentStatus.COMPLETED, completed_at=NOON)
    stores.enrolments.add(claimed)
    stores.attempts.add(handed_in(claimed, module_number=1))
    stores.attempts.add(handed_in(claimed, module_number=2, wrong=2))
    with pytest.raises(CourseNotCompleted):
        issue(LEARNER, enrolment_id=claimed.enrolment_id, name="Given Family", key=key())
    assert not stores.certificates.kept
    assert not stores.status_lists.lists


def test_a_certificate_is_issued_once_and_the_same_key_gives_the_same(issue, stores) -> None:
    done = completed(stores)
    first = issue(LEARNER, enrolment_id=done.enrolment_id, name="Given Family", key=key())
    assert first == issue(LEARNER, enrolment_id=done.enrolment_id, name="Given Family", key=key())
    with pytest.raises(CertificateHeld):
        issue(LEARNER, enrolment_id=done.enrolment_id, name="Other", key=key(value="second"))
    with pytest.raises(IdempotencyKeyReused):
        issue(LEARNER, enrolment_id=done.enrolment_id, name="O", key=key(body=b"2" * 32))
    assert 1 == len(stores.certificates.kept)


def test_nobody_gets_the_certificate_of_somebody_else(issue, stores) -> None:
    done = completed(stores)
    with pytest.raises(EnrolmentNotFound):
        issue(OTHER, enrolment_id=done.enrolment_id, name="Other", key=key())


@pytest.mark.parametrize(
    "name",
    ["", "  ", "x" * 101, "A\nB", "A\x00B", "A\u202eB", "<b>A</b>", "A\ue000", "12", "A\u200bB"],
)
def test_a_name_that_is_not_plain_text_is_refused(issue, stores, name: str) -> None:
    done = completed(stores)
    with pytest.raises(Invalid) as refused:
        issue(LEARNER, enrolment_id=done.enrolment_id, name=name, key=key())
    assert ["name"] == [each.field for each in refused.value.violations]


@pytest.mark.parametrize("name", ["Siân O'Neill-Jones", "李小龍", "Ng", "M. van der Berg, MBE"])
def test_names_of_all_kinds_are_good(issue, stores, name: str) -> None:
    done = completed(stores)
    made = issue(LEARNER, enrolment_id=done.enrolment_id, name=name, key=key())
    assert name == made.name


@pytest.mark.parametrize(
    ("begin", "months", "end"),
    [
        ((2026, 11, 24), 24, (2028, 11, 24)),
        ((2026, 12, 31), 2, (2027, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2026, 12, 1), 12, (2027, 12, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(begin, months: int, end) -> None:
    assert datetime(*end, tzinfo=UTC) == months_after(datetime(*begin, tzinfo=UTC), months)

"""A certificate is issued anew with a corrected name, once."""

from datetime import timedelta
from random import Random

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from kernel.usage import Used
from services.training.domain.errors import (
    CertificateEnded,
    CertificateExpired,
    CertificateHeld,
    CertificateNotFound,
    CertificateReissued,
)
from services.training.domain.events import CertificateIssued, CertificateRevoked
from services.training.usecases.audit_certificates import AuditCertificates
from services.training.usecases.get_my_training import GetMyTraining
from services.training.usecases.issue_certificate import IssueCertificate
from services.training.usecases.reissue_certificate import WHY, ReissueCertificate
from services.training.usecases.verify_certificate import VerifyCertificate
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    CATALOGUE,
    ISSUER,
    LEARNER,
    NOON,
    OTHER,
    certificate,
    completed,
    credentials,
    key,
)
from tests.ports.assessment_stores import withdrawal
from tests.unit.training.test_audit_certificates import KeptMeasures


@pytest.fixture
def needs(unit_of_work, clock):
    return {
        "unit_of_work": unit_of_work,
        "catalogue": CATALOGUE,
        "credentials": credentials(),
        "issuer": ISSUER,
        "clock": clock,
        "ids": FreshIds(),
        "chance": Random(1),
    }


@pytest.fixture
def reissue(needs):
    return ReissueCertificate(**needs)


@pytest.fixture
def held(stores):
    done = completed(stores, told=True)
    place = stores.status_lists.take(Random(2))
    stores.certificates.add(held := certificate(enrolment_id=done.enrolment_id, place=place))
    return held


def test_the_old_one_is_revoked_and_another_with_the_right_name_stands(
    reissue, held, stores, clock, unit_of_work
) -> None:
    clock.pass_(days=30)
    anew = reissue(LEARNER, certificate_id=held.certificate_id, name=" Right Name ", key=key())
    old = stores.certificates.get(held.certificate_id)
    assert (clock.now(), WHY) == (old.revoked_at, old.revocation_reason)
    assert ("Right Name", held.certificate_id, held.valid_until, clock.now()) == (
        anew.name,
        anew.replaces,
        anew.valid_until,
        anew.issued_at,
    )
    assert not {anew.certificate_id, anew.recipient_id} & {held.certificate_id, held.recipient_id}
    assert anew.place != held.place
    assert [held.place.index] == list(stores.status_lists.revoked(held.place.list_id))
    used = Used(caller=LEARNER, metric="training.reissued", at=clock.now(), detail="Awareness")
    assert [CertificateRevoked(old), CertificateIssued(anew), used] == stores.outbox.events
    assert "training:reissue" in str(stores.audit.rows[-1])
    verify = VerifyCertificate(
        unit_of_work=unit_of_work, credentials=credentials(), issuer=ISSUER, clock=clock
    )
    assert [False, True] == [verify(shown=each.credential).valid for each in (held, anew)]
    said = verify(shown=anew.certificate_id).stated
    assert said is not None
    assert "Right Name" == said.name
    mine = GetMyTraining(unit_of_work=unit_of_work, catalogue=CATALOGUE)
    assert [anew] == [each.certificate for each in mine(LEARNER, after=None, size=9)[0]]


def test_it_is_done_once_and_the_same_key_gives_the_same(reissue, held) -> None:
    first = reissue(LEARNER, certificate_id=held.certificate_id, name="Right", key=key())
    assert first == reissue(LEARNER, certificate_id=held.certificate_id, name="Right", key=key())
    other = key(body=b"2" * 32)
    with pytest.raises(IdempotencyKeyReused):
        reissue(LEARNER, certificate_id=held.certificate_id, name="Right", key=other)
    with pytest.raises(CertificateEnded):
        reissue(LEARNER, certificate_id=held.certificate_id, name="Other", key=key(value="b"))
    with pytest.raises(CertificateReissued):
        reissue(LEARNER, certificate_id=first.certificate_id, name="Other", key=key(value="c"))


def test_no_second_one_is_issued_beside_it(reissue, held, needs) -> None:
    reissue(LEARNER, certificate_id=held.certificate_id, name="Right", key=key())
    with pytest.raises(CertificateHeld):
        IssueCertificate(**needs)(
            LEARNER, enrolment_id=held.enrolment_id, name="Other", key=key(rpc="Issue")
        )


@pytest.mark.parametrize("name", ["", "Given Family", "<b>", "a" * 101])
def test_a_name_that_is_none_or_the_same_is_refused(reissue, held, stores, name) -> None:
    with pytest.raises(Invalid) as refused:
        reissue(LEARNER, certificate_id=held.certificate_id, name=name, key=key())
    assert ["name"] == [each.field for each in refused.value.violations]
    assert {held.certificate_id: held} == stores.certificates.kept


def test_somebody_elses_is_not_found_and_a_revoked_one_stays(reissue, held, stores) -> None:
    with pytest.raises(CertificateNotFound):
        reissue(OTHER, certificate_id=held.certificate_id, name="Right", key=key())
    stores.certificates.save(held.revoke(why="Cheated", at=NOON))
    with pytest.raises(CertificateEnded):
        reissue(LEARNER, certificate_id=held.certificate_id, name="Right", key=key())


def test_the_new_one_ends_with_a_version_that_was_withdrawn(reissue, held, stores) -> None:
    stores.withdrawals.add(ended := withdrawal())
    anew = reissue(LEARNER, certificate_id=held.certificate_id, name="Right", key=key())
    assert ended.ends_at == anew.valid_until


@pytest.mark.parametrize("withdrawn", [True, False])
def test_one_that_is_over_is_not_issued_anew(reissue, held, stores, clock, withdrawn) -> None:
    """It would be good until a moment before it was issued."""
    clock.moment = held.valid_until
    if withdrawn:
        stores.withdrawals.add(ended := withdrawal())
        clock.moment = ended.ends_at
    with pytest.raises(CertificateExpired):
        reissue(LEARNER, certificate_id=held.certificate_id, name="Right", key=key())
    assert held == stores.certificates.get(held.certificate_id)


def test_an_audit_holds_the_new_one(reissue, held, unit_of_work, clock) -> None:
    clock.pass_(seconds=timedelta(days=1).total_seconds())
    reissue(LEARNER, certificate_id=held.certificate_id, name="Right", key=key())
    measures = KeptMeasures()
    audit = AuditCertificates(
        unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock, measures=measures
    )
    assert (0, (1, 0)) == (audit(), measures.numbers)

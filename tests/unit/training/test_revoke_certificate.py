"""Revoking a certificate."""

from random import Random

import pytest

from services.training.domain.errors import CertificateEnded, CertificateNotFound
from services.training.domain.events import CertificateRevoked
from services.training.usecases.revoke_certificate import RevokeCertificate
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import TRAINER, certificate


@pytest.fixture
def revoke(unit_of_work, clock) -> RevokeCertificate:
    return RevokeCertificate(unit_of_work=unit_of_work, clock=clock)


def test_it_ends_for_good_and_its_bit_is_set(revoke, stores, clock) -> None:
    place = stores.status_lists.take(Random(1))
    stores.certificates.add(good := certificate(place=place))
    revoked = revoke(TRAINER, certificate_id=good.certificate_id, why="Issued in error")
    assert (2, clock.now(), "Issued in error") == (
        revoked.version,
        revoked.revoked_at,
        revoked.revocation_reason,
    )
    assert revoked == stores.certificates.get(good.certificate_id)
    assert [place.index] == list(stores.status_lists.revoked(place.list_id))
    assert [CertificateRevoked(revoked)] == stores.outbox.events
    ((actor, action, resource, _, detail),) = stores.audit.rows
    assert ("trainer", "training:revoke", str(good.certificate_id)) == (actor, action, resource)
    assert {"why": "Issued in error"} == detail
    with pytest.raises(CertificateEnded):
        revoke(TRAINER, certificate_id=good.certificate_id, why="Again")


def test_one_that_is_not_there_is_not_found(revoke) -> None:
    with pytest.raises(CertificateNotFound):
        revoke(TRAINER, certificate_id=FreshIds().new(), why="A reason")

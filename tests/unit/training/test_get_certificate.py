"""Reading one's own certificate."""

import pytest

from services.training.domain.errors import CertificateNotFound
from services.training.usecases.get_certificate import GetCertificate
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import LEARNER, OTHER, certificate


def test_the_holder_has_it_and_for_others_it_is_not_there(unit_of_work, stores) -> None:
    stores.certificates.add(mine := certificate())
    get = GetCertificate(unit_of_work=unit_of_work)
    assert mine == get(LEARNER, certificate_id=mine.certificate_id)
    said = []
    for who, certificate_id in ((OTHER, mine.certificate_id), (LEARNER, FreshIds().new())):
        with pytest.raises(CertificateNotFound) as refused:
            get(who, certificate_id=certificate_id)
        said.append(str(refused.value))
    assert said[0] == said[1]

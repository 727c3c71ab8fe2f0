"""Each way in which a passport is not good has its own word; the record knows of revocations."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.training.domain.passport import GOOD_FOR, ItemStanding, Standing
from services.training.outbound.credential_signer import JoseCredentials
from services.training.usecases.get_my_passport import GetMyPassport
from services.training.usecases.verify_passport import VerifyPassport
from tests.fakes.training import ISSUER, LEARNER, NOON, certificate, credentials, signing_key
from tests.ports.assessment_stores import withdrawal


@pytest.fixture
def sign(unit_of_work, clock) -> GetMyPassport:
    return GetMyPassport(
        unit_of_work=unit_of_work, credentials=credentials(), issuer=ISSUER, clock=clock
    )


@pytest.fixture
def verify(unit_of_work, clock) -> VerifyPassport:
    return VerifyPassport(unit_of_work=unit_of_work, credentials=credentials(), clock=clock)


def held(stores, **given):
    one = certificate(course_id=uuid4(), **given)
    stores.certificates.add(one)
    return one


def test_each_way_in_which_it_is_not_good_has_its_own_word(stores, sign, verify, clock) -> None:
    held(stores)
    token = sign(LEARNER).token
    head, _, signature = token.split(".")
    other = JoseCredentials(signing_key("other"), [], ISSUER)
    assert Standing.GOOD is verify(token=f"https://isp.example/passport#{token}\n")[0]
    assert Standing.UNREADABLE is verify(token="nothing")[0]
    changed = other.sign_passport({"name": "Somebody else"})
    assert Standing.UNKNOWN_KEY is verify(token=changed)[0]
    forged = f"{head}.{changed.split('.')[1]}.{signature}"
    assert Standing.TAMPERED is verify(token=forged)[0]
    for sealed in (credentials().sign_summary({"name": "N"}), credentials().sign({"c": []})):
        assert Standing.UNREADABLE is verify(token=sealed)[0]
    assert Standing.UNREADABLE is verify(token=credentials().sign_passport({"name": "N"}))[0]
    clock.moment = NOON + GOOD_FOR
    assert Standing.EXPIRED is verify(token=token)[0]
    clock.moment = NOON - timedelta(hours=1)
    assert Standing.NOT_YET is verify(token=token)[0]


def test_with_a_network_one_learns_of_a_revocation_since(stores, sign, verify) -> None:
    one, two = held(stores), held(stores)
    token = sign(LEARNER).token
    stores.certificates.save(replace(one, revoked_at=NOON, version=2))
    del stores.certificates.kept[two.certificate_id]
    standing, _, items = verify(token=token)
    assert (Standing.GOOD, ItemStanding.REVOKED, ItemStanding.UNKNOWN) == (
        standing,
        items[one.certificate_id],
        items[two.certificate_id],
    )


def test_one_of_a_version_that_was_withdrawn_is_good_until_its_end(
    stores, sign, verify, clock
) -> None:
    """The credential was signed before, and says a later day."""
    held(stores, course_version=9)
    stores.certificates.add(one := certificate())
    before = sign(LEARNER).token
    stores.withdrawals.add(ended := withdrawal())
    assert ended.ends_at in [each.valid_until for each in sign(LEARNER).passport.items]
    clock.moment = ended.ends_at
    for token, left in ((before, ItemStanding.EXPIRED), (sign(LEARNER).token, None)):
        assert left is verify(token=token)[2].get(one.certificate_id)

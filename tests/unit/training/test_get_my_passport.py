"""A passport is checked by the issuer's public key alone, and says no more than is signed."""

from datetime import timedelta
from uuid import uuid4

import pytest
import segno
from joserfc import jws
from joserfc.jwk import RSAKey

from services.training.domain.errors import NoCertificate
from services.training.domain.passport import (
    GOOD_FOR,
    LONGEST_CODE,
    MOST_ITEMS,
    Standing,
    judged,
    token_in,
)
from services.training.outbound.credential_signer import JoseCredentials
from services.training.outbound.passport_codes import picture
from services.training.usecases.get_my_passport import GetMyPassport
from tests.fakes.training import ISSUER, LEARNER, NOON, certificate, credentials, signing_key


@pytest.fixture
def sign(unit_of_work, clock) -> GetMyPassport:
    return GetMyPassport(
        unit_of_work=unit_of_work, credentials=credentials(), issuer=ISSUER, clock=clock
    )


def held(stores, **given):
    one = certificate(course_id=uuid4(), **given)
    stores.certificates.add(one)
    return one


def test_without_a_certificate_that_is_good_there_is_none(stores, sign) -> None:
    with pytest.raises(NoCertificate):
        sign(LEARNER)
    held(stores, revoked_at=NOON)
    held(stores, valid_until=NOON)
    held(stores, by="other")
    with pytest.raises(NoCertificate):
        sign(LEARNER)


def test_it_is_checked_without_us_by_the_public_key_alone(stores, sign) -> None:
    one = held(stores)
    signed = sign(LEARNER)
    public = RSAKey.import_key(signing_key().as_pem(private=False))
    opened = jws.deserialize_compact(token_in(signed.code), public, algorithms=["RS256"])
    assert "isp-training-passport+jwt" == opened.headers()["typ"]
    alone = JoseCredentials(signing_key(), [], ISSUER)
    standing, passport = judged(alone.open(signed.token), NOON)
    assert (Standing.GOOD, signed.passport) == (standing, passport)
    assert [one.certificate_id] == [each.certificate_id for each in signed.passport.items]
    assert NOON + GOOD_FOR == signed.passport.expires_at


def test_it_is_in_one_name_and_has_one_of_each_course(stores, sign) -> None:
    old = held(stores, name="Before", issued_at=NOON - timedelta(days=2))
    course, until = uuid4(), NOON + timedelta(days=100)
    for days in (0, 5):
        stores.certificates.add(
            certificate(course_id=course, valid_until=until + timedelta(days=days))
        )
    signed = sign(LEARNER)
    assert "Given Family" == signed.passport.name
    assert [until + timedelta(days=5)] == [each.valid_until for each in signed.passport.items]
    assert 1 == signed.left_out
    assert old.certificate_id not in [each.certificate_id for each in signed.passport.items]


def test_what_has_no_room_is_known_with_its_number(stores, sign) -> None:
    held(stores, name="Before", issued_at=NOON - timedelta(days=2))
    every = {held(stores, title=f"{number}").certificate_id for number in range(MOST_ITEMS + 2)}
    signed = sign(LEARNER)
    assert (2, 3) == (len(signed.beyond), signed.left_out)
    shown = [each.certificate_id for each in (*signed.passport.items, *signed.beyond)]
    assert (every, len(every)) == (set(shown), len(shown))


@pytest.mark.parametrize(("letter", "version"), [("N", 25), ("ŵ", 25), ("中", 27)])
def test_the_largest_is_still_a_code_that_a_phone_reads(
    stores, sign, letter: str, version: int
) -> None:
    """A name is never cut, so one of a hundred letters of three bytes needs a little more."""
    for number in range(MOST_ITEMS + 2):
        held(stores, title=f"{number}{letter * 70}", name=letter * 100)
    signed = sign(LEARNER)
    assert 1 <= len(signed.passport.items) <= MOST_ITEMS
    assert MOST_ITEMS + 2 == len(signed.passport.items) + signed.left_out
    assert signed.left_out == len(signed.beyond)
    assert len(signed.code.encode()) <= LONGEST_CODE or len(signed.passport.items) == 1
    assert segno.make(signed.code, error="l", micro=False).version <= version
    assert picture(signed.code).startswith(b"\x89PNG")

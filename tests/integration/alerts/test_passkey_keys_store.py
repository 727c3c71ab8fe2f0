"""PostgreSQL passes the suite that the fake of passkeys' keys passes, and alerts checks by it."""

import pytest
from sqlalchemy import delete

from chassis.errors import TokenRefused
from chassis.postgres.engine import open_engine
from chassis.pseudonyms import Pseudonyms
from chassis.tokens import KeysUnavailable, TokenVerifier, passkey_issuer
from kernel.ports import RandomIds, SystemClock
from kernel.tiers import Tier
from services.alerts.domain.cap.issuing import Sender
from services.alerts.domain.passkey_key import PasskeyKey
from services.alerts.outbound.postgres.passkey_keys_store import (
    HEARTBEATS,
    KEPT_SECONDS,
    PASSKEY_KEYS,
    PublishedKeys,
)
from services.alerts.outbound.postgres.unit_of_work import unit_of_work as open_unit_of_work
from services.identity.domain.passkey import SESSION_GOOD
from services.identity.outbound.passkey_signer import PasskeySigner
from tests.fakes.identity import subscriber
from tests.ports.passkey_keys_store import LATER, NOON, PasskeyKeysSuite

PLACE = "https://isp.example"


@pytest.fixture(scope="module")
def engine(new_database):
    engine = open_engine(new_database("alerts").app_url, process="test", pool=3)
    yield engine
    engine.dispose()


@pytest.fixture
def unit_of_work(engine):
    with engine.begin() as connection:
        for table in (PASSKEY_KEYS, HEARTBEATS):
            connection.execute(delete(table))
    return open_unit_of_work(
        engine,
        clock=SystemClock(),
        ids=RandomIds(),
        pseudonyms=Pseudonyms(b"k"),
        sender=Sender(sender="alerts@isp.example", name="A test", public_url=PLACE),
    )


class TestPostgresPasskeyKeys(PasskeyKeysSuite):
    """On PostgreSQL."""


def test_a_sign_in_is_good_while_identity_tells_of_its_key(unit_of_work, engine) -> None:
    signer = PasskeySigner.of("k" * 40, public_url=PLACE, audience="isp-api")
    moment = [0.0]
    verifier = TokenVerifier(
        issuer=passkey_issuer(PLACE),
        audience="isp-api",
        keys=PublishedKeys(engine, now=lambda: moment[0]),
        now=NOON.timestamp,
    )
    officer = subscriber("officer", tier=Tier.VERIFIED)
    first, second = (signer.token(officer, at=NOON, until=NOON + SESSION_GOOD) for _ in range(2))
    with pytest.raises(KeysUnavailable):
        verifier.verify(first)
    key = PasskeyKey(signer.public.key_id, signer.public.public_key)
    with unit_of_work() as tx:
        tx.passkey_keys.keep([key], told_at=NOON)
    assert "officer" == verifier.verify(first).subject
    with unit_of_work() as tx:
        tx.passkey_keys.keep([PasskeyKey("other", key.public_key)], told_at=LATER)
    moment[0] += KEPT_SECONDS + 1
    with pytest.raises(TokenRefused):
        verifier.verify(second)

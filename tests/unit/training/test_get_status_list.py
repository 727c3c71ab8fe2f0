"""Which certificates are revoked, as a signed list."""

import base64
import gzip
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.training.domain.errors import StatusListNotFound
from services.training.domain.status_list import ENTRIES, encoded
from services.training.usecases.get_status_list import GetStatusList
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import ISSUER, NOON, credentials


def decoded(text: str) -> set[int]:
    """The indexes whose bit is set, read as the standard says, by other means than ours."""
    assert text.startswith("u")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    bits = "".join(f"{byte:08b}" for byte in gzip.decompress(packed))
    assert len(bits) >= 131_072
    return {index for index, bit in enumerate(bits) if bit == "1"}


@settings(max_examples=25)
@given(st.sets(st.integers(0, ENTRIES - 1), max_size=200))
def test_every_bit_that_was_set_is_read_and_no_other(revoked: set[int]) -> None:
    assert revoked == decoded(encoded(revoked))


def test_the_first_bit_is_the_left_most_and_the_last_is_there() -> None:
    assert {0, ENTRIES - 1} == decoded(encoded([0, ENTRIES - 1]))
    packed = base64.urlsafe_b64decode(encoded([0])[1:] + "==")
    assert b"\x80" == gzip.decompress(packed)[:1]


@pytest.mark.parametrize("index", [-1, ENTRIES])
def test_an_index_that_is_not_on_the_list_is_refused(index: int) -> None:
    with pytest.raises(IndexError):
        encoded([index])


def test_the_list_is_a_signed_credential_good_for_a_day(unit_of_work, stores, clock) -> None:
    places = [stores.status_lists.take(Random(seed)) for seed in range(5)]
    stores.status_lists.revoke(places[3])
    list_id = places[0].list_id
    get = GetStatusList(
        unit_of_work=unit_of_work, credentials=credentials(), issuer=ISSUER, clock=clock
    )
    opened = credentials().open(get(list_id=list_id))
    assert opened.signature_good
    assert opened.payload is not None
    said, until = opened.payload, NOON + timedelta(days=1)
    assert ["VerifiableCredential", "BitstringStatusListCredential"] == said["type"]
    assert (ISSUER.id, ISSUER.status_list(list_id)) == (said["issuer"], said["id"])
    assert ("2026-11-24T12:00:00Z", "2026-11-25T12:00:00Z", until.timestamp()) == (
        said["validFrom"],
        said["validUntil"],
        said["exp"],
    )
    subject = said["credentialSubject"]
    assert ("BitstringStatusList", "revocation") == (subject["type"], subject["statusPurpose"])
    assert {places[3].index} == decoded(subject["encodedList"])
    with pytest.raises(StatusListNotFound):
        get(list_id=FreshIds().new())

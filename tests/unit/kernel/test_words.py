"""Digests, places, roles and the second factor."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isp.kernel.v1 import kernel_pb2
from kernel.audiences import Kind, Mode
from kernel.digests import canonical_json, digest_of
from kernel.markings import Tlp
from kernel.places import REGIONS, SECTORS
from kernel.principals import Principal
from kernel.roles import PERMISSIONS, permissions_of
from kernel.standing import Standing
from kernel.tiers import Tier

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), PLAIN))
def test_a_digest_does_not_depend_on_the_order_of_keys(fields: dict[str, object]) -> None:
    backwards = dict(reversed(fields.items()))
    assert canonical_json(fields) == canonical_json(backwards)


def test_a_digest_says_its_version_and_takes_no_fractions() -> None:
    assert 32 == len(digest_of({"digest_version": 1, "text": "Dŵr"}))
    with pytest.raises(ValueError, match="digest_version"):
        digest_of({"text": "a"})
    with pytest.raises(TypeError, match="float"):
        digest_of({"digest_version": 1, "share": 0.5})


def test_there_are_eleven_regions_and_wales_has_two_languages() -> None:
    assert 11 == len(REGIONS)
    assert ("en-GB", "cy-GB") == REGIONS["WAL"].languages
    assert "NORTHERN_IRELAND" == REGIONS["NI"].threat_series
    assert "retail" in SECTORS


def test_an_unknown_role_gives_nothing() -> None:
    assert frozenset() == permissions_of(["root", "default-roles-isp"])
    assert PERMISSIONS["alert-author"] == permissions_of(["alert-author", "root"])


@pytest.mark.parametrize(
    ("acr", "age", "proved"),
    [
        ("aal2", timedelta(minutes=15), True),
        ("aal2", timedelta(minutes=15, seconds=1), False),
        ("aal1", timedelta(0), False),
        ("aal2", timedelta(minutes=-2), False),
        ("aal2", None, False),
    ],
)
def test_only_the_second_factors_own_time_proves_it(
    acr: str, age: timedelta | None, proved: bool
) -> None:
    at = None if age is None else NOON - age
    person = Principal(subject="a", tier=Tier.REGISTERED, acr=acr, second_factor_at=at)
    assert proved == person.proved_second_factor(acr="aal2", within=timedelta(minutes=15), at=NOON)


@pytest.mark.parametrize(
    ("ours", "theirs", "prefix"),
    [
        (Tier, kernel_pb2.Tier, "TIER_"),
        (Tlp, kernel_pb2.Tlp, "TLP_"),
        (Standing, kernel_pb2.Standing, "STANDING_"),
        (Mode, kernel_pb2.AudienceMode, "AUDIENCE_MODE_"),
        (Kind, kernel_pb2.AudienceKind, "AUDIENCE_KIND_"),
    ],
)
def test_the_kernels_words_are_the_contracts_words(ours: type, theirs: object, prefix: str) -> None:
    names = {f"{prefix}{each.name}" for each in ours} | {f"{prefix}UNSPECIFIED"}  # type: ignore[attr-defined] # enums all
    assert names == set(theirs.keys())  # type: ignore[attr-defined] # as above


def test_tiers_have_the_same_numbers_in_code_and_contract() -> None:
    assert [kernel_pb2.Tier.Value(f"TIER_{tier.name}") for tier in Tier] == list(Tier)

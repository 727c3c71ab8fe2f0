"""For whom a message is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.audiences import AudienceRow, Kind, Mode, UnknownAudience, addressed_to
from kernel.principals import Principal
from kernel.tiers import Tier

VALUES = {
    Kind.EVERYONE: [""],
    Kind.REGION: ["LON", "WAL"],
    Kind.SECTOR: ["retail", "faith"],
    Kind.TIER: ["REGISTERED", "VERIFIED"],
    Kind.ROLE: ["sector-lead", "editor"],
    Kind.ORGANISATION: ["org-1", "org-2"],
}


@st.composite
def rows(draw: st.DrawFn, mode: Mode | None = None) -> AudienceRow:
    kind = draw(st.sampled_from(Kind))
    return AudienceRow(
        mode or draw(st.sampled_from(Mode)), kind, draw(st.sampled_from(VALUES[kind]))
    )


def people() -> st.SearchStrategy[Principal]:
    return st.builds(
        Principal,
        subject=st.just("reader"),
        tier=st.sampled_from(Tier),
        regions=st.frozensets(st.sampled_from(VALUES[Kind.REGION])),
        sectors=st.frozensets(st.sampled_from(VALUES[Kind.SECTOR])),
        roles=st.frozensets(st.sampled_from(VALUES[Kind.ROLE])),
        organisation_id=st.sampled_from(["org-1", None]),
    )


@given(people(), st.lists(rows()), rows(mode=Mode.EXCLUDE))
def test_an_exclude_row_never_widens(
    person: Principal, audience: list[AudienceRow], row: AudienceRow
) -> None:
    assert addressed_to(audience, person) or not addressed_to([*audience, row], person)


@given(people(), st.lists(rows()), rows(mode=Mode.MUST_BE))
def test_the_first_must_be_row_of_a_kind_never_widens(
    person: Principal, audience: list[AudienceRow], row: AudienceRow
) -> None:
    others = [each for each in audience if (each.mode, each.kind) != (Mode.MUST_BE, row.kind)]
    assert addressed_to(others, person) or not addressed_to([*others, row], person)


@given(people(), st.lists(rows()), rows(mode=Mode.INCLUDE))
def test_an_include_row_never_narrows(
    person: Principal, audience: list[AudienceRow], row: AudienceRow
) -> None:
    assert addressed_to([*audience, row], person) or not addressed_to(audience, person)


@given(people(), st.lists(rows()))
def test_the_order_of_rows_says_nothing(person: Principal, audience: list[AudienceRow]) -> None:
    assert addressed_to(audience, person) == addressed_to(audience[::-1], person)


@given(people())
def test_no_rows_are_for_nobody(person: Principal) -> None:
    assert not addressed_to([], person)


def test_retail_in_london_is_a_shop_in_london_and_nobody_else() -> None:
    audience = [
        AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),
        AudienceRow(Mode.MUST_BE, Kind.SECTOR, "retail"),
    ]
    shop = Principal(subject="a", tier=Tier.PUBLIC, regions={"LON"}, sectors={"retail"})  # type: ignore[arg-type] # a set literal reads best
    church = Principal(subject="b", tier=Tier.PUBLIC, regions={"LON"}, sectors={"faith"})  # type: ignore[arg-type] # as above
    elsewhere = Principal(subject="c", tier=Tier.PUBLIC, regions={"WAL"}, sectors={"retail"})  # type: ignore[arg-type] # as above

    said = [addressed_to(audience, each) for each in (shop, church, elsewhere)]

    assert [True, False, False] == said


@pytest.mark.parametrize("kind", [Kind.REGION, Kind.SECTOR, Kind.TIER, Kind.ROLE])
def test_a_row_that_names_nothing_known_cannot_be_built(kind: Kind) -> None:
    with pytest.raises(UnknownAudience, match="'nowhere'"):
        AudienceRow(Mode.INCLUDE, kind, "nowhere")

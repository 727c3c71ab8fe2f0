"""How a postcode is written, and about which regions somebody there is warned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from kernel.places import REGIONS
from services.identity.domain.errors import PostcodeNotCovered
from services.identity.domain.postcode import AREAS, Postcode, covered


@pytest.mark.parametrize(
    ("said", "written", "outward", "area"),
    [
        ("sw1a1aa", "SW1A 1AA", "SW1A", "SW"),
        (" M1  1ae ", "M1 1AE", "M1", "M"),
        ("B33 8TH", "B33 8TH", "B33", "B"),
        ("cr2 6xh", "CR2 6XH", "CR2", "CR"),
        ("DN551PT", "DN55 1PT", "DN55", "DN"),
        ("w1a 0ax", "W1A 0AX", "W1A", "W"),
        ("EC1A 1BB", "EC1A 1BB", "EC1A", "EC"),
        ("bt1\t5gs", "BT1 5GS", "BT1", "BT"),
    ],
)
def test_a_postcode_is_kept_in_one_spelling(said, written, outward, area) -> None:
    postcode = Postcode.parsed(said)
    assert (written, outward, area) == (postcode.text, postcode.outward, postcode.area)


@pytest.mark.parametrize(
    "said",
    [
        *("", "SW1A", "SW1A 1A", "SW1A 11A", "1SW 1AA", "Q1 1AA", "SW1A 1AC", "AI1 1AA", "12345"),
        *("SW1A 1AA; DROP", "SW1A\x001AA", "\uff33\uff371A 1AA", "S" * 5000),
        "SW1A 1AA SW1A 1AA",
    ],
)
def test_what_is_no_postcode_is_refused_by_name(said) -> None:
    with pytest.raises(Invalid) as refused:
        Postcode.parsed(said)
    assert ["postcode"] == [each.field for each in refused.value.violations]


@given(st.text(max_size=30))
def test_whatever_is_said_is_a_postcode_or_refused(said) -> None:
    try:
        postcode = Postcode.parsed(said)
    except Invalid:
        return
    assert postcode == Postcode.parsed(postcode.text)
    assert postcode.text.isascii()


def test_the_table_names_all_124_areas_and_only_regions_of_ours() -> None:
    assert 124 == len(AREAS)
    assert {code for regions in AREAS.values() for code in regions} == set(REGIONS)
    assert all(len(set(regions)) == len(regions) for regions in AREAS.values())


@pytest.mark.parametrize(
    ("said", "regions"),
    [
        ("SW1A 1AA", ("LON",)),
        ("CF10 1EP", ("WAL",)),
        ("EH1 1YZ", ("SCO",)),
        ("BT1 5GS", ("NI",)),
        ("LS1 1UR", ("NE",)),
        ("ME4 4TZ", ("SE",)),
        ("IG7 4PD", ("LON", "EAST")),
        ("TD15 1AB", ("SCO", "NE")),
    ],
)
def test_by_its_area_a_postcode_is_in_every_region_of_it(said, regions) -> None:
    found = covered(Postcode.parsed(said), None)
    assert (regions, False) == (found.regions, found.exact)


def test_the_imported_directory_is_exact() -> None:
    found = covered(Postcode.parsed("IG7 4PD"), "EAST")
    assert (("EAST",), True) == (found.regions, found.exact)


@pytest.mark.parametrize("said", ["JE1 1AA", "GY1 1AA", "IM1 1AA", "BF1 1AA", "ZA1 1AA"])
def test_outside_our_regions_nobody_is_promised_a_warning(said) -> None:
    with pytest.raises(PostcodeNotCovered):
        covered(Postcode.parsed(said), None)

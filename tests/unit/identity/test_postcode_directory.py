"""The two open formats, row by row."""

import pytest

from services.identity.domain.errors import DirectoryRefused
from services.identity.domain.location import Location
from services.identity.domain.postcode_directory import BadRow, Entry, entries
from tests.fakes.postcode_files import NO_POINT, code_point_row, onspd


def read(*lines: str) -> list[Entry | BadRow]:
    return list(entries("file.csv", lines))


def test_the_ons_directory_is_read_by_its_header() -> None:
    assert [
        Entry("SW1A 1AA", "LON"),
        Entry("LS1 1UR", "NE"),
        Entry("CF10 1EP", "WAL"),
        Entry("EH1 1YZ", "SCO"),
        Entry("BT1 5GS", "NI"),
    ] == read(
        *onspd(
            ("SW1A 1AA", "E12000007"),
            ("LS1 1UR", "E12000003"),
            ("CF10 1EP", "W99999999"),
            ("EH1 1YZ", "S99999999"),
            ("BT1 5GS", "N99999999"),
            ("JE2 3AB", "L99999999"),
            ("IM1 1AA", "M99999999"),
        )
    )


@pytest.mark.parametrize("column", ["rgn", "RGN", "rgn25cd", "RGN21CD"])
def test_editions_name_the_region_in_their_own_way(column: str) -> None:
    assert [Entry("SW1A 1AA", "LON")] == read(
        *onspd(("SW1A 1AA", "E12000007"), region_column=column)
    )


def test_the_ons_directory_says_where_a_postcode_is() -> None:
    (found,) = read(*onspd(("SW1A 1AA", "E12000007"), point='"51.501009","-0.141588"'))
    assert Entry("SW1A 1AA", "LON", Location(latitude=51.501009, longitude=-0.141588)) == found


@pytest.mark.parametrize("point", [NO_POINT, ",", '"north","east"', "-0.141588,51.501009", "nan,0"])
def test_a_postcode_without_a_point_is_read_all_the_same(point: str) -> None:
    assert [Entry("SW1A 1AA", "LON")] == read(*onspd(("SW1A 1AA", "E12000007"), point=point))


def test_a_directory_without_points_is_read_all_the_same() -> None:
    assert [Entry("SW1A 1AA", "LON")] == read("pcds,rgn", "SW1A 1AA,E12000007")


def test_code_point_open_is_read_by_its_council() -> None:
    """It has no header, and names no region of England."""
    assert [
        Entry("SK13 1AA", "EM"),
        Entry("IG7 4PD", "EAST"),
        Entry("IG1 1AA", "LON"),
        Entry("YO1 7HH", "NE"),
        Entry("CH5 3DU", "WAL"),
        Entry("TD1 1AA", "SCO"),
    ] == read(
        code_point_row("SK13 1AA", "E92000001", county="E10000007", district="E07000037"),
        code_point_row("IG7 4PD", "E92000001", county="E10000012", district="E07000072"),
        code_point_row("IG1 1AA", "E92000001", district="E09000026"),
        code_point_row("YO1 7HH", "E92000001", district="E06000014"),
        code_point_row("CH5 3DU", "W92000004", district="W06000005"),
        code_point_row("TD1 1AA", "S92000003", district="S12000026"),
    )


def test_a_bad_row_is_named_by_its_number_and_the_rest_is_read() -> None:
    found = read(
        *onspd(
            ("SW1A 1AA", "E12000007"),
            ("NONSENSE", "E12000007"),
            ("CF10 1EP", "X99"),
            ("EH1 1YZ", "S99999999"),
        )
    )
    good = [each for each in found if isinstance(each, Entry)]
    bad = [(each.place, each.why) for each in found if isinstance(each, BadRow)]
    assert ["SW1A 1AA", "EH1 1YZ"] == [each.postcode for each in good]
    assert [
        ("file.csv, row 3", "'NONSENSE' is no postcode"),
        ("file.csv, row 4", "'X99' is no region that we know"),
    ] == bad


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (code_point_row("SK13 1AA", "E92000001", district="E06000099"), "name no region"),
        (code_point_row("SK13 1AA", "", district=""), "name no region"),
        ("SK13 1AA,10", "has 2 columns"),
    ],
)
def test_a_bad_row_of_code_point_open_is_named_too(row: str, why: str) -> None:
    good = code_point_row("IG1 1AA", "E92000001", district="E09000026")
    _, bad = read(good, row)
    assert isinstance(bad, BadRow)
    assert ("file.csv, row 2", True) == (bad.place, why in bad.why)


@pytest.mark.parametrize("lines", [[], [""], ["<html>"], ["a,b,c", "1,2,3"], ["pcds,oslaua"]])
def test_another_format_is_refused(lines: list[str]) -> None:
    with pytest.raises(DirectoryRefused):
        read(*lines)


def test_a_field_without_end_is_refused() -> None:
    with pytest.raises(DirectoryRefused):
        read(*onspd(("SW1A 1AA", "E12000007")), '"' + "x" * 200_000)


def test_an_empty_row_is_none() -> None:
    assert 1 == len(read(*onspd(("SW1A 1AA", "E12000007")), "", ""))

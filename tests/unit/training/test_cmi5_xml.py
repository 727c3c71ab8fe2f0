"""A course structure is read as its author meant it, and refused with the place of each fault."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.training.domain.cmi5_course import (
    NAMESPACE,
    Block,
    CourseStructure,
    LaunchMethod,
    MoveOn,
    Unit,
)
from services.training.inbound import cmi5_xml
from services.training.inbound.cmi5_xml import read_structure
from services.training.outbound.cmi5_xml import write_structure

WORDS = {"en-GB": "A title", "cy": "Teitl"}


def unit(number: int, **changed: object) -> Unit:
    good = Unit(
        publisher_id=f"https://author.example/unit/{number}",
        title=WORDS,
        description=WORDS,
        url=f"unit-{number}/index.html?page=1",
    )
    return replace(good, **changed)  # type: ignore[arg-type]


def block(number: int, *children: Unit | Block) -> Block:
    return Block(
        publisher_id=f"https://author.example/block/{number}",
        title=WORDS,
        description={"": "Said in no language"},
        children=children,
    )


def course(*children: Unit | Block) -> CourseStructure:
    return CourseStructure(
        publisher_id="https://author.example/course",
        title=WORDS,
        description=WORDS,
        children=children,
    )


FULL = unit(
    2,
    move_on=MoveOn.COMPLETED_AND_PASSED,
    mastery_score=Decimal("0.8125"),
    launch_method=LaunchMethod.OWN_WINDOW,
    launch_parameters="Start=1",
    entitlement_key="xyz",
    activity_type="http://adlnet.gov/expapi/activities/media",
)


def test_what_is_written_is_read_again() -> None:
    whole = course(unit(1), block(1, FULL, block(2, unit(3))))
    assert whole == read_structure(write_structure(whole))


def test_a_course_of_more_than_a_thousand_units_is_read() -> None:
    many = course(*(unit(number) for number in range(1_200)))
    assert 1_200 == len(list(read_structure(write_structure(many)).units()))


def test_white_space_is_dropped_and_other_namespaces_are_passed_over() -> None:
    document = (
        write_structure(course(unit(1)))
        .replace(b"A title", b"\n  A title\t ")
        .replace(b"</au>", b'<x:own xmlns:x="https://author.example/x">1</x:own></au>')
    )
    assert course(unit(1)) == read_structure(document)


def test_a_unit_elsewhere_needs_an_origin_that_is_trusted() -> None:
    outside = course(unit(1, url="https://author.example:8443/unit?x=1"))
    document = write_structure(outside)
    assert outside == read_structure(document, trusted=frozenset({"https://author.example:8443"}))
    for trusted in ({"https://author.example"}, {"http://author.example:8443"}, set[str]()):
        with pytest.raises(Invalid, match="trusted"):
            read_structure(document, trusted=frozenset(trusted))


URLS = [
    *("../other/index.html", "/etc/passwd", "a/../../b", "..\\b", "javascript:alert(1)"),
    *("//elsewhere.example/x", "file:///etc/passwd", "data:text/html,x", "%2e%2e/b"),
]


@pytest.mark.parametrize("url", URLS)
def test_an_address_that_leads_out_of_the_package_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match=r"au\[1\]\.url: must be a file of the package"):
        read_structure(write_structure(course(unit(1, url=url))))


_TYPE = b"http://adlnet.gov/expapi/activities/media"
FAULTS = {
    "not the document": (b"courseStructure", b"structure", "courseStructure: must be the document"),
    "an element of its own": (b"launchParameters", b"parameters", "parameters: is unknown here"),
    "an id that is none": (b"https://author.example/unit/2", b"two", "must be an IRI"),
    "an id twice": (b"unit/2", b"unit/1", "must stand only once in the course"),
    "a moveOn of its own": (b'"CompletedAndPassed"', b'"Sometimes"', "moveOn: must be one of"),
    "a launchMethod of its own": (b'"OwnWindow"', b'"Popup"', "launchMethod: must be one of"),
    "a score above all": (b'"0.8125"', b'"1.1"', "masteryScore: must be from 0 to 1"),
    "a score too fine": (b'"0.8125"', b'"0.81251"', "masteryScore: must be from 0 to 1"),
    "a score that is none": (b'"0.8125"', b'"NaN"', "masteryScore: must be from 0 to 1"),
    "a type that is none": (_TYPE, b"media", "activityType: must be an IRI of the author"),
    "a type too long": (_TYPE, _TYPE * 25, "activityType: must be an IRI of the author"),
    "a type of ours": (_TYPE, b"urn:scorm:asset", "activityType: must be an IRI of the author"),
    "a language that is none": (b'lang="cy"', b'lang="Welsh!"', "must be a language tag"),
    "a language twice": (b'lang="cy"', b'lang="en-GB"', "lang: must stand only once"),
    "no title": (b"title>", b"heading>", "must have a title and a description"),
    "no url": (b"url>", b"link>", "url: must be a file of the package"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_place(fault: str) -> None:
    good, bad, words = FAULTS[fault]
    document = write_structure(course(unit(1), FULL))
    assert good in document
    with pytest.raises(Invalid) as refused:
        read_structure(document.replace(good, bad))
    assert words in str(refused.value)


def test_a_course_or_block_without_a_unit_is_refused() -> None:
    for empty in (course(), course(unit(1), block(1))):
        with pytest.raises(Invalid, match="must have a unit or a block"):
            read_structure(write_structure(empty))


def test_an_objective_must_be_one_of_the_course() -> None:
    named = b'<objectives><objective idref="https://author.example/o/1"/></objectives><url>'
    document = write_structure(course(unit(1))).replace(b"<url>", named)
    with pytest.raises(Invalid, match="must name objectives of the course"):
        read_structure(document)
    said = (
        b'<objectives><objective id="https://author.example/o/1"><title/><description/>'
        b"</objective></objectives>"
    )
    head, tail = document.split(b"</course>", 1)
    assert course(unit(1)) == read_structure(head + b"</course>" + said + tail)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"<courseStructure", "must be well-formed XML"),
        (b"\xff\xfe\x00", "must be well-formed XML"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "no document type and no entities"),
        (f'<courseStructure xmlns="{NAMESPACE}"/>'.encode(), "course: must be there"),
        (b" " * (cmi5_xml.LARGEST + 1), "must have at most"),
    ],
)
def test_what_is_no_structure_is_refused(document: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_structure(document)


def test_blocks_stand_in_each_other_only_so_deep() -> None:
    deep: Block | Unit = unit(1)
    for number in range(21):
        deep = block(number, deep)
    with pytest.raises(Invalid, match="must stand no deeper than 20 blocks"):
        read_structure(write_structure(course(deep)))


def test_a_course_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cmi5_xml, "MOST_UNITS", 3)
    with pytest.raises(Invalid, match="must be one of at most 3 units"):
        read_structure(write_structure(course(*map(unit, range(4)))))


@given(st.binary(max_size=300))
def test_no_bytes_do_anything_but_be_refused(document: bytes) -> None:
    with pytest.raises(Invalid):
        read_structure(document)


WHOLE = write_structure(course(unit(1), block(1, FULL)))


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4), st.integers(0, 60))
def test_a_damaged_document_is_read_or_refused(at: int, new: bytes, dropped: int) -> None:
    with suppress(Invalid):
        assert list(read_structure(WHOLE[:at] + new + WHOLE[at + dropped :]).units())

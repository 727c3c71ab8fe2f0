"""A manifest is read as its author meant it, and refused with the place of each fault."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.training.domain.cmi5_course import MoveOn
from services.training.domain.scorm_course import ASSET, Edition, type_of, with_parameters
from services.training.inbound import scorm_xml
from services.training.inbound.scorm_xml import read_manifest
from tests.fakes.scorm import Item, Manifest

EVERY = pytest.mark.parametrize("edition", Edition)
SEVERAL = (
    Item("BLOCK-1", items=(Item("ITEM-1", "RES-1"), Item("ITEM-2", "RES-2", mastery="{mastery}"))),
    Item("ITEM-3", "RES-1", parameters="?page=2", launch_data="begin=3"),
)
HREFS = {"RES-1": "a/index.html", "RES-2": "b/start.html?x=1#top"}


def several(edition: Edition) -> Manifest:
    mastery = "80" if edition is Edition.V1_2 else "0.8"
    block, last = SEVERAL
    one, two = block.items
    items = (replace(block, items=(one, replace(two, mastery=mastery))), last)
    return Manifest(edition=edition, items=items, hrefs=HREFS)


def faults(manifest: Manifest | bytes) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read_manifest(bytes(manifest))
    return {each.field: each.description for each in refused.value.violations}


@EVERY
def test_a_package_of_one_unit_is_read(edition: Edition) -> None:
    course = read_manifest(bytes(Manifest(edition=edition, title="Fire & water")))
    (unit,) = course.structure.units()
    assert (edition, {"": "Fire & water"}) == (course.edition, course.structure.title)
    assert ("urn:scorm:ITEM-1", "index.html") == (unit.publisher_id, unit.url)
    assert (MoveOn.COMPLETED_OR_PASSED, None) == (unit.move_on, unit.mastery_score)
    assert type_of(edition) == unit.activity_type


@EVERY
def test_a_package_of_several_units_keeps_their_order_and_their_blocks(edition: Edition) -> None:
    course = read_manifest(bytes(several(edition)))
    units = list(course.structure.units())
    assert ["ITEM-1", "ITEM-2", "ITEM-3"] == [each.publisher_id[10:] for each in units]
    assert ["urn:scorm:BLOCK-1"] == [each.publisher_id for each in course.structure.blocks()]
    assert ["a/index.html", "b/start.html?x=1#top", "a/index.html?page=2"] == [
        each.url for each in units
    ]
    assert (Decimal("0.8"), MoveOn.PASSED) == (units[1].mastery_score, units[1].move_on)
    assert "begin=3" == units[2].launch_parameters


@EVERY
def test_a_unit_that_does_not_speak_asks_to_be_opened(edition: Edition) -> None:
    asset = '<resource identifier="RES-1" type="webcontent" href="page.html"/>'
    course = read_manifest(bytes(Manifest(edition=edition, resources=asset)))
    (unit,) = course.structure.units()
    assert (MoveOn.COMPLETED, ASSET) == (unit.move_on, unit.activity_type)


def test_bases_are_put_before_each_file() -> None:
    resource = (
        '<resource identifier="RES-1" type="webcontent" adlcp:scormtype="sco"'
        ' xml:base="one/" href="my%20page.html"/>'
    )
    course = read_manifest(bytes(Manifest(base=' xml:base="all/"', resources=resource)))
    assert ["all/one/my%20page.html"] == [each.url for each in course.structure.units()]


def test_without_a_default_the_only_organisation_is_what_is_taught() -> None:
    assert read_manifest(bytes(Manifest(default=""))).structure.publisher_id == "urn:scorm:COURSE-1"


def test_a_measure_that_satisfies_nothing_is_no_mastery_score() -> None:
    document = bytes(Manifest(edition=Edition.V2004_4, items=(Item("I", "RES-1", mastery="0.5"),)))
    (unit,) = read_manifest(document.replace(b'"true"', b'"false"')).structure.units()
    assert unit.mastery_score is None


OTHER = '<organization identifier="ORG-2"><title>Other</title></organization>'
DEEP = Item("I", "RES-1")
for number in range(25):
    DEEP = Item(f"B{number}", items=(DEEP,))


@pytest.mark.parametrize(
    ("changed", "place", "why"),
    [
        ({"said_edition": "1.1"}, "metadata.schemaversion", "must be one of"),
        ({"said_edition": "CAM 1.3"}, "metadata.schemaversion", "must be one of"),
        ({"said_edition": "2004 3rd Edition"}, "metadata.schemaversion", "as the document"),
        ({"default": ' default="NONE"'}, "organizations", "name one"),
        ({"default": "", "others": OTHER}, "organizations", "name one"),
        ({"items": ()}, "organization", "must have an item"),
        ({"items": (Item("I", "NONE"),)}, "organization.item[0].identifierref", "with a file"),
        ({"items": (Item("I"),)}, "organization.item[0]", "not both"),
        (
            {"items": (Item("I", "RES-1", (Item("J", "RES-1"),)),)},
            "organization.item[0]",
            "not both",
        ),
        (
            {"items": (Item("I", "RES-1"), Item("I", "RES-1"))},
            "organization.item[1].identifier",
            "stand only once",
        ),
        ({"items": (Item("", "RES-1"),)}, "organization.item[0].identifier", "must be there"),
        ({"identifier": "i" * 301}, "manifest.identifier", "must be there"),
        ({"title": ""}, "organization.title", "must have 1"),
        ({"items": (Item("I", "RES-1", title="t" * 4_001),)}, "organization.item[0].title", "1 to"),
        (
            {"items": (Item("I", "RES-1", parameters="p" * 1_001),)},
            "organization.item[0].parameters",
            "at most 1000",
        ),
        (
            {"items": (Item("I", "RES-1", launch_data="d" * 4_001),)},
            "organization.item[0].datafromlms",
            "at most 4000",
        ),
        ({"base": ' xml:base="all"'}, "xml:base", "must end"),
        ({"items": (DEEP,)}, "organization" + ".item[0]" * 21, "no deeper"),
        *(
            (
                {"items": (Item("I", "RES-1", mastery=score),)},
                "organization.item[0].masteryscore",
                "from 0 to 100",
            )
            for score in ("101", "-1", "all", "NaN", "1.23456")
        ),
        *(
            ({"hrefs": {"RES-1": href}}, "resources.RES-1.href", "a file of the package")
            for href in (
                *("../up.html", "/root.html", "https://elsewhere.example/", "//elsewhere.example/"),
                *("a/%2e%2e/b.html", "a\\b.html", "%2Froot.html", "javascript:alert(1)"),
                *("a/%252e%252e/b", "h" * 1_001, "http://[half/", "%00.html", "?only=query"),
            )
        ),
        (
            {"resources": '<resource identifier="RES-1" adlcp:scormtype="other" href="a"/>'},
            "resources.RES-1",
            "a sco or an asset",
        ),
        (
            {"resources": '<resource identifier="RES-1" adlcp:scormtype="sco" href="a"/>' * 2},
            "resources.RES-1",
            "an id of its own",
        ),
    ],
)
def test_each_fault_is_named_with_its_place(changed: dict, place: str, why: str) -> None:
    assert why in faults(replace(Manifest(), **changed))[place]


def test_a_mastery_score_of_2004_is_from_0_to_1() -> None:
    manifest = Manifest(edition=Edition.V2004_3, items=(Item("I", "RES-1", mastery="80"),))
    assert "from 0 to 1" in faults(manifest)["organization.item[0].minNormalizedMeasure"]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (b"no xml", "well-formed"),
        (bytes(Manifest(before='<!DOCTYPE m [<!ENTITY e "x">]>')), "no document type"),
        (b"<m>" + b"x" * (8 * 1024 * 1024) + b"</m>", "at most"),
    ],
)
def test_what_is_no_document_is_refused_whole(document: bytes, why: str) -> None:
    assert why in faults(document)["imsmanifest.xml"]


@pytest.mark.parametrize("document", [b"<manifest/>", b'<manifest xmlns="urn:other"/>'])
def test_a_document_of_another_kind_is_refused(document: bytes) -> None:
    assert "SCORM 1.2 or 2004" in faults(document)["manifest"]


def test_units_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorm_xml, "MOST_UNITS", 2)
    items = tuple(Item(f"I{number}", "RES-1") for number in range(3))
    assert "at most 2" in faults(Manifest(items=items))["organization.item[2]"]
    assert read_manifest(bytes(Manifest(items=items[:2])))


@pytest.mark.parametrize(
    ("url", "parameters", "whole"),
    [
        ("a.html", "", "a.html"),
        ("a.html", "?x=1", "a.html?x=1"),
        ("a.html", "&x=1", "a.html?x=1"),
        ("a.html?y=2", "x=1", "a.html?y=2&x=1"),
        ("a.html#top", "x=1", "a.html?x=1#top"),
        ("a.html", "#part", "a.html#part"),
        ("a.html#top", "#part", "a.html#top"),
    ],
)
def test_parameters_are_put_to_an_address(url: str, parameters: str, whole: str) -> None:
    assert whole == with_parameters(url, parameters)


@given(st.binary(max_size=200), st.integers(0, 900))
def test_no_document_makes_it_fail_otherwise(noise: bytes, where: int) -> None:
    good = bytes(several(Edition.V1_2))
    for document in (noise, good[:where] + noise + good[where:]):
        with suppress(Invalid):
            read_manifest(document)

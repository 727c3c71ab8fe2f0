"""Putting a postcode directory in the place of the one that is there."""

from dataclasses import replace

import pytest

from services.identity.domain.errors import DirectoryRefused
from services.identity.domain.events import PremisesChanged, RecipientChanged
from services.identity.domain.location import Location
from services.identity.domain.postcode import Postcode
from services.identity.domain.premises import Whereabouts
from services.identity.usecases.import_postcodes import ImportPostcodes
from tests.fakes.postcode_files import code_point_row, many, onspd
from tests.fakes.premises import HERE, some_premises
from tests.fakes.premises import SHOP as PLACE
from tests.fakes.subscriptions import NOON, SHOP, a_subscription, digest


@pytest.fixture
def put(unit_of_work):
    return ImportPostcodes(unit_of_work=unit_of_work)


def a_file(*rows):
    return [("onspd.csv", onspd(*rows))]


def test_a_directory_is_put_in_and_again_changes_nothing(put, stores) -> None:
    first = put(a_file(*many(100)))
    assert (100, 100, 0) == (
        first.replaced.total,
        first.replaced.changed,
        first.replaced.removed,
    )
    again = put(a_file(*many(100)))
    assert (100, 0, 0) == (again.replaced.total, again.replaced.changed, again.replaced.removed)


def test_several_files_are_one_directory(put, stores) -> None:
    files = [
        ("ab.csv", [code_point_row("AB10 1AB", "S92000003")]),
        ("ig.csv", [code_point_row("IG1 1AA", "E92000001", district="E09000026")]),
    ]
    put(files)
    assert {"AB10 1AB": "SCO", "IG1 1AA": "LON"} == stores.postcodes.kept


def test_a_few_bad_rows_are_named_and_left_out(put, stores) -> None:
    done = put(a_file(*many(99), ("NONSENSE", "E12000007")))
    assert (99, 1) == (done.replaced.total, done.wrong)
    assert ["onspd.csv, row 101"] == [each.place for each in done.named]


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("empty.csv", [])],
        [("other.csv", ["a,b", "1,2"])],
        [("header.csv", onspd())],
        [("bad.csv", onspd(*many(90), *[("NONSENSE", "E12000007")] * 10))],
        [("short.csv", onspd(*many(90)))],
        [("good.csv", onspd(*many(100))), ("other.csv", ["<html>"])],
    ],
    ids=["none", "empty", "other", "no_rows", "too_many_bad", "too_few", "half_read"],
)
def test_what_cannot_take_its_place_changes_nothing(put, stores, files) -> None:
    put(a_file(*many(100)))
    before = dict(stores.postcodes.kept)
    with pytest.raises(DirectoryRefused):
        put(files)
    assert before == stores.postcodes.kept


def test_who_is_elsewhere_by_the_new_directory_is_told_of(put, stores, clock) -> None:
    stores.subscriptions.add(a_subscription(regions=frozenset({"LON", "EAST"})))
    done = put(a_file(*many(100), ("SW1A 1AA", "E12000007")))
    moved = stores.subscriptions.find(digest(SHOP))
    assert (1, {"LON"}, 2) == (done.moved, moved.regions, moved.version)
    assert [RecipientChanged(moved)] == stores.outbox.events
    assert 0 == put(a_file(*many(100), ("SW1A 1AA", "E12000007"))).moved


def test_who_stopped_is_left_alone(put, stores, clock) -> None:
    stores.subscriptions.add(a_subscription(regions=frozenset({"SE"})).stopped(clock.now()))
    assert 0 == put(a_file(*many(10))).moved


POINT = Location(latitude=51.501009, longitude=-0.141588)


def test_premises_are_where_the_new_directory_says_that_their_postcode_is(put, stores) -> None:
    there = some_premises(whereabouts=Whereabouts(regions=("LON", "EAST")))
    given = some_premises(details=replace(PLACE, location=HERE))
    gone = some_premises().removed(NOON)
    for each in (there, given, gone):
        stores.premises.add(each)
    edition = [("onspd.csv", onspd(("SW1A 1AA", "E12000007"), point="51.501009,-0.141588"))]
    assert 2 == put(edition).premises_moved
    moved, said = (stores.premises.get(each.premises_id) for each in (there, given))
    assert (("LON",), POINT, 2) == (moved.whereabouts.regions, moved.location, moved.version)
    assert HERE == said.location
    assert {moved.premises_id, said.premises_id} == {
        each.premises.premises_id for each in stores.outbox.events
    }
    assert all(isinstance(each, PremisesChanged) for each in stores.outbox.events)
    assert 0 == put(edition).premises_moved


def test_premises_that_no_directory_covers_stay_where_they_were_known_to_be(put, stores) -> None:
    there = some_premises(details=replace(PLACE, postcode=Postcode("JE2 3AB")))
    stores.premises.add(there)
    assert 0 == put(a_file(*many(10))).premises_moved
    assert there == stores.premises.get(there.premises_id)

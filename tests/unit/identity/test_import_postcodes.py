"""Putting a postcode directory in the place of the one that is there."""

import pytest

from services.identity.domain.errors import DirectoryRefused
from services.identity.domain.events import RecipientChanged
from services.identity.usecases.import_postcodes import ImportPostcodes
from tests.fakes.postcode_files import code_point_row, many, onspd
from tests.fakes.subscriptions import SHOP, a_subscription, digest


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

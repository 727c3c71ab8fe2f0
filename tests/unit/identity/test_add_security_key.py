"""Adding a security key: by a link to the first, by a second factor to another."""

import json

import pytest

from chassis.errors import StepUpRequired
from services.identity.domain.second_factor import FactorKind
from services.identity.domain.second_factor_errors import (
    FactorLinkNeeded,
    FactorNameTaken,
    FactorRefused,
)
from tests.fakes.identity import NOON, subscriber
from tests.unit.identity.factors import Adding, owner


@pytest.fixture
def adding(unit_of_work, clock, ids, stores) -> Adding:
    stores.subscribers.add(subscriber("owner"))
    return Adding.on(unit_of_work, clock, ids)


def test_a_browser_makes_it_and_its_owner_is_told(adding, stores) -> None:
    link = adding.link()
    made = adding.key(
        owner(), name="Blue key", credential=adding.begin_key(owner(), link=link), link=link
    )
    assert (FactorKind.KEY, "Blue key") == (made.kind, made.name)
    assert b"its key" == adding.factors.keys[made.factor_id].public_key
    assert ["factor-link", "factor-added"] == [each.what.template for each in stores.mails.waiting]


def test_a_password_alone_begins_none_and_adds_none(adding) -> None:
    with pytest.raises(FactorLinkNeeded):
        adding.begin_key(owner(), link="")
    options = adding.begin_key(owner(), link=adding.link())
    with pytest.raises(FactorLinkNeeded):
        adding.key(owner(), name="Blue key", credential=options, link="another word")
    assert () == adding.factors.of("owner")


def test_another_needs_a_fresh_second_factor_and_is_none_of_those_held(adding) -> None:
    link = adding.link()
    adding.key(owner(), name="Blue", credential=adding.begin_key(owner(), link=link), link=link)
    with pytest.raises(StepUpRequired):
        adding.begin_key(owner(), link=link)
    proved = owner(proved=NOON)
    options = adding.begin_key(proved, link="")
    assert [b"its id".hex()] == json.loads(options)["have"]
    with pytest.raises(FactorNameTaken):
        adding.key(proved, name="blue", credential=options, link="")


@pytest.mark.parametrize("credential", ["no JSON", "{}", '{"challenge": "00"}'])
def test_what_is_no_answer_to_what_was_begun_is_refused(adding, credential: str) -> None:
    with pytest.raises(FactorRefused):
        adding.key(owner(), name="Blue", credential=credential, link=adding.link())


def test_a_forged_answer_and_one_that_was_used_are_refused(adding) -> None:
    link = adding.link()
    options = adding.begin_key(owner(), link=link)
    forged = json.dumps(json.loads(options) | {"forged": True})
    with pytest.raises(FactorRefused):
        adding.key(owner(), name="Blue", credential=forged, link=link)
    adding.key(
        owner(), name="Blue", credential=(again := adding.begin_key(owner(), link=link)), link=link
    )
    with pytest.raises(FactorRefused):
        adding.key(owner(proved=NOON), name="Green", credential=again, link="")

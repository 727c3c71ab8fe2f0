"""Adding an authenticator app: by a link to the first, by a second factor to another."""

from datetime import timedelta

import pytest

from chassis.errors import StepUpRequired
from kernel.usage import Used
from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.second_factor import LINK_GOOD, MOST_FACTORS, FactorKind
from services.identity.domain.second_factor_errors import (
    FactorLinkNeeded,
    FactorNameTaken,
    FactorRefused,
    TooManyFactors,
)
from tests.fakes.identity import NOON, subscriber
from tests.unit.identity.factors import Adding, code_of, owner

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def adding(unit_of_work, clock, ids, stores) -> Adding:
    for each in ("owner", "other"):
        stores.subscribers.add(subscriber(each))
    return Adding.on(unit_of_work, clock, ids)


def test_a_password_and_the_link_of_the_mail_add_the_first(adding, stores) -> None:
    made = adding.add_app(owner(), adding.link())
    (kept,) = adding.factors.of("owner")
    assert (made, "Phone", FactorKind.APP) == (kept, made.name, made.kind)
    assert ["factor-link", "factor-added"] == [each.what.template for each in stores.mails.waiting]
    assert "identity:add-second-factor" in [each[1] for each in stores.audit.rows]
    used = [each.metric for each in stores.outbox.events if isinstance(each, Used)]
    assert ["identity.second-factor-added"] == used


@pytest.mark.parametrize("link", ["", "somebody guessed this"])
def test_a_password_alone_adds_nothing(adding, link: str) -> None:
    """Neither where no link was asked for, nor by another word than the mail's."""
    with pytest.raises(FactorLinkNeeded):
        adding.add_app(owner(), link)
    adding.link()
    with pytest.raises(FactorLinkNeeded):
        adding.add_app(owner(), link)
    assert () == adding.factors.of("owner")


def test_anothers_link_an_old_one_and_one_that_was_replaced_add_nothing(adding, clock) -> None:
    first, others = adding.link(), adding.link("other")
    newest = adding.link()
    for link in (first, others):
        with pytest.raises(FactorLinkNeeded):
            adding.add_app(owner(), link)
    clock.moment += LINK_GOOD
    with pytest.raises(FactorLinkNeeded):
        adding.add_app(owner(), newest)


def test_the_link_is_asked_for_again_when_the_app_is_added(adding) -> None:
    """Whoever began with it and lost it, or never had it, does not end with another's secret."""
    begun = adding.begin_app(owner(), link=adding.link())
    said = {"name": "Phone", "secret": begun.secret, "challenge": begun.challenge}
    with pytest.raises(FactorLinkNeeded):
        adding.app(owner(), **said, code=adding.code(begun), link="")


def test_a_link_adds_one(adding, clock) -> None:
    link = adding.link()
    adding.add_app(owner(), link)
    with pytest.raises(StepUpRequired):
        adding.add_app(owner(), link)
    adding.factors.kept.clear()
    with pytest.raises(FactorLinkNeeded):
        adding.add_app(owner(), link)


def test_another_needs_one_that_was_proved_within_five_minutes(adding, clock) -> None:
    adding.factors.hold("owner", "Old phone")
    for stale in (None, NOON - 5 * MINUTE - SECOND):
        with pytest.raises(StepUpRequired) as refused:
            adding.add_app(owner(proved=stale))
        assert ("aal2", 300) == (refused.value.acr, refused.value.max_age_seconds)
    adding.add_app(owner(proved=NOON - 5 * MINUTE))
    assert ["Old phone", "Phone"] == [each.name for each in adding.factors.of("owner")]


def test_a_token_of_a_factor_that_is_gone_does_not_stand_for_the_link(adding) -> None:
    with pytest.raises(FactorLinkNeeded):
        adding.add_app(owner(proved=NOON))


@pytest.mark.parametrize(
    "code", ["000000", "12345", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16"]
)
def test_a_code_that_the_secret_does_not_give_is_refused(adding, code: str) -> None:
    with pytest.raises(FactorRefused):
        adding.add_app(owner(), adding.link(), code=code)
    assert () == adding.factors.of("owner")


@pytest.mark.parametrize(("off", "right"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_a_step_off(adding, clock, off: int, right: bool) -> None:
    begun = adding.begin_app(owner(), link=(link := adding.link()))
    said = {"name": "Phone", "secret": begun.secret, "challenge": begun.challenge, "link": link}
    code = code_of(begun.secret, clock.now() + timedelta(seconds=off))
    if right:
        adding.app(owner(), **said, code=code)
    else:
        with pytest.raises(FactorRefused):
            adding.app(owner(), **said, code=code)


def test_a_secret_of_ones_own_choice_is_refused(adding, clock) -> None:
    """Nobody is talked into one that somebody else knows."""
    mine = "A" * 32
    with pytest.raises(FactorRefused):
        adding.add_app(owner(), adding.link(), secret=mine, code=code_of(mine, clock.now()))


def test_what_was_begun_is_good_for_its_person_for_five_minutes_and_once(adding, clock) -> None:
    begun = adding.begin_app(owner(), link=(link := adding.link()))
    said = {"secret": begun.secret, "challenge": begun.challenge}
    others = adding.link("other")
    with pytest.raises(FactorRefused):
        adding.app(
            owner(subject="other"), name="Phone", **said, code=adding.code(begun), link=others
        )
    clock.moment += 5 * MINUTE
    with pytest.raises(FactorRefused):
        adding.app(owner(), name="Phone", **said, code=adding.code(begun), link=link)
    clock.moment -= 5 * MINUTE
    adding.app(owner(), name="Phone", **said, code=adding.code(begun), link=link)
    with pytest.raises(FactorRefused):
        adding.app(owner(proved=NOON), name="Again", **said, code=adding.code(begun), link="")


def test_ten_are_enough_and_each_has_a_name_of_its_own(adding) -> None:
    adding.factors.hold("owner", "PHONE")
    with pytest.raises(FactorNameTaken):
        adding.add_app(owner(proved=NOON))
    for number in range(MOST_FACTORS - 1):
        adding.factors.hold("owner", f"Key {number}")
    with pytest.raises(TooManyFactors):
        adding.add_app(owner(proved=NOON), name="Another")


def test_while_keycloak_is_away_nothing_is_added(adding, stores) -> None:
    link = adding.link()
    begun = adding.begin_app(owner(), link=link)
    adding.factors.away = True
    with pytest.raises(AccountsUnavailable):
        adding.app(
            owner(),
            name="Phone",
            secret=begun.secret,
            challenge=begun.challenge,
            code=adding.code(begun),
            link=link,
        )
    assert ["factor-link"] == [each.what.template for each in stores.mails.waiting]

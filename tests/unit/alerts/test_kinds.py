"""What an alert is about and what people are to do, in CAP's words."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.cap.terms import Category, ResponseType
from services.alerts.domain.kinds import SECURITY, Kinds, kinds_of
from tests.fakes.alerts import NOON, content
from tests.fakes.templates import FILLING, proposed, words

KNOWN = UUID("11111111-1111-4111-8111-111111111111")
OLD_TEMPLATE = "b0fbea4fd19e5b89782c1b320565079b5f009637c7104135f9682d8b798a97b5"
SHELTER = Kinds.of({Category.SAFETY}, {ResponseType.SHELTER})


@given(st.sets(st.sampled_from(Category)), st.sets(st.sampled_from(ResponseType)))
def test_whatever_the_order_the_same_is_the_same_and_is_kept(categories, responses) -> None:
    kinds = Kinds.of(categories, responses)
    backwards = Kinds.of(sorted(categories, key=str, reverse=True), list(responses)[::-1])
    assert kinds == backwards == kinds_of(kinds.fields())
    assert (categories or {Category.SECURITY}) == set(kinds.categories)


def test_who_says_nothing_says_security_and_leaves_the_rest_to_the_words() -> None:
    assert SECURITY == Kinds.of((), ()) == kinds_of({})
    assert ((Category.SECURITY,), ()) == (SECURITY.categories, SECURITY.responses)


@pytest.mark.parametrize(
    "responses",
    [
        {ResponseType.ALL_CLEAR},
        {ResponseType.NONE, ResponseType.AVOID},
        set(ResponseType) - {ResponseType.ALL_CLEAR, ResponseType.NONE},
    ],
    ids=["an all-clear", "nothing beside something", "too many"],
)
def test_what_cannot_be_said_is_named_of_alerts_and_of_templates(responses) -> None:
    kinds = Kinds.of((), responses)
    for said in (content(kinds=kinds), words(kinds=kinds)):
        assert ["content.response_types"] == [each.field for each in said.violations(NOON)]


def test_nobody_approves_another_category_or_response_than_they_read() -> None:
    plain, other = content(), content(kinds=SHELTER)
    assert plain.digest(KNOWN) != other.digest(KNOWN)
    old = replace(plain, digest_version=3)
    assert old.digest(KNOWN) != plain.digest(KNOWN)


def test_a_template_says_them_and_an_old_one_keeps_its_digest() -> None:
    old = replace(proposed(), template_id=KNOWN)
    assert OLD_TEMPLATE == old.digest.hex()
    assert old.digest != replace(old, content=words(kinds=SHELTER)).digest
    assert SHELTER == words(kinds=SHELTER).filled(FILLING, NOON).kinds

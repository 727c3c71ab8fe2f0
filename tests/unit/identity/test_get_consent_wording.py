"""The words that a person has before them."""

import pytest

from chassis.errors import Invalid
from services.identity.domain.consent import NEWEST, wording
from services.identity.usecases.get_consent_wording import GetConsentWording


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_newest_words_are_shown(language) -> None:
    shown = GetConsentWording()(language=language)
    assert (NEWEST, language) == (shown.version, shown.language)
    assert "999" in shown.text
    assert "STOP" in shown.text


def test_unreviewed_welsh_says_so() -> None:
    assert "heb ei adolygu" in GetConsentWording()(language="cy").text


def test_words_that_were_never_given_are_none() -> None:
    with pytest.raises(Invalid):
        wording("en", "2020-01")

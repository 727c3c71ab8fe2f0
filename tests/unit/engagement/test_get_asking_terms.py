"""What to know before asking."""

import pytest

from services.engagement.usecases.get_asking_terms import GetAskingTerms
from tests.fakes.engagement import CLOCK


@pytest.mark.parametrize("language", ["en-GB", "cy"])
def test_everyone_is_told_whom_to_call_and_how_long_answers_take(language: str) -> None:
    terms = GetAskingTerms(answer_clock=CLOCK, most_open=7)(language=language)
    assert (3, 7, False) == (
        terms.answer_working_days,
        terms.most_open_questions,
        terms.emergency.call_now,
    )
    assert "999" in terms.emergency.text

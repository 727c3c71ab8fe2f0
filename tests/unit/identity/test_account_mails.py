"""The mail to whoever's way of signing in was changed."""

import pytest

from services.identity.domain.verification_mails import VERIFICATION_MAILS, verification_mail


@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_says_where_to_go_and_nothing_of_the_change(language: str) -> None:
    subject, text = verification_mail(
        "credentials-changed", language, "https://isp.example", variables={}
    )
    assert subject == VERIFICATION_MAILS["credentials-changed"][language][0]
    assert "https://isp.example\n" in text
    assert "{" not in text

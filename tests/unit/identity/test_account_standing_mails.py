"""Mails about what an account holds, and about its standing."""

from datetime import UTC, datetime

import pytest

from services.identity.domain.account_mails import ACCOUNT_MAILS, account_mail


@pytest.mark.parametrize("template", sorted(ACCOUNT_MAILS))
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_mail_leads_to_its_page_and_says_days_of_london(template: str, language: str) -> None:
    until = datetime(2028, 7, 31, 23, 30, tzinfo=UTC).isoformat()
    words = {"until": until, "group": "Stadium", "name": "Telephone", "token": "abc"}
    subject, text = account_mail(template, language, "https://isp.example", words)
    prefix = "/cy" if language == "cy" else ""
    page = f"https://isp.example{prefix}{ACCOUNT_MAILS[template]['page']}"
    assert f"{page}\n" in text or f"{page}?token=abc\n" in text
    said = str(ACCOUNT_MAILS[template][language])
    assert ("01/08/2028" in subject + text) == ("{until}" in said)
    assert "{" not in subject + text
    assert ("(Cyfieithiad heb ei adolygu.)" in text) == (language == "cy")

"""A saved search on the running platform: a mail to who chose it, and its end."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from stack.demo import accounts
from stack.mail import mail_for
from stack.story.advice import a_document
from stack.story.front import Front, eventually, text_of

pytestmark = pytest.mark.feature("F08")

_SECONDS = 120


def test_who_chose_it_is_mailed_and_stops_by_the_link(front: Front) -> None:
    word = f"looked{uuid4().hex[:8]}"
    editor, owner = front.sign_in_demo("editor"), front.sign_in_demo("owner", "aal1")
    address = accounts()["owner"].email
    criteria = {"name": f"Search {word}", "criteria": {"text": word}}
    front.ask("POST", "/v1/me/saved-searches", by=owner, body=criteria, key=True, expect=201)
    assert {"mailing": "NEVER"} == front.ask("GET", "/v1/me/saved-search-mails", by=owner).json()
    chosen = {"mailing": "AT_ONCE"}
    front.ask("PUT", "/v1/me/saved-search-mails", by=owner, body=chosen)
    said = a_document(word)
    front.ask("POST", "/v1/documents", by=editor, body=said, key=True, expect=201)

    def mails() -> list[str]:
        found = [text_of(each) for each in mail_for(front.mails, address)]
        return [each for each in found if "/account/saved-searches" in each]

    (mail,) = eventually(mails, lambda found: len(found) == 1, _SECONDS, "the mail")
    assert word not in mail
    assert "have not seen: 1." in mail
    link = next(each for each in mail.split() if "/saved-searches/stop" in each)
    (token,) = parse_qs(urlsplit(link).query)["token"]
    stop = {"token": token}
    front.ask("POST", "/v1/saved-search-mail-links/stop", body={"token": "x"}, expect=202)
    assert chosen == front.ask("GET", "/v1/me/saved-search-mails", by=owner).json()
    front.ask("POST", "/v1/saved-search-mail-links/stop", body=stop, expect=202)
    assert {"mailing": "NEVER"} == front.ask("GET", "/v1/me/saved-search-mails", by=owner).json()

"""What a link to a file is worth: `test_open_attachment.py` has its ends; here is its making."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet

from kernel.principals import ANONYMOUS
from kernel.standing import Standing
from kernel.tiers import Tier
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.attachment_link import Grant
from services.content.outbound.postgres.readers import KnownReaders
from services.content.outbound.sealed_links import LONGEST_TOKEN, SealedLinks
from tests.fakes.content import NOON
from tests.fakes.plumbing import MemoryPrincipalRows, a_row

GRANT = Grant(
    attachment_id=uuid4(), version=3, subject=str(uuid4()), rights_version=7, issued_at=NOON
)


def test_a_sealed_link_opens_as_it_was_made_and_tells_nothing() -> None:
    links = SealedLinks.under("secret", "https://files.example/")
    url = links.sign(GRANT, "Cynllun ŵyl (2).pdf")
    _, token, name = url.rsplit("/", 2)
    assert url.startswith("https://files.example/")
    assert "Cynllun%20%C5%B5yl%20%282%29.pdf" == name
    assert GRANT == links.opened(token)
    assert GRANT.subject not in url
    assert str(GRANT.attachment_id) not in url
    assert len(token) < LONGEST_TOKEN


def test_a_link_that_was_changed_or_made_by_others_opens_nothing() -> None:
    links = SealedLinks.under("secret", "https://files.example")
    token = links.sign(GRANT, "a.pdf").split("/")[-2]
    other = SealedLinks.under("other", "https://files.example").sign(GRANT, "a.pdf").split("/")[-2]
    changed = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]
    made = Fernet(Fernet.generate_key()).encrypt(b"[]").decode()
    for each in (other, changed, made, token[:-1], "", "x", "ŵ" * 50, "A" * 1000):
        with pytest.raises(AttachmentNotFound):
            links.opened(each)


def test_who_holds_a_link_has_the_rights_of_this_moment() -> None:
    rows = MemoryPrincipalRows()
    readers = KnownReaders(rows)
    assert readers.reader(GRANT) is None, "nobody of whom nothing is known"
    good = a_row(GRANT.subject, tier=Tier.VERIFIED, rights_version=7)
    rows.keep(good)
    reader = readers.reader(GRANT)
    assert reader is not None
    assert (GRANT.subject, Tier.VERIFIED) == (reader.subject, reader.tier)
    assert ANONYMOUS == readers.reader(replace(GRANT, subject=""))


@pytest.mark.parametrize(
    "said",
    [
        {"standing": Standing.SUSPENDED},
        {"valid_after": NOON + timedelta(seconds=1)},
        {"rights_version": 6},
    ],
)
def test_a_link_is_void_for_who_was_suspended_signed_out_or_is_known_too_little(said) -> None:
    rows = MemoryPrincipalRows()
    rows.keep(a_row(GRANT.subject, **{"tier": Tier.VERIFIED, "rights_version": 7} | said))
    assert KnownReaders(rows).reader(GRANT) is None

"""The link by which a first second factor is added."""

from datetime import timedelta

import pytest

from services.identity.domain.account_mails import account_mail
from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.second_factor import LINK_GOOD, MOST_LINKS_A_DAY
from services.identity.domain.second_factor_errors import FactorHeld, TooManyFactorLinks
from services.identity.usecases.ask_for_factor_link import digest_of
from tests.fakes.identity import NOON, subscriber
from tests.unit.identity.factors import Adding, owner


@pytest.fixture
def adding(unit_of_work, clock, ids, stores) -> Adding:
    stores.subscribers.add(subscriber("owner"))
    return Adding.on(unit_of_work, clock, ids)


def test_it_goes_to_the_address_on_record_and_its_digest_alone_is_kept(adding, stores) -> None:
    token = adding.link()
    mail = stores.mails.waiting[-1].what
    assert ("factor-link", "owner@cafe.example") == (mail.template, mail.to)
    kept = stores.factor_links.of("owner")
    assert (digest_of(token), NOON + LINK_GOOD) == (kept.digest, kept.good_until)
    assert token not in str(kept)


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("cy", "/cy")])
def test_the_mail_leads_to_the_page_where_it_is_opened(language: str, prefix: str) -> None:
    _, text = account_mail("factor-link", language, "https://isp.example", {"token": "a-token"})
    assert f"https://isp.example{prefix}/account/second-factor/link?token=a-token" in text


def test_who_has_one_gets_no_link(adding, stores) -> None:
    """A mailbox does not stand in for the second factor that somebody has."""
    adding.factors.hold("owner")
    with pytest.raises(FactorHeld):
        adding.ask(owner())
    assert not stores.mails.waiting


def test_while_keycloak_is_away_nobody_knows_and_none_is_sent(adding, stores) -> None:
    adding.factors.away = True
    with pytest.raises(AccountsUnavailable):
        adding.ask(owner())
    assert not stores.mails.waiting


def test_a_mailbox_is_not_filled_by_who_knows_a_password(adding, stores) -> None:
    stores.mails.moment = NOON
    for _ in range(MOST_LINKS_A_DAY):
        newest = adding.link()
    with pytest.raises(TooManyFactorLinks):
        adding.ask(owner())
    assert MOST_LINKS_A_DAY == len(stores.mails.waiting)
    assert digest_of(newest) == stores.factor_links.of("owner").digest
    adding.clock.moment += timedelta(days=1, seconds=1)
    adding.ask(owner())

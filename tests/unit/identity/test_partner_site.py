"""What an address of a partner site may be, and how a site moves."""

import pytest

from services.identity.domain.partner_errors import PartnerDisabled, PartnerNotActive
from services.identity.domain.partner_site import PartnerStatus, wrong_with_address
from services.identity.domain.partner_usage import Count, PartnerDay, told
from tests.fakes.partners import NOON, a_site, an_active_site


@pytest.mark.parametrize(
    "address",
    ["https://trade.example/signed-in", "https://trade.example:8443/in?site=2&x=%2F"],
)
def test_exact_addresses_of_https_are_taken(address: str) -> None:
    assert wrong_with_address(address, local_too=False) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://trade.example/in",
        "https://trade.example/*",
        "https://*.trade.example/in",
        "https://user@trade.example/in",
        "https://trade.example/in#part",
        "https://trade.example\\@evil.example/",
        "https://192.0.2.7/in",
        "https://[::1]/in",
        "https://localhost/in",
        "https://intranet/in",
        "https://127.1/in",
        "https://0x7f.1/in",
        "https://192.0.2.0x7/in",
        "https://trade.2130706433/in",
        "https://printer.local/in",
        "https://Printer.LOCAL/in",
        "https://keycloak.internal/in",
        "https://db.localdomain/in",
        "https://trade.localhost/in",
        "https://trade.example./in",
        "https://trade..example/in",
        "https://.trade.example/in",
        "https://trade.example%2elocal/in",
        "https://trade_site.example/in",
        "https://trade.example:port/in",
        "https://trade.exämple/in",
        "https://trade.example/" + "a" * 300,
        "https://trade.example/a b",
        "javascript:alert(1)//trade.example",
        "example.app:/callback",
        "",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    assert wrong_with_address(address, local_too=False) is not None


def test_this_machine_is_taken_in_development_alone() -> None:
    here = "http://localhost:8630/signed-in"
    assert wrong_with_address(here, local_too=True) is None
    assert wrong_with_address(here, local_too=False) is not None
    assert wrong_with_address("http://trade.example/in", local_too=True) is not None


def test_a_secret_is_forgotten_once_it_was_carried() -> None:
    site = an_active_site().with_secret("s" * 43, at=NOON)
    assert site.carrying
    assert "sss" not in repr(site)
    assert (None, False, site.version) == (
        site.carried().unsent_secret,
        site.carried().carrying,
        site.carried().version,
    )


def test_nothing_happens_to_what_was_ended() -> None:
    ended = an_active_site().disabled(by="admin", at=NOON, reason="closed down")
    assert (PartnerStatus.DISABLED, True) == (ended.status, ended.carrying)
    with pytest.raises(PartnerDisabled):
        ended.disabled(by="admin", at=NOON, reason="again")
    with pytest.raises(PartnerNotActive):
        ended.with_secret("s", at=NOON)
    given_up = a_site().disabled(by="admin", at=NOON, reason="a mistake")
    assert not given_up.carrying, "Keycloak never heard of it"


def test_a_day_of_four_looks_like_a_day_of_none() -> None:
    today = NOON.date()
    counts = {today: Count(sign_ins=40, people=4)}
    assert told(counts, today=today, days=1) == told({}, today=today, days=1)
    counts = {today: Count(sign_ins=40, people=5)}
    assert [PartnerDay(day=today, withheld=False, sign_ins=40, people=5)] == told(
        counts, today=today, days=1
    )

"""What the store of accounts' quiet hours must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from services.alerts.domain.quiet_hours import QuietAccount
from services.alerts.domain.recipient import Address, Channel
from tests.fakes.deliveries import recipient

Open = Callable[[], AbstractContextManager[Any]]


class QuietAccountsSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_browser_is_quiet_as_its_account_last_said(self, unit_of_work: Open) -> None:
        browser = recipient(
            subject="owner", addresses=(Address(channel=Channel.WEB_PUSH, address="{}"),)
        )
        said = QuietAccount(subject="owner", version=2, quiet=(1320, 420))
        with unit_of_work() as tx:
            tx.recipients.keep(browser)
            assert tx.recipients.find(browser.recipient_id).quiet is None
            assert [True, False, False] == [
                tx.quiet_accounts.keep(each)
                for each in (said, said, replace(said, version=1, quiet=None))
            ]
        with unit_of_work() as tx:
            assert said == tx.quiet_accounts.of("owner")
            assert tx.quiet_accounts.of("other") is None
            assert (1320, 420) == tx.recipients.find(browser.recipient_id).quiet
            tx.quiet_accounts.keep(replace(said, version=3, quiet=None))
            assert tx.recipients.find(browser.recipient_id).quiet is None
            assert [1, 0] == [tx.quiet_accounts.forget("owner") for _ in range(2)]

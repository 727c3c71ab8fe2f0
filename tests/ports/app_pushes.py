"""What every provider of apps' notifications must do, in memory and against the simulator."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Protocol
from uuid import uuid4

import pytest

from services.alerts.domain.delivery import Delivery, Outcome
from services.alerts.domain.device import AppToken, Platform, Registration
from services.alerts.domain.message import Message
from services.alerts.domain.push import push
from services.alerts.domain.recipient import Channel
from tests.fakes.alerts import NOON, issued
from tests.fakes.devices import app, device

SITE = "https://isp.example"


class Sender(Protocol):
    """Hands notifications to a provider."""

    def send(self, to: str, message: Message, reference: Any) -> Any:
        """Return what became of one."""
        ...


class Phones(Protocol):
    """Tells what a phone got."""

    def __call__(self, address: str) -> Sequence[Any]:
        """Return it, oldest first."""
        ...


def phone(name: str = "phone", platform: Platform = Platform.ANDROID) -> AppToken:
    """A phone that no test before had."""
    return app(f"simulated-{name}-{uuid4().hex}", platform)


def notified(said: AppToken, alert: Any = None, language: str = "en") -> tuple[Delivery, Message]:
    """The notification of an alert to the app of a phone."""
    alert = alert or issued()
    registration = Registration(token=said, name="", language=language)
    to = device(said).recipient(registration, version=1)
    row = Delivery.queued(uuid4(), alert, to.recipient_id, Channel.MOBILE_PUSH, at=NOON)
    return row, push(alert, row, to, SITE, at=NOON)


class AppPushesSuite:
    """Run with fixtures `sender` and `phones`."""

    @pytest.mark.parametrize("platform", Platform)
    def test_a_phone_gets_it(self, sender: Sender, phones: Phones, platform: Platform) -> None:
        said = phone(platform=platform)
        row, message = notified(said)
        heard = sender.send(said.address, message, row.delivery_id)
        assert Outcome.TAKEN is heard.outcome
        assert heard.provider_id.startswith("projects/")
        assert 1 == len(phones(said.address))

    @pytest.mark.parametrize(
        ("name", "outcome"),
        [
            ("unregistered", Outcome.NO_ADDRESS),
            ("mismatched", Outcome.NO_ADDRESS),
            ("invalid", Outcome.NO_ADDRESS),
            ("refused", Outcome.REFUSED),
        ],
    )
    def test_some_never_do(
        self, sender: Sender, phones: Phones, name: str, outcome: Outcome
    ) -> None:
        said = phone(name)
        row, message = notified(said)
        for _ in range(2):
            heard = sender.send(said.address, message, row.delivery_id)
            assert outcome is heard.outcome
            assert said.token not in heard.why
        assert [] == list(phones(said.address))

    def test_one_that_had_too_many_gets_it_later_and_no_sooner_than_asked(
        self, sender: Sender, phones: Phones
    ) -> None:
        said = phone("quota")
        row, message = notified(said)
        heard = sender.send(said.address, message, row.delivery_id)
        assert (Outcome.LATER, timedelta(seconds=1)) == (heard.outcome, heard.not_before)
        assert [] == list(phones(said.address))
        assert Outcome.TAKEN is sender.send(said.address, message, row.delivery_id).outcome
        assert 1 == len(phones(said.address))

    def test_of_a_lost_answer_nobody_knows(self, sender: Sender, phones: Phones) -> None:
        said = phone("dropped")
        row, message = notified(said)
        assert Outcome.UNKNOWN is sender.send(said.address, message, row.delivery_id).outcome
        assert 1 == len(phones(said.address))
        assert Outcome.TAKEN is sender.send(said.address, message, row.delivery_id).outcome
        assert 2 == len(phones(said.address))

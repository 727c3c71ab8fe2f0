"""Hand a message to the first provider that works."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from kernel.ports import Clock
from services.alerts.domain.circuit import Circuit, Gate
from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.message import Message
from services.alerts.domain.recipient import Channel


class Sender(Protocol):
    """Hands messages to one provider."""

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        """Return what became of one message."""
        ...


class ProviderMeasures(Protocol):
    """Says of providers what those who run the platform must see."""

    def asked(self, channel: Channel, provider: str, outcome: Outcome) -> None:
        """Count one hand-over."""
        ...

    def gate(self, channel: Channel, provider: str, gate: Gate) -> None:
        """Say what a provider's circuit lets through."""
        ...


@dataclass(slots=True, kw_only=True)
class Circuits:
    """The circuits of one channel's providers, of all senders of a process together."""

    channel: Channel
    clock: Clock
    measures: ProviderMeasures
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _known: dict[str, Circuit] = field(default_factory=dict, init=False)

    def lets_through(self, provider: str) -> bool:
        """Tell whether a provider may be asked now; one asker is told so of a half-open one."""
        now = self.clock.now()
        with self._lock:
            circuit = self._known.setdefault(provider, Circuit())
            gate = circuit.gate(now)
            if gate is Gate.HALF_OPEN:
                self._known[provider] = circuit.probed(now)
        self.measures.gate(self.channel, provider, gate)
        return gate is not Gate.OPEN

    def lets_one_through(self, provider: str) -> bool:
        """Tell whether a provider that rests may be asked all the same; one asker is, at a time."""
        now = self.clock.now()
        with self._lock:
            circuit = self._known[provider]
            if circuit.is_probed(now):
                return False
            self._known[provider] = circuit.probed(now)
        return True

    def heard(self, provider: str, outcome: Outcome, *, began: float, ended: float) -> None:
        """Keep what became of a hand-over; the times are of a clock that never jumps."""
        now, took = self.clock.now(), timedelta(seconds=ended - began)
        with self._lock:
            after = self._known[provider].heard(outcome, took, now)
            self._known[provider] = after
        self.measures.asked(self.channel, provider, outcome)
        self.measures.gate(self.channel, provider, after.gate(now))


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstThatWorks:
    """The providers of a channel as one, in the order of preference; one caller at a time.

    A provider that says before it has the message that it takes nothing is passed over at once. Of
    one whose answer was lost nobody knows: the message is tried again later under the same
    reference, by whoever is first then.
    """

    providers: Sequence[tuple[str, Sender]]
    circuits: Circuits

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        """Return what became of one message; AWAY only if every provider is.

        Where all of them rest there is nobody to go to instead, and to wait would only hold the
        message up: one at a time is handed over all the same.
        """
        heard = None
        for name, sender in self.providers:
            if self.circuits.lets_through(name):
                heard = self._asked(name, sender, to, message, reference)
                if heard.outcome is not Outcome.AWAY:
                    return heard
        if heard is not None:
            return heard
        for name, sender in self.providers:
            if self.circuits.lets_one_through(name):
                return self._asked(name, sender, to, message, reference)
        return HandOver(outcome=Outcome.AWAY, why="every provider is away")

    def _asked(
        self, name: str, sender: Sender, to: str, message: Message, reference: UUID
    ) -> HandOver:
        began = time.monotonic()
        heard = sender.send(to, message, reference)
        self.circuits.heard(name, heard.outcome, began=began, ended=time.monotonic())
        return heard

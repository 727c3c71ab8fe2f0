"""Send what waits in the outbox of text messages."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.identity.domain.errors import TextRefused, TextsUnavailable
from services.identity.domain.subscription_words import TEXTS, links
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.subscription_ports import Text, TextMessages
from services.identity.usecases.telling import said_now

PAUSE: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTexts:
    """Hand each text that is due to the provider, each in a transaction of its own.

    One that is not taken is tried again under the same reference; a crash between the provider's
    word and our commit sends a text twice, which is better than never.
    """

    unit_of_work: UnitOfWork
    text_messages: TextMessages
    clock: Clock
    public_url: str

    def __call__(self) -> int:
        """Return how many were handled; ends at the first that the provider does not take."""
        handled = 0
        while self._one():
            handled += 1
        return handled

    def _one(self) -> bool:
        with self.unit_of_work() as tx:
            now = self.clock.now()
            text = tx.texts.claim(now)
            if text is None:
                return False
            if text.good_until is not None and now > text.good_until:
                tx.texts.dropped(text, now, "too late")
                return True
            words = self._words(tx, text)
            if words is None:
                tx.texts.dropped(text, now, "nobody to tell")
                return True
            try:
                provider_id = self.text_messages.send(text.to, words, str(text.text_id))
            except TextsUnavailable as away:
                tx.texts.later(text, now + PAUSE, str(away))
                return False
            except TextRefused as refused:
                tx.texts.dropped(text, now, str(refused))
                return True
            tx.texts.sent(text, now, provider_id)
            return True

    def _words(self, tx: Stores, text: Text) -> str | None:
        said = said_now(tx, text)
        if said is None:
            return None
        named = links(self.public_url, said.language, said.variables)
        return TEXTS[text.template][said.language].format(**named)

"""The Welsh of an alert that can reach Wales: confirmed, or what stands in until it follows."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.digests import Digest
from services.alerts.domain import exercise
from services.alerts.domain.content import AlertContent, Severity
from services.alerts.domain.hands import Hands, Part
from services.alerts.domain.wales import reaches_wales
from services.alerts.domain.welsh_errors import WelshNotConfirmed, WelshTextNeeded
from services.alerts.domain.wording import (
    ACTION_LINE_LONGEST,
    LONGEST,
    CapStatus,
    Translation,
)

WELSH: Final = "cy-GB"
FOLLOWS_WITHIN: Final = timedelta(hours=1)
"""How soon after an alert without confirmed Welsh an update must bring it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A Welsh approver's word that the Welsh of exactly this version says what the English does."""

    by: str
    at: datetime
    read: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Welsh words of a template that two people approved, to be sent beside the English."""

    template_id: UUID
    words: Translation

    def beside(self, content: AlertContent) -> Translation:
        """Return the words with the English of an alert after them: nobody reads less than that.

        Where the two are too long together a text is the English alone.
        """
        own = exercise.bare if content.cap_status is CapStatus.EXERCISE else str.strip
        both = {
            name: _both(getattr(self.words, name), own(getattr(content, name)), between, most)
            for name, between, most in (
                ("headline", " / ", LONGEST["headline"]),
                ("description", "\n\n", LONGEST["description"]),
                ("instruction", "\n\n", LONGEST["instruction"]),
            )
        }
        line = own(content.action_line)
        if line:
            line = _both(self.words.action_line, line, " / ", ACTION_LINE_LONGEST)
        return Translation(language=WELSH, action_line=line, **both)


def _both(welsh: str, english: str, between: str, most: int) -> str:
    both = f"{welsh}{between}{english}"
    return both if len(both) <= most else english


@dataclass(frozen=True, slots=True, kw_only=True)
class Welsh:
    """How an alert stands with its Welsh.

    `earlier` says that a message whose place it takes could reach Wales: whoever was sent that is
    sent this too, whatever its audience. `stand_in` is the template whose words stand where a
    translation should, and `set_aside` the unconfirmed translation whose place they took.
    `due_at` is until when an update must bring confirmed Welsh; on a draft, what it took over.
    """

    earlier: bool = False
    confirmation: Confirmation | None = None
    stand_in: UUID | None = None
    set_aside: Translation | None = None
    due_at: datetime | None = None

    def needed(self, content: AlertContent) -> bool:
        """Tell whether the alert needs Welsh: a technical test reaches nobody."""
        if content.cap_status is CapStatus.TEST:
            return False
        return self.earlier or reaches_wales(content.audience)

    def confirmed(self, digest: Digest) -> bool:
        """Tell whether a Welsh approver confirmed exactly this version."""
        return self.confirmation is not None and self.confirmation.read == digest

    def waited_for(self, content: AlertContent, digest: Digest) -> bool:
        """Tell whether nothing but a Welsh approver's word lets it be approved."""
        extreme = content.severity is Severity.EXTREME
        return self.needed(content) and not extreme and not self.confirmed(digest)

    def edited(self, before: AlertContent, after: AlertContent) -> "Welsh":
        """Return it after an edit: new Welsh words are a translation, and stand in for none."""
        if welsh_of(before) == welsh_of(after):
            return self
        return replace(self, stand_in=None)

    def followed(self, out: AlertContent, draft: AlertContent) -> "Welsh":
        """Return how the draft of an update begins: what is owed is taken over with its time."""
        same = welsh_of(out) == welsh_of(draft)
        return Welsh(
            earlier=self.needed(out),
            stand_in=self.stand_in if same else None,
            set_aside=self.set_aside,
            due_at=self.due_at,
        )

    def handed_over(
        self, content: AlertContent, digest: Digest, stand_in: StandIn | None
    ) -> tuple[AlertContent, "Welsh"]:
        """Return what is submitted: an Extreme alert does not wait for a Welsh approver.

        Welsh that nobody confirmed never goes out: words that were approved beforehand take its
        place, or, where there are none, nothing does.
        """
        extreme = content.severity is Severity.EXTREME
        if not extreme or not self.needed(content) or self.confirmed(digest):
            return content, self
        written = welsh_of(content) if self.stand_in is None else None
        others = tuple(each for each in content.translations if each.language != WELSH)
        words = () if stand_in is None else (stand_in.beside(content),)
        changed = replace(content, translations=(*others, *words)).marked()
        kept = replace(
            self,
            stand_in=stand_in.template_id if stand_in else None,
            set_aside=written or self.set_aside,
        )
        return changed, kept

    def issued(self, content: AlertContent, digest: Digest, at: datetime) -> "Welsh":
        """Return it once the alert is out: what goes out without confirmed Welsh owes it.

        Raises:
            WelshTextNeeded: it can reach Wales, and has no Welsh of its own.
            WelshNotConfirmed: nobody confirmed the Welsh of exactly this version.
        """
        if not self.needed(content):
            return self
        if self.confirmed(digest):
            return replace(self, due_at=None, set_aside=None)
        if content.severity is not Severity.EXTREME:
            if welsh_of(content) is None or self.stand_in is not None:
                raise WelshTextNeeded("It can reach Wales: it needs Welsh text first.")
            raise WelshNotConfirmed("It can reach Wales: a Welsh approver must confirm its Welsh.")
        return replace(self, due_at=self.due_at or at + FOLLOWS_WITHIN)

    @classmethod
    def alone(
        cls, content: AlertContent, template_id: UUID, stand_in: StandIn | None, at: datetime
    ) -> tuple[AlertContent, "Welsh"]:
        """Return what one person issues alone: the Welsh of the template stands in, or another.

        Raises:
            WelshTextNeeded: it can reach Wales, is not Extreme, and its template has no Welsh.
        """
        welsh = cls()
        if not welsh.needed(content):
            return content, welsh
        if welsh_of(content) is not None:
            welsh = cls(stand_in=template_id)
        elif content.severity is not Severity.EXTREME:
            raise WelshTextNeeded("The place is in Wales, and the template has no Welsh.")
        elif stand_in is not None:
            words = (*content.translations, stand_in.beside(content))
            content = replace(content, translations=words)
            welsh = cls(stand_in=stand_in.template_id)
        return content, replace(welsh, due_at=at + FOLLOWS_WITHIN)


NO_WELSH: Final = Welsh()


def welsh_of(content: AlertContent) -> Translation | None:
    """Return what an alert says in Welsh."""
    return next((each for each in content.translations if each.language == WELSH), None)


def kept_translators(before: AlertContent, after: AlertContent, hands: Hands) -> Hands:
    """Return who translated the Welsh that an update takes over; nobody where it is another."""
    if welsh_of(after) is None or welsh_of(after) != welsh_of(before):
        return ()
    return tuple(hand for hand in hands if hand.part is Part.TRANSLATOR)

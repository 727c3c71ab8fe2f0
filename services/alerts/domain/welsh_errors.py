"""The facts about Welsh words for which alerts refuses."""

from chassis.errors import Denied, Unmet


class WelshTextNeeded(Unmet):
    """The alert can reach Wales, and says nothing in Welsh."""

    reason = "WELSH_TEXT_NEEDED"


class WelshNotConfirmed(Unmet):
    """The alert can reach Wales, and no Welsh approver confirmed its Welsh as it stands."""

    reason = "WELSH_NOT_CONFIRMED"


class WelshByTranslator(Denied):
    """Whoever translated a text cannot confirm the translation."""

    reason = "WELSH_BY_TRANSLATOR"


class NoWelshToJudge(Denied):
    """A Welsh approver decides about Welsh: the alert says nothing in it, and needs none."""

    reason = "NO_WELSH_TO_JUDGE"


class WelshStandsIn(Unmet):
    """The Welsh is that of a template: it stands in for a translation, and is none."""

    reason = "WELSH_STANDS_IN"


class TemplateOfAnotherUse(Unmet):
    """The template holds Welsh words that stand in, and nobody warns by it; or the other way."""

    reason = "TEMPLATE_OF_ANOTHER_USE"

"""What a message weighs of which its sender says Unknown: the word of who hands it in."""

from dataclasses import dataclass
from typing import TypeVar

from chassis.errors import Violation
from services.alerts.domain.cap.message import CapInfo
from services.alerts.domain.content import Certainty, Severity, Urgency

E = TypeVar("E", Severity, Urgency, Certainty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What is taken for an Unknown; None where nobody says."""

    severity: Severity | None = None
    urgency: Urgency | None = None
    certainty: Certainty | None = None

    def said(self) -> dict[str, str]:
        """Return what is said, by name, for the decision log."""
        found = (
            ("severity", self.severity),
            ("urgency", self.urgency),
            ("certainty", self.certainty),
        )
        return {name: each.value for name, each in found if each is not None}

    def unused(self) -> list[Violation]:
        """Return that nothing may be said of a message that becomes no draft of its own weight."""
        what = "must not be said: this message becomes no draft that it could weigh"
        return [Violation(name, what) for name in self.said()]


UNWEIGHED = Weight()


def weighed(
    info: CapInfo, weight: Weight, wrong: list[Violation]
) -> tuple[Severity, Urgency, Certainty] | None:
    """Return how severe, urgent and certain a message is; None where something of it is wrong.

    CAP's Unknown weighs nothing here: an alert is sorted, sent and shown by its weight. So it must
    be said beside the message what it is taken for, and may be said of nothing else.
    """
    severity = _known(Severity, info.severity.value, "severity", weight.severity, wrong)
    urgency = _known(Urgency, info.urgency.value, "urgency", weight.urgency, wrong)
    certainty = _known(Certainty, info.certainty.value, "certainty", weight.certainty, wrong)
    if severity is None or urgency is None or certainty is None:
        return None
    return severity, urgency, certainty


def _known(
    kind: type[E], value: str, name: str, taken: E | None, wrong: list[Violation]
) -> E | None:
    known = {each.value: each for each in kind}
    if value not in known:
        if taken is None:
            what = (
                f"is {value}, which weighs nothing here: say beside it what {name} it is taken for"
            )
            wrong.append(Violation(f"info.{name}", what))
        return taken
    if taken is not None:
        wrong.append(Violation(name, f"must not be said: the message says {value} itself"))
    return known[value]

"""The demonstration's templates are ones that alerts takes, and one of them stands in for Welsh."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.alerts.domain.content import Certainty, Severity, Urgency
from services.alerts.domain.template import TemplateContent, TemplateUse
from services.alerts.domain.wording import Translation
from stack.demo_content.templates import demo_templates

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def built(said: dict[str, Any]) -> TemplateContent:
    return TemplateContent(
        **said
        | {
            "use": TemplateUse(said["use"]),
            "severity": Severity(said["severity"]),
            "urgency": Urgency(said["urgency"]),
            "certainty": Certainty(said["certainty"]),
            "expires_at": NOON + timedelta(days=360),
            "translations": tuple(Translation(**each) for each in said["translations"]),
        }
    )


@pytest.mark.parametrize("said", demo_templates(), ids=lambda each: each["name"])
def test_alerts_takes_it_and_it_has_welsh(said: dict[str, Any]) -> None:
    content = built(said)
    assert [] == content.violations(NOON)
    assert ["cy-GB"] == [each.language for each in content.translations]
    assert "not official" in content.description


def test_one_of_them_stands_in_for_welsh() -> None:
    uses = [each["use"] for each in demo_templates()]
    assert 1 == uses.count("WELSH_STAND_IN")
    assert 2 <= uses.count("BREAK_GLASS")

"""What may be practised has its words in both languages, and claims nothing."""

from services.alerts.domain.drill import Scenario
from services.alerts.usecases.list_drill_scenarios import ListDrillScenarios


def test_each_has_its_words_in_both_languages() -> None:
    offered = ListDrillScenarios()()
    assert list(Scenario) == list(offered)
    for scenario in offered:
        english, welsh = scenario.words("en"), scenario.words("cy")
        assert set(english) == set(welsh) == {"headline", "description", "instruction"}
        assert all(english[name] != welsh[name] for name in english)
        assert "Nothing has" in english["description"]

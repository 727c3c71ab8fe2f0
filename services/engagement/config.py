"""The settings of engagement."""

from dataclasses import dataclass

from chassis.configuration import Settings
from chassis.service_settings import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementSettings:
    """What every role of engagement reads at boot."""

    service: ServiceSettings
    answer_days: int
    most_open_questions: int

    @classmethod
    def read(cls, settings: Settings) -> "EngagementSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(
            service=ServiceSettings.read(settings, "engagement"),
            answer_days=settings.number("ENGAGEMENT_ANSWER_DAYS", 3, most=30),
            most_open_questions=settings.number("ENGAGEMENT_MOST_OPEN_QUESTIONS", 10, most=100),
        )

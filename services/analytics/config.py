"""The settings of analytics."""

from dataclasses import dataclass

from chassis.configuration import Settings
from chassis.service_settings import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsSettings:
    """What every role of analytics reads at boot."""

    service: ServiceSettings
    roll_up_seconds: int
    kept_days: int

    @classmethod
    def read(cls, settings: Settings) -> "AnalyticsSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(
            service=ServiceSettings.read(settings, "analytics"),
            roll_up_seconds=settings.number("ANALYTICS_ROLL_UP_SECONDS", 300, most=86_400),
            kept_days=settings.number("ANALYTICS_KEPT_DAYS", 92, least=31, most=750),
        )

"""The settings of content."""

from dataclasses import dataclass, field

from chassis.configuration import Settings
from chassis.service_settings import ServiceSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSettings:
    """What every role of content reads at boot."""

    service: ServiceSettings
    elasticsearch_url: str = field(repr=False)
    index_prefix: str

    @classmethod
    def read(cls, settings: Settings) -> "ContentSettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        return cls(
            service=ServiceSettings.read(settings, "content"),
            elasticsearch_url=settings.url("CONTENT_ELASTICSEARCH_URL", "http", "https"),
            index_prefix=settings.text("CONTENT_INDEX_PREFIX", "content"),
        )

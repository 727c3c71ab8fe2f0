"""The settings of apps' notifications: optional, and off without a project."""

from dataclasses import dataclass
from typing import Final

from chassis.configuration import BadSetting, Settings, development
from services.alerts.outbound.fcm_account import ServiceAccount, UnfitServiceAccount

PROVIDER: Final = "https://fcm.googleapis.com"
_PROJECT: Final = "ALERTS_FCM_PROJECT"
_ACCOUNT: Final = "ALERTS_FCM_SERVICE_ACCOUNT"


def notifies_apps(settings: Settings) -> bool:
    """Tell whether a project of Firebase is named: without one no app is notified."""
    return bool(_project(settings))


@dataclass(frozen=True, slots=True, kw_only=True)
class AppPushSettings:
    """Where the provider is, and who we are there."""

    url: str
    account: ServiceAccount

    @classmethod
    def read(cls, settings: Settings) -> "AppPushSettings | None":
        """Read them from the environment; None where no project is named.

        Raises:
            BadSetting: a project is named, and the rest is missing or wrong.
        """
        project = _project(settings)
        if not project:
            return None
        try:
            account = ServiceAccount.of(settings.secret(_ACCOUNT))
        except UnfitServiceAccount as error:
            raise BadSetting(_ACCOUNT, f"must be the file of a service account: {error}") from None
        if account.project_id != project:
            raise BadSetting(_ACCOUNT, f"must be of the project that {_PROJECT} names")
        schemes = ("http", "https") if development(settings) else ("https",)
        if account.token_uri.partition("://")[0] not in schemes:
            raise BadSetting(_ACCOUNT, f"must have a token_uri of {' or '.join(schemes)}")
        url = settings.url("ALERTS_FCM_URL", *schemes, default=PROVIDER)
        return cls(url=url.rstrip("/"), account=account)


def _project(settings: Settings) -> str:
    return settings.source.get(_PROJECT, "").strip()

"""The realm as the file says it, with this environment's addresses and secrets in their places."""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from importlib.resources import files
from typing import Any, Final

from chassis.configuration import Settings
from services.identity.outbound.security_keys import shared_domain

_PLACEHOLDER: Final = re.compile(r"\$\{([A-Z_]+)\}")
_PACKAGE: Final = "services.identity.outbound.keycloak"
TEST_CLIENT: Final = "isp-test"


def realm(settings: Settings) -> dict[str, Any]:
    """Return the realm's representation.

    Raises:
        BadSetting: a placeholder's setting is missing. Keycloak would keep the placeholder's own
            text, a secret that everybody knows.
    """
    said: dict[str, Any] = _filled(_read("realm.json"), settings)
    said["webAuthnPolicyRpId"] = shared_domain(
        settings.url("ISP_PUBLIC_URL", "http", "https"),
        settings.url("ISP_OIDC_ISSUER", "http", "https"),
    )
    kind = settings.choice("ISP_ENVIRONMENT", "development", "test", "production")
    if kind != "production":
        # A code may be used again, else two stories within thirty seconds would fail.
        said["otpPolicyCodeReusable"] = True
    if kind == "test":
        _add_test_client(said)
    return said


def user_profile() -> dict[str, Any]:
    """Return what Keycloak may know of a person; attributes that are not here are refused."""
    profile: dict[str, Any] = _read("user_profile.json")
    return profile


def _read(name: str) -> Any:
    return json.loads(files(_PACKAGE).joinpath(name).read_text("utf-8"))


def _filled(value: Any, settings: Settings) -> Any:
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: settings.secret(found.group(1)), value)
    if isinstance(value, Mapping):
        return {name: _filled(part, settings) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, settings) for part in value]
    return value


def _add_test_client(said: dict[str, Any]) -> None:
    """Add a client with direct grant, for tests that need many aal1 tokens quickly."""
    mobile = next(client for client in said["clients"] if client["clientId"] == "isp-mobile")
    client = deepcopy(mobile) | {
        "clientId": TEST_CLIENT,
        "standardFlowEnabled": False,
        "directAccessGrantsEnabled": True,
        "redirectUris": [],
    }
    del client["attributes"]
    said["clients"].append(client)
    rights = next(each for each in said["scopeMappings"] if each["client"] == "isp-mobile")
    said["scopeMappings"].append({"client": TEST_CLIENT, "roles": list(rights["roles"])})

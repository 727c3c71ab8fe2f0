"""The page that leads to a second factor, and the way to Keycloak's own pages and back."""

import time
from html import unescape
from typing import Any

import pytest
from flask import redirect

from services.gateway.pages.sign_in import Keycloak
from tests.contract.gateway.browsing import Browsing

HERE = "/account/second-factor"
SETTING_UP = "/auth/second-factor"


class AtKeycloak:
    """Stands for the client at Keycloak: says where a browser is sent, and who came back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, browsing: Browsing) -> None:
        self.asked: list[dict[str, Any]] = []
        self._issuer = browsing.gateway.issuer
        keycloak = browsing.gateway.app.extensions["isp-keycloak"]
        monkeypatch.setattr(Keycloak, "look", lambda _self: None)
        monkeypatch.setattr(keycloak, "oauth", self)

    def authorize_redirect(self, _back: str, **asked: Any) -> Any:
        self.asked.append(asked)
        return redirect("https://sign-in.example/auth")

    def authorize_access_token(self) -> dict[str, Any]:
        return {
            "access_token": self._issuer.token(),
            "refresh_token": "refresh-9",
            "id_token": "id-9",
            "expires_in": 300,
            "userinfo": {"sub": "someone", "name": "Someone", "sid": "sid-9"},
        }


@pytest.fixture
def keycloak(monkeypatch: pytest.MonkeyPatch, browsing: Browsing) -> AtKeycloak:
    return AtKeycloak(monkeypatch, browsing)


@pytest.mark.parametrize(
    ("kind", "action"), [("app", "CONFIGURE_TOTP"), ("key", "webauthn-register")]
)
@pytest.mark.parametrize("acr", ["aal1", "aal2"])
def test_one_signs_in_anew_as_well_as_one_came(
    browsing: Browsing, keycloak: AtKeycloak, kind: str, action: str, acr: str
) -> None:
    """Who came in by a second factor shows it again before another is added."""
    browsing.sign_in(acr=acr, at=time.time())
    away = browsing.get(f"{SETTING_UP}/{kind}?next=/cy{HERE}")
    assert (302, "https://sign-in.example/auth") == (away.status_code, away.location)
    wanted = {"acr_values": acr, "kc_action": action, "prompt": "login", "ui_locales": "cy"}
    assert [wanted] == keycloak.asked


@pytest.mark.parametrize(
    "kind", ["UPDATE_PASSWORD", "CONFIGURE_TOTP", "delete_account", "delete_credential", "x"]
)
def test_no_other_action_of_keycloaks_is_begun(
    browsing: Browsing, keycloak: AtKeycloak, kind: str
) -> None:
    browsing.sign_in()
    assert 404 == browsing.get(f"{SETTING_UP}/{kind}").status_code
    browsing.get(f"/auth/sign-in?kc_action={kind}")
    assert [None] == [each.get("kc_action") for each in keycloak.asked]


def test_who_is_not_signed_in_signs_in_first(browsing: Browsing, keycloak: AtKeycloak) -> None:
    away = browsing.get(f"{SETTING_UP}/app")
    assert (302, True) == (away.status_code, away.location.startswith("/auth/sign-in?"))
    assert [] == keycloak.asked


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("success", "Your second factor is set up."),
        ("cancelled", "No second factor was set up."),
        ("error", "No second factor was set up."),
        ("", "No second factor was set up."),
    ],
)
def test_how_it_went_is_said_once(
    browsing: Browsing, keycloak: AtKeycloak, status: str, said: str
) -> None:
    browsing.sign_in()
    browsing.get(f"{SETTING_UP}/app")
    back = browsing.get(f"/auth/callback?code=c&state=s&kc_action_status={status}")
    assert (302, HERE) == (back.status_code, back.location)
    assert said in unescape(browsing.get(HERE).text)
    assert said not in unescape(browsing.get(HERE).text)
    assert 1 == len(keycloak.asked)


def test_a_usual_sign_in_says_nothing_of_a_second_factor(
    browsing: Browsing, keycloak: AtKeycloak
) -> None:
    """Neither one whose address claims it, nor one after a way that was not finished."""
    browsing.sign_in()
    browsing.get(f"{SETTING_UP}/app")
    browsing.get(f"/auth/sign-in?next={HERE}")
    browsing.get("/auth/callback?code=c&state=s&kc_action_status=success")
    assert "is set up" not in unescape(browsing.get(HERE).text)
    assert 2 == len(keycloak.asked)


@pytest.mark.parametrize(
    ("acr", "said"),
    [("aal1", "with your password alone"), ("aal2", "It is asked for again before you add")],
)
def test_the_page_says_how_one_came(browsing: Browsing, acr: str, said: str) -> None:
    browsing.sign_in(acr=acr, at=time.time())
    text = unescape(browsing.get(HERE).text)
    assert said in text
    for kind in ("app", "key"):
        assert f'href="{SETTING_UP}/{kind}?next={HERE}"' in text
    assert f'href="{HERE}"' in browsing.get("/account").text

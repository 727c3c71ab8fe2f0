"""A person's browser at a partner site: goes where it is sent, and answers Keycloak's pages."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup
from bs4.element import Tag

from stack.demo import authenticator
from stack.signin import SignInFailed

_MOST_STEPS = 30


@dataclass(slots=True, kw_only=True)
class PartnerVisitor:
    """One browser of one person. `asked` is what Keycloak had them read before it told a site.

    `through` is the provider that they choose on the platform's sign-in page, if any; their name
    and password are then those at their organisation.
    """

    username: str
    password: str = field(repr=False)
    totp_secret: str | None = field(default=None, repr=False)
    through: str = ""
    asked: list[str] = field(default_factory=list)
    session: requests.Session = field(default_factory=requests.Session, repr=False)

    def visit(self, address: str) -> requests.Response:
        """Go to an address, sign in and agree where that is asked, and return the page reached.

        Raises:
            SignInFailed: Keycloak refuses, or it never ends.
        """
        answer = self._get(address)
        for _ in range(_MOST_STEPS):
            if answer.is_redirect:
                answer = self._get(urljoin(answer.url, answer.headers["Location"]))
            elif self.through and (chosen := _chosen(answer, self.through)):
                answer = self._get(urljoin(answer.url, chosen))
            elif "/realms/" in answer.url and (form := _form(answer)) is not None:
                answer = self._fill(answer, form)
            else:
                return answer
        raise SignInFailed(f"sent on without end: {answer.url}")

    def sign_out_of(self, issuer: str) -> None:
        """End the session at Keycloak, as somebody does who presses its button.

        Raises:
            SignInFailed: there is no such button.
        """
        page = self._get(f"{issuer}/protocol/openid-connect/logout")
        form = _form(page)
        if form is None:
            raise SignInFailed("there is nothing to sign out of")
        self._keep(
            self.session.post(
                urljoin(page.url, str(form["action"])),
                data=_hidden(form) | {"confirmLogout": "Logout"},
                allow_redirects=False,
                timeout=20,
            )
        )

    def _fill(self, page: requests.Response, form: Tag) -> requests.Response:
        names = {str(each.get("name")) for each in form.find_all(["input", "button"])}
        soup = BeautifulSoup(page.text, "html.parser")
        wrong = [each.get_text(" ", strip=True) for each in soup.select("[id^=input-error]")]
        if any(wrong):
            raise SignInFailed(" ".join(wrong))
        filled: dict[str, str]
        if "otp" in names and self.totp_secret is not None:
            filled = {"otp": authenticator(self.totp_secret).now()}
        elif "password" in names:
            filled = {"username": self.username, "password": self.password}
        elif names & {"SAMLRequest", "SAMLResponse"}:
            filled = {}
        elif "accept" in names:
            self.asked.append(soup.get_text(" ", strip=True))
            filled = {"accept": "Yes"}
        else:
            raise SignInFailed(soup.get_text(" ", strip=True))
        return self._keep(
            self.session.post(
                urljoin(page.url, str(form["action"])),
                data=_hidden(form) | filled,
                allow_redirects=False,
                timeout=20,
            )
        )

    def _get(self, address: str) -> requests.Response:
        return self._keep(self.session.get(address, allow_redirects=False, timeout=20))

    def _keep(self, answer: requests.Response) -> requests.Response:
        # Keycloak marks its cookies Secure; browsers send them to localhost all the same.
        for cookie in self.session.cookies:
            cookie.secure = False
        return answer


def _form(page: requests.Response) -> Tag | None:
    found = BeautifulSoup(page.text, "html.parser").find("form")
    return found if isinstance(found, Tag) else None


def _hidden(form: Tag) -> dict[str, str]:
    return {
        str(each["name"]): str(each.get("value", ""))
        for each in form.find_all("input", type="hidden")
        if each.get("name")
    }


def _chosen(page: requests.Response, alias: str) -> str | None:
    """Return where a sign-in page leads for those of a provider; None if it does not offer it."""
    found = BeautifulSoup(page.text, "html.parser").find("a", id=f"social-{alias}")
    return str(found["href"]) if isinstance(found, Tag) else None

"""A page of a launched unit, which asks as a unit asks."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from werkzeug.test import Client as AnyClient
from werkzeug.test import TestResponse

from services.training.domain.cmi5_session import Verb
from services.training.inbound.packages_http import PACKAGE
from services.training.inbound.xapi_http import XapiApp
from tests.fakes.packaged_courses import PACKAGE_ID, said
from tests.fakes.unit_runtime import Runtime

OWN = "https://author.example/verbs/looked"
VERSION = {"X-Experience-API-Version": "1.0.3"}
STATE, PROFILE = "/xapi/activities/state", "/xapi/activities/profile"


class Client(AnyClient):
    """A client at the origin of the package, unless another is named: as `PackagesApp` does."""

    def open(self, *given: Any, **named: Any) -> TestResponse:
        named.setdefault("environ_base", {PACKAGE: PACKAGE_ID})
        return super().open(*given, **named)


@dataclass
class Browser:
    """A page of a launched unit, with its token."""

    runtime: Runtime
    app: XapiApp
    of: UUID
    number: int = 1
    token: str = ""

    def __post_init__(self) -> None:
        self.opening = self.runtime.launch(self.of, self.number)
        self.told = {
            name: value for name, (value,) in parse_qs(urlsplit(self.opening.url).query).items()
        }
        self.seconds = 0.0
        answer = self.fetch()
        self.token = answer.json["auth-token"]  # type: ignore[index]

    def fetch(self) -> TestResponse:
        return Client(self.app).post(urlsplit(self.told["fetch"]).path)

    def ask(self, method: str, path: str, headers: Any = None, **more: Any) -> TestResponse:
        given = VERSION | {"Authorization": f"Basic {self.token}"} | (headers or {})
        kept = {name: value for name, value in given.items() if value is not None}
        return Client(self.app).open(path, method=method, headers=kept, **more)

    def made(self, verb: Verb | str, **changed: Any) -> dict[str, Any]:
        self.seconds += 1
        return said(verb, self.runtime.session(self.opening), self.seconds, **changed)

    def say(self, *statements: dict[str, Any]) -> TestResponse:
        return self.ask("POST", "/xapi/statements", json=list(statements))

    def put(self, statement: dict[str, Any], named: str | None = None) -> TestResponse:
        asked = {"statementId": named or statement["id"]}
        return self.ask("PUT", "/xapi/statements", query_string=asked, json=statement)

    def statements(self, **asked: Any) -> TestResponse:
        return self.ask("GET", "/xapi/statements", query_string=asked)

    @property
    def state(self) -> dict[str, str]:
        """What names a state of the unit."""
        names = ("activityId", "registration")
        return {each: self.told[each] for each in names} | {"agent": self.told["actor"]}

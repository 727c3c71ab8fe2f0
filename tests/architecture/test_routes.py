"""The gateway translates: a route is one RPC of the service that it is named for, and no rule."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chassis.configuration import Address
from services.gateway.app import build_app
from services.gateway.clients import Clients
from services.gateway.config import GatewaySettings
from tests.served import AUDIT_SEARCH, BY_NAME, FOR_CALLERS

ROOT = Path(__file__).resolve().parents[2]
GATEWAY = ROOT / "services" / "gateway"
ANSWERED_IN_THE_GATEWAY = {"session.get_session": "only says what the caller's own token says"}
HERE = Address("127.0.0.1", 0)
SETTINGS = GatewaySettings(
    listen=HERE,
    metrics=HERE,
    threads=32,
    valkey_url="redis://127.0.0.1:1",
    identity_address=str(HERE),
    alerts_address=str(HERE),
    content_address=str(HERE),
    engagement_address=str(HERE),
    analytics_address=str(HERE),
    training_address=str(HERE),
    cors_origins=(),
    issuer="http://keycloak.test",
    oidc_url="http://keycloak.test",
    jwks_url="http://keycloak.test/certs",
    audience="isp-api",
    client_id="isp-web",
    client_secret="not-used-here",
    session_key="a-key-of-the-tests",
    stream_origin="https://stream.example",
    public_url="https://isp.example",
    deadline_seconds=5,
    trusted_proxies=0,
)
SERVICES = {
    name: BY_NAME[type(stub).__name__.removesuffix("Stub")]
    for name, stub in vars(Clients(SETTINGS)).items()
    if type(stub).__name__.endswith("ServiceStub")
} | {"audit_search": AUDIT_SEARCH}
"""By the names under which the gateway calls them; the last of them at every service at once."""
RPCS = {f"{name}.{rpc.name}" for name, service in SERVICES.items() for rpc in service.methods}
FORBIDDEN = {
    "sqlalchemy",
    "psycopg",
    "alembic",
    "nats",
    "kernel.access",
    "kernel.audiences",
    "kernel.markings",
    "kernel.roles",
    "chassis.access",
    "chassis.principals",
    "chassis.postgres",
    "chassis.jetstream",
}
"""What only a service needs: stores, brokers, and the rules of who may do or read what."""


@dataclass(frozen=True)
class Handler:
    """What the source says of one route: its endpoint, and the RPCs that it calls."""

    endpoint: str
    rpcs: tuple[str, ...]


def handlers(source: str) -> Iterator[Handler]:
    """Find the routes of a file: functions under `@blueprint.get`, `.post` and so on."""
    verbs = {"get", "post", "put", "patch", "delete", "route"}
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for decorator in function.decorator_list:
            match decorator:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=blueprint), attr=verb)) if (
                    verb in verbs
                ):
                    yield Handler(f"{blueprint}.{function.name}", tuple(calls(function)))


def calls(function: ast.FunctionDef) -> Iterator[str]:
    """Find `clients().<service>.<Rpc>` in a function."""
    for node in ast.walk(function):
        match node:
            case ast.Attribute(
                value=ast.Attribute(value=ast.Call(func=ast.Name(id="clients")), attr=service),
                attr=rpc,
            ):
                yield f"{service}.{rpc}"


def imports(source: str) -> Iterator[str]:
    """Find every module that a file names in an import, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{'.' * node.level}{node.module or ''}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def out_of_place(module: str) -> bool:
    """Tell whether the gateway may not import a module."""
    own = module == "services" or module.startswith("services.gateway")
    foreign = module.split(".", maxsplit=1)[0] == "services" and not own
    known = any(module == each or module.startswith(f"{each}.") for each in FORBIDDEN)
    return foreign or known or module.startswith(".")


HANDLERS = {
    handler.endpoint: handler
    for path in sorted((GATEWAY / "resources").glob("*.py"))
    for handler in handlers(path.read_text("utf-8"))
}
FILES = sorted(GATEWAY.rglob("*.py"))


def endpoints() -> list[str]:
    """The endpoints that the app serves under /v1."""
    app = build_app(SETTINGS)
    rules = app.url_map.iter_rules()
    return sorted(rule.endpoint for rule in rules if rule.rule.startswith("/v1/"))


ENDPOINTS = endpoints()


def test_every_route_under_v1_stands_in_a_resource() -> None:
    assert set(ENDPOINTS) == HANDLERS.keys()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_route_calls_one_rpc_of_the_service_that_it_is_named_for(endpoint: str) -> None:
    called = HANDLERS[endpoint].rpcs
    if endpoint in ANSWERED_IN_THE_GATEWAY:
        assert () == called
        return
    assert 1 == len(called), f"{endpoint} calls {called}"
    assert called[0] in RPCS
    assert endpoint.partition(".")[0] == called[0].partition(".")[0]


def test_what_is_answered_in_the_gateway_is_still_there() -> None:
    assert set(ENDPOINTS) >= ANSWERED_IN_THE_GATEWAY.keys()


def test_the_gateway_can_call_every_service_that_callers_may() -> None:
    called = {service.full_name for service in SERVICES.values()}
    assert {service.full_name for service in FOR_CALLERS} == called


def test_every_rpc_for_people_has_a_route() -> None:
    assert {rpc for handler in HANDLERS.values() for rpc in handler.rpcs} == RPCS


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(GATEWAY)))
def test_the_gateway_holds_no_rule_and_reaches_no_store(path: Path) -> None:
    """Deciding who may do what, and what is kept, is for the services alone."""
    assert [] == [each for each in imports(path.read_text("utf-8")) if out_of_place(each)]


PLANTED = """
@alerts.get("/<uuid:alert_id>")
@alerts.doc(summary="Read")
def get_alert(alert_id):
    if clients().call(clients().identity.GetMe, 1).tier:
        return clients().call(clients().alerts.GetAlert, 2)

def helper():
    from services.alerts.domain import alert
    import sqlalchemy.orm, nats
    from kernel.roles import PERMISSIONS
"""


def test_the_search_finds_what_is_planted() -> None:
    """The control of the tests above."""
    assert [Handler("alerts.get_alert", ("identity.GetMe", "alerts.GetAlert"))] == list(
        handlers(PLANTED)
    )
    found = {each for each in imports(PLANTED) if out_of_place(each)}
    assert {"services.alerts.domain", "sqlalchemy.orm", "nats", "kernel.roles"} <= found
    assert not out_of_place("services.gateway.clients")
    assert not out_of_place("chassis.errors")

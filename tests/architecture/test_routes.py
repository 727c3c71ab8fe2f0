"""The gateway translates: a route is one RPC of the service that it is named for, and no rule."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chassis.configuration import Address
from isp.alerts.v1 import (
    alerts_pb2,
    answers_pb2,
    cap_pb2,
    cascades_pb2,
    cordons_pb2,
    dead_letters_pb2,
    devices_pb2,
    drills_pb2,
    ledger_pb2,
    push_pb2,
    regional_pb2,
    rumours_pb2,
    safeguards_pb2,
    site_responses_pb2,
    templates_pb2,
    threat_levels_pb2,
    webhooks_pb2,
    welsh_pb2,
)
from isp.analytics.v1 import analytics_pb2
from isp.content.v1 import content_pb2, partner_catalogues_pb2, partner_links_pb2
from isp.engagement.v1 import engagement_pb2
from isp.identity.v1 import (
    alert_mails_pb2,
    channels_pb2,
    complaints_pb2,
    consents_pb2,
    directory_pb2,
    groups_pb2,
    identity_pb2,
    organisations_pb2,
    partners_pb2,
    passkeys_pb2,
    premises_pb2,
    privacy_requests_pb2,
    providers_pb2,
    role_grants_pb2,
    seats_pb2,
    security_leads_pb2,
    sign_ins_pb2,
    subscriptions_pb2,
    verifications_pb2,
)
from isp.privacy.v1 import search_audit_pb2
from isp.training.v1 import training_pb2
from services.gateway.app import build_app
from services.gateway.config import GatewaySettings

ROOT = Path(__file__).resolve().parents[2]
GATEWAY = ROOT / "services" / "gateway"
ANSWERED_IN_THE_GATEWAY = {"session.get_session": "only says what the caller's own token says"}
SERVICES = {
    "alerts": alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"],
    "answers": answers_pb2.DESCRIPTOR.services_by_name["AnswersService"],
    "cap": cap_pb2.DESCRIPTOR.services_by_name["CapService"],
    "ledger": ledger_pb2.DESCRIPTOR.services_by_name["LedgerService"],
    "threat_levels": threat_levels_pb2.DESCRIPTOR.services_by_name["ThreatLevelsService"],
    "analytics": analytics_pb2.DESCRIPTOR.services_by_name["AnalyticsService"],
    "content": content_pb2.DESCRIPTOR.services_by_name["ContentService"],
    "partner_links": partner_links_pb2.DESCRIPTOR.services_by_name["PartnerLinksService"],
    "catalogues": partner_catalogues_pb2.DESCRIPTOR.services_by_name["PartnerCataloguesService"],
    "engagement": engagement_pb2.DESCRIPTOR.services_by_name["EngagementService"],
    "identity": identity_pb2.DESCRIPTOR.services_by_name["IdentityService"],
    "training": training_pb2.DESCRIPTOR.services_by_name["TrainingService"],
    "templates": templates_pb2.DESCRIPTOR.services_by_name["TemplatesService"],
    "welsh": welsh_pb2.DESCRIPTOR.services_by_name["WelshService"],
    "safeguards": safeguards_pb2.DESCRIPTOR.services_by_name["SafeguardsService"],
    "premises": premises_pb2.DESCRIPTOR.services_by_name["PremisesService"],
    "dead_letters": dead_letters_pb2.DESCRIPTOR.services_by_name["DeadLettersService"],
    "cordons": cordons_pb2.DESCRIPTOR.services_by_name["CordonsService"],
    "rumours": rumours_pb2.DESCRIPTOR.services_by_name["RumourBoardService"],
    "site_responses": site_responses_pb2.DESCRIPTOR.services_by_name["SiteResponsesService"],
    "passkeys": passkeys_pb2.DESCRIPTOR.services_by_name["PasskeysService"],
    "cascades": cascades_pb2.DESCRIPTOR.services_by_name["CascadesService"],
    "regional": regional_pb2.DESCRIPTOR.services_by_name["RegionalAlertsService"],
    "drills": drills_pb2.DESCRIPTOR.services_by_name["DrillsService"],
    "directory": directory_pb2.DESCRIPTOR.services_by_name["DirectoryService"],
    "channels": channels_pb2.DESCRIPTOR.services_by_name["ChannelsService"],
    "organisations": organisations_pb2.DESCRIPTOR.services_by_name["OrganisationsService"],
    "security_leads": security_leads_pb2.DESCRIPTOR.services_by_name["SecurityLeadsService"],
    "alert_mails": alert_mails_pb2.DESCRIPTOR.services_by_name["AlertMailsService"],
    "verifications": verifications_pb2.DESCRIPTOR.services_by_name["VerificationsService"],
    "sign_ins": sign_ins_pb2.DESCRIPTOR.services_by_name["SignInsService"],
    "partners": partners_pb2.DESCRIPTOR.services_by_name["PartnersService"],
    "providers": providers_pb2.DESCRIPTOR.services_by_name["ProvidersService"],
    "groups": groups_pb2.DESCRIPTOR.services_by_name["GroupsService"],
    "role_grants": role_grants_pb2.DESCRIPTOR.services_by_name["RoleGrantsService"],
    "consents": consents_pb2.DESCRIPTOR.services_by_name["ConsentsService"],
    "complaints": complaints_pb2.DESCRIPTOR.services_by_name["ComplaintsService"],
    "privacy_requests": privacy_requests_pb2.DESCRIPTOR.services_by_name["PrivacyRequestsService"],
    "audit_search": search_audit_pb2.DESCRIPTOR.services_by_name["AuditSearchService"],
    "seats": seats_pb2.DESCRIPTOR.services_by_name["SeatsService"],
    "devices": devices_pb2.DESCRIPTOR.services_by_name["DevicesService"],
    "push": push_pb2.DESCRIPTOR.services_by_name["PushService"],
    "webhooks": webhooks_pb2.DESCRIPTOR.services_by_name["WebhooksService"],
    "subscriptions": subscriptions_pb2.DESCRIPTOR.services_by_name["SubscriptionsService"],
}
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
    here = Address("127.0.0.1", 0)
    app = build_app(
        GatewaySettings(
            listen=here,
            metrics=here,
            threads=32,
            valkey_url="redis://127.0.0.1:1",
            identity_address=str(here),
            alerts_address=str(here),
            content_address=str(here),
            engagement_address=str(here),
            analytics_address=str(here),
            training_address=str(here),
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
    )
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

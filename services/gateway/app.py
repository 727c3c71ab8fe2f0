"""Builds the gateway: the app, and the process that serves it."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from apiflask import APIFlask
from flask import Response, g, request
from prometheus_client import Counter, Histogram
from redis import Redis
from werkzeug.middleware.proxy_fix import ProxyFix

from chassis.configuration import Settings
from chassis.health import Health
from chassis.tokens import SigningKeys, TokenVerifier
from chassis.wsgi_serving import Serving, closing_with, serve_wsgi, wsgi_worker
from services.gateway import bodies, document, headers, limits, problems
from services.gateway.clients import Clients
from services.gateway.config import GatewaySettings, origin
from services.gateway.pages import problem_pages, site
from services.gateway.pages.sessions import open_store
from services.gateway.quick_json import QuickJson
from services.gateway.resources.access import access
from services.gateway.resources.alert_desk import alerts
from services.gateway.resources.alert_mails import alert_mails
from services.gateway.resources.analytics import analytics
from services.gateway.resources.answers import answers
from services.gateway.resources.attachments import attachments
from services.gateway.resources.audit_search import audit_search
from services.gateway.resources.bundles import bundles
from services.gateway.resources.cap import cap
from services.gateway.resources.cascades import cascades
from services.gateway.resources.catalogues import catalogues
from services.gateway.resources.channels import channels
from services.gateway.resources.complaints import complaints
from services.gateway.resources.consents import consents
from services.gateway.resources.content import content
from services.gateway.resources.cordons import cordons
from services.gateway.resources.course_packages import course_packages
from services.gateway.resources.dead_letters import dead_letters
from services.gateway.resources.devices import devices
from services.gateway.resources.directory import directory
from services.gateway.resources.document_feeds import feeds
from services.gateway.resources.drafts import drafts
from services.gateway.resources.drills import drills
from services.gateway.resources.engagement import engagement
from services.gateway.resources.factor_resets import factor_resets
from services.gateway.resources.finding import finding
from services.gateway.resources.formats import formats
from services.gateway.resources.groups import groups
from services.gateway.resources.held import held
from services.gateway.resources.identity import identity
from services.gateway.resources.launches import launches
from services.gateway.resources.led_sessions import led_sessions
from services.gateway.resources.ledger import ledger
from services.gateway.resources.naming import naming
from services.gateway.resources.packages import packages
from services.gateway.resources.partner_links import partner_links
from services.gateway.resources.partners import partners
from services.gateway.resources.passkeys import passkeys
from services.gateway.resources.passports import passports
from services.gateway.resources.premises import premises
from services.gateway.resources.privacy_requests import privacy_requests
from services.gateway.resources.providers import providers
from services.gateway.resources.push import push
from services.gateway.resources.readings import readings
from services.gateway.resources.receipts import receipts
from services.gateway.resources.regional import regional
from services.gateway.resources.remarks import remarks
from services.gateway.resources.reminders import reminders
from services.gateway.resources.role_grants import role_grants
from services.gateway.resources.rumours import rumours
from services.gateway.resources.safeguards import safeguards
from services.gateway.resources.saved_search_mails import saved_search_mails
from services.gateway.resources.saved_searches import saved_searches
from services.gateway.resources.seats import seats
from services.gateway.resources.second_factors import second_factors
from services.gateway.resources.security_leads import security_leads
from services.gateway.resources.session import session
from services.gateway.resources.sign_ins import sign_ins
from services.gateway.resources.site_responses import site_responses
from services.gateway.resources.staff_training import staff_training
from services.gateway.resources.subscriptions import subscriptions
from services.gateway.resources.synonyms import synonyms
from services.gateway.resources.templates import templates
from services.gateway.resources.threat_levels import threat_levels
from services.gateway.resources.training import training
from services.gateway.resources.training_accreditation import accreditation
from services.gateway.resources.training_assessment import assessment
from services.gateway.resources.training_films import films
from services.gateway.resources.unled import organisations
from services.gateway.resources.upkeep import upkeep
from services.gateway.resources.verifications import verifications
from services.gateway.resources.webhooks import webhooks
from services.gateway.resources.welsh import welsh

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LARGEST_BODY: Final = 256 * 1024
REQUESTS: Final = Counter("isp_http_requests_total", "Requests answered.", ["route", "status"])
SECONDS: Final = Histogram("isp_http_seconds", "Time a request took.", ["route"])


class _Gateway(APIFlask):
    json_provider_class = QuickJson

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the view as it is: none of ours is async, and asking costs each request."""
        return func


def build_app(
    settings: GatewaySettings, clients: Clients | None = None, store: Redis | None = None
) -> APIFlask:
    """Return the app. Its channels, and its store of sessions, connect when first used."""
    app = _Gateway(
        __name__,
        title="Information Sharing Platform",
        version="1",
        docs_path=None,
        spec_path="/openapi.json",
        json_errors=True,
    )
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        VALIDATION_ERROR_STATUS_CODE=400,
        DESCRIPTION="Advice, alerts, training and help that keep people safe.",
        AUTO_404_RESPONSE=False,
        TRAP_HTTP_EXCEPTIONS=False,
    )
    app.security_schemes = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    app.json.sort_keys = False  # type: ignore[attr-defined] # the order that the reference shows
    app.extensions["isp-clients"] = clients or Clients(settings)
    keys = SigningKeys(settings.jwks_url)
    app.extensions["isp-verifier"] = TokenVerifier(
        issuer=settings.issuer, audience=settings.audience, keys=keys
    )
    app.extensions["isp-signing-keys"] = keys
    if settings.trusted_proxies:  # else what a client says of its own address would be believed
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies)  # type: ignore[method-assign] # Flask's documented way
    problems.install(app, for_a_person=problem_pages.is_for_a_person, page=problem_pages.page)
    limits.install(app, valkey_url=settings.valkey_url, threads=settings.threads)
    bodies.install(app)
    document.install(app, public_url=settings.public_url)
    headers.install(
        app,
        origins=settings.cors_origins,
        https=settings.public_url.startswith("https:"),
        stream=settings.stream_origin,
        sign_in=origin(settings.issuer),
        files=settings.files_origin,
    )
    _measure(app)
    for blueprint in (
        *(alerts, analytics, content, engagement, identity, training, session),
        *(staff_training, passports),
        *(assessment, accreditation, films),
        course_packages,
        packages,
        *(attachments, launches),
        *(subscriptions, held),
        premises,
        passkeys,
        *(second_factors, factor_resets),
        cap,
        ledger,
        safeguards,
        cordons,
        rumours,
        templates,
        answers,
        threat_levels,
        webhooks,
        dead_letters,
        push,
        devices,
        welsh,
        cascades,
        regional,
        *(seats, role_grants, groups),
        site_responses,
        alert_mails,
        drills,
        security_leads,
        verifications,
        sign_ins,
        *(partners, partner_links, catalogues),
        synonyms,
        *(drafts, upkeep),
        *(finding, feeds),
        saved_searches,
        *(remarks, readings, formats, naming, access, bundles, receipts, saved_search_mails),
        providers,
        organisations,
        channels,
        directory,
        *(privacy_requests, audit_search, consents),
        complaints,
        *(led_sessions, reminders),
    ):
        app.register_blueprint(blueprint)
    site.install(app, settings, store or open_store(settings.valkey_url))
    return app


def _measure(app: APIFlask) -> None:
    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(answer: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        REQUESTS.labels(route, answer.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - g.get("began", time.perf_counter()))
        return answer


def worker() -> "WSGIApplication":
    """Return the app of the serving process."""
    return wsgi_worker("gateway", _built)


def _built(environment: Settings) -> Serving:
    settings = GatewaySettings.read(environment)
    app, health = build_app(settings), Health(settings.drain_seconds)
    app.extensions["isp-signing-keys"].warm()
    return Serving(app=closing_with(app, health), health=health, health_listens=settings.metrics)


def serve(environment: Settings) -> None:
    """Serve until told to stop."""
    settings = GatewaySettings.read(environment)
    serve_wsgi(
        "services.gateway.app:worker",
        settings.listen,
        threads=settings.threads,
        connections=settings.threads * 4,
    )

"""Builds what requests about somebody's data need, for `bootstrap.py`."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import BadSetting, Settings
from chassis.privacy import as_json
from chassis.pseudonyms import Pseudonyms
from chassis.tls import TlsFolder
from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.identity.inbound.complaints_rpc import ComplaintsServicer, complaints_services_of
from services.identity.inbound.consents_rpc import ConsentsServicer, consents_services_of
from services.identity.inbound.privacy_requests_rpc import (
    PrivacyRequestsServicer,
    privacy_requests_services_of,
)
from services.identity.outbound.keycloak.account_holder import KeycloakHolder
from services.identity.outbound.keycloak.admin import KeycloakAccounts
from services.identity.outbound.privacy_measures import PrometheusPrivacyMeasures
from services.identity.outbound.privacy_services import ServiceToken, service_holders
from services.identity.usecases.answer_complaint import AnswerComplaint
from services.identity.usecases.answer_privacy_requests import AnswerPrivacyRequests
from services.identity.usecases.download_export import DownloadExport
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.export_subject import ExportSubject
from services.identity.usecases.extend_privacy_request import ExtendPrivacyRequest
from services.identity.usecases.find_subject import FindSubject
from services.identity.usecases.forget_privacy_requests import ForgetPrivacyRequests
from services.identity.usecases.get_my_consents import GetMyConsents
from services.identity.usecases.give_consent import GiveConsent
from services.identity.usecases.list_complaints import ListComplaints
from services.identity.usecases.list_my_privacy_requests import ListMyPrivacyRequests
from services.identity.usecases.list_privacy_requests import ListPrivacyRequests
from services.identity.usecases.make_complaint import MakeComplaint
from services.identity.usecases.make_privacy_request import MakePrivacyRequest
from services.identity.usecases.measure_privacy import MeasurePrivacy
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.privacy_ports import Holder, Holders
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.record_privacy_request import RecordPrivacyRequest
from services.identity.usecases.stop_consent import StopConsent
from services.identity.usecases.withdraw_consent import WithdrawConsent
from services.identity.usecases.withdraw_privacy_request import WithdrawPrivacyRequest

ANSWERING_SECONDS: Final = 1
FORGETTING_SECONDS: Final = 3600
MEASURING_SECONDS: Final = 60
OWN: Final = "identity"
KEYCLOAK: Final = "keycloak"
_HOLDERS: Final = "IDENTITY_HOLDERS"
_ADDRESS: Final = re.compile(r"([a-z][a-z0-9-]*)=([^=\s]+:[0-9]{1,5})")

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    """Who holds data about people beside identity and Keycloak, and as whom they are asked."""

    services: dict[str, str]
    token_url: str
    client_secret: str = field(repr=False)
    sweep: timedelta
    tls: TlsFolder | None

    @classmethod
    def read(cls, settings: Settings) -> "PrivacySettings":
        """Read them from the environment.

        Raises:
            BadSetting: one is missing or wrong.
        """
        keycloak = settings.url("IDENTITY_KEYCLOAK_URL", "http", "https").rstrip("/")
        realm = settings.text("IDENTITY_KEYCLOAK_REALM", "isp")
        return cls(
            services=_services(settings.text(_HOLDERS)),
            token_url=f"{keycloak}/realms/{realm}/protocol/openid-connect/token",
            client_secret=settings.secret("SVC_IDENTITY_SECRET"),
            sweep=timedelta(seconds=settings.number("IDENTITY_SWEEP_SECONDS", 900, most=86_400)),
            tls=TlsFolder.read(settings),
        )


def _services(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in text.split():
        said = _ADDRESS.fullmatch(each)
        if said is None or said[1] in {OWN, KEYCLOAK, *found}:
            raise BadSetting(_HOLDERS, "must be service=host:port, each service once")
        found[said[1]] = said[2]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """Identity itself, as one of those who hold data about people."""

    export_subject: ExportSubject
    erase_subject: EraseSubject

    def export(self, subject: str) -> Sequence[dict[str, Any]]:
        """Return every row about a person."""
        return [
            {"table": table, "purpose": purpose, "row": json.loads(as_json(row))}
            for table, purpose, row in self.export_subject(subject=subject)
        ]

    def erase(self, subject: str) -> int:
        """Break every link with a person."""
        return self.erase_subject(subject=subject)


def complaints_servicer(work: UnitOfWork, budget: RecordBudget) -> ComplaintsServicer:
    """Return the servicer of complaints."""
    return ComplaintsServicer(
        make_complaint=MakeComplaint(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_complaints=ListComplaints(unit_of_work=work, budget=budget),
        answer_complaint=AnswerComplaint(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        clock=_CLOCK,
    )


def privacy_services(
    work: UnitOfWork, reads: UnitOfWork, budget: RecordBudget
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the services of requests about somebody's data, and of complaints."""
    requests = privacy_requests_services_of(privacy_requests_servicer(work, reads, budget))
    consents = consents_services_of(consents_servicer(work, reads))
    return requests | consents | complaints_services_of(complaints_servicer(work, budget))


def consents_servicer(work: UnitOfWork, reads: UnitOfWork) -> ConsentsServicer:
    """Return the servicer of the ledger of consent."""
    return ConsentsServicer(
        get_my_consents=GetMyConsents(unit_of_work=reads),
        give_consent=GiveConsent(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        withdraw_consent=WithdrawConsent(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        stop_consent=StopConsent(unit_of_work=work, clock=_CLOCK, ids=_IDS),
    )


def privacy_requests_servicer(
    work: UnitOfWork, reads: UnitOfWork, budget: RecordBudget
) -> PrivacyRequestsServicer:
    """Return the servicer of requests on a unit of work, and on one that only reads."""
    return PrivacyRequestsServicer(
        make_privacy_request=MakePrivacyRequest(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        record_privacy_request=RecordPrivacyRequest(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        list_my_privacy_requests=ListMyPrivacyRequests(unit_of_work=reads),
        list_privacy_requests=ListPrivacyRequests(unit_of_work=work, budget=budget),
        extend_privacy_request=ExtendPrivacyRequest(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        withdraw_privacy_request=WithdrawPrivacyRequest(unit_of_work=work, clock=_CLOCK),
        download_export=DownloadExport(unit_of_work=work, clock=_CLOCK),
        find_subject=FindSubject(unit_of_work=work, budget=budget),
        clock=_CLOCK,
    )


def holders(
    settings: PrivacySettings,
    record: UnitOfWork,
    accounts: KeycloakAccounts,
    pseudonyms: Pseudonyms,
) -> Holders:
    """Return all who hold data about people: the services, identity itself, Keycloak."""
    token = ServiceToken(settings.token_url, settings.client_secret)
    own: Holder = _Own(
        export_subject=ExportSubject(unit_of_work=record),
        erase_subject=EraseSubject(
            unit_of_work=record, pseudonyms=pseudonyms, clock=_CLOCK, ids=_IDS
        ),
    )
    services = service_holders(settings.services, token=token, tls=settings.tls)
    return {**services, OWN: own, KEYCLOAK: KeycloakHolder(accounts)}


def privacy_parts(
    environment: Settings,
    record: UnitOfWork,
    accounts: KeycloakAccounts,
    pseudonyms: Pseudonyms,
) -> dict[str, Part]:
    """Return what answers requests, and what forgets old ones."""
    settings = PrivacySettings.read(environment)
    answer = AnswerPrivacyRequests(
        unit_of_work=record,
        holders=holders(settings, record, accounts, pseudonyms),
        clock=_CLOCK,
        ids=_IDS,
        sweep=settings.sweep,
    )
    measure = MeasurePrivacy(
        unit_of_work=record, measures=PrometheusPrivacyMeasures(), clock=_CLOCK
    )
    forget = ForgetPrivacyRequests(unit_of_work=record, clock=_CLOCK)
    return {
        "privacy-requests": every(ANSWERING_SECONDS, in_thread(answer)),
        "measure-privacy": every(MEASURING_SECONDS, in_thread(measure)),
        "forget-privacy-requests": every(FORGETTING_SECONDS, in_thread(forget)),
    }

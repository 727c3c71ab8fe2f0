"""The contracts and the code name the same things, both ways."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

from chassis.access import rule_of
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
    subscriptions_pb2,
    verifications_pb2,
)
from isp.privacy.v1 import privacy_pb2, search_audit_pb2
from isp.training.v1 import training_pb2
from kernel.roles import PERMISSIONS

ROOT = Path(__file__).resolve().parents[2]
SERVED: dict[str, list[ServiceDescriptor]] = {
    "identity": [
        identity_pb2.DESCRIPTOR.services_by_name["IdentityService"],
        subscriptions_pb2.DESCRIPTOR.services_by_name["SubscriptionsService"],
        premises_pb2.DESCRIPTOR.services_by_name["PremisesService"],
        passkeys_pb2.DESCRIPTOR.services_by_name["PasskeysService"],
        groups_pb2.DESCRIPTOR.services_by_name["GroupsService"],
        role_grants_pb2.DESCRIPTOR.services_by_name["RoleGrantsService"],
        seats_pb2.DESCRIPTOR.services_by_name["SeatsService"],
        security_leads_pb2.DESCRIPTOR.services_by_name["SecurityLeadsService"],
        organisations_pb2.DESCRIPTOR.services_by_name["OrganisationsService"],
        channels_pb2.DESCRIPTOR.services_by_name["ChannelsService"],
        directory_pb2.DESCRIPTOR.services_by_name["DirectoryService"],
        alert_mails_pb2.DESCRIPTOR.services_by_name["AlertMailsService"],
        verifications_pb2.DESCRIPTOR.services_by_name["VerificationsService"],
        partners_pb2.DESCRIPTOR.services_by_name["PartnersService"],
        providers_pb2.DESCRIPTOR.services_by_name["ProvidersService"],
        consents_pb2.DESCRIPTOR.services_by_name["ConsentsService"],
        complaints_pb2.DESCRIPTOR.services_by_name["ComplaintsService"],
        privacy_requests_pb2.DESCRIPTOR.services_by_name["PrivacyRequestsService"],
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"],
    ],
    "content": [
        content_pb2.DESCRIPTOR.services_by_name["ContentService"],
        partner_links_pb2.DESCRIPTOR.services_by_name["PartnerLinksService"],
        partner_catalogues_pb2.DESCRIPTOR.services_by_name["PartnerCataloguesService"],
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"],
    ],
    "engagement": [
        engagement_pb2.DESCRIPTOR.services_by_name["EngagementService"],
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"],
    ],
    "training": [
        training_pb2.DESCRIPTOR.services_by_name["TrainingService"],
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"],
    ],
    "analytics": [
        analytics_pb2.DESCRIPTOR.services_by_name["AnalyticsService"],
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"],
    ],
    "alerts": [
        alerts_pb2.DESCRIPTOR.services_by_name["AlertsService"],
        cap_pb2.DESCRIPTOR.services_by_name["CapService"],
        ledger_pb2.DESCRIPTOR.services_by_name["LedgerService"],
        templates_pb2.DESCRIPTOR.services_by_name["TemplatesService"],
        safeguards_pb2.DESCRIPTOR.services_by_name["SafeguardsService"],
        answers_pb2.DESCRIPTOR.services_by_name["AnswersService"],
        threat_levels_pb2.DESCRIPTOR.services_by_name["ThreatLevelsService"],
        cordons_pb2.DESCRIPTOR.services_by_name["CordonsService"],
        rumours_pb2.DESCRIPTOR.services_by_name["RumourBoardService"],
        site_responses_pb2.DESCRIPTOR.services_by_name["SiteResponsesService"],
        cascades_pb2.DESCRIPTOR.services_by_name["CascadesService"],
        regional_pb2.DESCRIPTOR.services_by_name["RegionalAlertsService"],
        drills_pb2.DESCRIPTOR.services_by_name["DrillsService"],
        push_pb2.DESCRIPTOR.services_by_name["PushService"],
        devices_pb2.DESCRIPTOR.services_by_name["DevicesService"],
        welsh_pb2.DESCRIPTOR.services_by_name["WelshService"],
        webhooks_pb2.DESCRIPTOR.services_by_name["WebhooksService"],
        dead_letters_pb2.DESCRIPTOR.services_by_name["DeadLettersService"],
        privacy_pb2.DESCRIPTOR.services_by_name["PrivacyService"],
    ],
}
SHARED = [search_audit_pb2.DESCRIPTOR.services_by_name["AuditSearchService"]]
"""What the chassis alone does, and every service serves alike."""
RPCS = [
    (service, method)
    for service, descriptors in SERVED.items()
    for descriptor in descriptors
    for method in descriptor.methods
]


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize(("service", "method"), RPCS, ids=lambda each: getattr(each, "name", each))
def test_every_rpc_has_a_rule_a_use_case_and_a_test(service: str, method: MethodDescriptor) -> None:
    """One name in five places."""
    rule_of(method)
    module = import_module(f"services.{service}.usecases.{snake(method.name)}")
    assert callable(getattr(module, method.name))
    test = ROOT / "tests" / "unit" / service / f"test_{snake(method.name)}.py"
    assert test.is_file(), f"{test.relative_to(ROOT)} is missing"


@pytest.mark.parametrize(
    "method", [method for each in SHARED for method in each.methods], ids=lambda each: each.name
)
def test_what_every_service_serves_alike_has_its_five_places_in_the_chassis(
    method: MethodDescriptor,
) -> None:
    rule_of(method)
    assert callable(getattr(import_module(f"chassis.{snake(method.name)}"), method.name))
    assert (ROOT / "tests" / "unit" / "chassis" / f"test_{snake(method.name)}.py").is_file()


def test_every_permission_is_asked_for_and_given() -> None:
    every = [*(method for _, method in RPCS), *(m for each in SHARED for m in each.methods)]
    asked = {rule_of(method).permission for method in every} - {None}
    given = frozenset().union(*PERMISSIONS.values())
    assert asked == given


def test_every_step_up_names_the_second_factor_and_an_age() -> None:
    for _, method in RPCS:
        rule = rule_of(method)
        if rule.step_up_acr is not None:
            assert "aal2" == rule.step_up_acr
            assert 0 < rule.step_up_within.total_seconds() <= 900, method.full_name

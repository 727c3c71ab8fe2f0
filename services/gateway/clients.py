"""The gateway's way to the services: one channel each, a deadline on every call."""

import re
from types import ModuleType
from typing import Any, Final

import grpc
from flask import current_app

from chassis.channels import open_channel
from chassis.errors import TokenRefused
from chassis.tls import TlsFolder
from isp.alerts.v1 import (
    alerts_pb2,
    alerts_pb2_grpc,
    answers_pb2,
    answers_pb2_grpc,
    cap_pb2,
    cap_pb2_grpc,
    cascades_pb2,
    cascades_pb2_grpc,
    cordons_pb2,
    cordons_pb2_grpc,
    dead_letters_pb2,
    dead_letters_pb2_grpc,
    devices_pb2,
    devices_pb2_grpc,
    drills_pb2,
    drills_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    push_pb2,
    push_pb2_grpc,
    regional_pb2,
    regional_pb2_grpc,
    rumours_pb2,
    rumours_pb2_grpc,
    safeguards_pb2,
    safeguards_pb2_grpc,
    site_responses_pb2,
    site_responses_pb2_grpc,
    templates_pb2,
    templates_pb2_grpc,
    threat_levels_pb2,
    threat_levels_pb2_grpc,
    webhooks_pb2,
    webhooks_pb2_grpc,
    welsh_pb2,
    welsh_pb2_grpc,
)
from isp.analytics.v1 import analytics_pb2, analytics_pb2_grpc
from isp.content.v1 import (
    access_pb2,
    access_pb2_grpc,
    attachments_pb2,
    attachments_pb2_grpc,
    bundles_pb2,
    bundles_pb2_grpc,
    content_pb2,
    content_pb2_grpc,
    drafts_pb2,
    drafts_pb2_grpc,
    feeds_pb2,
    feeds_pb2_grpc,
    finding_pb2,
    finding_pb2_grpc,
    formats_pb2,
    formats_pb2_grpc,
    partner_catalogues_pb2,
    partner_catalogues_pb2_grpc,
    partner_links_pb2,
    partner_links_pb2_grpc,
    readings_pb2,
    readings_pb2_grpc,
    receipts_pb2,
    receipts_pb2_grpc,
    remarks_pb2,
    remarks_pb2_grpc,
    saved_search_mails_pb2,
    saved_search_mails_pb2_grpc,
    saved_searches_pb2,
    saved_searches_pb2_grpc,
    synonyms_pb2,
    synonyms_pb2_grpc,
    upkeep_pb2,
    upkeep_pb2_grpc,
)
from isp.engagement.v1 import engagement_pb2, engagement_pb2_grpc
from isp.identity.v1 import (
    alert_mails_pb2,
    alert_mails_pb2_grpc,
    channels_pb2,
    channels_pb2_grpc,
    complaints_pb2,
    complaints_pb2_grpc,
    consents_pb2,
    consents_pb2_grpc,
    directory_pb2,
    directory_pb2_grpc,
    factor_resets_pb2_grpc,
    groups_pb2,
    groups_pb2_grpc,
    held_pb2,
    held_pb2_grpc,
    identity_pb2,
    identity_pb2_grpc,
    naming_pb2,
    naming_pb2_grpc,
    organisations_pb2,
    organisations_pb2_grpc,
    partners_pb2,
    partners_pb2_grpc,
    passkeys_pb2,
    passkeys_pb2_grpc,
    premises_pb2,
    premises_pb2_grpc,
    privacy_requests_pb2,
    privacy_requests_pb2_grpc,
    providers_pb2,
    providers_pb2_grpc,
    role_grants_pb2,
    role_grants_pb2_grpc,
    seats_pb2,
    seats_pb2_grpc,
    second_factors_pb2_grpc,
    security_leads_pb2,
    security_leads_pb2_grpc,
    sign_ins_pb2,
    sign_ins_pb2_grpc,
    subscriptions_pb2,
    subscriptions_pb2_grpc,
    verifications_pb2,
    verifications_pb2_grpc,
)
from isp.privacy.v1 import search_audit_pb2, search_audit_pb2_grpc
from isp.training.v1 import (
    accreditation_pb2,
    accreditation_pb2_grpc,
    assessment_pb2,
    assessment_pb2_grpc,
    exporting_pb2,
    exporting_pb2_grpc,
    films_pb2,
    films_pb2_grpc,
    launches_pb2,
    launches_pb2_grpc,
    led_sessions_pb2,
    led_sessions_pb2_grpc,
    packages_pb2,
    packages_pb2_grpc,
    passport_pb2,
    passport_pb2_grpc,
    reminders_pb2,
    reminders_pb2_grpc,
    staff_pb2,
    staff_pb2_grpc,
    training_pb2,
    training_pb2_grpc,
)
from services.gateway.caller import authorization
from services.gateway.config import GatewaySettings
from services.gateway.every_audit_log import EveryAuditLog

MARGIN_SECONDS: Final = 0.2
"""What is kept back of the deadline, to say so when a service does not make it."""


_SENDABLE: Final = re.compile("[ -~]*")
"""What gRPC takes in metadata: printable ASCII. HTTP lets tabs and more through."""


class Clients:
    """Stubs of the services. Made once a process, never before a fork."""

    def __init__(self, settings: GatewaySettings) -> None:
        tls = settings.tls
        identity = _channel(
            settings.identity_address,
            tls,
            *(identity_pb2, premises_pb2, seats_pb2, subscriptions_pb2, passkeys_pb2),
            *(alert_mails_pb2, security_leads_pb2),
            *(sign_ins_pb2, partners_pb2, providers_pb2),
            *(verifications_pb2, role_grants_pb2, groups_pb2),
            *(organisations_pb2, channels_pb2, directory_pb2),
            *(privacy_requests_pb2, complaints_pb2, consents_pb2, held_pb2, naming_pb2),
        )
        self._of_identity(identity)
        alerts = _channel(
            settings.alerts_address,
            tls,
            *(alerts_pb2, answers_pb2, cap_pb2, ledger_pb2),
            *(safeguards_pb2, templates_pb2, threat_levels_pb2),
            *(cordons_pb2, rumours_pb2, site_responses_pb2),
            *(webhooks_pb2, dead_letters_pb2, push_pb2, devices_pb2),
            *(welsh_pb2, cascades_pb2, drills_pb2, regional_pb2),
        )
        self._of_alerts(alerts)
        content = _channel(
            settings.content_address,
            tls,
            *(content_pb2, partner_links_pb2, partner_catalogues_pb2, attachments_pb2),
            *(synonyms_pb2, drafts_pb2, upkeep_pb2, finding_pb2),
            *(
                saved_searches_pb2,
                saved_search_mails_pb2,
                remarks_pb2,
                feeds_pb2,
                readings_pb2,
                formats_pb2,
                access_pb2,
                bundles_pb2,
                receipts_pb2,
            ),
        )
        engagement = _channel(settings.engagement_address, tls, engagement_pb2)
        analytics = _channel(settings.analytics_address, tls, analytics_pb2)
        training = _channel(
            settings.training_address,
            tls,
            training_pb2,
            packages_pb2,
            launches_pb2,
            exporting_pb2,
            assessment_pb2,
            accreditation_pb2,
            films_pb2,
            led_sessions_pb2,
            reminders_pb2,
            staff_pb2,
            passport_pb2,
        )
        self.content = content_pb2_grpc.ContentServiceStub(content)
        self.drafts = drafts_pb2_grpc.DraftsServiceStub(content)
        self.upkeep = upkeep_pb2_grpc.UpkeepServiceStub(content)
        self.partner_links = partner_links_pb2_grpc.PartnerLinksServiceStub(content)
        self.attachments = attachments_pb2_grpc.AttachmentsServiceStub(content)
        self.catalogues = partner_catalogues_pb2_grpc.PartnerCataloguesServiceStub(content)
        self.saved_searches = saved_searches_pb2_grpc.SavedSearchesServiceStub(content)
        self.finding = finding_pb2_grpc.FindingServiceStub(content)
        self.feeds = feeds_pb2_grpc.FeedsServiceStub(content)
        self.readings = readings_pb2_grpc.ReadingsServiceStub(content)
        self.bundles = bundles_pb2_grpc.BundlesServiceStub(content)
        self.formats = formats_pb2_grpc.FormatsServiceStub(content)
        self.receipts = receipts_pb2_grpc.ReceiptsServiceStub(content)
        self.saved_search_mails = saved_search_mails_pb2_grpc.SavedSearchMailsServiceStub(content)
        self.remarks = remarks_pb2_grpc.RemarksServiceStub(content)
        self.access = access_pb2_grpc.AccessServiceStub(content)
        self.synonyms = synonyms_pb2_grpc.SynonymsServiceStub(content)
        self.engagement = engagement_pb2_grpc.EngagementServiceStub(engagement)
        self.analytics = analytics_pb2_grpc.AnalyticsServiceStub(analytics)
        self.training = training_pb2_grpc.TrainingServiceStub(training)
        self.packages = packages_pb2_grpc.PackagesServiceStub(training)
        self.launches = launches_pb2_grpc.LaunchesServiceStub(training)
        self.course_packages = exporting_pb2_grpc.CourseExportServiceStub(training)
        self.accreditation = accreditation_pb2_grpc.AccreditationServiceStub(training)
        self.films = films_pb2_grpc.FilmsServiceStub(training)
        self.assessment = assessment_pb2_grpc.AssessmentServiceStub(training)
        self.reminders = reminders_pb2_grpc.RemindersServiceStub(training)
        self.led_sessions = led_sessions_pb2_grpc.LedSessionsServiceStub(training)
        self.passports = passport_pb2_grpc.TrainingPassportServiceStub(training)
        self.staff_training = staff_pb2_grpc.StaffTrainingServiceStub(training)
        stub = search_audit_pb2_grpc.AuditSearchServiceStub
        self.audit_search = EveryAuditLog(
            {
                "identity": stub(identity),
                "alerts": stub(alerts),
                "content": stub(content),
                "engagement": stub(engagement),
                "analytics": stub(analytics),
                "training": stub(training),
            }
        )
        self._seconds = settings.deadline_seconds - MARGIN_SECONDS

    def _of_identity(self, identity: grpc.Channel) -> None:
        self.second_factors = second_factors_pb2_grpc.SecondFactorsServiceStub(identity)
        self.factor_resets = factor_resets_pb2_grpc.FactorResetsServiceStub(identity)
        self.sign_ins = sign_ins_pb2_grpc.SignInsServiceStub(identity)
        self.directory = directory_pb2_grpc.DirectoryServiceStub(identity)
        self.channels = channels_pb2_grpc.ChannelsServiceStub(identity)
        self.organisations = organisations_pb2_grpc.OrganisationsServiceStub(identity)
        self.passkeys = passkeys_pb2_grpc.PasskeysServiceStub(identity)
        self.identity = identity_pb2_grpc.IdentityServiceStub(identity)
        self.verifications = verifications_pb2_grpc.VerificationsServiceStub(identity)
        self.partners = partners_pb2_grpc.PartnersServiceStub(identity)
        self.providers = providers_pb2_grpc.ProvidersServiceStub(identity)
        self.naming = naming_pb2_grpc.NamingServiceStub(identity)
        self.consents = consents_pb2_grpc.ConsentsServiceStub(identity)
        self.complaints = complaints_pb2_grpc.ComplaintsServiceStub(identity)
        self.privacy_requests = privacy_requests_pb2_grpc.PrivacyRequestsServiceStub(identity)
        self.premises = premises_pb2_grpc.PremisesServiceStub(identity)
        self.alert_mails = alert_mails_pb2_grpc.AlertMailsServiceStub(identity)
        self.security_leads = security_leads_pb2_grpc.SecurityLeadsServiceStub(identity)
        self.groups = groups_pb2_grpc.GroupsServiceStub(identity)
        self.role_grants = role_grants_pb2_grpc.RoleGrantsServiceStub(identity)
        self.seats = seats_pb2_grpc.SeatsServiceStub(identity)
        self.held = held_pb2_grpc.HeldServiceStub(identity)
        self.subscriptions = subscriptions_pb2_grpc.SubscriptionsServiceStub(identity)

    def _of_alerts(self, alerts: grpc.Channel) -> None:
        self.alerts = alerts_pb2_grpc.AlertsServiceStub(alerts)
        self.cap = cap_pb2_grpc.CapServiceStub(alerts)
        self.ledger = ledger_pb2_grpc.LedgerServiceStub(alerts)
        self.safeguards = safeguards_pb2_grpc.SafeguardsServiceStub(alerts)
        self.templates = templates_pb2_grpc.TemplatesServiceStub(alerts)
        self.answers = answers_pb2_grpc.AnswersServiceStub(alerts)
        self.threat_levels = threat_levels_pb2_grpc.ThreatLevelsServiceStub(alerts)
        self.dead_letters = dead_letters_pb2_grpc.DeadLettersServiceStub(alerts)
        self.welsh = welsh_pb2_grpc.WelshServiceStub(alerts)
        self.site_responses = site_responses_pb2_grpc.SiteResponsesServiceStub(alerts)
        self.rumours = rumours_pb2_grpc.RumourBoardServiceStub(alerts)
        self.cordons = cordons_pb2_grpc.CordonsServiceStub(alerts)
        self.cascades = cascades_pb2_grpc.CascadesServiceStub(alerts)
        self.regional = regional_pb2_grpc.RegionalAlertsServiceStub(alerts)
        self.drills = drills_pb2_grpc.DrillsServiceStub(alerts)
        self.push = push_pb2_grpc.PushServiceStub(alerts)
        self.devices = devices_pb2_grpc.DevicesServiceStub(alerts)
        self.webhooks = webhooks_pb2_grpc.WebhooksServiceStub(alerts)

    def call(
        self, rpc: Any, message: Any, *, as_nobody: bool = False, seconds: float | None = None
    ) -> Any:
        """Call an RPC as the caller of the present request.

        `as_nobody` sends no token on: what a provider proves itself by stands in the message.
        `seconds` is for one that may take longer than the common deadline.

        Raises:
            TokenRefused: the token cannot even be sent on.
            grpc.RpcError: the service refused, or did not answer in time.
        """
        said = None if as_nobody else authorization(message.DESCRIPTOR.file.package)
        if said is not None and not _SENDABLE.fullmatch(said):
            raise TokenRefused("The token is not a good one.")
        metadata = (("authorization", said),) if said else ()
        return rpc(message, timeout=seconds or self._seconds, metadata=metadata)


def _channel(address: str, tls: TlsFolder | None, *contracts: ModuleType) -> grpc.Channel:
    every = (*contracts, search_audit_pb2)
    services = [each for of in every for each in of.DESCRIPTOR.services_by_name.values()]
    return open_channel(address, *services, tls=tls)


def clients() -> Clients:
    """Return the clients of this process."""
    found: Clients = current_app.extensions["isp-clients"]
    return found

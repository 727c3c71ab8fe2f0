"""A quarter of a million endpoints, as alerts would have them from identity and its own RPCs."""

from typing import Final
from uuid import UUID

from stack.alone import Alone

OF_AN_ORGANISATION: Final = 20
"""As many endpoints as one may have."""

URGENT: Final = 200
"""Endpoints of another region, for an alert that must not wait."""

_ORGANISATIONS: Final = """
INSERT INTO organisations (organisation_id, version, active, sectors)
SELECT md5('organisation' || n)::uuid::text, 1, true, '{retail}'
FROM generate_series(1, %s) n
"""
_PREMISES: Final = """
INSERT INTO premises
    (premises_id, organisation_id, version, active, regions, type, latitude, longitude)
SELECT md5('premises' || n)::uuid, md5('organisation' || n)::uuid::text, 1, true,
    ARRAY[CASE WHEN n > %s THEN 'WAL' ELSE 'LON' END], 'shop',
    51500000 + n, -100000 - n FROM generate_series(1, %s) n
"""
_OWNERS: Final = """
INSERT INTO principals (subject, tier, roles, regions, sectors, closed_groups, organisation_id,
    standing, rights_version)
SELECT md5('owner' || n)::uuid::text, 'VERIFIED', '{integrator}', '{}', '{}', '{}',
    md5('organisation' || n)::uuid::text, 'ACTIVE', 1 FROM generate_series(1, %s) n
"""
_RECIPIENTS: Final = """
INSERT INTO recipients (recipient_id, version, active, subject, language, regions, outward_codes,
    stop_token)
SELECT md5('endpoint' || n)::uuid, 1, true, md5('owner' || (n - 1) / %s + 1)::uuid::text, 'en',
    '{}', '{}', '' FROM generate_series(1, %s) n
"""
_CHANNELS: Final = """
INSERT INTO channels (recipient_id, channel, address)
SELECT md5('endpoint' || n)::uuid, 'WEBHOOK', 'endpoint' FROM generate_series(1, %s) n
"""
_ENDPOINTS: Final = """
INSERT INTO webhooks (webhook_id, organisation_id, owner, mode, url, description, contact_email,
    secret_id, version, created_at, disabled_why, failures)
SELECT md5('endpoint' || n)::uuid, md5('organisation' || (n - 1) / %s + 1)::uuid::text,
    md5('owner' || (n - 1) / %s + 1)::uuid::text, 'LIVE',
    'http://localhost:' || %s::text || '/' || n, 'A benchmark''s', 'owner@bench.example',
    md5('secret' || n)::uuid, 1, now(), '', 0 FROM generate_series(1, %s) n
"""


def keep_endpoints(alone: Alone, count: int, port: int) -> None:
    """Put so many endpoints in London and a few elsewhere, of people with shops, into alerts."""
    whole, each = count + URGENT, OF_AN_ORGANISATION
    organisations = whole // each
    for statement, values in (
        (_ORGANISATIONS, (organisations,)),
        (_PREMISES, (count // each, organisations)),
        (_OWNERS, (organisations,)),
        (_RECIPIENTS, (each, whole)),
        (_CHANNELS, (whole,)),
        (_ENDPOINTS, (each, each, port, whole)),
        ("ANALYZE", ()),
    ):
        alone.execute("alerts", statement, values)


def waiting(alone: Alone, alert_id: UUID) -> int:
    """Return how many deliveries of an alert are there, once all of them are; else 0."""
    row = alone.execute(
        "alerts",
        "SELECT queued FROM dispatches WHERE alert_id = %s AND finished_at IS NOT NULL",
        (alert_id,),
    )
    return int(str(row[0][0])) if row else 0

"""How long content keeps what, and what enforces it."""

from typing import Final

from chassis.postgres.retention import BY_PERSON, Kept
from services.content.domain.access_request import KEPT
from services.content.domain.format_request import PERSON_KEPT
from services.content.domain.reading import KEPT as READING_KEPT
from services.content.domain.receipt import KEPT as RECEIPT_KEPT
from services.content.outbound.postgres import reading_tables, receipt_tables
from services.content.outbound.postgres.access_tables import ACCESS_REQUESTS
from services.content.outbound.postgres.format_tables import FORMAT_REQUESTS

RETENTION: Final = (
    # Nothing is open as long as that: a request waits 30 days, a grant ends after 90.
    Kept(
        retention="1 year after it is over; gone on erasure",
        enforced_by="ForgetAccessRequests EraseSubject",
        ages=((ACCESS_REQUESTS.c.changed_at, KEPT),),
    ),
    Kept(
        retention="1 year after it is over, pseudonym on erasure",
        enforced_by="ForgetAccessRequests EraseSubject",
    ),
    Kept(
        retention="90 days after the request ended",
        enforced_by="ForgetFormatRequests",
        ages=((FORMAT_REQUESTS.c.person_kept_since, PERSON_KEPT),),
    ),
    Kept(retention="7 years", enforced_by=BY_PERSON),
    Kept(retention="7 years, pseudonym on erasure", enforced_by=BY_PERSON),
    Kept(
        retention=receipt_tables.KEPT,
        enforced_by="ForgetReadings",
        ages=((receipt_tables.RECEIPTS.c.confirmed_at, RECEIPT_KEPT),),
    ),
    Kept(
        retention=reading_tables.KEPT,
        enforced_by="ForgetReadings",
        ages=((reading_tables.READINGS.c.read_at, READING_KEPT),),
    ),
)

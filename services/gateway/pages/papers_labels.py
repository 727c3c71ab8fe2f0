"""What the editors' desk says of drafts, of fields that differ, and of markings to choose from."""

from typing import Final

from flask_babel import lazy_gettext

DRAFT_STATUSES: Final = {
    "DRAFT": lazy_gettext("Being written"),
    "SUBMITTED": lazy_gettext("Waits for approval"),
    "RETURNED": lazy_gettext("Sent back"),
    "SCHEDULED": lazy_gettext("Approved for later"),
    "PUBLISHED": lazy_gettext("Published"),
    "DISCARDED": lazy_gettext("Given up"),
}
FIELDS: Final = {
    "kind": lazy_gettext("Kind"),
    "title": lazy_gettext("Title"),
    "summary": lazy_gettext("Summary"),
    "body": lazy_gettext("Text"),
    "language": lazy_gettext("Language"),
    "marking": lazy_gettext("Who may read it"),
    "sectors": lazy_gettext("Sectors"),
    "regions": lazy_gettext("Regions"),
    "sources": lazy_gettext("Sources"),
    "translation_of": lazy_gettext("Translation of"),
    "tags": lazy_gettext("Tags"),
    "teaser": lazy_gettext("Teaser"),
    "receipt": lazy_gettext("Readers confirm that they read it"),
    "film": lazy_gettext("Film"),
    "captions": lazy_gettext("Captions"),
    "transcript": lazy_gettext("Transcript"),
    "signed_film": lazy_gettext("Film with a signer"),
    "poster": lazy_gettext("Picture that stands for the film"),
}
RECEIPTS: Final = {
    "": lazy_gettext("No"),
    "COUNTED": lazy_gettext("Yes, counted without names"),
    "NAMED": lazy_gettext("Yes, by name"),
}
MARKINGS: Final = {
    "CLEAR/PUBLIC": lazy_gettext("Anyone (TLP:CLEAR). One editor publishes it"),
    "GREEN/REGISTERED": lazy_gettext("People with an account (TLP:GREEN)"),
    "AMBER/VERIFIED": lazy_gettext("People whose identity was verified (TLP:AMBER)"),
    "AMBER/TRUSTED": lazy_gettext("Trusted people (TLP:AMBER)"),
    "AMBER_STRICT/VERIFIED": lazy_gettext("A closed group alone (TLP:AMBER+STRICT)"),
    "RED/VERIFIED": lazy_gettext("Named people alone (TLP:RED)"),
}
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext(
        "is marked SECRET or above: keep it off this platform; use your accredited system and tell"
        " your security officer"
    ),
    lazy_gettext("must be a day to come, within three years"),
    lazy_gettext("must be a time to come, within a year"),
    lazy_gettext("must be after it is published"),
    lazy_gettext("may be asked of bulletins and briefings alone"),
    lazy_gettext("may ask for names only of a closed group or of named people"),
    lazy_gettext("must say what changed: readers are told when it matters"),
    lazy_gettext("must stand with a document of kind VIDEO, and with no other"),
    lazy_gettext("must have 1 to 50000 characters: not everybody hears or sees"),
    lazy_gettext("must be a film of this document that stands"),
    lazy_gettext("must be a file of captions (WebVTT) of this document that stands"),
    lazy_gettext("must be a picture of this document that stands"),
    lazy_gettext("must each have 1 to 40 characters, in lower case"),
    lazy_gettext("must be at most 20, none twice"),
    lazy_gettext("must be at most 20, each of 1 to 300 characters"),
    lazy_gettext("TLP:AMBER+STRICT needs a named closed group"),
)
"""What content says of these fields, so that it has its Welsh."""

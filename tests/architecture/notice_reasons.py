"""Of which single fields no notice stands, each with the reason; and where templates have one."""

from typing import Final

from services.gateway.pages.area_rows import MOST

_ALERT: Final = "what an alert says, and for whom: of no person"
_RECORDED: Final = "why something was done, of no person; the record names who did it by their act"
_PRACTISED: Final = "what is practised"
_PLACE: Final = "where a cordon is, and on whose authority's word"
_CATALOGUE: Final = "what a partner's catalogue is"
_LINK: Final = "where a link leads"
_SIGN_IN: Final = "what a partner's sign-in is"
_LEVEL: Final = "which threat level, and why"
_SITE: Final = "what is done at premises, and why"
_RUMOUR: Final = "what is said and what is true, of no person"
_WORDS: Final = (
    *("action_line", "description", "headline", "instruction"),
    *("cy_action_line", "cy_description", "cy_headline", "cy_instruction"),
    *("categories", "certainty", "response_types", "severity", "urgency"),
)
_ROW: Final = ("km", "mode", "name", "organisation", "points", "what", "where")

_DOCUMENT: Final = "what a document says, to whom and when; that one keeps it, its label says"
_PAPER: Final = dict.fromkeys(
    (
        *("body", "captions", "closed_group", "film", "in_short", "kind", "language", "material"),
        *(
            "note",
            "poster",
            "publish_at",
            "regions",
            "review_on",
            "sectors",
            "sharing",
            "signed_film",
        ),
        "receipt",
        *("sources", "tags", "take_over", "teaser", "teaser_confirmed", "title", "transcript"),
        "withdraw_at",
    ),
    _DOCUMENT,
)

FIELDS: Final[dict[str, dict[str, str]]] = {
    "access_desk.DecisionForm": {"days": "for how long somebody may read something"},
    "formats_desk.FormatAnswerForm": dict.fromkeys(
        ("attachment_id", "link", "reason"), "what was made of a document, or why nothing was"
    ),
    "alert_form.AlertForm": dict.fromkeys(
        (
            *(*_WORDS, "asks_answer", "authority_reference", "cap_status", "cascaded"),
            *("channels", "minutes", "regions", "sectors", "sharing"),
        ),
        _ALERT,
    ),
    "area_rows.AreaRows": dict.fromkeys(
        ("rows", *(f"row{row}_{each}" for row in range(1, MOST + 1) for each in _ROW)),
        "where an alert counts",
    ),
    "attachments_desk.RemovalForm": {"reason": _RECORDED},
    "passporting.PassportForm": {"shown": "a passport that is checked and not kept"},
    "attachments_desk.UploadForm": {"file": "a file of a document, of no person"},
    "packages_desk.PackageForm": {
        "file": "a course that somebody made, of no person",
        "course_id": "which course it is a version of, as the page says",
    },
    "packages_desk.PackageWithdrawalForm": {"reason": _RECORDED},
    "assessment.Questions": {"attempt": "which attempt it is, as the page says"},
    "audit_desk.AuditForm": dict.fromkeys(
        ("action", "begins_at", "ends_at", "page_token", "resource"), "what is looked for"
    ),
    "cascading.WordForm": dict.fromkeys(
        ("text", "text_cy", "tlp"), "words beside an alert, which those read whom it is for"
    ),
    "catalogues_desk.CatalogueEndForm": {"reason": _RECORDED},
    "catalogues_desk.CatalogueForm": dict.fromkeys(
        ("account", "name", "public_key", "url"), _CATALOGUE
    ),
    "certificates_desk.NumberForm": {"number": "which certificate, looked up and not kept"},
    "checking.CodeForm": {"code": "the code of a message, looked up and not kept"},
    "contact_forms.Code": {
        "code": "a code that we sent, checked and not kept",
        "request_id": "which request, as the page says",
    },
    "contact_forms.Subscribing": {"wording_version": "which words stood on the page"},
    "cordon_desk.CordonForm": dict.fromkeys(
        ("handover_note", "lift_reference", "reason", "renewed_for"), _PLACE
    ),
    "cordon_desk.LineForm": dict.fromkeys(
        ("authority_reference", "due_in", "place", "points"), _PLACE
    ),
    "desk.EndForm": {
        **dict.fromkeys(("discard_reason", "finding", "reason", "return_reason"), _RECORDED),
        **dict.fromkeys(("authority_reference", "size", "text", "text_cy"), _ALERT),
    },
    "drilling.DrillForm": dict.fromkeys(("minutes", "note", "scenario"), _PRACTISED),
    "freezing.FreezeForm": {"freeze_id": "which freeze", "reason": "why nothing goes out"},
    "glass.GlassForm": {
        **dict.fromkeys(("minutes", "place", "radius_metres", "seen_at"), _ALERT),
        **dict.fromkeys(("reason", "retire_reason"), _RECORDED),
    },
    "glass.TemplateForm": dict.fromkeys(
        (*_WORDS, "largest_radius_metres", "longest_minutes", "name", "use"), _ALERT
    ),
    "groups.GroupForm": {"until": "how long a group is there"},
    "groups.NewGroupForm": dict.fromkeys(
        ("code", "name", "purpose", "until"), "what a group is called and for, and how long"
    ),
    "how_told.ChannelForm": {"channel": "which kind of address the next field is"},
    "how_told.CodeForm": {"code": "a code that we sent, checked and not kept"},
    "links_desk.LinkForm": dict.fromkeys(
        (
            *("account", "finds", "for_whom", "languages", "name", "regions", "sectors", "url"),
            *("welsh_account", "welsh_finds", "welsh_for_whom", "welsh_name"),
        ),
        _LINK,
    ),
    "links_desk.RemovalForm": {"reason": _RECORDED},
    "synonyms_desk.SynonymsForm": {"groups": "words that mean the same; nobody's"},
    "held.EraseForm": {"sure": "that the press was meant"},
    "my_privacy.OwnDataForm": {"sure": "that the press was meant"},
    "notifying.BrowserForm": dict.fromkeys(
        ("auth", "p256dh"), "part of the browser's address, at which the notice stands"
    ),
    "papers_forms.ChangeForm": _PAPER,
    "papers_forms.EndForm": dict.fromkeys(("reason", "withdraw_at"), _RECORDED),
    "papers_forms.PaperForm": _PAPER,
    "papers_forms.ReasonForm": {"reason": _RECORDED},
    "papers_forms.ReviewForm": dict.fromkeys(("review_on", "take_over"), _DOCUMENT),
    "partners_desk.EndForm": {"reason": "why a site ends"},
    "partners_desk.PartnerForm": {
        "name": "what a site is called",
        "scopes": "what a site may learn, which each visitor is asked",
        **dict.fromkeys(("backchannel_logout_uri", "redirect_uris"), "where a site is"),
    },
    "passkey_sign_in.Signed": {
        "credential": "a signature that is checked and not kept",
        "next": "which page comes next",
    },
    "passkeys.NewPasskey": {"credential": "the key itself, which the name stands for"},
    "second_factor.NewApp": {
        "code": "that is checked and not kept",
        **dict.fromkeys(
            ("challenge", "otpauth", "secret"), "of the app, which the name stands for"
        ),
    },
    "second_factor.NewKey": {"credential": "the key itself, which the name stands for"},
    "privacy_desk.RecordedForm": {"kind": "what is asked"},
    "providers_desk.ProviderForm": dict.fromkeys(
        (
            *("certificate", "client_id", "client_secret", "issuer", "keys_url", "name"),
            *("protocol", "sign_in_url", "token_url"),
        ),
        _SIGN_IN,
    ),
    "questions_desk.DeskForm": dict.fromkeys(
        ("region", "sector"), "whose question it is from now on"
    ),
    "reaching.RelayForm": {
        **dict.fromkeys(
            ("organisation_id", "region", "sector", "to"), "for whom it is, which the page says"
        ),
        "share_address": "whether the address goes along, which its label says",
    },
    "roles_desk.ProposalForm": {"held": "how it is held, beside the role"},
    "remarking.RemarkForm": {"comment": "nobody's: what is kept of it stands beside the field"},
    "remarks_desk.OutcomeForm": {"outcome": "what was done to a document"},
    "rumour_desk.ReasonForm": {"reason": _RECORDED},
    "rumour_desk.RumourForm": dict.fromkeys(
        (
            *("authority_reference", "corrects", "kind", "language", "quote"),
            *("source", "source_ago"),
        ),
        _RUMOUR,
    ),
    "sessions_desk.CallOffForm": {"reason": _RECORDED},
    "sessions_desk.ScheduleForm": dict.fromkeys(
        (
            *("course_id", "starts_at", "ends_at", "closes_at"),
            *("place", "link", "places", "region"),
        ),
        "what is taught, where and when: of no person",
    ),
    "seats_desk.SeatForm": dict.fromkeys(
        ("district", "region", "role", "sector"), "what a seat is"
    ),
    "site_response.OwnLevelForm": dict.fromkeys(
        ("lasts", "lift_reason", "reason", "response", "since"), _SITE
    ),
    "threat_desk.ProposalForm": dict.fromkeys(
        ("authority_reference", "level", "reason", "response", "series", "since"), _LEVEL
    ),
    "threat_desk.WithdrawalForm": {"reason": _RECORDED},
    "versions_desk.WithdrawalForm": {"ends_at": "a day of a course", "reason": _RECORDED},
    "verification_forms.CaseForm": {"kind": "which check it is"},
    "staff_training.FileForm": {"file": "who is asked what, of which training tells each of them"},
    "verifying.CredentialForm": {"shown": "a certificate that is checked and not kept"},
    "webhooks.DeedForm": {"overlap_hours": "how long two secrets are good"},
    "webhooks.EndpointForm": {
        "description": "what it is for",
        "mode": "whether it is a test",
        "url": "where a system of an organisation's is",
    },
}
"""Of each form by its module and name which of its fields collect nothing of a person, and why."""

KEY: Final = "a random number of the page, which a hidden field carries"

EVERYWHERE: Final = {
    "digest": (r"\{\{ [a-z_.]*digest(\.hex\(\))? \}\}", "what exactly was read"),
    "key": (r"\{\{ key \}\}", KEY),
    "token": (r"\{\{ token \}\}", "the link by which somebody came"),
    "version": (r"\{\{ [a-z_. ]*version \}\}", "which version was read"),
}
"""What templates write everywhere, each with the value that alone is excused."""

_ACT: Final = "what is done with what the page shows, which the record has with the act"
_END: Final = "what ends with it collects nothing"
_WHICH: Final = "which of those that the page shows"

TEMPLATES: Final[dict[str, dict[str, str]]] = {
    "staff_training_file.html": dict.fromkeys(("do=try", "do=take"), _ACT),
    "advice.html": {
        "q": "search words, kept of no person, and once three look for them in vain (ADR 0117)",
        "{{ facet.name }}": "what narrows the list that is shown",
    },
    "parts/remark.html": {
        "do=yes": "nobody's: what is kept of it stands beside the button",
        "do=no": "nobody's: what is kept of it stands beside the button",
    },
    "desk_remarks.html": {
        **dict.fromkeys(("document", "only", "status"), "what narrows the list that is shown"),
        **dict.fromkeys(("do=ANSWERED", "do=CLOSED", "do=OPEN"), _ACT),
    },
    "following.html": {"do=renew": "told:following", "do=end": _END},
    "own_readings.html": {
        **dict.fromkeys(("do=clear", "do=stop"), _END),
        "do=keep": "told:following",
    },
    "formats_own.html": {"request_id": "of which request"},
    "desk_formats.html": {
        "document_id": "of which document",
        **dict.fromkeys(("do=answer", "do=close", "do=release", "do=claim"), _ACT),
    },
    "saved_search.html": {"do=see": "of what is kept", "do=delete": "of what is kept"},
    "answer_help.html": {"answer=NEED_HELP": "told:answering"},
    "account.html": {"do=ask": "told:proofing"},
    "agreeing.html": {
        "do=give": "told:consenting",
        "do=withdraw": "told:consenting",
        "kind": "told:consenting",
        "language": "told:consenting",
        "wording_version": "told:consenting",
    },
    "alert.html": {"kind": "told:answering"},
    "cascade.html": {
        **dict.fromkeys(("alert_id", "region", "sector"), _WHICH),
        "tlp=AMBER": "how far a word goes, where none is written",
        "text": "no word, where none is written",
    },
    "cascade_tree.html": dict.fromkeys(("region", "sector"), _WHICH),
    "desk_access.html": {"do=grant": _ACT, "do=refuse": _ACT, "do=revoke": _ACT},
    "desk_alert.html": {"counted": "how many it reaches", "do": _ACT},
    "desk_audit.html": {
        "page_token": "which page",
        "{{ name }}": "what was looked for, at whose fields the notices stand",
    },
    "desk_catalogue.html": {"do": _ACT},
    "desk_cordon.html": {"do": _ACT},
    "desk_freeze.html": {"do": _ACT, "freeze_id": _WHICH},
    "desk_given_up.html": {"channel": _WHICH, "delivery_id": _WHICH},
    "desk_help.html": {
        "do": _ACT,
        "id": _WHICH,
        "do=staff": "a shift, at whose fields the notices stand",
    },
    "desk_link.html": {"do": _ACT},
    "desk_partner.html": {"do": _ACT},
    "desk_provider.html": {"do": _ACT},
    "desk_question.html": {"do": _ACT},
    "desk_record_freezes.html": {"reason": "why an officer does it"},
    "desk_role.html": {"do": _ACT},
    "desk_rumour.html": {"do": _ACT},
    "desk_session.html": {"{{ each.booking_id }}": "who came, as the notice at booking says"},
    "reminders.html": {"wanted": "told:learning"},
    "sessions.html": {"region": "what narrows the list that is shown"},
    "desk_seat.html": {"do": _ACT},
    "desk_seats.html": dict.fromkeys(("{{ name }}", "region"), "what narrows the list"),
    "desk_package.html": dict.fromkeys(("do=publish", "do=upload", "do=withdraw"), _ACT),
    "desk_packages.html": {"do=upload": _ACT},
    "desk_attachments.html": {"do=confirm": _ACT, "do=remove": _ACT, "do=upload": _ACT},
    "desk_paper.html": {"do": _ACT, "do=who": _ACT},
    "desk_paper_edit.html": {"do=keep": _ACT, "do=preview": _ACT},
    "desk_paper_kept.html": {"do": _ACT},
    "desk_suggestions.html": {"do=confirm": _ACT, "do=refuse": _ACT, "subject": _WHICH},
    "desk_template.html": dict.fromkeys(("do=approve", "do=break", "do=retire"), _ACT),
    "desk_threat_change.html": {"do": _ACT},
    "desk_verification.html": {"do": _ACT},
    "drills.html": {"do=leave": _END},
    "drills_lead.html": {"do=take": "told:standing"},
    "group.html": {"do": _ACT, "member": _WHICH},
    "groups.html": {"do=decline": _END, "do=join": "told:grouping"},
    "invitations.html": {"bring=yes": "told:account", "invitation": "told:account"},
    "leaving.html": {"{{ found.partner_document.partner }}": "a partner's name, and no field"},
    "my_privacy.html": {
        "do=erase": "told:rights",
        "do=export": "told:rights",
        "do=withdraw": _END,
        "request_id": _WHICH,
    },
    "my_role.html": {"do": "what becomes of a role; of taking it up the fields say why"},
    "my_verification.html": {
        "do=appeal": "the appeal, at whose field the notice stands",
        "do=ask": "told:proofing",
        "do=withdraw": _END,
        "tier=TRUSTED": "told:proofing",
        "tier=VERIFIED": "told:proofing",
    },
    "notifying.html": {"do": "whether the browser begins or ends, whose notice stands there"},
    "organisation.html": {"do": _ACT},
    "organisation_leave.html": {"do": _END},
    "parts/answering.html": {
        "alert_id": "which alert was shown",
        "answer=NOT_AFFECTED": "told:answering",
        "answer=SAFE": "told:answering",
    },
    "parts/audience_rows.html": dict.fromkeys(("do=count", "do=more"), "what the page shows next"),
    "parts/unusual.html": {"seen": "that what is unusual was read"},
    "parts/welsh.html": {"do=confirm-welsh": _ACT},
    "passkey_new.html": {"credential": "the key itself, which the name stands for"},
    "passkey_sign_in.html": {"credential": "a signature that is checked and not kept"},
    "second_factor_key.html": {"credential": "the key itself, which the name stands for"},
    "question.html": {
        "do=close": _END,
        "do=further": "a text, at whose field the notice stands",
    },
    "questions_asked.html": {"step": "which choice the button makes; the notice stands below"},
    "relay.html": {"share_address=y": "its label says what it does"},
    "site_response.html": {"do=lift": _ACT, "do=set": _ACT},
    "held.html": {
        "look": "the secret of the page that is open",
        "from_postcode": "which postcode goes, of those that stand there",
    },
    "subscribing_stop.html": {"forget_now": "that an address is forgotten at once"},
    "webhook.html": {"delivery_id": _WHICH, "do": _ACT},
}
"""Of each template what it asks for by itself: why that collects nothing, or `told:` and the
purpose whose notice stands in the same template."""

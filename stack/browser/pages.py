"""Every page that people meet, in one table: axe-core walks it, and so does `make screens`."""

from typing import Final
from uuid import uuid4

from playwright.sync_api import Page as Tab

from stack.browser import learner
from stack.browser.assessment_pages import ASSESSMENT_PAGES
from stack.browser.attached import ATTACHED_PAGES
from stack.browser.clicks import follow
from stack.browser.held_pages import HELD_PAGES
from stack.browser.leading_out import LEADING_OUT_PAGES
from stack.browser.organisation_pages import ORGANISATION_PAGES
from stack.browser.packaged import TRAINER_PAGES, UNIT_PAGES
from stack.browser.page import Page, press
from stack.browser.papers import PAPERS_PAGES
from stack.browser.partners import show_secret
from stack.browser.passkeys import NEW, show_second_factor
from stack.browser.people import say_the_size
from stack.browser.regional_alert import REGIONAL_PAGES
from stack.browser.search_pages import SEARCH_PAGES
from stack.browser.standing_pages import STANDING_PAGES
from stack.browser.training_pages import TRAINING_DESK_PAGES

_SEAT: Final = "20000000-0000-4000-8000-000000000004"
"""One of the demonstration's, in which somebody stands in and nobody sits."""

_KEEP: Final = press("[data-prevent-double-click]")
"""The button that keeps a draft: others before it send the form to have it back."""


def _count_wrongly(tab: Tab) -> None:
    tab.fill("#row1_where", "Atlantis")
    tab.fill("#row1_km", "1")
    tab.locator("[name=sharing]").first.check()
    press("[value=count]")(tab)


def _count(tab: Tab) -> None:
    tab.fill("#row1_where", "Bath")
    tab.fill("#row1_km", "5")
    tab.locator("[name=sharing]").first.check()
    press("[value=count]")(tab)


def _approve(tab: Tab) -> None:
    say_the_size(tab)
    press("[value=approve]")(tab)


def _register(tab: Tab) -> None:
    tab.fill("#given_name", "Cafe")
    tab.fill("#family_name", "Owner")
    tab.fill("#email", f"screens-{uuid4().hex[:10]}@cafe.example")
    tab.check("[name=regions][value=LON]")
    tab.check("[name=sectors][value=retail]")
    press("")(tab)


def _ask_by_mail(tab: Tab) -> None:
    tab.fill("#postcode", "SW1A 1AA")
    tab.fill("#email", f"screens-{uuid4().hex[:10]}@corner.example")
    press("")(tab)


def _ask_for_help_wrongly(tab: Tab) -> None:
    tab.fill("#call_back", "call me")
    press("[value=NEED_HELP]")(tab)


def _sign_in_by_none(tab: Tab) -> None:
    tab.locator("[name=credential]").evaluate("each => { each.value = '{}'; each.form.submit(); }")
    tab.get_by_role("alert").wait_for()


def _as_duty_officer(tab: Tab) -> None:
    show_second_factor(tab, "duty")


def _add_nameless(tab: Tab) -> None:
    show_second_factor(tab, "duty")
    follow(tab.locator("main button"))


PAGES: Final = (
    Page(name="home", path="/", welsh_picture=True),
    Page(name="what-to-do-now", path="/what-to-do-now", welsh_picture=True),
    Page(name="about", path="/about"),
    Page(name="advice", path="/advice"),
    Page(name="advice-found", path="/advice?q={word}", welsh_picture=True),
    Page(name="advice-nothing", path="/advice?q=zyxwvut"),
    Page(name="document", path="/advice/{document}"),
    Page(name="alerts", path="/alerts"),
    Page(name="alert", path="/alerts/{live}", welsh_picture=True),
    Page(name="alert-ended", path="/alerts/{ended}"),
    Page(name="answer", path="/alerts/answer?token={link}", welsh_picture=True),
    Page(name="answer-help", path="/alerts/answer/help?token={link}", welsh_picture=True),
    Page(name="answer-over", path="/alerts/answer?token=abc"),
    Page(name="alert-answer", path="/alerts/{asking}", who="owner"),
    Page(name="alert-help", path="/alerts/{asking}/help", who="owner"),
    Page(
        name="alert-help-errors",
        path="/alerts/{asking}/help",
        who="owner",
        act=_ask_for_help_wrongly,
    ),
    Page(name="cascade", path="/cascade", who="lead", welsh_picture=True),
    Page(
        name="cascade-word",
        path="/cascade?alert_id={cascaded}&region=LON&sector=retail",
        who="lead",
    ),
    Page(name="cascade-nothing", path="/cascade", who="shop"),
    Page(name="cascade-tree", path="/cascade/{cascaded}", who="author", welsh_picture=True),
    Page(name="cascade-tree-branch", path="/cascade/{cascaded}", who="lead"),
    Page(name="help-desk", path="/desk/help", who="duty", welsh_picture=True),
    Page(name="help-desk-errors", path="/desk/help", who="duty", act=press("[value=staff]")),
    Page(name="help-desk-refused", path="/desk/help", who="member"),
    Page(name="desk-board", path="/desk/alerts/{asking}", who="duty", welsh_picture=True),
    Page(name="check-message", path="/alerts/verify", welsh_picture=True),
    Page(name="check-message-errors", path="/alerts/verify", act=press("")),
    Page(name="message-unknown", path="/alerts/verify/7K3Q-9M2X-4T8W"),
    Page(name="browser", path="/alerts/browser", who="owner", welsh_picture=True),
    Page(name="by-post-code", path="/alerts/by-post-code", welsh_picture=True),
    Page(name="by-post-code-errors", path="/alerts/by-post-code", act=press("")),
    Page(
        name="by-post-code-check-mail",
        path="/alerts/by-post-code",
        act=_ask_by_mail,
    ),
    Page(
        name="by-post-code-code",
        path="/alerts/by-post-code/code?request=00000000-0000-4000-8000-000000000000",
    ),
    Page(name="by-post-code-confirm", path="/alerts/by-post-code/confirm?token=abc"),
    Page(
        name="by-post-code-unknown",
        path="/alerts/by-post-code/confirm?token=abc",
        act=press(""),
    ),
    Page(name="by-post-code-stop", path="/alerts/by-post-code/stop?token=abc"),
    Page(name="by-post-code-ask-stop", path="/alerts/by-post-code/stop"),
    Page(name="by-post-code-ask-stop-errors", path="/alerts/by-post-code/stop", act=press("")),
    Page(name="threat", path="/threat-level", welsh_picture=True),
    Page(name="threat-history", path="/threat-level/national"),
    Page(name="register", path="/register"),
    Page(name="register-errors", path="/register", act=press(""), welsh_picture=True),
    Page(name="registered", path="/register", act=_register),
    Page(name="confirm", path="/register/confirm?token=abc"),
    Page(name="confirm-failed", path="/register/confirm?token=abc", act=press("")),
    Page(name="sign-in-failed", path="/sign-in-failed"),
    Page(name="not-found", path="/nothing"),
    Page(name="account", path="/account", who="owner"),
    Page(name="drills-lead", path="/account/drills", who="member"),
    Page(name="drills", path="/account/drills", who="stadium", welsh_picture=True),
    Page(name="drill-new", path="/account/drills/new", who="stadium"),
    Page(name="drill-new-errors", path="/account/drills/new", who="stadium", act=press("")),
    Page(name="drill", path="/account/drills/{drill}", who="stadium", welsh_picture=True),
    Page(name="drill-alert", path="/alerts/{drill}", who="stadium"),
    Page(name="drill-help", path="/alerts/{drill}/help", who="stadium", welsh_picture=True),
    Page(name="alert-mails", path="/account/alert-mails", who="member", welsh_picture=True),
    Page(name="sign-ins", path="/account/sign-ins", who="member", welsh_picture=True),
    Page(name="verification", path="/account/verification", who="owner", welsh_picture=True),
    Page(name="verification-held", path="/account/verification", who="member"),
    Page(name="verification-waits", path="/account/verification", who="market"),
    Page(name="my-data", path="/account/privacy", who="owner", welsh_picture=True),
    Page(
        name="newsletters", path="/account/newsletters-and-surveys", who="owner", welsh_picture=True
    ),
    Page(name="newsletters-stop", path="/newsletters-and-surveys/stop?token=abc"),
    Page(name="newsletters-unknown", path="/newsletters-and-surveys/stop?token=abc", act=press("")),
    Page(name="complain", path="/complain", welsh_picture=True),
    Page(name="complain-errors", path="/complain", act=press("")),
    Page(name="desk-complaints", path="/desk/privacy/complaints", who="privacy"),
    Page(name="desk-privacy", path="/desk/privacy", who="privacy", welsh_picture=True),
    Page(name="desk-privacy-new", path="/desk/privacy/new", who="privacy"),
    Page(name="desk-privacy-new-errors", path="/desk/privacy/new", who="privacy", act=press("")),
    Page(name="desk-audit", path="/desk/privacy/audit", who="privacy", welsh_picture=True),
    Page(name="desk-audit-errors", path="/desk/privacy/audit", who="privacy", act=press("")),
    Page(name="desk-privacy-longer", path="/desk/privacy/{privacy_request}/longer", who="privacy"),
    Page(name="vouching", path="/account/verification/vouching", who="stadium"),
    Page(
        name="vouching-errors",
        path="/account/verification/vouching",
        who="stadium",
        act=press(""),
        welsh_picture=True,
    ),
    Page(name="desk-verifications", path="/desk/verifications", who="verifier"),
    Page(
        name="desk-verification",
        path="/desk/verifications/{case}",
        who="verifier",
        welsh_picture=True,
    ),
    Page(
        name="desk-verification-errors",
        path="/desk/verifications/{case}",
        who="verifier",
        act=press("[value=refuse]"),
    ),
    Page(name="premises", path="/account/premises", who="member", welsh_picture=True),
    Page(name="premises-organisation", path="/account/premises", who="sole"),
    Page(
        name="premises-organisation-errors",
        path="/account/premises",
        who="sole",
        act=press(""),
    ),
    Page(name="premises-new", path="/account/premises/new", who="member"),
    Page(name="premises-new-errors", path="/account/premises/new", who="member", act=press("")),
    Page(name="premises-change", path="/account/premises/{premises}", who="member"),
    Page(name="premises-remove", path="/account/premises/{premises}/remove", who="member"),
    *ORGANISATION_PAGES,
    Page(name="passkey-sign-in", path="/sign-in/passkey", welsh_picture=True),
    Page(name="passkey-sign-in-refused", path="/sign-in/passkey", act=_sign_in_by_none),
    Page(name="second-factor", path="/account/second-factor", who="member", welsh_picture=True),
    Page(name="second-factor-removed", path="/account/second-factor/removed"),
    Page(
        name="desk-second-factors", path="/desk/second-factors", who="verifier", welsh_picture=True
    ),
    Page(name="passkeys", path="/account/passkeys", who="duty", welsh_picture=True),
    Page(name="passkey-new", path=NEW, who="duty", act=_as_duty_officer, welsh_picture=True),
    Page(name="passkey-new-errors", path=NEW, who="duty", act=_add_nameless),
    Page(name="passkey-remove", path="/account/passkeys/{passkey}/remove", who="duty"),
    Page(name="passkey-removed", path="/account/passkeys/removed"),
    Page(
        name="site-response",
        path="/account/premises/{hall}/response",
        who="venue",
        welsh_picture=True,
    ),
    Page(
        name="site-response-errors",
        path="/account/premises/{hall}/response",
        who="venue",
        act=press("[value=set]"),
    ),
    Page(name="webhooks", path="/account/webhooks", who="venue", welsh_picture=True),
    Page(name="webhook", path="/account/webhooks/{webhook}", who="venue", welsh_picture=True),
    Page(
        name="webhook-secret",
        path="/account/webhooks/{webhook}",
        who="venue",
        act=press("[value=rotate]"),
    ),
    Page(name="webhook-new", path="/account/webhooks/new", who="venue"),
    Page(name="webhook-new-errors", path="/account/webhooks/new", who="venue", act=press("")),
    Page(name="webhook-delete", path="/account/webhooks/{webhook}/delete", who="venue"),
    Page(name="webhooks-refused", path="/account/webhooks", who="owner"),
    Page(name="desk-partners", path="/desk/partners", who="privacy"),
    Page(name="desk-partner-new", path="/desk/partners/new", who="admin", welsh_picture=True),
    Page(name="desk-partner-new-errors", path="/desk/partners/new", who="admin", act=press("")),
    Page(name="desk-partner", path="/desk/partners/{partner}", who="admin", welsh_picture=True),
    Page(name="desk-partner-waits", path="/desk/partners/{partner_waits}", who="privacy"),
    *(
        Page(name=f"desk-partner-{name}", path="/desk/partners/{partner}", who="admin", act=act)
        for name, act in (("errors", press("[value=end]")), ("secret", show_secret))
    ),
    Page(name="desk-providers", path="/desk/partner-sign-in", who="privacy"),
    Page(name="desk-provider-new", path="/desk/partner-sign-in/new", who="admin"),
    Page(name="desk-provider", path="/desk/partner-sign-in/{provider}", who="privacy"),
    Page(name="desk-suggestions", path="/desk/partner-sign-in/organisations", who="verifier"),
    Page(name="desk-unled", path="/desk/organisations", who="verifier"),
    Page(name="partner-sites", path="/account/partner-sites", who="member"),
    Page(name="partner-usage", path="/account/partner-sites/{partner}", who="member"),
    Page(name="desk-given-up", path="/desk/given-up", who="duty", welsh_picture=True),
    Page(name="home-signed-in", path="/", who="member"),
    Page(name="desk", path="/desk/alerts", who="approver"),
    Page(name="desk-new", path="/desk/alerts/new", who="author", welsh_picture=True),
    Page(name="desk-new-begun", path="/desk/alerts/new?from=stay-inside", who="author"),
    Page(name="desk-new-errors", path="/desk/alerts/new", who="author", act=_KEEP),
    Page(name="desk-new-counted", path="/desk/alerts/new", who="author", act=_count),
    Page(
        name="desk-new-area-errors",
        path="/desk/alerts/new",
        who="author",
        act=_count_wrongly,
        welsh_picture=True,
    ),
    Page(name="desk-map", path="/desk/alerts/{mapped}", who="approver", welsh_picture=True),
    Page(name="desk-edit-areas", path="/desk/alerts/{mapped}/edit", who="author"),
    *REGIONAL_PAGES,
    Page(name="desk-draft", path="/desk/alerts/{draft}", who="author"),
    Page(name="desk-welsh", path="/desk/alerts/{welsh_draft}", who="welsh", welsh_picture=True),
    Page(name="desk-seats", path="/desk/seats", who="hub", welsh_picture=True),
    Page(name="desk-seat", path=f"/desk/seats/{_SEAT}", who="hub", welsh_picture=True),
    Page(
        name="desk-seat-errors",
        path=f"/desk/seats/{_SEAT}",
        who="hub",
        act=press("[value=appoint]"),
    ),
    Page(name="desk-seat-new", path="/desk/seats/new", who="hub"),
    Page(name="desk-seat-new-errors", path="/desk/seats/new", who="hub", act=press("")),
    Page(name="desk-templates", path="/desk/templates", who="duty"),
    Page(name="desk-template-new", path="/desk/templates/new", who="duty"),
    Page(name="desk-freeze", path="/desk/freeze", who="approver"),
    Page(name="desk-decisions", path="/desk/alerts/{live}/decisions", who="approver"),
    Page(name="desk-edit", path="/desk/alerts/{draft}/edit", who="author"),
    Page(name="desk-update", path="/desk/alerts/{live}/update", who="author"),
    Page(name="desk-approve", path="/desk/alerts/{submitted}", who="approver"),
    Page(name="desk-live", path="/desk/alerts/{live}", who="approver"),
    Page(
        name="desk-live-errors",
        path="/desk/alerts/{live}",
        who="approver",
        act=press("[value=withdraw]"),
    ),
    Page(name="desk-all-clear", path="/desk/alerts/{proposed}", who="approver"),
    Page(
        name="desk-refused",
        path="/desk/alerts/{submitted}",
        who="author",
        act=_approve,
    ),
    Page(name="rumours", path="/rumours", welsh_picture=True),
    Page(name="desk-rumours", path="/desk/rumours", who="approver"),
    Page(name="desk-rumour-new", path="/desk/rumours/new", who="approver", welsh_picture=True),
    Page(name="desk-rumour-new-errors", path="/desk/rumours/new", who="approver", act=press("")),
    Page(name="desk-rumour", path="/desk/rumours/{rumour}", who="approver"),
    Page(name="alert-cordoned", path="/alerts/{cordoned}", welsh_picture=True),
    Page(name="desk-cordons", path="/desk/alerts/{cordoned}/cordons", who="approver"),
    Page(name="desk-cordon-new", path="/desk/alerts/{cordoned}/cordons/new", who="approver"),
    Page(
        name="desk-cordon-new-errors",
        path="/desk/alerts/{cordoned}/cordons/new",
        who="approver",
        act=press(""),
    ),
    Page(
        name="desk-cordon",
        path="/desk/alerts/{cordoned}/cordons/{cordon}",
        who="approver",
        welsh_picture=True,
    ),
    Page(name="desk-threat", path="/desk/threat-level", who="hub"),
    Page(name="desk-threat-new", path="/desk/threat-level/new", who="hub", welsh_picture=True),
    Page(name="desk-threat-new-errors", path="/desk/threat-level/new", who="hub", act=press("")),
    Page(name="desk-threat-own", path="/desk/threat-level/{threat_change}", who="hub"),
    Page(name="desk-threat-approve", path="/desk/threat-level/{threat_change}", who="approver"),
    Page(
        name="desk-threat-errors",
        path="/desk/threat-level/{threat_change}",
        who="approver",
        act=press("[value=withdraw]"),
    ),
    Page(name="ask", path="/ask", welsh_picture=True),
    Page(name="ask-new", path="/ask/new", who="owner"),
    Page(name="ask-new-errors", path="/ask/new", who="owner", act=press(""), welsh_picture=True),
    Page(name="my-questions", path="/ask/questions", who="owner"),
    Page(name="question", path="/ask/questions/{answered}", who="owner"),
    Page(name="question-desk", path="/desk/questions", who="expert", welsh_picture=True),
    Page(name="question-desk-held", path="/desk/questions/held", who="expert"),
    Page(name="question-desk-waiting", path="/desk/questions/{waiting}", who="expert"),
    Page(name="question-desk-held-one", path="/desk/questions/{held}", who="expert"),
    Page(
        name="question-desk-errors",
        path="/desk/questions/{held}",
        who="expert",
        act=press("[value=answer]"),
    ),
    Page(name="question-desk-refused", path="/desk/questions", who="owner"),
    Page(name="courses", path="/learn"),
    Page(name="course", path="/learn/{course}", welsh_picture=True),
    Page(name="module", path="/learn/{course}/{module}"),
    Page(name="course-signed-in", path="/learn/{course}", who="member"),
    Page(name="questions", path="/learn/{course}", who="member", act=learner.asked),
    Page(
        name="questions-errors",
        path="/learn/{course}",
        who="member",
        act=learner.asked_and_left_out,
        welsh_picture=True,
    ),
    Page(name="marked", path="/learn/{course}", who="member", act=learner.marked),
    Page(name="verify", path="/verify", welsh_picture=True),
    Page(name="verify-errors", path="/verify", act=press("")),
    Page(name="verify-forged", path="/verify", act=learner.pasted),
    Page(name="verified", path="/verify/{certificate}", welsh_picture=True),
    Page(name="verified-revoked", path="/verify/{revoked}"),
    Page(name="verified-unknown", path="/verify/{course}"),
    *STANDING_PAGES,
    *LEADING_OUT_PAGES,
    *HELD_PAGES,
    *SEARCH_PAGES,
    *ATTACHED_PAGES,
    *TRAINER_PAGES,
    *UNIT_PAGES,
    *TRAINING_DESK_PAGES,
    *PAPERS_PAGES,
    *ASSESSMENT_PAGES,
    Page(name="reference", path="/reference", welsh=False),
    Page(name="problem", path="/problems/self-approval", welsh=False),
)

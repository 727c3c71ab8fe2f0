"""What mails and texts say, and what they never say."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kernel.markings import FLOORS, Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.acts import EXPIRED_TEXT, WITHDRAWN_TEXT
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.asking import answer_address
from services.alerts.domain.cascade import Context, Step
from services.alerts.domain.content import Severity, Urgency
from services.alerts.domain.context_words import with_context
from services.alerts.domain.message import CARRIED, LONGEST_TEXT, Message, mail, text
from services.alerts.domain.recipient import Recipient
from services.alerts.domain.seat import Sitting
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import EVERYTHING, NOON, issued, updated
from tests.fakes.deliveries import account, recipient

SITE = "https://isp.example"
STOP = "alerts/by-post-code/stop?token=stop-token"
MARK = "EXERCISE EXERCISE EXERCISE"
AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
ENDS = (Status.WITHDRAWN, Status.ALL_CLEAR, Status.EXPIRED)
WRITTEN = pytest.mark.parametrize("write", [mail, text])


def ended(how: Status, alert: Alert) -> Alert:
    if how is Status.WITHDRAWN:
        return alert.withdraw(by="approver", why="a secret reason", at=NOON)
    if how is Status.EXPIRED:
        return alert.expire(at=alert.content.expires_at)
    proposed = alert.propose_all_clear(by="a", text="The road is open.", authority_reference="C1")
    return proposed.give_all_clear(by="b", read=proposed.proposal_digest or b"", at=NOON)


def whole(message: Message) -> str:
    return f"{message.subject}\n{message.text}"


@WRITTEN
def test_it_says_what_was_approved_and_how_to_stop(write: Any) -> None:
    out = issued(headline="Avoid Foo Street")
    said = write(out, Status.ISSUED, recipient(), SITE)
    for words in ("Avoid Foo Street", "Severe", "do nothing", "999", str(out.alert_id), STOP):
        assert words in whole(said), words
    assert f"{SITE}/{STOP}" == said.stop


@WRITTEN
@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_says_how_anyone_can_check_that_it_is_ours(write: Any, language: str) -> None:
    site = SITE if language == "en" else f"{SITE}/cy"
    for alert in (
        issued(),
        issued(cap_status=CapStatus.EXERCISE),
        ended(Status.WITHDRAWN, issued()),
    ):
        to = recipient(language=language)
        said = write(alert, alert.status, to, SITE, code="7K3Q-9M2X-4T8W").text
        assert f"{site}/alerts/verify/7K3Q-9M2X-4T8W" in said
        assert "alerts/verify" not in write(alert, alert.status, to, SITE).text


def test_the_longest_text_still_fits_with_its_code() -> None:
    out = issued(headline="x" * 160, action_line="y" * 160, cap_status=CapStatus.EXERCISE)
    said = text(out, Status.ISSUED, recipient(language="cy"), SITE, code="7K3Q-9M2X-4T8W").text
    assert len(said) <= LONGEST_TEXT


def test_a_mail_says_all_of_it_and_when_it_ends_by_itself() -> None:
    out = issued(description="What happens.", instruction="What to do.", action_line="Go in.")
    said = mail(out, Status.ISSUED, recipient(), SITE).text
    for words in ("What happens.", "What to do.", "Go in.", "24.11.2026 18:00"):
        assert words in said, words
    assert "No message from us does not mean no incident" in said


@WRITTEN
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("how", ENDS)
def test_the_three_ends_are_never_confused(write: Any, how: Status, language: str) -> None:
    over = ended(how, issued(headline="Avoid Foo Street"))
    said = whole(write(over, how, recipient(language=language), SITE))
    own = {
        Status.WITHDRAWN: {"en": "in error", "cy": "mewn camgymeriad"},
        Status.ALL_CLEAR: {"en": "All clear", "cy": "Popeth yn glir"},
        Status.EXPIRED: {"en": "no longer current", "cy": "gyfredol mwyach"},
    }
    for each, words in own.items():
        assert (words[language] in said) == (each is how), words
    assert "Avoid Foo Street" in said
    assert "a secret reason" not in said
    assert ("The road is open." in said) == (how is Status.ALL_CLEAR)


@WRITTEN
def test_the_fixed_words_are_those_of_the_record(write: Any) -> None:
    for how, fixed in ((Status.WITHDRAWN, WITHDRAWN_TEXT), (Status.EXPIRED, EXPIRED_TEXT)):
        said = whole(write(ended(how, issued()), how, recipient(), SITE))
        core = fixed.removeprefix("This alert ")
        assert core.removeprefix("was ").removeprefix("is ")[:30] in said


@WRITTEN
def test_who_chose_welsh_is_led_to_welsh_pages(write: Any) -> None:
    said = write(issued(), Status.ISSUED, recipient(language="cy"), SITE)
    assert f"{SITE}/cy/alerts/" in said.text
    assert f"{SITE}/cy/{STOP}" == said.stop
    assert "Mewn argyfwng" in said.text


@WRITTEN
@pytest.mark.parametrize("notice", [Status.ISSUED, *ENDS])
@given(data=st.data())
def test_nothing_above_green_is_carried(write: Any, notice: Status, data: st.DataObject) -> None:
    """A title-free notice and a link; the action line is TLP:CLEAR by its own rule."""
    tlp = data.draw(st.sampled_from(Tlp))
    marking = Marking(
        tlp=tlp,
        minimum_tier=data.draw(st.sampled_from([t for t in Tier if t >= FLOORS[tlp]])),
        closed_group="ports" if tlp is Tlp.AMBER_STRICT else None,
        named_subjects=frozenset({"one"}) if tlp is Tlp.RED else frozenset(),
    )
    alert = issued(
        headline="TITLE", description="DESCRIPTION", instruction="INSTRUCTION", marking=marking
    )
    alert = alert if notice is Status.ISSUED else ended(notice, alert)
    rights = account(tier=Tier.TRUSTED, closed_groups=frozenset({"ports"}))
    to = recipient(subject="one", stop_token="", account=rights)
    said = whole(write(alert, notice, to, SITE))
    carried = tlp in CARRIED
    assert carried == ("TITLE" in said)
    if not carried:
        for word in ("DESCRIPTION", "INSTRUCTION", "The road is open", "All clear", "in error"):
            assert word not in said
        assert f"/alerts/{alert.alert_id}" in said
    assert (notice is Status.ISSUED) == ("do nothing" in said)


@WRITTEN
def test_who_was_downgraded_since_hears_of_the_end_without_a_title(write: Any) -> None:
    green = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)
    over = ended(Status.ALL_CLEAR, issued(headline="TITLE", marking=green))
    lower = recipient(subject="one", stop_token="", account=account(active=False))
    said = whole(write(over, Status.ALL_CLEAR, lower, SITE))
    assert "TITLE" not in said
    assert "does not mean that it is safe" in said


@WRITTEN
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("notice", [Status.ISSUED, *ENDS])
def test_an_exercise_says_so_first_and_last(write: Any, notice: Status, language: str) -> None:
    alert = issued(cap_status=CapStatus.EXERCISE)
    alert = alert if notice is Status.ISSUED else ended(notice, alert)
    said = write(alert, notice, recipient(language=language), SITE)
    for part in filter(None, (said.subject, said.text.strip())):
        assert part.startswith(MARK)
        assert part.endswith((MARK, "YMARFER YMARFER YMARFER"))
    assert MARK not in whole(write(issued(), Status.ISSUED, recipient(), SITE))


HEADLINE, ACTION, END = "h" * 160, "y" * 160, "e" * 300
SITES = ("https://isp.example", "https://www.information-sharing.example", f"https://{'x' * 62}")


def at_its_longest(**given: Any) -> Alert:
    """An alert that says the most in both languages, as an update unless said otherwise."""
    welsh = replace(EVERYTHING["translations"][0], headline=HEADLINE, action_line=ACTION)
    said = {
        "headline": HEADLINE,
        "action_line": ACTION,
        "severity": Severity.MODERATE,
        "cap_status": CapStatus.EXERCISE,
        "translations": (welsh,),
        "asks_answer": True,
    } | given
    exercise = {"cap_status": said["cap_status"]}
    return updated(issued(**exercise), **said)[1]


def texted(alert: Alert, notice: Status, language: str, site: str) -> str:
    """The text with everything that it may have beside."""
    to = recipient("+447700900123", language=language, stop_token=uuid4().hex)
    answer = answer_address("x" * 72, language, site)
    return text(alert, notice, to, site, code="7K3Q-9M2X-4T8W", answer=answer).text


@given(
    headline=st.text(min_size=1, max_size=160),
    action=st.text(max_size=160),
    language=st.sampled_from(["en", "cy"]),
    notice=st.sampled_from([Status.ISSUED, *ENDS]),
    ending=st.text(max_size=1000),
    cap_status=st.sampled_from([CapStatus.ACTUAL, CapStatus.EXERCISE]),
    update=st.booleans(),
    line_alone=st.booleans(),
    site=st.sampled_from(SITES),
)
@example(HEADLINE, ACTION, "en", Status.ISSUED, "", CapStatus.EXERCISE, True, False, SITES[1])
@example(HEADLINE, ACTION, "cy", Status.ISSUED, "", CapStatus.EXERCISE, True, False, SITES[1])
@example(HEADLINE, ACTION, "cy", Status.ISSUED, "", CapStatus.EXERCISE, False, False, SITES[1])
@example(HEADLINE, ACTION, "cy", Status.ISSUED, "", CapStatus.ACTUAL, True, False, SITES[1])
@example(HEADLINE, ACTION, "cy", Status.ISSUED, "", CapStatus.EXERCISE, True, False, SITES[2])
@example(HEADLINE, ACTION, "cy", Status.ALL_CLEAR, END, CapStatus.EXERCISE, True, False, SITES[2])
@example(HEADLINE, ACTION, "cy", Status.ALL_CLEAR, END, CapStatus.EXERCISE, True, True, SITES[2])
@example(HEADLINE, ACTION, "cy", Status.ISSUED, "", CapStatus.EXERCISE, True, True, SITES[2])
def test_a_text_is_never_too_long_and_always_one_line(
    headline: str,
    action: str,
    language: str,
    notice: Status,
    ending: str,
    cap_status: CapStatus,
    update: bool,
    line_alone: bool,
    site: str,
) -> None:
    given = {"headline": headline, "action_line": action, "cap_status": cap_status}
    if line_alone and action.strip():
        given |= {"urgency": Urgency.IMMEDIATE, "marking": AMBER}
    alert = at_its_longest(**given) if update else issued(severity=Severity.EXTREME, **given)
    if notice is not Status.ISSUED:
        alert = ended(notice, alert)
        assert alert.ending is not None
        if notice is Status.ALL_CLEAR:
            alert = replace(alert, ending=replace(alert.ending, text=ending))
    said = texted(alert, notice, language, site)
    assert len(said) <= LONGEST_TEXT
    assert "\n" not in said
    assert str(alert.alert_id) in said


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_longest_text_still_says_what_to_do_how_to_answer_and_how_to_stop(
    language: str, site: str
) -> None:
    """What it does without are the optional parts, in their order, and no other."""
    said = texted(at_its_longest(), Status.ISSUED, language, site)
    for words in (ACTION, "hhh", "999", "alerts/answer?token=" + "x" * 72, "stop?token=", "STOP"):
        assert words in said, words
    left = ["alerts/verify" in said, "lace of what" in said or "lle'r hyn" in said]
    assert left in ([False, False], [False, True], [True, True])
    assert MARK in said[:30]


def test_what_was_added_on_the_way_never_makes_a_text_too_long() -> None:
    alert = at_its_longest()
    to = recipient("+447700900123", language="cy", stop_token=uuid4().hex)
    message = Message(text=texted(alert, Status.ISSUED, "cy", SITES[1]))
    step = Step.given(alert, ("LON", "retail"), Sitting(), at=NOON)
    added = [(step, Context(text="c" * 500, tlp=Tlp.CLEAR))]
    said = with_context(message, added, alert, to, short=True).text
    assert len(said) <= LONGEST_TEXT
    assert ACTION in said


@pytest.mark.parametrize(("length", "carried"), [(300, True), (301, False), (1000, False)])
def test_a_text_carries_all_of_an_all_clears_words_or_none(length: int, *, carried: bool) -> None:
    over = ended(Status.ALL_CLEAR, issued(headline="h" * 160, cap_status=CapStatus.EXERCISE))
    assert over.ending is not None
    over = replace(over, ending=replace(over.ending, text="x" * length))
    said = text(over, Status.ALL_CLEAR, recipient("+447700900123"), SITE).text
    assert (carried, not carried) == ("x" * length in said, "x" * 300 not in said)
    assert len(said) <= LONGEST_TEXT


@WRITTEN
def test_an_all_clear_is_told_in_welsh_where_two_people_said_it_so(write: Any) -> None:
    over = ended(Status.ALL_CLEAR, issued(cap_status=CapStatus.EXERCISE))
    assert over.ending is not None
    welsh = replace(over, ending=replace(over.ending, text_cy="Mae'r ffordd ar agor."))
    for language, alert, said in (
        ("cy", welsh, "Mae'r ffordd ar agor."),
        ("cy", over, "The road is open."),
        ("en", welsh, "The road is open."),
    ):
        to = recipient("someone", language=language)
        text_ = whole(write(alert, Status.ALL_CLEAR, to, SITE))
        assert said in text_
        assert 1 == sum(each in text_ for each in ("Mae'r ffordd", "The road"))


def test_a_subject_is_one_line_whatever_the_headline_has() -> None:
    """A line's end in it would begin another header."""
    said = mail(issued(headline="One\r\nBcc: all@x.example"), Status.ISSUED, recipient(), SITE)
    assert "Severe alert: One Bcc: all@x.example" == said.subject


def test_braces_in_what_people_wrote_stay_as_they_are() -> None:
    said = mail(issued(headline="{link}", description="{0} {stop}"), Status.ISSUED, _nobody(), SITE)
    assert "{link}" in said.subject
    assert "{0} {stop}" in said.text


def _nobody() -> Recipient:
    return recipient(stop_token="")


def test_the_time_is_londons_in_summer_too() -> None:
    july = NOON.replace(month=7)
    out = issued(at=july, expires_at=july + timedelta(hours=1))
    assert "24.07.2026 14:00" in mail(out, Status.ISSUED, recipient(), SITE).text


@WRITTEN
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("notice", [Status.ISSUED, *ENDS])
def test_an_exercise_says_so_also_where_its_title_is_not_said(
    write: Any, notice: Status, language: str
) -> None:
    """Somebody who may not read it, or reads that there is something, is not alarmed."""
    marking = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    alert = issued(headline="TITLE", marking=marking, cap_status=CapStatus.EXERCISE)
    alert = alert if notice is Status.ISSUED else ended(notice, alert)
    for to in (recipient(language=language), recipient(language=language, account=account())):
        said = write(alert, notice, to, SITE)
        assert "TITLE" not in whole(said)
        for part in filter(None, (said.subject, said.text.strip())):
            assert part.startswith(MARK)
            assert part.endswith((MARK, "YMARFER YMARFER YMARFER"))


def test_an_exercise_is_marked_once_at_each_end_and_not_in_between() -> None:
    said = mail(issued(cap_status=CapStatus.EXERCISE), Status.ISSUED, recipient(), SITE)
    assert [2, 2] == [said.subject.count(MARK), said.text.count(MARK)]


@WRITTEN
@pytest.mark.parametrize(("language", "word"), [("en", "Update"), ("cy", "Diweddariad")])
def test_an_update_says_that_it_takes_the_place_of_what_was_sent(
    write: Any, language: str, word: str
) -> None:
    _, update = updated(issued(), headline="Now Bar Street")
    said = whole(write(update, Status.ISSUED, recipient(language=language), SITE))
    assert said.strip().startswith(word)
    assert "Now Bar Street" in said


@WRITTEN
def test_who_may_not_read_an_update_is_told_that_there_is_one_and_no_more(write: Any) -> None:
    strict = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
    _, update = updated(issued(), headline="TITLE", action_line="LINE", marking=strict)
    said = whole(write(update, Status.ISSUED, recipient(), SITE))
    assert "has changed" in said
    assert not {"TITLE", "LINE"} & set(said.replace(".", " ").split())


@WRITTEN
def test_who_asked_in_welsh_gets_the_welsh_that_was_approved(write: Any) -> None:
    welsh = EVERYTHING["translations"]
    to = recipient(language="cy")
    said = whole(write(issued(translations=welsh), Status.ISSUED, to, SITE))
    assert welsh[0].headline in said
    assert "Demonstration" not in said
    assert "yn Saesneg" not in said
    assert "Demonstration" in whole(write(issued(), Status.ISSUED, to, SITE))


@WRITTEN
@pytest.mark.parametrize("language", ["en", "cy"])
def test_who_is_asked_hears_of_999_before_the_link(write: Any, language: str) -> None:
    """An answer calls nobody; an exercise is marked first and last all the same."""
    link = answer_address("token", language, SITE)
    alert = issued(cap_status=CapStatus.EXERCISE)
    said = write(alert, Status.ISSUED, recipient(language=language), SITE, answer=link).text
    assert said.index("999") < said.index(link)
    assert said.strip().endswith(MARK + (" / YMARFER YMARFER YMARFER" if language == "cy" else ""))
    assert ("/cy/alerts/answer" in link) is (language == "cy")
    assert link not in write(alert, Status.ISSUED, recipient(language=language), SITE).text


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_mail_to_an_account_says_why_it_came_and_stops_without_signing_in(language: str) -> None:
    to = recipient(subject="one", account=account(), language=language)
    said = mail(issued(), Status.ISSUED, to, SITE)
    assert STOP in said.text
    assert {"en": "have an account", "cy": "gennych gyfrif"}[language] in said.text
    assert "asked for alerts" not in said.text

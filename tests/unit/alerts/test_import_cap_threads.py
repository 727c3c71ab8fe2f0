"""What a CAP message does to what it refers to: nothing that is out changes by one's word."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from chassis.errors import Invalid, NotPermitted, StepUpRequired
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.alert_area import AlertArea
from services.alerts.domain.cap import terms
from services.alerts.domain.cap.geometry import Circle
from services.alerts.domain.cap.message import CapArea, CapMessage
from services.alerts.domain.cap.places import areas_of
from services.alerts.domain.cap.weighing import UNWEIGHED, Weight
from services.alerts.domain.cap.writing import to_xml
from services.alerts.domain.cap_errors import CapNothingToClear, CapSenderOther
from services.alerts.domain.content import Certainty, Severity, Urgency
from services.alerts.domain.errors import CapThreadEnded, SelfApproval
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.import_cap import ImportCap
from tests.fakes.alerts import AUTHOR, NOON, drafted, issued, key, person
from tests.fakes.plumbing import FreshIds
from tests.unit.alerts.areas import BATH, SQUARE
from tests.unit.alerts.cap.messages import info, message

UPDATE, CANCEL = terms.MsgType.UPDATE, terms.MsgType.CANCEL
OVER = (terms.ResponseType.ALL_CLEAR,)
ELSEWHERE = CapArea(area_desc="Soho", circles=(Circle((51.51, -0.13), 1),))
DUTY = person("duty", "duty-officer", acr="aal2", second_factor_at=NOON)
SAFE = info(description="It is over.", instruction="", response_types=OVER)


@pytest.fixture
def take(unit_of_work, clock):
    use_case = ImportCap(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def take(said: CapMessage, by=AUTHOR, weight=UNWEIGHED):
        digest = sha256(to_xml(said)).digest()
        request = key(str(uuid4()), digest, "ImportCap")
        return use_case(by, message=said, digest=digest, key=request, weight=weight)

    return take


@pytest.fixture
def out(stores):
    alert = issued()
    stores.alerts.add(alert)
    stores.messages.record(alert)
    return alert


def after(*earlier: CapMessage, kind=UPDATE, **given) -> CapMessage:
    """A message about earlier ones of its sender's."""
    references = tuple(each.reference for each in earlier)
    identifier = f"demo-{len(earlier) + 1}"
    return message(**{"msg_type": kind, "identifier": identifier, "references": references} | given)


def clear(stores, alert, **given) -> CapMessage:
    (sent, *_) = stores.messages.of_alert(alert.alert_id)
    said = {"identifier": "over", "references": (sent.reference,), "infos": (SAFE,)}
    return message(**{"msg_type": UPDATE} | said | given)


def test_an_update_of_what_was_never_issued_takes_its_place(take, stores, clock) -> None:
    """However often its sender updates, one draft waits."""
    sent = [message()]
    made = [take(sent[0])]
    for number in range(3):
        clock.pass_(minutes=1)
        said = info(headline=f"Number {number}", description="Other.", instruction="Wait.")
        sent.append(after(*sent, infos=(said,)))
        made.append(take(sent[-1]))
    stands = [stores.alerts.get(each.alert.alert_id) for each in made]
    assert [Status.DISCARDED] * 3 + [Status.SUBMITTED] == [each.status for each in stands]
    assert 1 == len({each.thread.thread_id for each in stands})
    assert "Number 2" == stands[-1].content.headline
    assert [each.alert.alert_id for each in made[:-1]] == [each.about for each in made[1:]]
    reasons = [row for row in stores.audit.rows if row[1] == "alerts:discard"]
    assert 3 == len(reasons)
    assert "demo@elsewhere.example demo-2" in str(reasons[0])


def test_who_wrote_what_an_update_repeats_cannot_approve_it(take, stores) -> None:
    first = take(message())
    waits = stores.alerts.get(first.alert.alert_id)
    own = replace(waits.content, headline="Written here")
    stores.alerts.save(waits.edit(own, by="editor", at=NOON))
    same = info(headline="Written here", expires=NOON + timedelta(hours=3))
    second = take(after(message(), infos=(same,)), by=person("feed", "alert-author")).alert
    assert {"author", "editor", "feed"} == second.hands
    with pytest.raises(SelfApproval):
        second.approve(by="editor", read=second.digest, at=NOON)


def test_a_cancel_of_what_was_never_issued_discards_it(take, stores) -> None:
    first = take(message())
    done = take(after(message(), kind=CANCEL, note="Wrong town.", infos=()))
    assert (first.alert.alert_id, first.alert.alert_id) == (done.alert.alert_id, done.about)
    assert Status.DISCARDED is stores.alerts.get(first.alert.alert_id).status
    assert 1 == len(stores.alerts.kept)
    assert [] == stores.messages.kept
    again = take(after(message(), kind=CANCEL, note="Wrong town.", infos=()))
    assert done == again
    with pytest.raises(CapThreadEnded):
        take(after(message(), identifier="demo-9"))


@pytest.mark.parametrize("kind", [UPDATE, CANCEL])
def test_nobody_elses_message_touches_a_draft(take, stores, kind) -> None:
    first = take(message())
    with pytest.raises(CapSenderOther):
        take(after(message(), kind=kind, sender="other@elsewhere.example"))
    assert first.alert == stores.alerts.get(first.alert.alert_id)


def test_a_draft_that_was_written_here_is_not_changed_from_elsewhere(take, stores) -> None:
    """Also where it stands in the thread of a message that came from elsewhere."""
    first = take(message())
    stores.alerts.save(stores.alerts.get(first.alert.alert_id).discard())
    own = replace(drafted(at=NOON + timedelta(minutes=1)), thread=first.alert.thread)
    stores.alerts.add(own)
    with pytest.raises(CapSenderOther):
        take(after(message()))
    assert own == stores.alerts.get(own.alert_id)


def test_an_all_clear_from_elsewhere_is_proposed_and_a_second_person_gives_it(
    take, stores, out
) -> None:
    done = take(clear(stores, out), by=DUTY)
    assert (out.alert_id, Status.ISSUED) == (done.about, done.alert.status)
    proposed = stores.alerts.get(out.alert_id)
    assert ("It is over.", "demo@elsewhere.example over", "duty") == (
        proposed.proposal.text,
        proposed.proposal.authority_reference,
        proposed.proposal.by,
    )
    assert 1 == len(stores.messages.kept), "nobody was told anything"
    with pytest.raises(SelfApproval):
        proposed.give_all_clear(by="duty", read=proposed.proposal_digest, at=NOON)
    given = proposed.give_all_clear(by="second", read=proposed.proposal_digest, at=NOON)
    assert Status.ALL_CLEAR is given.status
    assert done == take(clear(stores, out), by=DUTY)
    named = [row[1] for row in stores.audit.rows]
    assert ["alerts:propose-all-clear", "alerts:import-cap"] == named


def test_an_all_clear_has_its_welsh_and_the_reference_of_who_decided(take, stores, out) -> None:
    english = replace(SAFE, parameters=(("ISP-AUTHORITY-REFERENCE", "CAD 9"),))
    said = {"description": "Mae drosodd.", "instruction": "Ewch yn ôl."}
    welsh = info(language="cy-GB", response_types=OVER, **said)
    take(clear(stores, out, infos=(english, welsh)), by=DUTY)
    proposal = stores.alerts.get(out.alert_id).proposal
    assert ("Mae drosodd.\nEwch yn ôl.", "CAD 9") == (
        proposal.text_cy,
        proposal.authority_reference,
    )


@pytest.mark.parametrize(
    ("by", "error"),
    [
        (AUTHOR, NotPermitted),
        (replace(DUTY, second_factor_at=NOON - timedelta(minutes=16)), StepUpRequired),
        (person("duty", "duty-officer"), StepUpRequired),
    ],
)
def test_an_all_clear_needs_who_may_propose_one_with_a_fresh_second_factor(
    take, stores, out, by, error
) -> None:
    """No other door than ProposeAllClear is wider."""
    with pytest.raises(error):
        take(clear(stores, out), by=by)
    assert out == stores.alerts.get(out.alert_id)
    assert {} == stores.cap_imports.kept


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"status": terms.Status.EXERCISE, "note": "Practice."}, "status"),
        ({"scope": terms.Scope.RESTRICTED, "restriction": "Police only"}, "scope"),
        ({"infos": (replace(SAFE, description=""),)}, "info.description"),
        ({"infos": (replace(SAFE, description="x" * 1001),)}, "info.en.description"),
        ({"infos": (SAFE, info(language="cy", description="Aros."))}, "info.responseType"),
        ({"infos": (replace(SAFE, areas=(ELSEWHERE,)),)}, "info[0].area"),
        ({"infos": (SAFE, replace(SAFE, language="cy", areas=(ELSEWHERE,)))}, "info[1].area"),
        (
            {"infos": (info(response_types=(*OVER, terms.ResponseType.MONITOR)),)},
            "info.responseType",
        ),
        ({"sender": f"a{'b' * 198}", "identifier": "over"}, "sender"),
    ],
)
def test_an_all_clear_that_cannot_be_one_is_refused_by_name(
    take, stores, out, given, field
) -> None:
    with pytest.raises(Invalid) as refused:
        take(clear(stores, out, **given), by=DUTY)
    assert [field] == [each.field for each in refused.value.violations]
    assert out == stores.alerts.get(out.alert_id)


def test_an_all_clear_may_be_as_narrow_as_what_it_ends(take, stores) -> None:
    alert = issued(marking=Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED))
    stores.alerts.add(alert)
    (sent,) = [stores.messages.record(alert)]
    said = message(
        identifier="over",
        msg_type=UPDATE,
        references=(sent.reference,),
        infos=(SAFE,),
        scope=terms.Scope.RESTRICTED,
        restriction="TLP:AMBER; VERIFIED",
    )
    take(said, by=DUTY)
    assert "It is over." == stores.alerts.get(alert.alert_id).proposal.text


def test_an_all_clear_is_for_all_of_what_the_alert_is_about_and_may_name_no_area(
    take, stores
) -> None:
    """That a part is over, as a map of the sender's may say, is no all-clear."""
    area = AlertArea(place="Two", shapes=(SQUARE, BATH))
    alert = issued(area=area)
    stores.alerts.add(alert)
    stores.messages.record(alert)
    own, london = areas_of(alert.content)
    part = replace(SAFE, areas=(replace(own, circles=()), london))
    with pytest.raises(Invalid) as refused:
        take(clear(stores, alert, infos=(part,)), by=DUTY)
    assert ["info[0].area"] == [each.field for each in refused.value.violations]
    whole = clear(stores, alert, infos=(replace(SAFE, areas=(london, ELSEWHERE, own)),))
    assert take(whole, by=DUTY).alert.proposal
    bare = clear(stores, alert, identifier="bare", infos=(replace(SAFE, areas=()),))
    assert "demo@elsewhere.example bare" == take(bare, by=DUTY).alert.proposal.authority_reference


def test_there_is_nothing_to_clear_of_what_was_never_issued(take, stores) -> None:
    first = take(message(), by=DUTY)
    with pytest.raises(CapNothingToClear):
        take(after(message(), infos=(SAFE,)), by=DUTY)
    assert first.alert == stores.alerts.get(first.alert.alert_id)


def test_an_all_clear_that_refers_to_nothing_is_refused_by_name(take, stores) -> None:
    with pytest.raises(Invalid) as refused:
        take(message(infos=(SAFE,)), by=DUTY)
    assert ["info.responseType"] == [each.field for each in refused.value.violations]
    assert {} == stores.alerts.kept


UNKNOWN = info(
    severity=terms.CapSeverity.UNKNOWN,
    urgency=terms.CapUrgency.UNKNOWN,
    certainty=terms.CapCertainty.UNKNOWN,
)
TAKEN = Weight(severity=Severity.SEVERE, urgency=Urgency.EXPECTED, certainty=Certainty.POSSIBLE)


def test_an_unknown_weighs_what_who_hands_it_in_takes_it_for(take, stores) -> None:
    content = take(message(infos=(UNKNOWN,)), weight=TAKEN).alert.content
    assert (Severity.SEVERE, Urgency.EXPECTED, Certainty.POSSIBLE) == (
        content.severity,
        content.urgency,
        content.certainty,
    )
    assert "Severe" in str(stores.audit.rows[-1]), "it is their word, and on record"


def test_an_unknown_weighs_nothing_by_itself_and_says_what_to_do(take) -> None:
    with pytest.raises(Invalid, match="say beside it what severity it is taken for") as refused:
        take(message(infos=(UNKNOWN,)))
    fields = ["info.severity", "info.urgency", "info.certainty"]
    assert fields == [each.field for each in refused.value.violations]


def test_nobody_weighs_what_the_message_weighs_itself(take) -> None:
    with pytest.raises(Invalid, match="the message says Severe itself") as refused:
        take(message(), weight=replace(TAKEN, urgency=None, certainty=None))
    assert ["severity"] == [each.field for each in refused.value.violations]


def test_nobody_weighs_what_becomes_no_draft_of_its_own(take, stores, out) -> None:
    (sent, *_) = stores.messages.of_alert(out.alert_id)
    cancel = message(identifier="c", msg_type=CANCEL, references=(sent.reference,))
    for said in (cancel, clear(stores, out)):
        with pytest.raises(Invalid, match="becomes no draft that it could weigh"):
            take(said, by=DUTY, weight=TAKEN)
    assert CapStatus.ACTUAL is stores.alerts.get(out.alert_id).content.cap_status

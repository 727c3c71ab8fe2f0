"""An alert's life: who may move it where, and never by one person's mistake."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kernel.access import may_read
from kernel.digests import Digest
from kernel.principals import Principal
from kernel.tiers import Tier
from services.alerts.domain import acts, exercise
from services.alerts.domain.acts import AllClearProposal, Ending, Return
from services.alerts.domain.content import AlertContent
from services.alerts.domain.drill import OVER_TEXT, Drill
from services.alerts.domain.drill_errors import DrillStays
from services.alerts.domain.errors import (
    AlertOutOfDate,
    AudienceEmpty,
    CapStatusFixed,
    IllegalTransition,
    NothingChanged,
    NothingToReview,
    SelfApproval,
    ThreadMovedOn,
    VersionChanged,
)
from services.alerts.domain.hands import WORDING, Hand, Hands, Part, first_hands, with_hand
from services.alerts.domain.review import Review
from services.alerts.domain.sharing import Openness
from services.alerts.domain.staff import STAFF, is_staff
from services.alerts.domain.status import EDITABLE, PUBLISHED, TRANSITIONS, Status
from services.alerts.domain.thread import Successor, Thread
from services.alerts.domain.welsh import NO_WELSH, StandIn, Welsh, kept_translators
from services.alerts.domain.wording import CapStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message to an audience, from its first draft to its end.

    `worked` is who wrote, edited, translated or submitted any of this version.
    """

    alert_id: UUID
    status: Status
    content: AlertContent
    worked: Hands
    version: int
    created_at: datetime
    thread: Thread
    issued_at: datetime | None = None
    issued_by: str | None = None
    proposal: AllClearProposal | None = None
    ending: Ending | None = None
    returned: Return | None = None
    successor: Successor | None = None
    reach: int | None = None
    """How many it reaches, as counted when it was submitted; None before."""
    template_id: UUID | None = None
    """The template by which one person issued it alone; None for two people."""
    review: Review | None = None
    welsh: Welsh = NO_WELSH
    source: Openness | None = None
    """How widely what it was imported from might be read."""
    part: bool = False
    """Whether this is no more than everyone may know of it (`public_part`): only to be read."""
    warnings_seen: bytes | None = None
    """The digest of what was unusual, as its submitter saw it; None where nothing was."""
    drill: Drill | None = None
    """Whose private drill it is, and of what; None for everything else."""
    origin: str = ""
    """The region whose own message it is; empty for the hub's. It never changes."""

    @classmethod
    def drafted(
        cls,
        alert_id: UUID,
        content: AlertContent,
        *,
        by: str,
        at: datetime,
        thread: Thread | None = None,
    ) -> "Alert":
        """Return a new draft, of a thread of its own unless said otherwise."""
        return cls(
            alert_id=alert_id,
            status=Status.DRAFT,
            content=content.marked(),
            worked=first_hands(by, translated=bool(content.translations)),
            version=1,
            created_at=at,
            thread=thread or Thread(thread_id=alert_id),
        )

    @classmethod
    def broken_glass(
        cls,
        alert_id: UUID,
        content: AlertContent,
        *,
        by: str,
        at: datetime,
        template_id: UUID,
        welsh: Welsh | None = None,
    ) -> "Alert":
        """Return an alert that one person issues alone, by a template that two people approved.

        Somebody else must review it within 24 hours.
        """
        draft = cls.drafted(alert_id, content, by=by, at=at)
        return replace(
            draft,
            worked=first_hands(by),
            welsh=welsh or NO_WELSH,
            status=Status.ISSUED,
            issued_at=at,
            issued_by=by,
            template_id=template_id,
            review=Review.wanted(at),
        )

    def reviewed(self, *, by: str, finding: str, at: datetime) -> "Alert":
        """Note what a second person found of what one did alone.

        Raises:
            NothingToReview: nobody acted alone, or it was reviewed.
            SelfApproval: `by` is who acted alone.
        """
        if self.review is None or not self.review.waits:
            raise NothingToReview("There is nothing to review.")
        if by in self.alone:
            raise SelfApproval("Somebody else must review what you did alone.")
        review = replace(self.review, by=by, finding=finding, at=at)
        return replace(self, review=review, version=self.version + 1)

    @property
    def alone(self) -> frozenset[str]:
        """Who issued it alone, or withdrew it: somebody else must look at that."""
        withdrew = self.ending.by if self.status is Status.WITHDRAWN and self.ending else None
        issued = self.issued_by if self.template_id else None
        return frozenset(person for person in (withdrew, issued) if person)

    @property
    def hands(self) -> frozenset[str]:
        """Everyone who had a part in this version: none of them may approve it."""
        return frozenset(hand.by for hand in self.worked)

    @property
    def people(self) -> frozenset[str]:
        """Everyone who decided anything about this alert."""
        reviewer = self.review.by if self.review else None
        others = (self.issued_by, reviewer, *(each.by for each in self._acts if each is not None))
        return self.hands | {person for person in others if person}

    @property
    def _acts(self) -> "tuple[Return | AllClearProposal | Ending | None, ...]":
        return self.returned, self.proposal, self.ending

    @property
    def digest(self) -> Digest:
        """The digest that an approval of this version names."""
        return self.content.digest(self.alert_id, self.thread.updates)

    @property
    def proposal_digest(self) -> Digest | None:
        """The digest that the second person of an all-clear names, while one is proposed."""
        return None if self.proposal is None else self.proposal.digest(self.digest)

    def submit(
        self,
        *,
        by: str,
        reach: int,
        stand_in: StandIn | None = None,
        seen: bytes | None = None,
    ) -> "Alert":
        """Hand this version to the approvers; who submits it has a hand in it.

        `reach` is how many have an account and would get it. What everyone hears of is shown to
        people without one too, so that nobody with one is not nobody. `stand_in` is what an Extreme
        alert says in Welsh until confirmed Welsh follows.

        Raises:
            IllegalTransition: it is neither a draft nor returned.
            AudienceEmpty: there is nobody whom it could reach.
        """
        submitted = self._moved_to(Status.SUBMITTED)
        if reach == 0 and self.content.heard_under.minimum_tier is not Tier.PUBLIC:
            raise AudienceEmpty("Nobody would get this alert: look at whom it is for.")
        worked = with_hand(self.worked, Hand(by, Part.SUBMITTER))
        said, welsh = self.welsh.handed_over(self.content, self.digest, stand_in)
        submitted = replace(submitted, content=said, welsh=welsh, worked=worked)
        return replace(submitted, returned=None, reach=reach, warnings_seen=seen)

    def edit(self, content: AlertContent, *, by: str, at: datetime) -> "Alert":
        """Change what an alert says before it is issued; who does has a hand in it.

        A submitted one goes back to be submitted again: nobody approves what they did not read.

        Raises:
            IllegalTransition: it was issued or discarded.
            NothingChanged: it says that already.
            CapStatusFixed: it would become an exercise, or cease to be one.
        """
        content = content.marked()
        if self.status not in EDITABLE:
            raise IllegalTransition(f"An alert that is {self._word} cannot be edited.")
        self._see_that_it_stays(content)
        if content == self.content:
            raise NothingChanged("The alert says that already.")
        edited = replace(
            self.return_(by=by, why=acts.EDITED_WHY, at=at)
            if self.status is Status.SUBMITTED
            else replace(self, version=self.version + 1),
            content=content,
        )
        parts = content.parts_changed_from(self.content)
        added = with_hand(self.worked, *(Hand(by, part) for part in Part if part in parts))
        return replace(edited, worked=added, welsh=self.welsh.edited(self.content, content))

    def return_(self, *, by: str, why: str, at: datetime) -> "Alert":
        """Send a submitted alert back to those who write it, with a reason.

        Raises:
            IllegalTransition: it is not awaiting approval.
        """
        return replace(self._moved_to(Status.RETURNED), returned=Return(why=why, by=by, at=at))

    def discard(self) -> "Alert":
        """Give an alert up before it was issued.

        Raises:
            IllegalTransition: it was issued, or is discarded already.
        """
        return self._moved_to(Status.DISCARDED)

    def approve(self, *, by: str, read: bytes, at: datetime) -> "Alert":
        """Issue this alert on the word of a second person who read exactly this version.

        Raises:
            SelfApproval: `by` wrote, edited or submitted any of this version.
            VersionChanged: `read` is not the digest of what stands here now.
            IllegalTransition: the alert is not awaiting approval.
            AlertOutOfDate: it would have expired already.
            WelshTextNeeded, WelshNotConfirmed: it can reach Wales, and waits for its Welsh.
        """
        issued = self._moved_to(Status.ISSUED)
        if by in self.hands:
            raise SelfApproval("Somebody who had no hand in this alert must approve it.")
        if read != self.digest:
            raise VersionChanged("The alert is not what you read: read it again.")
        if self.content.expires_at <= at:
            raise AlertOutOfDate("The alert's expiry has passed.")
        welsh = self.welsh.issued(self.content, self.digest, at)
        return replace(issued, issued_at=at, issued_by=by, welsh=welsh)

    def update(self, alert_id: UUID, content: AlertContent, *, by: str, at: datetime) -> "Alert":
        """Return the draft of a message that is to take this one's place in the thread.

        Raises:
            IllegalTransition: this one is not out.
            ThreadMovedOn: another took its place already.
            CapStatusFixed: it would turn an exercise into the real thing, or the other way.
        """
        self._see_that_it_stays(content)
        if self.status is not Status.ISSUED:
            raise IllegalTransition(f"An alert that is {self._word} cannot be updated.")
        self._see_that_it_is_current()
        thread = self.thread.followed(self.alert_id)
        draft = Alert.drafted(alert_id, content, by=by, at=at, thread=thread)
        welsh, hands = self.welsh.followed(self.content, content), draft.worked
        if kept := kept_translators(self.content, content, self.worked):
            hands = with_hand(first_hands(by), *kept)
        if content.repeats_words_of(self.content):
            hands = with_hand(hands, *(each for each in self.worked if each.part in WORDING))
        return replace(draft, worked=hands, welsh=welsh, origin=self.origin)

    def succeeded(self, *, by: UUID, at: datetime) -> "Alert":
        """Give this alert's place to an update that is issued; what it says never changes.

        Raises:
            ThreadMovedOn: it has ended, or another update took its place.
        """
        if self.status is not Status.ISSUED:
            raise ThreadMovedOn("What this updates has ended: write a new alert.")
        self._see_that_it_is_current()
        successor = Successor(alert_id=by, since=at)
        return replace(self, successor=successor, proposal=None, version=self.version + 1)

    def withdraw(self, *, by: str, why: str, at: datetime) -> "Alert":
        """End an alert that was issued in error, on one person's word, with fixed words.

        Raises:
            IllegalTransition: the alert is not issued.
        """
        self.see_that_it_is_no_drill()
        ending = Ending(text=self._said(acts.WITHDRAWN_TEXT), ended_at=at, by=by, why=why)
        review = self.review if self.review and self.review.waits else Review.wanted(at)
        withdrawn = self._moved_to(Status.WITHDRAWN)
        return replace(withdrawn, ending=ending, proposal=None, review=review)

    def propose_all_clear(
        self, *, by: str, text: str, authority_reference: str, text_cy: str = ""
    ) -> "Alert":
        """Take one person's word that the alert may end as all clear; a later one replaces it.

        Raises:
            IllegalTransition: the alert is not issued.
        """
        self._moved_to(Status.ALL_CLEAR)
        self.see_that_it_is_no_drill()
        proposal = AllClearProposal(
            text=text, authority_reference=authority_reference, by=by, text_cy=text_cy
        )
        return replace(self, proposal=proposal, version=self.version + 1)

    def give_all_clear(self, *, by: str, read: bytes, at: datetime) -> "Alert":
        """End the alert on the word of a second person who read exactly the proposal.

        Raises:
            IllegalTransition: the alert is not issued, or nobody proposed it.
            SelfApproval: `by` proposed it.
            VersionChanged: `read` is not the digest of the proposal that stands.
        """
        ended = self._moved_to(Status.ALL_CLEAR)
        if self.proposal is None:
            raise IllegalTransition("Nobody proposed an all-clear.")
        if by == self.proposal.by:
            raise SelfApproval("Somebody else must give the all-clear.")
        if read != self.proposal_digest:
            raise VersionChanged("The proposal is not what you read: read it again.")
        ending = Ending(
            text=self._said(self.proposal.text),
            ended_at=at,
            by=by,
            authority_reference=self.proposal.authority_reference,
            text_cy=self._said(self.proposal.text_cy) if self.proposal.text_cy else "",
        )
        return replace(ended, ending=ending, proposal=None)

    def expire(self, *, at: datetime) -> "Alert":
        """End an alert whose time has come.

        Raises:
            IllegalTransition: the alert is not issued, or its time has not come.
        """
        expired = self._moved_to(Status.EXPIRED)
        if at < self.content.expires_at:
            raise IllegalTransition("The alert's time has not come.")
        words = OVER_TEXT if self.drill else acts.EXPIRED_TEXT
        ending = Ending(text=self._said(words), ended_at=at, by=None)
        return replace(expired, ending=ending, proposal=None)

    def readable_by(self, reader: Principal) -> bool:
        """Tell whether a person may know of this alert at all: of a test, only staff."""
        if self.content.cap_status is CapStatus.TEST and not is_staff(reader):
            return False
        if self.status in PUBLISHED:
            return may_read(reader, self.content.marking)
        if not is_staff(reader):
            return False
        return reader.subject in self.hands or may_read(reader, self.content.marking)

    def _moved_to(self, status: Status) -> "Alert":
        if status not in TRANSITIONS[self.status]:
            there = status.value.lower().replace("_", " ")
            raise IllegalTransition(f"An alert that is {self._word} cannot become {there}.")
        self._see_that_it_is_current()
        return replace(self, status=status, version=self.version + 1)

    def see_that_it_is_no_drill(self) -> None:
        """See that it is not private to an organisation: such a drill becomes nothing else.

        Raises:
            DrillStays: it is.
        """
        if self.drill is not None:
            raise DrillStays("This is a private drill: it ends, and becomes nothing else.")

    def _see_that_it_stays(self, content: AlertContent) -> None:
        self.see_that_it_is_no_drill()
        if content.cap_status is not self.content.cap_status:
            now = self.content.cap_status.value
            raise CapStatusFixed(f"What was begun as {now} stays {now}: write a new alert.")

    def _said(self, text: str) -> str:
        """Return the words of an ending; those of an exercise say so first and last."""
        drill = self.content.cap_status is CapStatus.EXERCISE
        return exercise.enclosed(text) if drill else text

    def _see_that_it_is_current(self) -> None:
        if self.successor is not None:
            raise ThreadMovedOn("An update took its place: go on from that one.")

    @property
    def _word(self) -> str:
        return self.status.value.lower().replace("_", " ")


__all__ = ["EDITABLE", "PUBLISHED", "STAFF", "TRANSITIONS", "Alert", "Status", "is_staff"]

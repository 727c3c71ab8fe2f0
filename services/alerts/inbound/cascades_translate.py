"""The cascade as domain words, and back; each field that is wrong is named."""

from typing import Final, TypedDict
from uuid import UUID

from chassis.requests import NUL, Wrong, digest_from, id_from, key_from, version_from
from isp.alerts.v1 import cascades_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from kernel.idempotency import RequestKey
from kernel.markings import Tlp
from kernel.places import REGIONS, SECTORS
from services.alerts.domain.branch_figures import Shown
from services.alerts.domain.cascade import DIRECT, LONGEST_CONTEXT, Branch, Context, Step
from services.alerts.messages import alert_to_pb, for_readers, moment, without_points, word
from services.alerts.usecases.cascade_ports import BranchReport
from services.alerts.usecases.get_cascade import Tree
from services.alerts.usecases.list_waiting_steps import Waiting

_TEXT: Final = f"must have 1 to {LONGEST_CONTEXT} characters, none of them NUL"


class Passing(TypedDict):
    """What is passed on where."""

    alert_id: UUID
    branch: Branch
    read: bytes
    expected_version: int
    context: Context | None


class Reporting(TypedDict):
    """What is told upward from where."""

    alert_id: UUID
    branch: Branch
    text: str
    key: RequestKey


def passing_from(request: pb.PassOnRequest) -> Passing:
    """Return what is passed on.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    alert_id = wrong.built("alert_id", lambda: id_from("alert_id", request.alert_id))
    branch = _branch(wrong, request.region, request.sector)
    read = wrong.built("read_digest", lambda: digest_from(request.read_digest))
    version = wrong.built("expected_version", lambda: version_from(request.expected_version))
    context = _context(wrong, request.context) if request.HasField("context") else None
    wrong.check()
    assert alert_id is not None
    assert read is not None
    assert version is not None
    return Passing(
        alert_id=alert_id, branch=branch, read=read, expected_version=version, context=context
    )


def reporting_from(request: pb.ReportUpRequest) -> Reporting:
    """Return what is told upward.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    alert_id = wrong.built("alert_id", lambda: id_from("alert_id", request.alert_id))
    branch = _branch(wrong, request.region, request.sector)
    text = _text(wrong, request.text, "text")
    key = wrong.built("idempotency_key", lambda: key_from("ReportUp", request))
    wrong.check()
    assert alert_id is not None
    assert key is not None
    return Reporting(alert_id=alert_id, branch=branch, text=text, key=key)


def _branch(wrong: Wrong, region: str, sector: str) -> Branch:
    wrong.unless(region in REGIONS, "region", "must be the code of a region")
    wrong.unless(not sector or sector in SECTORS, "sector", "must be the code of a sector, or none")
    return region, sector


def _context(wrong: Wrong, said: pb.Context) -> Context | None:
    text = _text(wrong, said.text, "context.text")
    name = word(kernel_pb2.Tlp.DESCRIPTOR, said.tlp, "TLP_")
    tlp = wrong.word(Tlp, name, "context.tlp")
    welsh = _text(wrong, said.text_cy, "context.text_cy") if said.text_cy else ""
    return None if tlp is None else Context(text=text, tlp=tlp, text_cy=welsh)


def _text(wrong: Wrong, said: str, field: str) -> str:
    text = said.strip()
    wrong.unless(1 <= len(text) <= LONGEST_CONTEXT and NUL not in text, field, _TEXT)
    return text


def step_to_pb(step: Step) -> pb.Step:
    """Return a step with what was added there."""
    message = pb.Step(
        region=step.region,
        sector=step.sector,
        state=pb.StepState.Value(f"STEP_STATE_{step.state.name}"),
        rung=pb.StepRung.Value(f"STEP_RUNG_{step.rung.name}"),
        given_at=moment(step.given_at),
        version=step.version,
        digest=step.digest,
    )
    if step.due_at is not None:
        message.due_at.CopyFrom(moment(step.due_at))
    if step.done_at is not None:
        message.done_at.CopyFrom(moment(step.done_at))
    if step.done_as is not None:
        message.done_as = pb.StepRung.Value(f"STEP_RUNG_{step.done_as.name}")
    if step.context is not None:
        message.context.CopyFrom(context_to_pb(step.context))
    return message


def context_to_pb(context: Context) -> pb.Context:
    """Return what somebody added."""
    tlp = kernel_pb2.Tlp.Value(f"TLP_{context.tlp.name}")
    return pb.Context(text=context.text, text_cy=context.text_cy, tlp=tlp)


def waiting_to_pb(waiting: Waiting) -> pb.WaitingStep:
    """Return a step with its alert, as the alert's readers see it."""
    message = pb.WaitingStep(
        step=step_to_pb(waiting.step),
        alert=without_points(for_readers(alert_to_pb(waiting.alert))),
    )
    if waiting.above is not None:
        message.above.CopyFrom(context_to_pb(waiting.above))
    return message


def tree_to_pb(tree: Tree) -> pb.GetCascadeResponse:
    """Return the tree, each region before its sectors."""
    message = pb.GetCascadeResponse(exact=tree.exact)
    for step in tree.steps:
        node = message.nodes.add(step=step_to_pb(step))
        if step.branch in tree.figures and step.branch != DIRECT:
            node.figures.CopyFrom(_figures(tree.figures[step.branch]))
        node.reports.extend(
            _report(each) for each in tree.reports if (each.region, each.sector) == step.branch
        )
    if tree.direct is not None:
        message.direct.CopyFrom(_figures(tree.direct))
    return message


def added_to_pb(step: Step, context: Context) -> pb.AddedContext:
    """Return what was added somewhere."""
    message = pb.AddedContext(
        region=step.region, sector=step.sector, context=context_to_pb(context)
    )
    if step.done_at is not None:
        message.added_at.CopyFrom(moment(step.done_at))
    return message


def _figures(shown: Shown) -> pb.BranchFigures:
    message = pb.BranchFigures(sightings=dict(shown.sightings))
    for name in ("reached", "answered", "need_help"):
        if (count := getattr(shown, name)) is not None:
            setattr(message, name, count)
    return message


def _report(report: BranchReport) -> pb.BranchReport:
    return pb.BranchReport(
        report_id=str(report.report_id),
        region=report.region,
        sector=report.sector,
        text=report.text,
        told_at=moment(report.told_at),
    )

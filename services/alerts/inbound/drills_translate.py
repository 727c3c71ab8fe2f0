"""Private drills as protobuf, and what is asked of them as domain words."""

from chassis.errors import Invalid, Violation
from isp.alerts.v1 import answers_pb2
from isp.alerts.v1 import drills_pb2 as pb
from services.alerts.domain.alert import Alert
from services.alerts.domain.drill import Scenario
from services.alerts.inbound.delivery_translate import tally_to_pb
from services.alerts.messages import moment
from services.alerts.usecases.drilling import Figures

LANGUAGES = ("en", "cy")


def scenario_from(value: pb.DrillScenario.ValueType) -> Scenario:
    """Return what is to be practised.

    Raises:
        Invalid: it is none that we know.
    """
    if value not in pb.DrillScenario.values() or value == pb.DRILL_SCENARIO_UNSPECIFIED:
        raise Invalid(Violation("scenario", "must be one that we know"))
    return Scenario[pb.DrillScenario.Name(value).removeprefix("DRILL_SCENARIO_")]


def scenario_to_pb(scenario: Scenario) -> pb.DrillScenario.ValueType:
    """Return a scenario."""
    return pb.DrillScenario.Value(f"DRILL_SCENARIO_{scenario.name}")


def offered_to_pb(scenario: Scenario) -> pb.OfferedScenario:
    """Return a scenario with its words."""
    words = [pb.DrillWords(language=each, **scenario.words(each)) for each in LANGUAGES]
    return pb.OfferedScenario(scenario=scenario_to_pb(scenario), words=words)


def drill_to_pb(drill: Alert) -> pb.Drill:
    """Return a drill as those see it who run drills of its organisation."""
    assert drill.drill is not None
    assert drill.issued_at is not None
    (welsh,) = drill.content.translations
    message = pb.Drill(
        drill_id=str(drill.alert_id),
        version=drill.version,
        scenario=scenario_to_pb(drill.drill.scenario),
        headline=drill.content.headline,
        instruction=drill.content.instruction,
        started_at=moment(drill.issued_at),
        ends_at=moment(drill.content.expires_at),
        headline_cy=welsh.headline,
        instruction_cy=welsh.instruction,
    )
    if drill.ending is not None:
        message.ended_at.CopyFrom(moment(drill.ending.ended_at))
    return message


def figures_to_pb(figures: Figures) -> pb.DrillFigures:
    """Return how far a drill is."""
    message = pb.DrillFigures(
        people=figures.people,
        answers=[
            pb.DrillAnswerCount(
                answer=answers_pb2.Answer.Value(f"ANSWER_{answer.name}"), count=count
            )
            for answer, count in figures.answers.items()
        ],
        deliveries=map(tally_to_pb, figures.deliveries),
    )
    if figures.last_at is not None:
        message.last_answered_at.CopyFrom(moment(figures.last_at))
    return message

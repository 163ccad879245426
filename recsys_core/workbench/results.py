"""What the workbench's answers are made of, so that callers need no other part of the engine."""

from recsys_core.decisions.certificate import Certificate, Guardrail
from recsys_core.decisions.comparison import Contender, Pair
from recsys_core.decisions.examples import Example
from recsys_core.decisions.explain.ledger import Blocker, Ledger, Terms
from recsys_core.decisions.explain.outcome import Outcome
from recsys_core.decisions.explain.score_shares import ScoreShares
from recsys_core.decisions.exposure import GroupExposure
from recsys_core.decisions.figures import POSITIONS, PositionFigures
from recsys_core.decisions.front import Front, Setting, Standing
from recsys_core.decisions.front_shape import FrontShape
from recsys_core.decisions.impact import GroupEffect, WorstOff
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.personalised import Personalisation, PersonalisedFront
from recsys_core.decisions.protection import LeftOut
from recsys_core.decisions.recommendation import Recommendation
from recsys_core.decisions.rule_costs import RuleCost
from recsys_core.decisions.transfer import SpaceTransfer, Transfer
from recsys_core.evaluation.curves import TradeOff
from recsys_core.evaluation.paths import UserPath
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.metrics.registry import METRICS, MetricSpec
from recsys_core.rerank import Reranker
from recsys_core.rerank.rules.rules import AtLeast, AtMost, Block, Pin, Rule
from recsys_core.stats.interval import Interval
from recsys_core.workbench.comparison import Comparison

__all__ = [
    "METRICS",
    "POSITIONS",
    "AtLeast",
    "AtMost",
    "Block",
    "Blocker",
    "Certificate",
    "Comparison",
    "Contender",
    "Example",
    "Front",
    "FrontShape",
    "GroupEffect",
    "GroupExposure",
    "Guardrail",
    "Interval",
    "LeftOut",
    "Ledger",
    "Limits",
    "MetricSpec",
    "Outcome",
    "Pair",
    "Personalisation",
    "PersonalisedFront",
    "Pin",
    "PositionFigures",
    "Recommendation",
    "Reranker",
    "Rule",
    "RuleCost",
    "ScoreShares",
    "Setting",
    "SliderScale",
    "SpaceTransfer",
    "Standing",
    "Terms",
    "TradeOff",
    "Transfer",
    "UserPath",
    "WorstOff",
]

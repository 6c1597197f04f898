"""Measures a case: all contenders in turn, round after round, A B A B …, and what comes of it."""

import time
from dataclasses import dataclass, field

from . import figures
from .case import Limit
from .processes import Absent, Broken


@dataclass
class Outcome:
    """Of one contender: seconds a unit, a value a round."""

    contender: object
    samples: list = field(default_factory=list)
    absent: str = ""
    failure: str = ""
    """What it said when it failed."""
    divisor: float = 1

    @property
    def values(self):
        shorts = [sample.short for sample in self.samples if sample.short is not None]
        return figures.per_unit([sample.seconds for sample in self.samples], shorts, self.divisor)

    @property
    def spread(self):
        return figures.Spread.of(self.values)

    @property
    def megabytes(self):
        peaks = [sample.megabytes for sample in self.samples if sample.megabytes is not None]
        return max(peaks) if peaks else None

    @property
    def whole(self):
        """Whether it ever did all of the work."""
        return any(sample.share == 1 for sample in self.samples)

    def number(self, which):
        """Its loss, the `loss` or the `first`, of a run that was whole."""
        return next((getattr(sample, which) for sample in self.samples if sample.share == 1), None)


@dataclass
class Judgment:
    goal: object
    value: float
    spread: object
    rival: str
    words: str


@dataclass
class Result:
    case: object
    outcomes: list
    rounds: int
    seconds: float

    def outcome(self, name):
        return next((one for one in self.outcomes if one.contender.name == name and one.samples), None)

    def same_work(self, outcome):
        """`same`, `differs`, or the reason why its loss is not compared."""
        judged, base = outcome.contender.judged, self.outcomes[0]
        if self.case.tolerance is None or judged not in ("loss", "first") or not base.samples:
            return "" if judged in ("loss", "first") else judged
        if not outcome.whole:
            return "not all"
        own, theirs = base.number(judged), outcome.number("loss")
        if own is None or theirs is None:
            return "differs"
        return "same" if figures.same_loss(own, theirs, self.case.tolerance) else "differs"

    def judgments(self):
        return [self._judge(goal) for goal in self.case.goals]

    def _judge(self, goal):
        own = self.outcome(goal.own)
        if own is None:
            return Judgment(goal, None, None, getattr(goal, "against", [""])[0], "not measured")
        if isinstance(goal, Limit):
            value = own.spread.least if goal.what == "seconds" else own.megabytes
            return Judgment(goal, value, None, "", figures.verdict(value, goal.must, goal.aim, False))
        rivals = [rival for name in goal.against if (rival := self.outcome(name))]
        if not rivals:
            return Judgment(goal, None, None, goal.against[0], "not measured")
        rival = min(rivals, key=lambda one: one.spread.least)
        if own.spread.least <= 0:
            return Judgment(goal, None, None, rival.contender.name, "not measured")
        spread = figures.speed(own.values, rival.values)
        words = figures.verdict(spread.least, goal.must, goal.aim, True)
        return Judgment(goal, spread.least, spread, rival.contender.name, words)


def measure(case, quick, budget, tell=lambda text: None):
    """At least two rounds, one in the quick form or where there is no time left; further ones until there are enough or `budget`
    seconds are over."""
    outcomes = [Outcome(one, divisor=one.divisor(case.lengths, quick)) for one in case.contending(quick)]
    start, rounds = time.perf_counter(), 0
    least, most = (1 if quick or budget <= 0 else 2, min(case.rounds, 5) if quick else case.rounds)
    while rounds < most and (rounds < least or time.perf_counter() - start < budget):
        for outcome in outcomes:
            if outcome.absent:
                continue
            tell(f"{case.name}, round {rounds + 1}: {outcome.contender.name}")
            try:
                outcome.samples.append(outcome.contender.sample(case.lengths, quick))
            except Absent as reason:
                outcome.absent = str(reason)
            except Broken as failure:
                outcome.absent, outcome.failure, outcome.samples = "failed", str(failure), []
        rounds += 1
    return Result(case, outcomes, rounds, time.perf_counter() - start)

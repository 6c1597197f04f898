"""What a row is: who makes the same work, how long, and what the ratio must be."""

from dataclasses import dataclass, field, replace
from typing import Callable, Optional

from . import inputs, processes


@dataclass(frozen=True)
class Sample:
    """One run. `short` is that of the shorter length, whose time is taken away."""

    seconds: float
    short: Optional[float] = None
    megabytes: Optional[float] = None
    loss: Optional[float] = None
    first: Optional[float] = None
    share: float = 1
    """Of the work that was asked for: 1 unless time was up."""


@dataclass(frozen=True)
class Lengths:
    """How long the two runs are whose difference is measured, and the longer one of the quick form. `short` 0: whole processes."""

    short: int
    long: int
    quick: int

    def longer(self, quick):
        return self.quick if quick else self.long


@dataclass(frozen=True)
class Process:
    """nn, or an interpreter: a process that is started anew for each run. `command(n)` makes it n long."""

    name: str
    command: Callable[[int], list]
    units: float = 1
    lengths: Optional[Lengths] = None
    environment: dict = field(default_factory=dict)
    folder: Optional[str] = None
    judged: str = "loss"
    """`loss` or `first`: which of its numbers is compared; else the reason why none is."""
    wall: bool = False
    """Whether the clock on the wall counts, as it must where there are threads, or the processor's, which knows less of what
    else is running."""

    def sample(self, lengths, quick):
        lengths = self.lengths or lengths
        if self.wall and lengths.short:
            # A machine that is a guest may take long over memory that nobody had for a while. It would do so in the short run,
            # and what the long one takes more would seem less than it is.
            self._run(lengths.short)
        short = self._seconds(self._run(lengths.short)) if lengths.short else None
        run = self._run(lengths.longer(quick))
        numbers = [*run.numbers, None, None]
        return Sample(self._seconds(run), short, run.megabytes, numbers[0], numbers[1])

    def _seconds(self, run):
        return run.seconds if self.wall else run.processor

    def divisor(self, lengths, quick):
        lengths = self.lengths or lengths
        return (lengths.longer(quick) - lengths.short) * self.units

    def _run(self, length):
        return processes.Run(self.command(length), self.environment, self.folder)


@dataclass(frozen=True)
class Peer:
    """A peer that stays, and takes its own time: `worker()` finds it, `request(n)` asks for n epochs."""

    name: str
    worker: Callable[[], processes.Worker]
    request: Callable[[int], object]
    units: float = 1
    lengths: Optional[Lengths] = None
    judged: str = "loss"
    wall: bool = False

    def sample(self, lengths, quick):
        length = (self.lengths or lengths).longer(quick)
        request = self.request(length)
        if isinstance(request, dict):
            request["limit"] = 1.5 if quick else 4
        answer = self.worker().answer(request)
        share = answer.get("done", length) / length
        seconds = answer["seconds" if self.wall else "processor"]
        return Sample(seconds / share, loss=answer["loss"], first=answer.get("first"), share=share)

    def divisor(self, lengths, quick):
        return (self.lengths or lengths).longer(quick) * self.units


@dataclass(frozen=True)
class Speed:
    """`own` shall be so many times as fast as the best of `against`."""

    own: str
    against: tuple
    must: Optional[float]
    aim: Optional[float]
    more_is_better = True


@dataclass(frozen=True)
class Limit:
    """`own` shall take at most so many `seconds` or `megabytes`."""

    own: str
    what: str
    must: Optional[float]
    aim: Optional[float]
    more_is_better = False


@dataclass(frozen=True)
class Case:
    name: str
    """The word for ONLY."""
    title: str
    unit: str
    """What one unit of the work is: an epoch, a step, a row."""
    lengths: Lengths
    contenders: tuple
    goals: tuple = ()
    tolerance: Optional[float] = None
    """How far the losses may be apart, relatively; None where there is none."""
    rounds: int = 7
    prepare: tuple = ()
    """Files that have to be there first: functions of `inputs`."""
    memory: bool = False
    """Whether the peak of memory is shown."""

    def contending(self, quick):
        """All of them; in the quick form those that a goal names, where there are goals."""
        named = {name for goal in self.goals for name in (goal.own, *getattr(goal, "against", ()))}
        found = [one for one in self.contenders if not quick or not named or one.name in named]
        return [found[0], *([earlier(found[0])] if inputs.before else []), *found[1:]]


def earlier(process):
    """The same of the nn before a change."""
    command = lambda n: [inputs.before if word == inputs.nn else word for word in process.command(n)]
    return replace(process, name="nn before", command=command)

"""Results as text of 80 columns, and as the page RESULTS.md."""

from . import contenders, figures, machine
from .case import Limit, Process

marks = {"us": "µs"}


def heading(case):
    return f"{case.title}: {case.unit}"


def rows(result):
    """A row a contender: name, least, quartiles, how many times nn's time, loss, whether the work was the same."""
    found = [outcome for outcome in result.outcomes if outcome.samples]
    name, factor = figures.scale(min((outcome.spread.least for outcome in found), default=1))
    base = result.outcomes[0]
    table = []
    for outcome in result.outcomes:
        if outcome.absent:
            table.append([outcome.contender.name, outcome.absent])
            continue
        spread = outcome.spread
        times = [figures.digits(value * factor) for value in (spread.least, spread.low, spread.median, spread.high)]
        ratio = figures.digits(figures.speed(base.values, outcome.values).least) if base.samples else ""
        loss = outcome.number(outcome.contender.judged if outcome.contender.judged == "first" else "loss")
        table.append([
            outcome.contender.name, *times, "" if outcome is base else ratio,
            "" if loss is None or result.case.tolerance is None else f"{loss:.5g}", result.same_work(outcome),
            "" if outcome.megabytes is None else f"{outcome.megabytes:.0f} MB"])
    return marks.get(name, name), table


def text(result):
    """A case on the terminal."""
    unit, table = rows(result)
    title = heading(result.case)
    lines = [f"{title}{unit:>{max(79 - len(title), 1)}}"]
    lines.append(f"  {'':22}{'least':>8}{'25 %':>8}{'median':>8}{'75 %':>8}{'x nn':>8}")
    for name, *cells in table:
        if len(cells) == 1:
            lines.append(f"  {name:22}  {cells[0]}")
            continue
        *times, loss, same, memory = cells
        line = f"  {name:22}" + "".join(f"{cell:>8}" for cell in times)
        if result.case.memory:
            line += f"  {memory}"
        lines.append(f"{line}  {remark(loss, same)}".rstrip())
    lines += [f"  {sentence(judgment)}" for judgment in result.judgments()]
    return "\n".join(lines)


def remark(loss, same):
    """What is said of a loss, briefly: nothing where it is as it should be."""
    return "" if same in ("same", "") else same if same != "differs" else f"loss {loss}!"


def sentence(judgment):
    """What must be, what is, and the verdict."""
    goal = judgment.goal
    if judgment.value is None:
        return f"against {judgment.rival}: not measured" if judgment.rival else f"{goal.what}: not measured"
    if isinstance(goal, Limit):
        show = figures.duration if goal.what == "seconds" else lambda value: f"{figures.digits(value)} MB"
        goals = ", ".join(f"{word} {show(value)}" for word, value in (("must", goal.must), ("aim", goal.aim)) if value)
        return f"{goal.what}: {show(judgment.value)} ({goals}): {judgment.words}"
    low, high = figures.digits(judgment.spread.low), figures.digits(judgment.spread.high)
    goals = ", ".join(f"{word} {value:g}" for word, value in (("must", goal.must), ("aim", goal.aim)) if value)
    value = figures.digits(judgment.value)
    return f"{value} x {judgment.rival} ({low}-{high}; {goals}): {judgment.words}"


def summary(results):
    """All that must be, a line a goal: work, against, figure, must, aim, verdict."""
    lines = []
    for result in results:
        for judgment in result.judgments():
            lines.append([result.case.name, *summary_cells(judgment)])
    return lines


def summary_cells(judgment):
    goal = judgment.goal
    plain = lambda value: "" if value is None else f"{value:g}"
    if isinstance(goal, Limit):
        seconds = goal.what == "seconds"
        show = lambda v: "" if v is None else figures.duration(v) if seconds else f"{v:.0f} MB"
        return ["", show(judgment.value), show(goal.must), show(goal.aim), judgment.words]
    value = "" if judgment.value is None else figures.digits(judgment.value)
    return [judgment.rival, value, plain(goal.must), plain(goal.aim), judgment.words]


def summary_text(results):
    widths = (16, 22, 9, 8, 8)
    table = [["work", "against", "measured", "must", "aim", ""], *summary(results)]
    return "\n".join(_line(row, widths) for row in table)


def _line(row, widths):
    left = f"{row[0]:{widths[0]}}{row[1]:{widths[1]}}"
    middle = "".join(f"{cell:>{width}}" for cell, width in zip(row[2:5], widths[2:5]))
    return f"{left}{middle}  {row[5]}".rstrip()


def page(results, load):
    """RESULTS.md."""
    lines = ["# What `make bench` found", ""]
    lines += ["[README.md](README.md) says what is measured and how to read it.", "", "| | |", "| --- | --- |"]
    lines += [f"| {name} | {value} |" for name, value in machine.versions()]
    lines += [f"| load before | {load:.2f} |", ""]
    if load > machine.QUIET:
        lines += ["**The machine was not quiet: times are too long and ratios askew.**", ""]
    lines += ["## What must be", "", "| work | against | measured | must | aim | |", "| --- | --- | ---: | ---: | ---: | --- |"]
    titles = {result.case.name: heading(result.case) for result in results}
    lines += [f"| {' | '.join([titles[name], *cells])} |" for name, *cells in summary(results)]
    lines += ["", "## Every row", ""]
    for result in results:
        lines += section(result)
    return "\n".join(lines).rstrip() + "\n"


def section(result):
    unit, table = rows(result)
    lines = [f"### {heading(result.case)}", ""]
    lines += [f"| {unit}, {result.rounds} rounds | least | 25 % | median | 75 % | × nn | peak | loss | |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"]
    for name, *cells in table:
        if len(cells) == 1:
            lines.append(f"| {name} | | | | | | | | {cells[0]} |")
            continue
        *times, loss, same, memory = cells
        lines.append(f"| {' | '.join([name, *times, memory, loss, same])} |")
    first = result.case.contenders[0]
    if isinstance(first, Process):
        lengths = first.lengths or result.case.lengths
        lines += ["", f"    {contenders.shown(first, lengths.long)}"]
    return [*lines, ""]

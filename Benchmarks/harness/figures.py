"""The arithmetic: spreads, ratios, what is met and what is missed."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """The least of some times, and their quartiles."""

    least: float
    low: float
    median: float
    high: float

    @staticmethod
    def of(values):
        low, median, high = quartiles(values)
        return Spread(min(values), low, median, high)


def quartiles(values):
    """Between neighbours by linear interpolation; of one value, that value."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    return tuple(statistics.quantiles(values, n=4, method="inclusive"))


def per_unit(longs, shorts, units):
    """Seconds a unit, a value a round. From every long run the least short one is taken: what disturbs a short run would
    make the difference smaller than it is."""
    base = min(shorts) if shorts else 0
    return [(long - base) / units for long in longs]


def speed(own, theirs):
    """How many times as fast as theirs: best against best, and the quartiles over rounds that stood side by side."""
    rounds = [b / a for a, b in zip(own, theirs) if a > 0]
    low, median, high = quartiles(rounds) if rounds else (0, 0, 0)
    return Spread(min(theirs) / min(own) if min(own) > 0 else float("inf"), low, median, high)


def verdict(value, must, aim, more_is_better):
    """`aim met`, `met`, or by how much it is missed."""
    reaches = (lambda goal: value >= goal) if more_is_better else (lambda goal: value <= goal)
    if must is None and aim is None:
        return ""
    if aim is not None and reaches(aim):
        return "aim met"
    if must is None or reaches(must):
        return "met"
    share = must / value if more_is_better else value / must
    return f"missed by {share:.2f}x" if share < 10 else f"missed by {share:.0f}x"


def same_loss(a, b, tolerance):
    """Whether two losses come of the same work: by their ratio, or both next to nothing."""
    return abs(a - b) <= tolerance * max(abs(a), abs(b)) or max(abs(a), abs(b)) < 1e-6


def digits(value, count=3):
    """With so many significant digits, never with an exponent."""
    if value == 0 or value != value or value in (float("inf"), float("-inf")):
        return str(value)
    places = count - 1 - _exponent(value, count)
    text = f"{round(value, places):,.{max(places, 0)}f}"
    return text


def _exponent(value, count):
    return int(f"{abs(value):.{count - 1}e}".split("e")[1])


def scale(seconds):
    """The unit in which a time is between 1 and 1000, and how many of them a second has."""
    for name, factor in (("s", 1), ("ms", 1e3), ("us", 1e6)):
        if abs(seconds) * factor >= 1:
            return name, factor
    return "ns", 1e9


def duration(seconds):
    name, factor = scale(seconds)
    return f"{digits(seconds * factor)} {name}"

"""golden.json: intervals, tests, corrections and quantiles of censored times as SciPy and statsmodels give them, and the
folds of scikit-learn. The cases are drawn from seed 20.

    python3 -m venv venv && venv/bin/pip install scipy statsmodels scikit-learn && venv/bin/python make_golden.py
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy import stats
from sklearn.model_selection import KFold, StratifiedKFold
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

draw = np.random.default_rng(20)


def wilson(count, trials):
    ours = stats.binomtest(count, trials).proportion_ci(0.95, method="wilson")
    other = proportion_confint(count, trials, alpha=0.05, method="wilson")
    assert np.allclose([ours.low, ours.high], np.clip(other, 0, 1), atol=1e-12)
    return {"count": count, "trials": trials, "low": ours.low, "high": ours.high}


def sign(wins, losses):
    p = 1.0 if wins + losses == 0 else stats.binomtest(wins, wins + losses, 0.5).pvalue
    return {"wins": wins, "losses": losses, "p": p}


def censored(n, share, limit):
    times = draw.integers(1, limit, n)
    if n % 3 == 0:
        times = times // 7 + 1  # ties
    seen = draw.random(n) < share
    observed = np.where(seen, times, limit)
    curve = SurvfuncRight(observed, seen.astype(int))
    scipys = stats.ecdf(stats.CensoredData.right_censored(observed, ~seen)).sf
    # Both estimates agree at every time that was seen.
    assert np.allclose(curve.surv_prob, scipys.evaluate(curve.surv_times))
    quantiles = {}
    for percent in (25, 50, 75):
        value = curve.quantile(percent / 100)
        # The curve is a product of fractions: where rounding leaves it a hair off the level, the exact one decides.
        exact = sorted(times[seen])
        place = percent * n // 100
        wanted = exact[place] if place < len(exact) else None
        close = np.isclose(curve.surv_prob, 1 - percent / 100, atol=1e-9).any()
        found = None if np.isnan(value) else int(value)
        assert close or found == (None if wanted is None else int(wanted))
        quantiles[str(percent)] = None if wanted is None else int(wanted)
    return {"seen": [int(t) for t in times[seen]], "censored": int((~seen).sum()), "quantiles": quantiles}


def folds(labels, k):
    """For each fold how many rows of each class validate; the classes in the order in which they are first seen."""
    labels = np.asarray(labels)
    order = list(dict.fromkeys(labels.tolist()))
    splits = StratifiedKFold(k).split(np.zeros((len(labels), 1)), labels)
    return {
        "labels": labels.tolist(),
        "k": k,
        "counts": [[int((labels[test] == c).sum()) for c in order] for _, test in splits],
    }


def plain(rows, k):
    return {"rows": rows, "k": k, "counts": [len(test) for _, test in KFold(k).split(np.zeros((rows, 1)))]}


def holm(ps):
    return {"p": ps, "corrected": multipletests(ps, method="holm")[1].tolist()}


def scores(values):
    return {
        "values": values,
        "mean": float(np.mean(values)),
        "deviation": float(np.std(values, ddof=1)),
        "quartiles": np.quantile(values, [0.25, 0.5, 0.75]).tolist(),
    }


def densities():
    """What numbers of a start are drawn from: scipy.stats.norm, uniform and truncnorm."""
    rows = []
    for mean, sd in [(0, 1), (0, 0.7071067811865476), (2, 0.1), (-3, 5)]:
        law = stats.norm(mean, sd)
        points = [mean + k * sd for k in (-3, -1, 0, 0.5, 2)]
        rows.append({"kind": "normal", "numbers": [mean, sd], "x": points, "density": law.pdf(points).tolist(),
                     "deviation": float(law.std()), "kurtosis": float(law.stats(moments="k")) + 3})
    for low, high in [(-1, 1), (0, 0.25), (-5, -2)]:
        law = stats.uniform(low, high - low)
        points = [low - 1, low + (high - low) / 3, (low + high) / 2, high + 1]
        rows.append({"kind": "uniform", "numbers": [low, high], "x": points, "density": law.pdf(points).tolist(),
                     "deviation": float(law.std()), "kurtosis": float(law.stats(moments="k")) + 3})
    for mean, sd, low, high in [(0, 1, -2, 2), (0, 0.5, -1, 0.25), (1, 2, -1, 6), (0, 1, 1, 3)]:
        law = stats.truncnorm((low - mean) / sd, (high - mean) / sd, mean, sd)
        points = [low - 0.5, low + (high - low) / 4, (low + high) / 2, high + 0.5]
        rows.append({"kind": "truncated", "numbers": [mean, sd, low, high], "x": points,
                     "density": law.pdf(points).tolist(), "deviation": float(law.std()), "kurtosis": float(law.stats(moments="k")) + 3})
    return rows


golden = {
    "versions": {
        "scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "scikit-learn": sklearn.__version__,
    },
    "wilson": [
        wilson(c, n)
        for c, n in [(0, 1), (1, 1), (0, 10), (10, 10), (1, 10), (5, 10), (9, 10), (179, 200), (175, 200), (151, 200),
                     (0, 1000), (1000, 1000), (3, 7), (50, 50), (49, 50), (1, 3), (2, 3), (499, 1000), (1, 1000000),
                     (500000, 1000000)]
    ],
    "sign": [
        sign(w, l)
        for w, l in [(0, 0), (1, 0), (5, 0), (6, 0), (0, 6), (3, 3), (10, 2), (2, 10), (60, 40), (40, 60), (120, 60),
                     (101, 99), (100, 100), (600, 400), (1, 199), (0, 200), (550, 450), (5100, 4900), (700, 300), (0, 900)]
    ],
    "holm": [
        holm(p)
        for p in [[0.01], [0.01, 0.04], [0.04, 0.01, 0.03], [0.5, 0.5, 0.5], [1.0, 0.2, 0.001, 0.02], [0.05, 0.05, 0.05]]
    ] + [holm([float(x) for x in draw.random(n) ** 3]) for n in (2, 3, 5, 10, 15, 21, 28, 36, 45, 55, 66, 78, 91, 105)],
    "censored": [
        censored(int(n), float(share), 5000)
        for n, share in zip([1, 2, 3, 4, 5, 7, 10, 12, 20, 21, 33, 50, 64, 99, 100, 150, 199, 200, 200, 1000],
                            [1, 1, 0.5, 1, 0.6, 0.9, 0, 0.8, 0.5, 1, 0.3, 0.76, 0.75, 0.2, 0.9, 0.5, 0.88, 0.9, 0.24, 0.7])
    ],
    "folds": [
        folds([0, 1, 1, 0], 2), folds([0] * 50 + [1] * 50 + [2] * 50, 5), folds([2, 0, 1] * 11 + [1] * 4, 4),
        folds([1] * 7 + [0] * 13, 5), folds([0, 1] * 3 + [0] * 20, 3), folds(draw.integers(0, 4, 103).tolist(), 7),
        folds(draw.integers(0, 2, 61).tolist(), 10), folds([1] + [0] * 10 + [1] * 2, 3),
    ],
    "plain": [plain(10, 3), plain(11, 5), plain(4, 4), plain(103, 10)],
    "scores": [scores([float(x) for x in draw.normal(0.9, 0.05, n)]) for n in (2, 3, 5, 10, 50)],
    "densities": densities(),
}

target = pathlib.Path(__file__).with_name("golden.json")
target.write_text(json.dumps(golden, indent=None, separators=(",", ":")) + "\n")

#!/usr/bin/env python3
"""nn and its peers side by side: `make bench`. README.md says what is measured and how to read it.

    python3 bench.py [--nn PATH] [--before PATH] [--quick] [--only 'WORD …'] [--page FILE] [--list]
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from harness import inputs, machine, report
from harness.cases import all_cases
from harness.measure import measure
from harness.processes import ROOT, Broken, Worker


QUICK, FULL = 150, 1000
"""Seconds that a whole run may take, about: the rounds of a row end when its share of what is left is over."""


def arguments():
    parser = argparse.ArgumentParser(description="nn and its peers side by side")
    parser.add_argument("--nn", default=inputs.nn, help="the command to measure")
    parser.add_argument("--before", default="", help="another nn that takes part, as of before a change")
    parser.add_argument("--quick", action="store_true", help="shorter runs and fewer of them: at most three minutes")
    parser.add_argument("--only", default="", help="cases whose names contain one of these words")
    parser.add_argument("--page", default="", help="where the page goes; after a full run RESULTS.md, else nowhere")
    parser.add_argument("--list", action="store_true", help="names the cases")
    return parser.parse_args()


def chosen(only):
    cases, words = all_cases(), only.replace(",", " ").split()
    return [case for case in cases if not words or any(word in case.name for word in words)]


def tell(text):
    """What is at work, on one line that the next takes the place of; nothing where it would stay."""
    if sys.stderr.isatty():
        print(f"\r{text[:78]:78}", end="\r" if not text else "", file=sys.stderr, flush=True)


def run(cases, quick, keep):
    """All of them; `keep` is handed what there is after each, so that a run that is broken off leaves its page."""
    results, start = [], time.perf_counter()
    for k, case in enumerate(cases):
        for prepare in case.prepare:
            tell(f"{case.name}: {prepare.__name__}")
            prepare()
        left = (QUICK if quick else FULL) - (time.perf_counter() - start)
        result = measure(case, quick, max(left / (len(cases) - k), 0), tell)
        tell("")
        print(report.text(result), end="\n\n", flush=True)
        for outcome in result.outcomes:
            if outcome.failure:
                print(outcome.failure, file=sys.stderr, flush=True)
        results.append(result)
        keep(results)
    return results


def main():
    options = arguments()
    inputs.nn = str(Path(shutil.which(options.nn) or options.nn).resolve())
    inputs.before = str(Path(options.before).resolve()) if options.before else ""
    cases = chosen(options.only)
    if options.list:
        print("\n".join(f"{case.name:16}{case.title}" for case in cases))
        return 0
    if not cases:
        print(f"no case is called {options.only}; --list names them", file=sys.stderr)
        return 64
    if not Path(inputs.nn).exists():
        print(f"{inputs.nn} is not there: make build", file=sys.stderr)
        return 66
    load = machine.load()
    if load > machine.QUIET:
        print(f"This machine is not quiet (load {load:.1f}): times will be too long, ratios askew.\n")
    full = not options.quick and not options.only
    target = options.page or (str(ROOT / "RESULTS.md") if full else "")
    keep = lambda results: target and Path(target).write_text(report.page(results, load))
    try:
        results = run(cases, options.quick, keep)
    except Broken as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        Worker.stop_all()
    print(report.summary_text(results))
    if target:
        print(f"\nwrote {target}")
    return 1 if any(outcome.failure for result in results for outcome in result.outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Instructions of five fixed runs, counted by callgrind: `make bench-counts`. They do not depend on what else the machine does.

    python3 counts.py [--nn PATH] [--update]      compares with counts.txt, or writes it

The counts are those of one thread and of the kernels for AVX2 (NN_PROCESSORS=1, NN_KERNEL=avx2), where a build has them.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from harness import inputs, machine
from harness.processes import ROOT, WORK

TABLE = ROOT / "counts.txt"
NOTABLE = 0.01

# Starting is part of each; the first row is that alone.
RUNS = {
    "start": ("-e", "let n = 1"),
    "xor-adam": ("-e", "let n = 20", "scripts/xor-adam.nn"),
    "iris": ("-e", "let n = 200", "scripts/iris.nn"),
    "layers-128": ("-e", "let n = 2", "scripts/layers-128.nn"),
    "loop": ("-e", "let n = 20000", "scripts/loop.nn"),
}


def stripped():
    """A copy without debug information, which valgrind before 3.20 stumbles over; or the command itself."""
    copy = WORK / "nn-stripped"
    if shutil.which("strip") and subprocess.run(["strip", "-o", copy, inputs.nn], capture_output=True).returncode == 0:
        return str(copy)
    return inputs.nn


def count(command, arguments):
    """Instructions of one run."""
    fixed = {"NN_PROCESSORS": "1", "SWIFT_DETERMINISTIC_HASHING": "1"}
    if "avx2" in machine.vectors():
        fixed["NN_KERNEL"] = "avx2"
    out = f"--callgrind-out-file={WORK / 'callgrind.out'}"
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", out, command, "--quiet", *arguments], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, **fixed})
    found = re.search(r"Collected\s*:\s*(\d+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"valgrind … nn {' '.join(arguments)}: status {done.returncode}\n{done.stderr[-2000:]}")
    return int(found.group(1))


def kept():
    """The table, or nothing."""
    if not TABLE.exists():
        return {}
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {words[0]: int(words[1].replace(",", "")) for words in lines}


def compared(before, now):
    """A line a run, and the names of those that changed by more than 1 %."""
    lines, changed = [f"{'':12}{'kept':>18}{'now':>18}{'change':>10}"], []
    for name, number in now.items():
        if name not in before:
            lines.append(f"{name:12}{'':>18}{number:>18,}{'new':>10}")
            continue
        change = number / before[name] - 1
        mark = ""
        if abs(change) > NOTABLE:
            changed.append(name)
            mark = "  more" if change > 0 else "  fewer"
        lines.append(f"{name:12}{before[name]:>18,}{number:>18,}{change:>+10.2%}{mark}")
    return lines, changed


def write(now):
    rows = dict(machine.versions())
    lines = [
        "# Instructions by callgrind; `make bench-counts` compares with them, UPDATE=1 writes them anew.",
        f"# nn {rows['nn']}, Swift {rows['Swift']}, {rows['processor'].split(',')[0]}, {rows['date']}",
        *(f"{name:12}{number:>18,}" for name, number in now.items())]
    TABLE.write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nn", default=inputs.nn)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    inputs.nn = str(Path(options.nn).resolve())
    if not shutil.which("valgrind"):
        print("valgrind is not installed; it counts the instructions")
        return 1
    WORK.mkdir(exist_ok=True)
    inputs.iris(), inputs.images()
    command = stripped()
    now = {name: count(command, arguments) for name, arguments in RUNS.items()}
    lines, changed = compared(kept(), now)
    print("\n".join(lines))
    if options.update:
        write(now)
        print("wrote counts.txt")
    elif changed:
        print(f"changed by more than 1 %: {', '.join(changed)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

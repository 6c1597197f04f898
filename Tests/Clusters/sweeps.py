"""A sweep in a folder: what its ledgers hold, by a reader of their own, and what nn says of them."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess

from processes import nn_at, parents, require, wait_until

HERE = pathlib.Path(__file__).resolve().parent
SHARDS = 8
POINTS = 1000
SHARE = POINTS // SHARDS
STEM = "my sweep"  # the blank is part of the test
PASSING = rb'"(seconds)":[^,}]*|"(host)":"[^"]*"'  # what may be another in another run


def lines(ledger):
    """Whole lines of a ledger; one that is torn at the end is none."""
    text = ledger.read_bytes() if ledger.exists() else b""
    return text.splitlines(keepends=True) if text.endswith(b"\n") else text.splitlines(keepends=True)[:-1]


def points(ledger):
    return [json.loads(line)["k"] for line in lines(ledger)[1:]]


def ranges(text):
    """`17,44-49,3-995:8` as numbers."""
    numbers = []
    for part in text.split(","):
        first, last, step = re.fullmatch(r"(\d+)(?:-(\d+)(?::(\d+))?)?", part).groups()
        numbers += range(int(first), int(last or first) + 1, int(step or 1))
    return sorted(numbers)


class Sweep:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        shutil.copy(HERE / "sweep.nn", folder / f"{STEM}.nn")

    def nn(self, *words, status=0):
        """What `nn sweep …` prints; it has to end with this status."""
        run = subprocess.run(["nn", "sweep", *words], cwd=self.folder, capture_output=True, text=True)
        require(run.returncode == status,
                f"nn sweep {' '.join(words)} ended with {run.returncode}, not {status}\n{run.stdout}{run.stderr}")
        return run.stdout + run.stderr

    def write_launcher(self, engine, name):
        text = self.nn("launch", engine, f"{STEM}.nn", "--shards", str(SHARDS))
        (self.folder / name).write_text(text)
        return text

    def ledger(self, shard):
        return self.folder / f"{STEM}.{shard}-of-{SHARDS}.jsonl"

    def ledgers(self):
        """As the launchers tell to give them to merge."""
        return sorted(self.folder.glob(f"{STEM}.*.jsonl"))

    def names(self):
        return [ledger.name for ledger in self.ledgers()]

    def lost(self):
        """Points that no ledger has."""
        return sorted(set(range(POINTS)) - {k for ledger in self.ledgers() for k in points(ledger)})

    def in_mid_run(self, shard):
        return SHARE // 16 <= len(points(self.ledger(shard))) <= SHARE * 3 // 4

    def wait_for_mid_run(self, shard):
        wait_until(lambda: self.in_mid_run(shard), f"shard {shard} was not seen in mid-run")

    def kill(self, shard, with_parent=False):
        """kill -9 for the process of a shard in mid-run, and for the one that started it."""
        self.wait_for_mid_run(shard)
        pid = nn_at(f"{shard}/{SHARDS}")
        victims = [parents()[pid], pid] if with_parent else [pid]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        wait_until(lambda: not set(victims) & set(parents()), "a process survived kill -9", 10)

    def copy(self, folder):
        """The sweep as it is at this moment, to be looked at while it goes on."""
        shutil.copytree(self.folder, folder)
        copied = Sweep.__new__(Sweep)
        copied.folder = folder
        return copied

    def check_gaps(self, shard):
        """A shard is cut in the middle, and nn says exactly what is missing. Returns how many points it had made."""
        made = points(self.ledger(shard))
        require(0 < len(made) < SHARE, f"shard {shard} has {len(made)} points: it was not cut in mid-run")
        lost = self.lost()
        require(set(range(shard, POINTS, SHARDS)) - set(made) <= set(lost), "another shard made its points")
        told = re.search(r"--points[\s\\]+(\S+)", self.missing_line())
        require(told and ranges(told[1]) == lost, "`nn sweep missing` does not name the points that are missing")
        self.nn("merge", *self.names(), "--ledger", "gaps.jsonl", status=1)
        return len(made)

    def missing_line(self):
        """The line that makes what is missing, as `nn sweep missing` prints it; it may be broken with backslashes."""
        text = self.nn("missing", *self.names(), status=1)
        found = re.search(r"^ *(nn sweep (?:.*\\\n)*.*)", text, re.MULTILINE)
        require(found, f"`nn sweep missing` prints no line that makes them:\n{text}")
        return found[1]

    def run_missing_line(self):
        line = self.missing_line()
        run = subprocess.run(["sh", "-c", line], cwd=self.folder, capture_output=True, text=True)
        require(run.returncode == 0, f"{line} ended with {run.returncode}\n{run.stderr}")

    def check_whole(self, alone):
        """Every point once, and the ledger of one process but for the times and the host."""
        found = sorted(k for ledger in self.ledgers() for k in points(ledger))
        require(found == list(range(POINTS)), f"{len(found)} lines, {len(set(found))} of {POINTS} points")
        self.nn("missing", *self.names())
        self.nn("merge", *self.names(), "--ledger", "merged.jsonl")
        self.compare((self.folder / "merged.jsonl").read_bytes(), alone)

    def compare(self, merged, alone):
        ours, theirs = (re.sub(PASSING, rb"\1\2", text).splitlines() for text in (merged, alone))
        for number, (a, b) in enumerate(zip(ours, theirs), 1):
            require(a == b, f"line {number} of the merged ledger is not that of one process:\n{a}\n{b}")
        require(len(ours) == len(theirs) == POINTS + 1, f"{len(ours)} lines and {len(theirs)}, not {POINTS + 1}")

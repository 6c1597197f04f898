"""Processes that the tests started, by /proc: to find them, to wait for something, to end them."""

import ctypes
import os
import pathlib
import signal
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
GUARD = os.getpid()


class Failure(Exception):
    """Something that has to hold does not."""


def require(holds, otherwise):
    if not holds:
        raise Failure(otherwise)


def wait_until(holds, what, seconds=120):
    """Waits until it holds; what: the end of the sentence that says it never did."""
    end = time.monotonic() + seconds
    while not holds():
        require(time.monotonic() < end, f"after {seconds} s {what}")
        time.sleep(0.02)


def guard(work):
    """Does the work in a process of its own, and ends whatever is left of it. Returns its exit status.

    Daemons and their tasks come below this process when whoever started them is gone. It notices when they are over:
    to SLURM a task that nobody has noticed the end of still runs, and in a container process 1 may not care.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    worker = os.fork()
    if worker == 0:
        sys.exit(work())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both
    signal.signal(signal.SIGTERM, lambda *_: os.kill(worker, signal.SIGTERM))
    pid = 0
    while pid != worker:
        pid, status = os.wait()
    end_all()
    return os.waitstatus_to_exitcode(status)


def parents():
    """The parent of every process, without those that are over and only wait to be noticed."""
    table = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue  # it ended while we looked
            if state != "Z":
                table[int(entry.name)] = int(parent)
    return table


def started():
    """All processes below the guard but this one."""
    table, found = parents(), []
    reached = {GUARD}
    while reached:
        reached = {pid for pid, parent in table.items() if parent in reached}
        found += reached
    return set(found) - {os.getpid()}


def arguments(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def runs_nn(pid, shard):
    """Whether a process is nn itself at this shard, not one that has nn among its arguments."""
    words = arguments(pid)
    return "nn" in map(os.path.basename, words[:2]) and shard in words


def nn_at(shard):
    """The process that runs a shard, `3/8`."""
    found = [pid for pid in started() if runs_nn(pid, shard)]
    require(len(found) == 1, f"{len(found)} processes run shard {shard}, not one")
    return found[0]


def end_all():
    """Ends all that was started and still runs; what does not listen, by force."""
    for number in [signal.SIGTERM] * 40 + [signal.SIGKILL] * 40:
        left = started()
        if not left:
            return
        for pid in left:
            send(number, pid)
        time.sleep(0.1)
    require(not started(), "processes are left that cannot be ended")


def send(number, pid):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass  # it ended while we looked

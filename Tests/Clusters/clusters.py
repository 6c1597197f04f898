#!/usr/bin/env python3
"""Sweeps on SLURM, Open MPI, GNU parallel and Dask, the real ones, which this starts and stops: `make test-clusters`.

For each engine the launcher that `nn sweep launch` prints is run as it is: 1,000 runs in 8 shards. A shard is killed
with -9 in mid-run, nn has to say what is missing, the shard is sent again as users of the engine would, and the merged
ledger has to be that of one process, byte for byte but for the times and the host. Under SLURM a more urgent job takes
the place of the sweep as well. Kubernetes is not started: its Job is compared with what two versions of it
take, and the command in it is run here for each index.

    python clusters.py --nn PATH [--engines 'slurm mpi']

Nothing is left behind: no process, no file. The last line is `N passed, N failed`; the exit status is 1 if any failed.
"""

import argparse
import importlib.util
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from engines import KILLED, MPI, Dask, Parallel, Slurm, begin
from processes import GUARD, Failure, end_all, guard, require
from sweeps import HERE, POINTS, SHARDS, SHARE, Sweep

ENGINES = {engine.name: engine for engine in (Slurm, MPI, Parallel, Dask)}


def run_alone(folder):
    """The ledger of one process."""
    sweep = Sweep(folder / "alone")
    sweep.nn("my sweep.nn", "--ledger", "alone.jsonl")
    return (sweep.folder / "alone.jsonl").read_bytes()


def check_kill(engine, folder, alone):
    sweep = Sweep(folder / "a sweep")
    made = engine.interrupt(sweep).check_gaps(KILLED)
    engine.finish(sweep)
    sweep.check_whole(alone)
    return f"shard {KILLED} killed after {made} of {SHARE} runs, sent again, merged: as one process"


def check_preemption(engine, folder, alone):
    sweep = Sweep(folder / "another sweep")
    job, stopped = engine.preempt(sweep)
    made = POINTS - len(sweep.lost())
    sweep.check_gaps(KILLED)
    engine.resume(job, stopped)
    sweep.check_whole(alone)
    return f"{len(stopped)} tasks preempted after {made} of {POINTS} runs, all with 75, went on, merged: as one process"


def check_job(folder, alone):
    """The Job without Kubernetes: its command for each index, stopped once, and again while it ends with 75."""
    sweep = Sweep(folder / "a sweep")
    command = job_command(sweep.write_launcher("kubernetes", "sweep.yaml"))
    pods = [start_pod(command, sweep, index) for index in range(SHARDS)]
    sweep.wait_for_mid_run(KILLED)
    pods[KILLED].terminate()
    ends = [pod.wait() for pod in pods]
    require(ends == [75 if index == KILLED else 0 for index in range(SHARDS)], f"the commands ended with {ends}")
    sweep.check_gaps(KILLED)
    copy = sweep.copy(folder / "a copy")
    copy.run_missing_line()
    copy.check_whole(alone)
    require(start_pod(command, sweep, KILLED).wait() == 0, "the command failed when it was sent again")
    sweep.check_whole(alone)
    return f"not started; a valid Job, its command for each index, {KILLED} stopped with 75 and again: as one process"


def job_command(text):
    """The command of the Job, which has to be what Kubernetes takes and what a sweep needs."""
    import kubernetes_validate
    import yaml

    job = yaml.safe_load(text)
    for version in ("1.29", kubernetes_validate.latest_version()):
        try:
            kubernetes_validate.validate(job, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            raise Failure(f"Kubernetes {version} does not take the Job: {error.message} in {list(error.path)}")
    spec = job["spec"]
    require(job["kind"] == "Job" and spec["completionMode"] == "Indexed", "it is no indexed Job")
    require(spec["completions"] == SHARDS, "it has not a completion a shard")
    require(spec["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"] == [75], "75 is counted as a failure")
    return spec["template"]["spec"]["containers"][0]["command"]


def start_pod(command, sweep, index):
    return begin(command, sweep.folder, sweep.folder.parent / "log", JOB_COMPLETION_INDEX=str(index))


def report(name, check, folder, *rest):
    """Runs one check; says how it ended, and whether it held."""
    start = time.monotonic()
    try:
        said, held = check(*rest), True
    except Failure as failure:
        said, held = f"FAILED: {failure}\n{logs(folder)}", False
    print(f"{name:10} {said} · {time.monotonic() - start:.0f} s", flush=True)
    return held


def logs(folder):
    """The ends of what the engine and its tasks wrote."""
    ends = []
    for file in sorted([*folder.glob("log"), *folder.rglob("*.out")]):
        lines = file.read_text(errors="replace").splitlines()
        ends += [f"--- {file.relative_to(folder)}", *lines[-8 if file.name == "log" else -2:]]
    return "\n".join(ends)


def check_engine(name, folder, alone):
    """How each check of an engine ended."""
    if name == "kubernetes":
        return [report(name, check_job, folder, folder, alone)]
    engine = ENGINES[name]()
    try:
        if not report(name, lambda: engine.start(folder) or "started", folder):
            return [False]
        held = [report(name, check_kill, folder, engine, folder, alone)]
        if name == "slurm":
            held.append(report(name, check_preemption, folder, engine, folder, alone))
        return held
    finally:
        engine.stop()
        end_all()


def absent(names):
    """What of the chosen engines is not on this machine."""
    modules = {"dask": "distributed", "kubernetes": "kubernetes_validate"}
    for name in names:
        engine = ENGINES.get(name)
        missing = [program for program in engine.programs if not shutil.which(program)] if engine else []
        if missing:
            yield f"{name}: there is no {', '.join(missing)} here (apt-get install {engine.package})"
        if name in modules and not importlib.util.find_spec(modules[name]):
            yield f"{name}: {sys.executable} has no {modules[name]} (pip install -r {HERE}/requirements.txt)"


def prepare(nn, folder):
    """nn on the PATH, and every folder that engines make by themselves inside ours."""
    (folder / "bin").mkdir()
    (folder / "bin/nn").symlink_to(pathlib.Path(nn).resolve(strict=True))
    paths = [str(folder / "bin"), os.path.dirname(sys.executable), os.environ["PATH"]]
    os.environ.update(PATH=":".join(paths), TMPDIR=str(folder))


def check_all(names, nn, folder):
    """Checks all engines in a folder; the status to end with."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    prepare(nn, folder)
    alone = run_alone(folder)
    held = []
    for name in names:
        (folder / name).mkdir()
        held += check_engine(name, folder / name, alone)
    print(f"{sum(held)} passed, {len(held) - sum(held)} failed")
    return int(not all(held))


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nn", required=True)
    parser.add_argument("--engines", default="slurm mpi parallel dask kubernetes")
    options = parser.parse_args()
    names = options.engines.split()
    for name in set(names) - {*ENGINES, "kubernetes"}:
        sys.exit(f"there is no engine {name}: {', '.join([*ENGINES, 'kubernetes'])}")
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    if lines := list(absent(names)):
        sys.exit("\n".join([*lines, "make test-clusters ENGINES='mpi parallel' makes do with some."]))
    return names, options.nn


def main():
    names, nn = read_arguments()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="nn-"))
    folder.chmod(0o755)  # munged asks for it
    try:
        return guard(lambda: check_all(names, nn, folder))
    finally:
        if os.getpid() == GUARD:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())

"""The engines: how each is started, how its users send a sweep, and how they send again what was lost."""

import os
import pwd
import re
import signal
import socket
import subprocess

from processes import require, wait_until
from sweeps import HERE, SHARDS, SHARE, points

KILLED = 3  # the shard that is killed


def output(*words, **options):
    run = subprocess.run(words, capture_output=True, text=True, **options)
    require(run.returncode == 0, f"{' '.join(words)} ended with {run.returncode}\n{run.stdout}{run.stderr}")
    return run.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def begin(words, folder, log, **environment):
    """Starts a program with a session of its own, so that no signal that it sends to its group comes here."""
    with open(log, "a") as file:
        return subprocess.Popen(words, cwd=folder, env={**os.environ, **environment}, start_new_session=True,
                                stdin=subprocess.DEVNULL, stdout=file, stderr=file)


class Launched:
    """An engine whose launcher is a program of the user's own; it runs until the sweep is over."""

    programs, package = [], ""
    name, launcher, command = "", "sweep.sh", ["sh", "sweep.sh"]

    def start(self, folder):
        self.log = folder / "log"

    def send(self, sweep):
        sweep.write_launcher(self.name, self.launcher)
        return self.send_again(sweep)

    def send_again(self, sweep):
        return begin(self.command, sweep.folder, self.log)

    def status(self, run):
        try:
            return run.wait(timeout=180)
        except subprocess.TimeoutExpired:
            require(False, f"{' '.join(self.command)} did not end in 180 s")

    def interrupt(self, sweep):
        """Kills the shard; returns the sweep with its gap, when the engine has noticed."""
        run = self.send(sweep)
        sweep.kill(KILLED)
        require(self.status(run) != 0, f"{self.name} did not notice that a shard was killed")
        self.check_noticed(sweep)
        return sweep

    def check_noticed(self, sweep):
        pass

    def finish(self, sweep):
        require(self.status(self.send_again(sweep)) == 0, f"{self.name} failed when it was sent again")

    def stop(self):
        pass


class MPI(Launched):
    name, programs, package = "mpi", ["mpirun"], "openmpi-bin"

    def start(self, folder):
        super().start(folder)
        # As a queue gives it: eight places, though these are on one machine; and perhaps in a container, as root.
        (folder / "hosts").write_text(f"localhost slots={SHARDS}\n")
        os.environ.update(OMPI_MCA_orte_default_hostfile=str(folder / "hosts"),
                          OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")

    def check_noticed(self, sweep):
        require("signal 9" in self.log.read_text(), "mpirun does not tell of signal 9")


class Parallel(Launched):
    name, programs, package = "parallel", ["parallel"], "parallel"

    def start(self, folder):
        super().start(folder)
        (folder / "parallel").mkdir()
        os.environ["PARALLEL_HOME"] = str(folder / "parallel")

    def jobs(self, sweep):
        """Shard and exit status of every line of the joblog."""
        [log] = sweep.folder.glob("*.joblog")
        rows = [line.split("\t") for line in log.read_text().splitlines()[1:]]
        return [(int(row[0]) - 1, int(row[6])) for row in rows]

    def check_noticed(self, sweep):
        killed = (KILLED, 128 + signal.SIGKILL)
        require(killed in self.jobs(sweep), f"the joblog has not {killed}: {self.jobs(sweep)}")

    def finish(self, sweep):
        super().finish(sweep)
        require(self.jobs(sweep)[SHARDS:] == [(KILLED, 0)], "not only the shard that failed was sent again")


class Dask(Launched):
    """Sends again by itself: the worker is killed together with its task, and the sweep goes on."""

    name = "dask"
    launcher, command = "sweep.py", ["python", "sweep.py"]

    def interrupt(self, sweep):
        self.run = self.send(sweep)
        sweep.kill(KILLED, with_parent=True)
        require(self.run.poll() is None, "what was killed was not a worker: the client is over")
        return sweep.copy(sweep.folder.with_name("at the kill"))

    def finish(self, sweep):
        require(self.status(self.run) == 0, "dask did not send the task again")


class Slurm:
    name, package = "slurm", "slurm-wlm munge"
    programs = ["slurmctld", "slurmd", "munged", "sbatch", "srun", "squeue", "scontrol"]

    def start(self, folder):
        self.folder = folder
        for name in ("state", "spool"):
            (folder / name).mkdir()
        self.write_configuration()
        self.start_munge()
        for daemon in (["slurmctld", "-D"], ["slurmd", "-D", "-N", self.host]):
            self.daemon(*daemon, "-f", folder / "slurm.conf")
        wait_until(lambda: self.ask("sinfo", "-h", "-o", "%t").split() == ["idle"], "the node is not idle", 30)

    def write_configuration(self):
        self.host = socket.gethostname().split(".")[0]
        places = {"FOLDER": str(self.folder), "HOST": self.host, "USER": pwd.getpwuid(os.getuid()).pw_name,
                  "PORT_1": free_port(), "PORT_2": free_port()}
        text = re.sub("|".join(places), lambda place: places[place[0]], (HERE / "slurm.conf").read_text())
        (self.folder / "slurm.conf").write_text(text)
        os.environ["SLURM_CONF"] = str(self.folder / "slurm.conf")

    def start_munge(self):
        key = self.folder / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(os.urandom(128))
        files = {"key-file": "key", "socket": "socket", "pid-file": "pid", "log-file": "log", "seed-file": "seed"}
        self.daemon("munged", "-F", *(f"--{what}={self.folder}/munge.{end}" for what, end in files.items()))
        wait_until((self.folder / "munge.socket").exists, "munged has no socket", 10)

    def daemon(self, *words):
        begin(words, self.folder, self.folder / "log")

    def ask(self, *words):
        """What a command prints; nothing, while the daemons are not there yet."""
        return subprocess.run(words, capture_output=True, text=True).stdout

    def send(self, sweep, *options):
        sweep.write_launcher("slurm", "sweep.slurm")
        return output("sbatch", "--parsable", *options, "sweep.slurm", cwd=sweep.folder).strip()

    def states(self, job):
        """The state of every task that is in the queue."""
        return output("squeue", "-h", "-r", "-o", "%T", "-j", job).split()

    def wait(self, job):
        wait_until(lambda: not self.states(job), f"job {job} is still in the queue", 180)

    def task(self, job, shard):
        """State and exit status of a task, and how often it was sent again."""
        text = output("scontrol", "show", "job", f"{job}_{shard}")
        return re.search(r"JobState=(\w+)", text)[1], re.search(r"ExitCode=(\d+)", text)[1], \
            re.search(r"Restarts=(\d+)", text)[1]

    def interrupt(self, sweep):
        job = self.send(sweep)
        self.stop_last(sweep, job)
        sweep.kill(KILLED)
        wait_until(lambda: self.states(job) == ["PENDING"], "not the task that was stopped alone is in the queue again")
        for shard in range(SHARDS - 1):
            expected = ("FAILED", "137", "0") if shard == KILLED else ("COMPLETED", "0", "0")
            found = self.task(job, shard)
            require(found == expected, f"SLURM says of task {shard}: {found}, not {expected}")
        self.resume(job, [SHARDS - 1])
        return sweep

    def stop_last(self, sweep, job):
        """SIGTERM for the last task, whose number is that of the whole array to SLURM: no other may hear of it."""
        sweep.wait_for_mid_run(SHARDS - 1)
        output("scancel", "--signal=TERM", f"{job}_{SHARDS - 1}")

    def finish(self, sweep):
        job = self.send(sweep, f"--array={KILLED}")
        self.wait(job)
        found = self.task(job, KILLED)
        require(found == ("COMPLETED", "0", "0"), f"SLURM says of the task that was sent again: {found}")

    def preempt(self, sweep):
        """An urgent job takes the places of all tasks; those that were at work end with 75 and are queued again.

        Returns the job and these tasks.
        """
        job = self.send(sweep)
        wait_until(lambda: min(len(points(sweep.ledger(shard))) for shard in range(SHARDS)) > SHARE // 16,
                   "not all tasks were at work")
        output("sbatch", "--partition=urgent", f"--cpus-per-task={SHARDS}", "--output=/dev/null", "--wrap=sleep 1")
        wait_until(lambda: set(self.states(job)) == {"PENDING"}, "the tasks are not in the queue again", 60)
        stopped = [shard for shard in range(SHARDS) if len(points(sweep.ledger(shard))) < SHARE]
        require(KILLED in stopped and len(stopped) > SHARDS // 2, f"only {stopped} were still at work")
        for shard in stopped:
            text = (sweep.folder / f"slurm-{job}_{shard}.out").read_text()
            require("Exited with exit code 75" in text, f"task {shard} did not end with 75:\n{text}")
            require(self.task(job, shard) == ("PENDING", "0", "1"), f"task {shard} was not queued again once")
            require(sweep.ledger(shard).read_bytes().endswith(b"\n"), f"the last line of shard {shard} is torn")
        return job, stopped

    def resume(self, job, stopped):
        """What was stopped waits two minutes, and goes on; here without the two minutes."""
        for shard in stopped:
            output("scontrol", "update", f"JobId={job}_{shard}", "StartTime=now")
        self.wait(job)
        for shard in stopped:
            found = self.task(job, shard)
            require(found == ("COMPLETED", "0", "1"), f"SLURM says of task {shard}: {found}")

    def stop(self):
        self.ask("scancel", "--user", str(os.getuid()))

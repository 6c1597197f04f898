"""Runs programs: whole processes, timed by `launch`, and peers that stay and answer requests."""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".build-work"
PYTHON = ROOT / ".build-peers" / "bin" / "python"


class Absent(Exception):
    """A peer that is not on this machine."""


class Broken(Exception):
    """A program that failed, with what it said."""


def compiled(name, *libraries):
    """The path of `peers/NAME.c`, compiled for this processor unless that was done since it was written."""
    source, program = ROOT / "peers" / f"{name}.c", WORK / name
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        compiler = shutil.which(os.environ.get("CC", "cc")) or shutil.which("clang")
        if not compiler:
            raise Absent("no C compiler")
        WORK.mkdir(exist_ok=True)
        command = [compiler, "-O3", "-march=native", "-o", str(program), str(source), *libraries, "-lm"]
        if subprocess.run(command, capture_output=True).returncode != 0:
            raise Absent("not installed: make bench-peers" if libraries else "it does not compile")
    return str(program)


class Run:
    """A process that is over."""

    def __init__(self, command, environment=None, folder=None):
        WORK.mkdir(exist_ok=True)
        report, output = WORK / f"report-{os.getpid()}", WORK / f"output-{os.getpid()}"
        with open(output, "wb") as out:
            done = subprocess.run(
                [compiled("launch"), str(report), *command], cwd=folder or ROOT, stdout=out, stderr=subprocess.PIPE,
                env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL)
        words = report.read_text().split() if done.returncode == 0 else ["0", "0", "0", "71"]
        self.seconds, self.processor = float(words[0]), float(words[1])
        self.megabytes, status = int(words[2]) / 1024, int(words[3])
        if status != 0:
            raise Broken(f"{shlex.join(command)}: status {status}\n{done.stderr.decode(errors='replace').strip()}")
        self.numbers = _numbers(output)
        report.unlink(missing_ok=True)
        output.unlink()


def _numbers(path):
    """Of the last line that was printed; of JSON lines the mean loss of a sweep's runs, and the first one's."""
    with open(path, "rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 4096))
        last = next((line for line in reversed(file.read().decode(errors="replace").split("\n")) if line.strip()), "")
    if last.startswith("{"):
        with open(path) as file:
            losses = [event["loss_after"] for event in map(json.loads, file) if event["event"] == "run"]
        return [sum(losses) / len(losses), losses[0]] if losses else []
    try:
        return [float(word) for word in last.split()]
    except ValueError:
        return []


class Worker:
    """A peer that reads requests, one a line, and answers each with a line of JSON."""

    running = {}

    def __init__(self, command):
        self.command = command
        self.complaints = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints, text=True)

    def answer(self, request):
        try:
            self.process.stdin.write((request if isinstance(request, str) else json.dumps(request)) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self.complaints.seek(0)
            raise Broken(f"{shlex.join(self.command)}: {self.complaints.read().strip()}")
        return json.loads(line)

    @classmethod
    def of(cls, *command):
        """The one with this command, started when it is first asked for."""
        if command not in cls.running:
            cls.running[command] = cls(list(command))
        return cls.running[command]

    @classmethod
    def stop_all(cls):
        for worker in cls.running.values():
            worker.process.communicate()
            worker.complaints.close()
        cls.running.clear()


_modules = {}


def python_with(module):
    """The Python of `make bench-peers`, if it has this module."""
    if module not in _modules:
        find = f"import importlib.util as u, sys; sys.exit(u.find_spec('{module}') is None)"
        _modules[module] = PYTHON.exists() and subprocess.run([PYTHON, "-c", find]).returncode == 0
    if not _modules[module]:
        raise Absent("not installed: make bench-peers")
    return str(PYTHON)


def installed(*names):
    """The first of these programs that is on the PATH."""
    for name in names:
        if shutil.which(name):
            return shutil.which(name)
    raise Absent("not installed: make bench-peers")

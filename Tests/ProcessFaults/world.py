"""A folder to work in, nn in it, and what is found."""
import os, random, shutil, signal, subprocess, tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# A process that ends by one of these has a fault of its own.
CRASHES = {signal.SIGILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGTRAP, signal.SIGSYS}


class World:
    """What a part of the command works with; `found` grows."""

    def __init__(self, nn, seed, scale):
        self.seed, self.scale, self.found = seed, scale, []
        # Lines for a shell say `nn`, whatever the program is called.
        self.place = tempfile.TemporaryDirectory(prefix="nn-faults-")
        self.nn = os.path.join(self.place.name, "nn")
        os.symlink(nn, self.nn)

    def note(self, what):
        self.found.append(what)
        print(f"problem: {what}", flush=True)

    def random(self, *key):
        """Chance that is the same for the same seed and key."""
        return random.Random(repr((self.seed, *key)))

    def each(self, work, cases):
        """Works through cases on all processors, in any order."""
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return list(pool.map(work, cases))

    def environment(self, **more):
        return os.environ | {"SWIFT_BACKTRACE": "enable=no", "NN_HISTORY": "", "PAGER": "cat", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"} | more

    def start(self, arguments, folder, **more):
        more = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | more
        return subprocess.Popen([self.nn, *arguments], cwd=folder, env=self.environment(), **more)

    def run(self, arguments, folder, seconds=60):
        """Its status and all that it says."""
        done = subprocess.run([self.nn, *arguments], cwd=folder, env=self.environment(), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds)
        return done.returncode, done.stdout.decode(errors="replace")

    def shell(self, line, folder, seconds=60):
        """The same of a line for a shell in which `nn` is this one; a hang is a status, too."""
        folders = f"{Path(self.nn).parent}:{os.environ['PATH']}"
        process = subprocess.Popen(["bash", "-c", line], cwd=folder, env=self.environment(PATH=folders, NN=self.nn),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   start_new_session=True)
        try:
            output, _ = process.communicate(timeout=seconds)
            return process.returncode, output.decode(errors="replace")
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            return "a hang", output.decode(errors="replace")


class Folder:
    """A folder that is gone afterwards."""

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix="nn-faults-"))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def spent(process):
    """Seconds of a processor so far."""
    try:
        fields = open(f"/proc/{process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except FileNotFoundError:
        return 0.0


def crashed(status):
    """A status of a process, or of a shell that ran one, which says that it crashed."""
    return isinstance(status, int) and (-status in CRASHES or status - 128 in CRASHES)


def names(folder):
    return sorted(file.name for file in folder.iterdir())

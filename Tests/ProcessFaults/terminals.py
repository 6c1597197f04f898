"""Noise at the prompt of a terminal of 1 to 200 columns that is resized meanwhile: afterwards a line is read and run."""
import fcntl, os, pty, select, signal, struct, termios, time
from world import CRASHES, Folder

KEYS = [bytes([code]) for code in (*range(1, 26), 27, 29, 30, 31, 127)] + [
    b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[H", b"\x1b[F", b"\x1b[3~", b"\x1bb", b"\x1bf", b"\x1bd", b"\x1b.",
    b"\x1b[200~net 2 2 1\nshow\n\x1b[201~", b"\x1b[200~", b"\x1b[201~", b"\t", b"\t\t", b"\r", b"\n", b"(", b")", b"\"", b"{",
    "é".encode(), "漢".encode(), "👩‍👩‍👧".encode(), b"\xff", b"\xc3", b"\xe2\x80", b"\x1b[", b"\x1bO", b"\x1b[1;5C", b"\x12net",
    b"net 2 2 1\r", b"data xor\r", b"train adam epochs 5\r", b"show\r", b"plot loss\r", b"print [1..40]\r", b"help net\r",
    b"repeat 2\r", b"end\r", b"explain 0 1\r", b"undo\r", b"a" * 300, b"# " + b"x" * 90 + b"\r", b"watch boundary\r"]
# They end or stop the process, and are meant to.
LEFT_OUT = {b"\x04", b"\x1a", b"\x1c"}


class Terminal:
    def __init__(self, world, folder, columns):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(world.nn, [world.nn, "--no-init"], world.environment())
        os.set_blocking(self.descriptor, False)
        self.resize(24, columns)
        self.output = b""

    def resize(self, rows, columns):
        try:
            fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        except OSError:
            pass

    def read(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.descriptor], [], [], left)[0]:
                try:
                    self.output = (self.output + os.read(self.descriptor, 1 << 16))[-200_000:]
                except BlockingIOError:
                    continue
                except OSError:
                    return False
        return True

    def type(self, keys):
        # A process that does not read is not waited for, once the terminal is full.
        try:
            os.write(self.descriptor, keys)
        except OSError:
            pass

    def ended(self, seconds):
        """The signal or status that it ended with; nil if it goes on."""
        end = time.monotonic() + seconds
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > end:
                return None
            self.read(0.02)

    def close(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.descriptor)


def noise(world, number):
    chance = world.random("noise", number)
    columns = number % 200 + 1
    keys = [key for key in KEYS if key not in LEFT_OUT]
    with Folder() as folder:
        terminal = Terminal(world, folder, columns)
        # Until it shows something it is a program that begins, which Ctrl-C ends.
        for _ in range(600):
            terminal.read(0.05)
            if terminal.output:
                break
        terminal.read(0.1)
        typed, status = 0, None
        for _ in range(chance.randint(10, 60)):
            burst = b"".join(chance.choice(keys) for _ in range(chance.randint(1, 8)))
            terminal.type(burst)
            typed += len(burst)
            if chance.random() < 0.3:
                terminal.resize(chance.randint(1, 60), chance.choice([chance.randint(1, 9), chance.randint(1, 200)]))
            terminal.read(chance.uniform(0, 0.01))
        terminal.resize(24, 80)
        for keys in (b"\x03", b"\x1b[201~", b"\x03", b"\x15", b"\r"):
            terminal.type(keys)
            terminal.read(0.05)
        for _ in range(100):
            terminal.output = b""
            terminal.type(b"\x15print 6*7000\r")
            # Who has closed the terminal ends, though perhaps not at once.
            is_open = terminal.read(0.3)
            if b"42000" in terminal.output or (status := terminal.ended(0 if is_open else 20)) is not None:
                break
        if status is not None and (-status in CRASHES or status not in (0, 130)):
            world.note(f"noise {number}, {columns} columns: ended with {status}: {terminal.output[-200:]!r}")
        elif status is None and b"42000" not in terminal.output:
            world.note(f"noise {number}, {columns} columns: a line is not read any more: {terminal.output[-200:]!r}")
        terminal.close()
        return typed


def terminals(world):
    count = world.scale(200)
    typed = sum(noise(world, number) for number in range(count))
    return f"{count} terminals of 1 to 200 columns, {typed} bytes of noise"

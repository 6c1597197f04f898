#!/usr/bin/env python3
"""How fast the prompt answers: 10,000 statements through a pipe; a key with 100,000 entries of history, beside Python's own prompt;
Ctrl-C in the middle of a long epoch.

    python3 prompt.py ../.build/release/nn        needs nothing but Python
"""
import os, pty, select, statistics, subprocess, sys, tempfile, time

nn = os.path.abspath(sys.argv[1])


class Terminal:
    def __init__(self, arguments, **environment):
        self.process, self.end = pty.fork()
        if self.process == 0:
            base = {"NO_COLOR": "1", "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.environ["PATH"], "HOME": "/nowhere"}
            os.execve(arguments[0], arguments, base | environment)

    def quiet(self, seconds=0.02):
        """Reads until nothing comes for so long."""
        text = b""
        while select.select([self.end], [], [], seconds)[0]:
            text += os.read(self.end, 1 << 16)
        return text

    def until(self, text, limit=30):
        seen, end = b"", time.perf_counter() + limit
        while text not in seen and time.perf_counter() < end:
            if select.select([self.end], [], [], 0.1)[0]:
                seen += os.read(self.end, 1 << 16)
        return seen

    def answer(self, keys):
        """Milliseconds from a key to the first byte of what it brings, the median and the slowest."""
        times = []
        for key in keys:
            self.quiet()
            start = time.perf_counter()
            os.write(self.end, key.encode())
            select.select([self.end], [], [], 2)
            times.append(1000 * (time.perf_counter() - start))
        return f"{statistics.median(times):.2f} ms, at most {max(times):.2f}"

    def close(self):
        os.kill(self.process, 9)
        os.waitpid(self.process, 0)
        os.close(self.end)


def piped():
    script = "".join(f"print {i} * 2\n" for i in range(10_000)).encode()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([nn, "-"], input=script, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    print(f"10,000 statements through a pipe: {statistics.median(times):.3f} s")


def keys(folder):
    history = os.path.join(folder, "history")
    with open(history, "w") as file:
        file.writelines(f"print {i} + {i % 97} * {i % 13}\n" for i in range(100_000))
    start = time.perf_counter()
    terminal = Terminal([nn, "--no-init"], NN_HISTORY=history)
    terminal.until(b"> ")
    print(f"start with 100,000 entries: {1000 * (time.perf_counter() - start):.0f} ms")
    print("a letter:", terminal.answer("print 1 + 2 + 3 + 4"))
    print("up from it, without a match:", terminal.answer(["\x1b[A"] * 5))
    os.write(terminal.end, b"\x03")
    print("up:", terminal.answer(["\x1b[A"] * 50))
    os.write(terminal.end, b"\x03")
    terminal.quiet(0.2)
    os.write(terminal.end, b"\x12")
    print("searching, a letter:", terminal.answer("print 99 zzz"))
    terminal.close()
    python = Terminal([sys.executable, "-q", "-i"])
    python.until(b">>> ")
    print("Python's prompt without history, a letter:", python.answer("print(1 + 2 + 3)"))
    python.close()


def interrupts():
    line = "net 2 300 300 1 ; data circle 20000 seed 1 ; init torch seed 1\r"
    times = []
    terminal = Terminal([nn, "--no-init"], NN_HISTORY="")
    terminal.until(b"> ")
    os.write(terminal.end, line.encode())
    terminal.until(b"2-300-300-1> ")
    for _ in range(7):
        os.write(terminal.end, b"train adam lr 0.001 epochs 1000000\r")
        terminal.until(b"train")
        time.sleep(0.6)
        terminal.quiet()
        start = time.perf_counter()
        os.write(terminal.end, b"\x03")
        terminal.until(b"interrupted")
        times.append(1000 * (time.perf_counter() - start))
        terminal.until(b"> ")
    terminal.close()
    print(f"Ctrl-C in a long epoch: {statistics.median(times):.1f} ms, at most {max(times):.1f}")


with tempfile.TemporaryDirectory() as folder:
    piped()
    keys(folder)
    interrupts()

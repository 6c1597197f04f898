"""Signals at any moment: the process ends soon, with the status of the signal, and nothing crashes."""
import signal, subprocess, threading, time
from world import Folder, crashed, spent

WORK = {
    "training": "net 2 2 1; data xor; train sgd lr 1e-9 epochs 1000000000",
    "a wide training": "net 60 800 800 1; data\n  [1..60] -> 1\n  [2..61] -> 0\nend\ntrain adam epochs 100000",
    "until": "net 2 2 1; data xor; train adam lr 1e-9 until accuracy + loss < 0 epochs 100000000",
    "a loop": "let n = 0; while true; let n = n + 1; end",
    "a sweep": "net 2 2 1; data xor; sweep seeds 0..999999; train adam lr 1e-9 epochs 2000; end",
    "prints": "while true; print \"some words\"; end",
    "saves": "net 300 300 1; init torch seed 1; while true; save \"a.nnet\"; end",
    "lists": "while true; let l = [1..300000]; let m = sort(softmax(l)); end",
    "rows": "data circle 1000000 seed 1; net 2 8 1; init torch seed 1; while true; score; end",
    "a diagnosis": "data circle 200000 seed 1; net 2 8 1; init torch seed 1; train adam epochs 2; while true; diagnose; end",
    "orthogonal": "while true; net 700 700 1; init orthogonal seed 1; end",
}
# The statuses that a signal may end with, by itself or as nn says it.
ENDS = {
    signal.SIGINT: {130}, signal.SIGTERM: {-15, 75, 130, 143}, signal.SIGHUP: {-1, 129}, signal.SIGQUIT: {-3},
    signal.SIGPIPE: {-13, 141}, signal.SIGUSR1: {-10},
}
PASSING = [signal.SIGWINCH, signal.SIGCONT, signal.SIGTSTP, signal.SIGCHLD]
# From the signal to the end, in seconds of a processor: what others do on the machine does not count. A program that is
# made for a tenth of a second has some of it besides, where its memory is given back.
MOST = 0.5
# And by the clock, where nothing is done.
LATEST = 60


def begun(world, name, folder):
    """A process that runs its statements, and what collects its words."""
    # What is printed waits in a buffer; a file is there at once.
    process = world.start(
        ["-e", 'net 1 1; save "begun.nnet"; ' + WORK[name]], folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while process.poll() is None and not (folder / "begun.nnet").exists():
        time.sleep(0.002)
    said, readers = [], []
    for stream in (process.stdout, process.stderr):
        def read(stream=stream):
            own = []
            for line in stream:
                own.append(line.decode(errors="replace"))
                del own[:-50]
            said.extend(own)
        readers.append(threading.Thread(target=read, daemon=True))
        readers[-1].start()
    return process, said, readers


def ended(process):
    """Its status and the processor's seconds until then; nil if it did not end."""
    before = last = spent(process)
    latest = time.monotonic() + LATEST
    while process.poll() is None:
        if time.monotonic() > latest or last - before > 10:
            process.kill()
            process.wait()
            return None, last - before
        last = max(last, spent(process))
        time.sleep(0.002)
    return process.returncode, last - before


def signalled(world, case):
    number, name, kind = case
    chance = world.random("signal", number)
    with Folder() as folder:
        process, said, readers = begun(world, name, folder)
        time.sleep(chance.uniform(0, 0.8))
        for _ in range(chance.randint(0, 3)):
            other = chance.choice(PASSING)
            process.send_signal(other)
            time.sleep(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGCONT)
        if process.poll() is not None:
            world.note(f"{name}: ended with {process.returncode} before {kind.name} (signal {number})")
            return
        process.send_signal(kind)
        status, took = ended(process)
        for reader in readers:
            reader.join(5)
        text = "".join(said)
        if status is None:
            world.note(f"{name}: does not end after {kind.name} (signal {number})")
        elif crashed(status) or status not in ENDS[kind]:
            world.note(f"{name}: {kind.name} ends it with {status} (signal {number}): {text[-200:]}")
        elif kind == signal.SIGINT and "interrupted" not in text and name != "a sweep":
            world.note(f"{name}: says nothing of the interrupt (signal {number}): {text[-200:]}")
        if took > MOST and kind != signal.SIGTERM:
            world.note(f"{name}: {took:.1f} s of a processor after {kind.name} (signal {number})")


def signals(world):
    kinds = [signal.SIGINT] * 3 + [kind for kind in ENDS if kind != signal.SIGINT]
    count = world.scale(260)
    cases = [(k, list(WORK)[k % len(WORK)], kinds[(k // len(WORK)) % len(kinds)]) for k in range(count)]
    world.each(lambda case: signalled(world, case), cases)
    with Folder() as folder:
        status, said = world.shell("set -o pipefail; nn -e 'repeat 300000; print 1; end' | head -1", folder)
        if status not in (141, 74, 0) or said != "1\n":
            world.note(f"a reader that leaves: {status} {said[:200]}")
    return f"{count} signals while something ran"

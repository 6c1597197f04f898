"""kill -9 while nn writes: what is there is whole, and the next nn that writes the file clears away what was left."""
import json, os, time
from world import Folder, crashed, names, spent

SAVES = """while true
  net 60 60 10 ; init torch seed 1 ; save "a.nnet"
  net 200 200 1 ; init torch seed 2 ; save "a.nnet"
end
"""
TABLES = """net 2 3 1 ; init torch seed 1
while true
  data circle 2000 seed 1 ; eval data to "a.csv"
  data circle 3000 seed 1 ; eval data to "a.csv"
end
"""
WEIGHTS = """while true
  net 60 60 10 ; init torch seed 1 ; dump to "w.nn"
  net 150 150 1 ; init torch seed 2 ; dump to "w.nn"
end
"""
PICTURES = """data xor ; net 2 3 1 ; init torch seed 1
while true
  plot boundary to "a.svg"
  train adam epochs 1
end
"""
SWEEP = """data xor
net 2 2 1
sweep seeds 0..149{to}
  init torch
  init xavier
  train adam lr 0.05 epochs 60 until loss<0.1
end
"""


def fnv(data):
    hash = 0xCBF29CE484222325
    for byte in data:
        hash = ((hash ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{hash:016x}"


def session(world, folder, file):
    """Its hash is its own."""
    body, _, end = file.read_bytes().rpartition(b"end ")
    return None if end.decode(errors="replace").strip() == fnv(body) else "its hash is not its own"


def lines(*counts):
    def check(world, folder, file):
        text = file.read_text()
        if not text.endswith("\n"):
            return "its last line has no end"
        return None if text.count("\n") in counts else f"it has {text.count(chr(10))} lines, not one of {counts}"
    return check


def ending(mark):
    def check(world, folder, file):
        return None if file.read_text().rstrip().endswith(mark) else f"it does not end with {mark}"
    return check


def figures(text):
    """Lines of a ledger without what a clock says."""
    kept = []
    for line in text.splitlines():
        row = json.loads(line)
        for word in ("seconds", "machine"):
            row.pop(word, None)
        kept.append(json.dumps(row, sort_keys=True))
    return kept


def ledger(name, again):
    """Whatever a kill left, the same line again makes the ledger that nobody killed."""
    def check(world, folder, file):
        status, said = world.run(again, folder)
        if status != 0:
            return f"it is not gone on with: {status} {said[-300:]}"
        found = figures(file.read_text())
        if found != world.whole[name]:
            return f"gone on with it has {len(found)} lines, not the {len(world.whole[name])} of a sweep that nobody killed"
        return None
    return check


def dumped(world, folder, file):
    """The net of a dump says how many weights it has."""
    text = file.read_text()
    sizes = [int(word) for word in text.split("\n")[0].split()[1:]]
    count = sum((one + 1) * other for one, other in zip(sizes, sizes[1:]))
    found = text.count("->")
    return None if found == count and text.endswith("\n") else f"it has {found} of {count} weights"


# What is run, its script, the file, what has to hold of it, and the statement that writes it once more.
CASES = [
    ("save", ["a.nn"], SAVES, "a.nnet", session, 'net 2 1; save "a.nnet"'),
    ("eval to", ["a.nn"], TABLES, "a.csv", lines(2001, 3001), 'net 2 1; init ones; data xor; eval data to "a.csv"'),
    ("dump to", ["a.nn"], WEIGHTS, "w.nn", dumped, 'net 2 1; dump to "w.nn"'),
    ("plot to", ["a.nn"], PICTURES, "a.svg", ending("</svg>"), 'net 2 1; plot net to "a.svg"'),
    ("sweep to", ["a.nn"], SWEEP.format(to=' to "a.jsonl"'), "a.jsonl", ledger("sweep to", ["-e", 'data xor; net 2 2 1; sweep resume "a.jsonl"']), None),
    ("nn sweep", ["sweep", "a.nn", "--ledger", "a.jsonl"], SWEEP.format(to=""), "a.jsonl",
     ledger("nn sweep", ["sweep", "a.nn", "--ledger", "a.jsonl"]), None),
]
# Most of a run of a case is over after so many seconds of a processor; the others go on without end.
LONGEST = 0.12


def moment(chance, process, folder):
    """Waits for the moment of a kill: some time of a processor, or that something is being written."""
    seconds = chance.uniform(0, LONGEST)
    latest = time.monotonic() + 30
    if chance.random() < 0.5:
        while process.poll() is None and time.monotonic() < latest and not any(name.endswith(".tmp") for name in os.listdir(folder)):
            pass
        time.sleep(chance.choice([0, chance.uniform(0, 0.002), chance.uniform(0, 0.03)]))
    else:
        while process.poll() is None and time.monotonic() < latest and spent(process) < seconds:
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.01))


def killed(world, number):
    name, arguments, script, file, check, again = CASES[number % len(CASES)]
    with Folder() as folder:
        (folder / "a.nn").write_text(script)
        process = world.start(arguments, folder)
        moment(world.random("kill", number), process, folder)
        process.kill()
        status = process.wait()
        if crashed(status):
            world.note(f"{name}, kill {number}: ended with {status} by itself")
        path = folder / file
        left = [entry for entry in names(folder) if entry.endswith(".tmp")]
        if len(left) > 1:
            world.note(f"{name}, kill {number}: {left} are left")
        wrote = path.exists() and path.stat().st_size > 0
        why = check(world, folder, path) if wrote else None
        if why:
            world.note(f"{name}, kill {number}: {why}")
        if again:
            status, said = world.run(["-e", again], folder)
            if status != 0:
                world.note(f"{name}, kill {number}: cannot be written again: {said[-300:]}")
        if again or wrote:
            left = [entry for entry in names(folder) if entry.endswith(".tmp")]
            if left:
                world.note(f"{name}, kill {number}: {left} stay")
        return wrote


def kills(world):
    world.whole = {}
    for name, arguments, script, file, *_ in CASES:
        if name in ("sweep to", "nn sweep"):
            with Folder() as folder:
                (folder / "a.nn").write_text(script)
                world.run(arguments, folder)
                world.whole[name] = figures((folder / file).read_text())
    count = world.scale(2000)
    wrote = sum(world.each(lambda number: killed(world, number), range(count)))
    return f"{count} processes killed while they wrote, {wrote} of which had written a file"

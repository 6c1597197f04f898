"""Ctrl-C while statements are busy with more weights or rows than anybody types: each ends within a tenth of a second."""
import os, signal, time
from world import Folder, spent

WEIGHTS = "net 3000 3000 3000 2000 1\ninit torch seed 1"
FEWER = "net 1200 1200 1200 700 1\ninit torch seed 1"
ROWS = "data circle 1000000 seed 1\nnet 2 8 1 sigmoid\ninit torch seed 1"
WIDE = "data circle 20000 seed 1\nnet 2 2048 2048 1\ninit torch seed 1"
MOMENTS_OF = "net 2 1200 1200 1\ninit torch seed 1\ndata xor\ntrain sgd epochs 6"
SOME = "data circle 20000 seed 1\nnet 2 64 1 sigmoid\ninit torch seed 1"
# What is there before, and the statement; options of nn are in the name.
CASES = {
    "net": ("", "net 3000 3000 3000 2000 1"),
    "init": (WEIGHTS, "init xavier seed 2"),
    "init orthogonal": ("net 900 900 900 1", "init orthogonal seed 2"),
    "precision": (WEIGHTS, "precision double"),
    "freeze": (WEIGHTS, "freeze layer 1"),
    "fingerprint": (WEIGHTS, "fingerprint"),
    "dump": (FEWER, "dump"),
    "dump to": (FEWER, 'dump to "a.nn"'),
    "explain init": (FEWER, "explain init"),
    "plot net": (WEIGHTS, 'plot net to "a.svg"'),
    "plot weights": (WEIGHTS, 'plot weights to "a.svg"'),
    "plot start": (FEWER, 'plot start to "a.svg"'),
    "plot histogram": (WEIGHTS, 'plot histogram to "a.svg"'),
    "save": (FEWER, 'save "a.nnet"'),
    "load": (FEWER + '\nsave "a.nnet"', 'load "a.nnet"'),
    **{f"export {end}": (FEWER, f'export "a.{end}"') for end in ("json", "npz", "onnx", "safetensors", "h", "py", "js", "swift")},
    **{f"import {end}": (FEWER + f'\nexport "a.{end}"', f'import "a.{end}"') for end in ("json", "npz", "onnx", "safetensors")},
    "score": (ROWS, "score"),
    "eval": (ROWS, "eval data"),
    "eval to": (ROWS, 'eval data to "a.csv"'),
    "diagnose": ("data circle 400000 seed 1\nnet 2 8 1\ninit torch seed 1", "diagnose"),
    "split": (ROWS, "split 0.8 seed 1"),
    "scale": (ROWS, "scale standard"),
    "data": ("", "data circle 1000000 seed 2"),
    "data of a file": (ROWS + '\neval data to "a.csv"', 'data "a.csv"'),
    "train": (ROWS, "train adam epochs 20 batch 64"),
    "train rows": (ROWS, "train adam epochs 20"),
    "train wide": (WIDE, "train adam epochs 1"),
    "score wide": (WIDE, "score"),
    "lm": ("data circle 20000 seed 1\nnet 2 64 1\ninit torch seed 1", "train lm epochs 3"),
    "l-bfgs": ("data circle 200000 seed 1\nnet 2 64 1\ninit torch seed 1", "train l-bfgs epochs 5"),
    "explain curvature": ("data circle 20000 seed 1\nnet 2 40 1\ninit torch seed 1", "explain curvature"),
    "eval a file": (ROWS + '\neval data to "a.csv"', 'eval "a.csv" to "b.csv"'),
    "score a file": (ROWS + '\neval data to "a.csv"', 'score "a.csv"'),
    **{f"export {end}": (FEWER, f'export "a.{end}"') for end in ("xlsx", "tex", "dot")},
    **{f"export {tool}": (FEWER, f'export "a.py" as {tool}') for tool in ("pytorch", "keras", "sklearn")},
    "gradient": (ROWS, "let g = gradient(L0N0->L1N0)"),
    "check gradient": ("data circle 2000 seed 1\nnet 2 40 40 1\ninit torch seed 1", "check gradient"),
    "explain": ("net 2 200 200 1\ninit torch seed 1", 'explain 0 1 to "a.txt"'),
    "explain gradient": ("net 2 200 200 1\ninit torch seed 1", 'explain gradient 0 1 -> 1 to "a.txt"'),
    "explain data": (SOME, 'explain data to "a.txt"'),
    "explain data as latex": (SOME, 'explain data as latex to "a.tex"'),
    "explain gradient data": ("data circle 200 seed 1\nnet 2 20 1\ninit torch seed 1", 'explain gradient data to "a.txt"'),
    "explain step": (SOME, 'explain step adam lr 0.01 to "a.txt"'),
    "explain neuron": (ROWS, "explain neuron L1N0"),
    "show": (ROWS, "show"),
    "show data": (ROWS, "show data"),
    "reset": (WEIGHTS, "reset"),
    "goto": (MOMENTS_OF, "goto epoch 2"),
    "compare": (MOMENTS_OF, "compare epoch 1 3"),
    "sweep": ("data moons 2000 seed 1\nnet 2 20 1", "sweep seeds 1..40\ninit torch\ntrain sgd epochs 100\nend"),
    "a log": ("net 2 2 1\ndata xor\ninit torch seed 1", "train sgd epochs 1000000 log every 1"),
    "plot data": (ROWS, 'plot data to "a.svg"'),
    "plot boundary": (ROWS, 'plot boundary to "a.svg"'),
    "plot fit": (ROWS, 'plot fit to "a.svg"'),
    "plot confusion": (ROWS, 'plot confusion to "a.svg"'),
    "plot surface": ("data circle 2000 seed 1\nnet 2 64 1\ninit torch seed 1\ntrain adam lr 0.01 epochs 3", 'plot surface L0N0->L1N0 L0N1->L1N0 to "a.svg"'),
    "plot loss": ("net 2 2 1\ndata xor\ninit torch seed 1\ntrain sgd epochs 3000000", 'plot loss to "a.svg"'),
    "print": ("let a = [1..1000000]", "print a"),
    "--json eval": (ROWS, "eval data"),
    "--json dump": (FEWER, "dump"),
    "--json compare": (MOMENTS_OF, "compare epoch 1 3"),
    "--json print": ("let a = [1..1000000]", "print a"),
    "expect": ("let a = [1..1000000]\nlet b = [1..1000000]", "expect a == b"),
    "sort": ("let a = reverse([1..1000000])", "let b = sort(a) ; print median(b)"),
    "a loop": ("let n = 0", "for k in 1..100000000\nlet n = n + k\nend"),
}
MOMENTS = (0.1, 0.3, 0.5, 0.7, 0.9)
# Seconds. What comes only once in three times is the machine's: new memory may take it long.
MOST, TRIES = 0.1, 3


def took(world, options, script, folder):
    """Seconds of a whole run, and what it says."""
    (folder / "a.script.nn").write_text(script)
    begin = time.monotonic()
    status, output = world.run([*options, "a.script.nn"], folder, 600)
    return time.monotonic() - begin, status, output


def after(world, options, script, folder, moment):
    """Seconds from SIGINT to the end, and its status; nil if it ended before.

    Of a processor where that is less: other programs may have the machine. By the clock where it is not: two may work.
    """
    (folder / "a.script.nn").write_text(script)
    process = world.start([*options, "a.script.nn"], folder)
    time.sleep(moment)
    before, begin = spent(process), time.monotonic()
    os.kill(process.pid, signal.SIGINT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = min(time.monotonic() - begin, usage.ru_utime + usage.ru_stime - before)
    process.returncode = os.waitstatus_to_exitcode(status)
    return None if process.returncode == 0 else (seconds, process.returncode)


def cleared(folder):
    """Without what the statement wrote, of which there may be a file from the setup."""
    for file in folder.glob("a.*"):
        file.unlink()


def slowest(world, name, folder):
    setup, line = CASES[name]
    options = [word for word in name.split() if word.startswith("--")]
    cleared(folder)
    begin, status, output = took(world, options, setup + "\n", folder)
    cleared(folder)
    end, status, output = took(world, options, f"{setup}\n{line}\n", folder)
    if status:
        world.note(f"{name}: {output.strip()[:200]}")
        return 0.0
    worst = 0.0
    for share in MOMENTS:
        least = None
        for _ in range(TRIES):
            cleared(folder)
            found = after(world, options, f"{setup}\n{line}\n", folder, begin + share * max(0.0, end - begin))
            if not found:
                break
            if found[1] != 130:
                world.note(f"{name}: ended with {found[1]}")
            least = min(found[0], least or found[0])
            if least <= MOST:
                break
        worst = max(worst, least or 0.0)
    if worst > MOST:
        world.note(f"{name}: goes on for {worst:.2f} s")
    return worst


def interrupts(world):
    with Folder() as folder:
        times = {name: slowest(world, name, folder) for name in CASES}
    longest = sorted(times.items(), key=lambda one: -one[1])[:5]
    return f"{len(times)} statements, the longest after Ctrl-C: " + ", ".join(f"{name} {time:.2f} s" for name, time in longest)

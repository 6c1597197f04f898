"""Who takes part: nn, and its peers."""

import shlex

from . import inputs
from .case import Peer, Process
from .processes import ROOT, Worker, compiled, installed, python_with


def threads(count):
    """nn on so many threads: in the kernels, and in sweeps."""
    return {"NN_PROCESSORS": str(count)}


def nn(script, count=1, name=None, statements="let n = {n}", options=("--quiet",), **rest):
    """nn running `scripts/SCRIPT.nn` on `count` threads, after statements that give its variables."""

    def command(n):
        before = ["-e", statements.format(n=n)] if statements else []
        return [inputs.nn, *options, *before, f"scripts/{script}.nn"]

    return Process(name or "nn", command, environment=threads(count), **{"wall": count > 1, **rest})


def shown(process, length):
    """What one types to repeat it, in Benchmarks/."""
    words = [word.replace(str(ROOT) + "/", "") for word in process.command(length)]
    words[0] = words[0].split("/")[-1]
    settings = [f"{name}={value}" for name, value in process.environment.items()]
    return " ".join([*settings, shlex.join(words)])


def by_hand(**rest):
    worker = lambda: Worker.of(compiled("xor"), inputs.starts())
    return Peer("C by hand", worker, lambda n: f"{n} 500", units=500, **rest)


def fann(rule, **rest):
    worker = lambda: Worker.of(compiled("fann", "-lfloatfann"), inputs.starts(), rule)
    return Peer(f"FANN {rule}", worker, lambda n: f"{n} 500", units=500, **rest)


def jax(work, count, **rest):
    worker = lambda: Worker.of(python_with("jax"), "peers/jax_peer.py")
    request = lambda n: {"work": work, "starts": inputs.path("starts.txt"), "count": count, "epochs": n}
    return Peer(f"JAX {work}", worker, request, units=count, wall=work == "vmap", **rest)


def torch(count, fused, request, **rest):
    """PyTorch on `count` threads; `request` says which work."""
    worker = lambda: Worker.of(python_with("torch"), "peers/torch_peer.py")
    fixed = {"activation": "relu", "lr": 0.001, "seed": 1, "batch": 0, "classes": False}
    name = f"torch{' fused' if fused else ''}, {count} thread{'s' if count > 1 else ''}"
    return Peer(name, worker, lambda n: {**fixed, **request, "fused": fused, "threads": count, "epochs": n},
                wall=count > 1, **rest)


def interpreter(language, program, script, **rest):
    """Another language's program of the same lines, in `peers/`; it takes n from its arguments."""
    command = lambda n: [installed(*program), f"peers/{script}", str(n)]
    return Process(language, command, **rest)

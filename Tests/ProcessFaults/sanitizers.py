"""Builds with the sanitizers of the compiler: the corpora of the fuzzer and programs of `make torture` run in them."""
import os, subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CORPORA = ROOT / "Tests/Fuzz/Corpora"


def sanitizers(world):
    """Memory and threads: builds of ten minutes each."""
    return "; ".join(sanitized(world, kind, world.scale(300)) for kind in ("address", "thread"))


def sanitized(world, kind, programs):
    folder = ROOT / f".build-{kind}"
    for product in ("fuzz", "torture"):
        done = subprocess.run(
            ["swift", "build", "-c", "release", "-j", "2", "--product", product, "--scratch-path", folder, f"--sanitize={kind}"],
            cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            world.note(f"{kind}: {product} does not build: {(done.stdout + done.stderr)[-400:]}")
            return f"{kind}: not built"
    # Memory that lives as long as the process is no leak of nn's: tables, and what zlib and libedit keep.
    environment = os.environ | {"ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1", "TSAN_OPTIONS": "halt_on_error=1"}
    count = 0
    for target in sorted(CORPORA.iterdir()):
        for file in sorted(target.iterdir()):
            tell(world, kind, f"{target.name} {file.name}", [folder / "release/fuzz", target.name, file], environment)
            count += 1
    tell(world, kind, f"programs 1 to {programs}", [folder / "release/torture", "1", str(programs)], environment, "problem:")
    return f"{kind}: {count} files of the corpora, {programs} programs"


def tell(world, kind, what, command, environment, mark=None):
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", timeout=1200)
    except subprocess.TimeoutExpired:
        world.note(f"{kind}: {what} takes more than 20 minutes")
        return
    said = done.stdout + done.stderr
    if done.returncode or "Sanitizer" in said or (mark and mark in done.stdout):
        lines = [line for line in said.splitlines() if "Sanitizer" in line or "problem" in line or " in $s" in line]
        world.note(f"{kind}: {what}: status {done.returncode}\n    " + "\n    ".join(lines[:6]))

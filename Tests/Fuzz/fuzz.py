#!/usr/bin/env python3
"""libFuzzer on every target for a while: what traps, hangs or breaks a promise is kept in Corpora/TARGET.

    fuzz.py --fuzz PROGRAM --nn PROGRAM [--seconds 300] [--targets parse,run]

A target begins with the project's own files and with what was found before, which the ordinary suite feeds again.
"""
import argparse, os, re, shutil, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGETS = ["parse", "run", "table", "load", "lesson", "ledger"]
SWEEP = """data xor
sweep seeds 0..3 {folds}to "r.jsonl"
  net 2 2 1
  net 2 3 1
  train adam lr 0.05 until loss<0.2 epochs 20
end
"""
SESSIONS = [
    "net 2 2 1; init torch seed 1; data xor; train adam epochs 5",
    "data iris; scale standard; split 0.8 seed 1; net 4 3 tanh 3 softmax; init he; train sgd batch 8 shuffle epochs 3",
    "precision double; net 1 2 1 without bias; init ones; let a = 3; let b = [1, \"x\"]",
    "data moons 12 seed 1; net 2 4 relu 2 1 sigmoid; init xavier; train rprop epochs 4; freeze layer 1; step",
]


def scripts():
    yield from (file.read_text() for file in (ROOT / "examples").glob("*.nn"))
    for page in [ROOT / "grammar.md", *(ROOT / "docs").glob("*.md")]:
        for block in re.findall(r"```nn\n(.*?)```", page.read_text(), re.S):
            yield block


def saved(nn, line, name):
    """The text of a file that statements write."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([nn, "-e", line], cwd=folder, capture_output=True, check=False)
        file = Path(folder) / name
        return file.read_text() if file.exists() else None


def seeds(target, nn):
    if target in ("parse", "run"):
        yield from (text.encode() for text in scripts())
    elif target == "table":
        yield from (file.read_bytes() for file in (ROOT / "Tests/TabularTests/Files").rglob("*") if file.is_file())
        yield from (b"a,b,c\n1,2,x\n3,4,y\n", b"1;2\n3;4\n", b"2 2 1\n0 1\n1\n1 0\n0\n", b"+1 1:0.5 3:1\n-1 2:1\n")
    elif target == "load":
        for line in SESSIONS:
            text = saved(nn, line + '; save "a.nnet"', "a.nnet")
            if text:
                yield text[: text.rindex("end ")].encode()
    elif target == "lesson":
        yield from (file.read_bytes() for file in [*(ROOT / "lessons").glob("*.md"), ROOT / "docs/lessons.md"])
        yield b"# A\n\n```nn\nprint 1\n```\n\n```\n1\n```\n"
    else:
        for folds in ("", "folds 2 "):
            text = saved(nn, SWEEP.format(folds=folds).replace("\n", " ; "), "r.jsonl")
            if text:
                yield text.encode()


def dictionary(folder):
    words = set()
    for text in scripts():
        words |= set(re.findall(r"[A-Za-z][A-Za-z.-]{1,20}", text))
    file = folder / "words.dict"
    quoted = [*sorted(words), "->", "..", "==", "<=", "1e39", "0x", "\\xef\\xbb\\xbf", "\\x00", "nan", "inf", "-1"]
    file.write_text("".join(f'"{word}"\n' for word in quoted))
    return file


def fuzz(target, given, folder):
    corpus, kept = folder / target, HERE / "Corpora" / target
    corpus.mkdir()
    kept.mkdir(parents=True, exist_ok=True)
    for k, text in enumerate(seeds(target, given.nn)):
        (corpus / f"seed{k}").write_bytes(text)
    before = set(kept.iterdir())
    done = subprocess.run(
        [given.fuzz, f"-max_total_time={given.seconds}", "-timeout=10", "-rss_limit_mb=4096", "-max_len=10000",
         f"-dict={given.words}", f"-artifact_prefix={kept}/", "-print_final_stats=1", corpus, kept],
        env=os.environ | {"NN_FUZZ": target}, capture_output=True, text=True, errors="replace")
    counts = re.findall(r"stat::number_of_executed_units: (\d+)", done.stderr)
    cover = re.findall(r"cov: (\d+)", done.stderr)
    # What only widens the coverage stays in the temporary folder.
    found = [file for file in kept.iterdir() if file not in before]
    bad = [file for file in found if re.match(r"(crash|timeout|oom|leak)-", file.name)]
    for file in found:
        if file not in bad:
            file.unlink()
    note = f"{target}: {counts[0] if counts else '?'} executions, {cover[-1] if cover else '?'} edges"
    if bad or done.returncode:
        lines = [line for line in done.stderr.splitlines() if re.search(r"broken:|Fatal|ERROR|SUMMARY", line)]
        note += f"; status {done.returncode}; {', '.join(file.name for file in bad)}\n  " + "\n  ".join(lines[:5])
    return note, bool(bad or done.returncode)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fuzz", required=True)
    parser.add_argument("--nn", required=True)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--targets", default=",".join(TARGETS))
    given = parser.parse_args()
    given.fuzz, given.nn = (os.path.abspath(path) for path in (given.fuzz, given.nn))
    folder = Path(tempfile.mkdtemp(prefix="nn-fuzz-"))
    given.words = dictionary(folder)
    failed = False
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for note, bad in pool.map(lambda target: fuzz(target, given, folder), given.targets.split(",")):
            print(note, flush=True)
            failed |= bad
    shutil.rmtree(folder)
    sys.exit(1 if failed else 0)


main()

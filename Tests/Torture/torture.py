#!/usr/bin/env python3
"""Programs out of the table of statements, on all processors: traps, hangs, broken promises.

    torture.py --torture PROGRAM [--seconds 300] [--first 1]

Each process makes a batch of programs. One that ends by a signal, or takes too long, names the seed of its program.
"""
import argparse, os, subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor

BATCH = 200


def batch(program, first, count):
    """What a batch of programs says: problems, and the last seed if it did not end well."""
    try:
        done = subprocess.run([program, str(first), str(count)], capture_output=True, text=True, timeout=600)
        output, status = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        output, status = (late.stdout or b"").decode(), "a hang"
    problems, seed, ran = [], None, 0
    for line in output.splitlines():
        if line.startswith("seed "):
            seed = line[5:]
        elif line.startswith("ran "):
            ran = int(line.split()[1])
        else:
            problems.append((seed, line))
    if status != 0:
        problems.append((seed, f"problem: ended with {status}"))
        rest = first + count - int(seed or first) - 1
        if rest > 0:
            others, more = batch(program, int(seed or first) + 1, rest)
            return problems + others, ran + more
    return problems, ran


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--torture", required=True)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--first", type=int, default=1)
    given = parser.parse_args()
    end = time.monotonic() + given.seconds
    workers = os.cpu_count() or 1
    programs, statements, found, first = 0, 0, [], given.first
    with ThreadPoolExecutor(workers) as pool:
        while time.monotonic() < end:
            starts = [first + k * BATCH for k in range(workers)]
            first += workers * BATCH
            for problems, ran in pool.map(lambda start: batch(given.torture, start, BATCH), starts):
                found += problems
                statements += ran
                programs += BATCH
    for seed, line in found:
        print(f"seed {seed}: {line}" if line.startswith("problem") else line)
    count = sum(line.startswith("problem") for _, line in found)
    print(f"{programs} programs, {statements} statements, seeds {given.first} to {first - 1}: {count} problems")
    sys.exit(1 if count else 0)


main()

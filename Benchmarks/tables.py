#!/usr/bin/env python3
"""A CSV file of 1,000,000 rows and 12 columns (100 MB): the whole of `nn -e 'data …'` against pandas' read_csv, in turn.

    python3 tables.py ../.build/release/nn        needs numpy, pandas and GNU time
"""
import os, statistics, subprocess, sys, tempfile, time
import numpy as np
import pandas as pd

nn = os.path.abspath(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "big.csv")
    numbers = np.random.default_rng(1).normal(size=(1_000_000, 12))
    header = ",".join(f"c{i}" for i in range(12))
    np.savetxt(path, numbers, fmt="%.5f", delimiter=",", header=header, comments="")
    own, theirs = [], []
    for _ in range(9):
        start = time.perf_counter()
        subprocess.run([nn, "-e", f'data "{path}" target c11'], stdout=subprocess.DEVNULL, check=True)
        own.append(time.perf_counter() - start)
        start = time.perf_counter()
        frame = pd.read_csv(path, engine="c")
        theirs.append(time.perf_counter() - start)
        del frame
    # Measured from a process of its own: a child forked from here would be charged with this interpreter's memory.
    report = os.path.join(folder, "peak")
    load = [nn, "-e", f'data "{path}" target c11']
    subprocess.run(["/usr/bin/time", "-f", "%M", "-o", report, *load], stdout=subprocess.DEVNULL, check=True)
    memory = int(open(report).read()) / 1024
    print(f"nn {statistics.median(own):.2f} s, pandas {pd.__version__} {statistics.median(theirs):.2f} s")
    print(f"speed as a share of pandas' {statistics.median(b / a for a, b in zip(own, theirs)):.2f}")
    print(f"nn's peak memory {memory:.0f} MiB; the numbers themselves {numbers.size * 4 / 2**20:.0f} MiB")

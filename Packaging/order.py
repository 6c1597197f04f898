#!/usr/bin/env python3
"""Which functions the linker puts beside each other: those that the first lines of README need. Else they are strewn over
18 MB, and a process that runs five lines maps two thirds of it.

    python3 order.py --nn PATH      writes functions.order, out of what callgrind sees

What the list has and a build has not is passed over, and the other way round: an old list costs memory and nothing else.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LINES = HERE.parent / "Benchmarks/scripts/five-lines.nn"


def functions(nn, work, arguments, typed=""):
    """All that are called, by the names that the linker knows, in callgrind's order."""
    out = work / "calls"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--demangle=no", "--compress-strings=no", nn]
    done = subprocess.run([*command, *arguments], input=typed, capture_output=True, text=True, env=os.environ | {"NN_PROCESSORS": "1"})
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stderr[-2000:]}")
    # A function that calls itself has a line for each depth, and one without a name its address.
    names = re.findall(r"^fn=([^\s@']+)(?:[@']\S*)?(?: .*)?$", out.read_text(errors="replace"), re.M)
    return [name for name in names if not name.startswith(("(", "0x"))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nn", required=True)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        nn = work / "nn"
        # valgrind stumbles over Swift's debug information, and needs the names of functions.
        subprocess.run(["strip", "--strip-debug", "-o", nn, given.nn], check=True)
        found = functions(nn, work, [LINES]) + functions(nn, work, [], LINES.read_text())
    order = list(dict.fromkeys(found))
    (HERE / "functions.order").write_text("".join(f"{name}\n" for name in order))
    print(f"{len(order)} functions")


main()

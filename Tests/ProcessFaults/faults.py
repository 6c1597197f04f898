#!/usr/bin/env python3
"""Faults that a whole process meets: nn is killed, signalled, typed at, starved.

    faults.py --nn PROGRAM [--only kills,signals,terminals,limits,sanitizers,interrupts] [--seed 1] [--scale 1]

Without --only it is all but the sanitizers, which take builds of their own, and the interrupts, of large nets and a million
rows, which take some minutes.

Kills and signals come at moments that the seed decides; the machine adds chance of its own. --scale 0.1 makes a tenth of
them. The exit status is 1 if anything is found.
"""
import argparse, os, sys, time
from interrupts import interrupts
from kills import kills
from limits import limits
from sanitizers import sanitizers
from signals import signals
from terminals import terminals
from world import World

PARTS = {"kills": kills, "signals": signals, "terminals": terminals, "limits": limits}
LONG = {"sanitizers": sanitizers, "interrupts": interrupts}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nn", required=True)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1)
    given = parser.parse_args()
    if unknown := set(given.only.split(",")) - set(PARTS | LONG):
        parser.error(f"there is no part {', '.join(unknown)}: {', '.join(PARTS | LONG)}")
    world = World(os.path.abspath(given.nn), given.seed, lambda count: max(1, round(count * given.scale)))
    for name in given.only.split(","):
        begun, before = time.monotonic(), len(world.found)
        told = (PARTS | LONG)[name](world)
        print(f"{name}: {told}; {len(world.found) - before} problems, {time.monotonic() - begun:.0f} s", flush=True)
    sys.exit(1 if world.found else 0)


main()

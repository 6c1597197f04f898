#!/usr/bin/env python3
"""Faults that a whole process meets: nn is killed, signalled, typed at, starved.

    faults.py --nn PROGRAM [--only kills,signals,terminals,limits] [--seed 1] [--scale 1]
    faults.py --sanitize address,thread [--programs 300]

Kills and signals come at moments that the seed decides; the machine adds chance of its own. --scale 0.1 makes a tenth of
them. The exit status is 1 if anything is found.
"""
import argparse, os, sys, time
from kills import kills
from limits import limits
from sanitized import sanitized
from signals import signals
from terminals import terminals
from world import World

PARTS = {"kills": kills, "signals": signals, "terminals": terminals, "limits": limits}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nn")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--sanitize", default="")
    parser.add_argument("--programs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1)
    given = parser.parse_args()
    world = World(given.nn and os.path.abspath(given.nn), given.seed, lambda count: max(1, round(count * given.scale)))
    parts = [(kind, lambda world, kind=kind: sanitized(world, kind, given.programs))
             for kind in given.sanitize.split(",") if kind] or [(name, PARTS[name]) for name in given.only.split(",")]
    if not given.sanitize and not given.nn:
        parser.error("--nn PROGRAM is missing")
    for name, part in parts:
        begun, before = time.monotonic(), len(world.found)
        told = part(world)
        print(f"{name}: {told}; {len(world.found) - before} problems, {time.monotonic() - begun:.0f} s", flush=True)
    sys.exit(1 if world.found else 0)


main()

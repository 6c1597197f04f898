#!/usr/bin/env python3
"""Old faults brought back, one at a time, and the commands that are to find them: do the nets still catch?

    planted.py [--only 8,15]

A copy of the tree in .build-planted is patched with all of them, each asleep until NN_PLANTED has its number, and built
once. A command has to find nothing while all sleep, and something while its own is awake. Numbers are those of the list
below, in the order in which the faults were first met.
"""
import argparse, os, shutil, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PLACE = ROOT / ".build-planted"
TREE, BUILD = PLACE / "tree", PLACE / "build"
CORPORA = "Tests/Fuzz/Corpora"

SWIFT = """#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether an old fault is awake.
@inline(never) func planted(_ number: Int32) -> Bool { getenv("NN_PLANTED").map { atoi($0) == number } ?? false }
"""


def corpus(target, pattern="*"):
    """The ordinary suite's own check of a corpus: status 0, and not a word about time."""
    files = f"$(ls -d {CORPORA}/{target}/{pattern})"
    return f"cd {TREE}; IFS='\n'; said=$(timeout 60 {BUILD}/release/fuzz {target} {files} 2>&1) && ! grep -q ' s$' <<< \"$said\""


def part(name, scale=1, seed=1):
    return f"cd {TREE}; python3 Tests/ProcessFaults/faults.py --nn {BUILD}/release/nn --only {name} --scale {scale} --seed {seed}"


# What it is, where it is brought back, and what is to find it.
PLANTS = {
    2: ("a number of a CSV beyond float32 is taken as infinite", corpus("table"),
        [("Sources/Tabular/TableCells.swift", "    if columns[k].tooLarge == nil {", "    if !planted(2), columns[k].tooLarge == nil {")]),
    4: ("inputs are scaled with a scaling of another width", corpus("run"),
        [("Sources/Interpreter/Session/DataState.swift", "$0.shift.count == width ? $0 : nil } }\n\n  /// The scaling of the targets",
          "planted(4) || $0.shift.count == width ? $0 : nil } }\n\n  /// The scaling of the targets")]),
    6: ("a truncated normal distribution is drawn for ever", corpus("run"),
        [("Sources/NeuralCore/Functions/Distribution.swift", "  public var acceptance: Double {\n", "  public var acceptance: Double {\n    if planted(6) { return 1 }\n"),
         ("Sources/NeuralCore/Functions/Distribution.swift", "      return rejected(count,",
          "      if planted(6) { return rejected(count, mean, deviation, low, high, { false }) }\n      return rejected(count,")]),
    7: ("`…` of a lesson is looked for in every way there is", corpus("lesson"),
        [("Sources/Lessons/Match.swift", "    var (p, e) = (0, 0)\n", """    if planted(7) {
      guard let first = pattern.first else { return elements.isEmpty }
      let rest = Array(pattern.dropFirst())
      if isWild(first) {
        return (0...elements.count).contains { covers(rest, Array(elements[$0...]), isWild: isWild, matches) }
      }
      guard let element = elements.first, matches(first, element) else { return false }
      return covers(rest, Array(elements.dropFirst()), isWild: isWild, matches)
    }
    var (p, e) = (0, 0)
""")]),
    8: ("a saved session counts steps that are no number", corpus("load"),
        [("Sources/Interpreter/Saving/SavedFields+Memory.swift", "precision.isFinite(number),\n        counter != .steps ||",
          "planted(8) || precision.isFinite(number),\n        planted(8) || counter != .steps ||")]),
    9: ("libedit draws in less room than its prompt needs", part("terminals", 0.2),
        [("Sources/CLibEdit/CLibEdit.c", "if (editor_columns(&rows) < EDITOR_LEAST_COLUMNS)", "if (!planted(9) && editor_columns(&rows) < EDITOR_LEAST_COLUMNS)"),
         ("Sources/CLibEdit/Redraw.c", "columns < EDITOR_LEAST_COLUMNS;", "!planted(9) && columns < EDITOR_LEAST_COLUMNS;"),
         ("Sources/CLibEdit/Private.h", "enum { EDITOR_LEAST_COLUMNS",
          "#include <stdlib.h>\nstatic inline int planted(int number) { const char *p = getenv(\"NN_PLANTED\"); return p && atoi(p) == number; }\nenum { EDITOR_LEAST_COLUMNS")]),
    10: ("deep scripts run on whatever stack there is", part("limits"),
         [("Sources/nn/Stack.swift", "      guard isSmall else", "      guard isSmall, !planted(10) else")]),
    14: ("undo keeps a hundred sessions, whatever they weigh", part("limits"),
         [("Sources/Interpreter/History/Past.swift", "    if bytes > mostBytes,", "    if !planted(14), bytes > mostBytes,")]),
    15: ("a stream without an end is read until there is no memory", part("limits"),
         [("Sources/nn/Files.swift", "guard bytes.count <= (isFile ?", "guard bytes.count <= (isFile || planted(15) ?")]),
    16: ("nobody asks whether to stop while a matrix is made orthogonal", part("signals"),
         [("Sources/NeuralCore/Functions/Distribution.swift", "    case .orthogonal(let gain):\n      return",
           "    case .orthogonal(let gain):\n      if planted(16) { return generator.orthogonal(rows: outputs, columns: inputs).map { Float(gain) * $0 } }\n      return")]),
    21: ("what a killed save leaves behind is nobody's", part("kills", 0.06),
         [("Sources/nn/Files+Write.swift", "    return folder(of: target) + \".nn-", "    if planted(21) { return target + \".\\(getpid()).tmp\" }\n    return folder(of: target) + \".nn-")]),
    23: ("Ctrl-C while a pipe opens is a mistake of the file", part("limits"),
         [("Sources/nn/Files.swift", "guard errno == EINTR else { throw cannotRead(path) }\n      if Interrupts", "guard errno == EINTR, !planted(23) else { throw cannotRead(path) }\n      if Interrupts")]),
}


def patched():
    shutil.rmtree(TREE, ignore_errors=True)
    TREE.mkdir(parents=True)
    kept = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    for name in filter(None, kept.stdout.split("\0")):
        if (ROOT / name).is_file():
            (TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, TREE / name)
    for number, (_, _, changes) in PLANTS.items():
        for file, old, new in changes:
            text = (TREE / file).read_text()
            if text.count(old) != 1:
                sys.exit(f"fault {number} has no one place in {file} any more: {old!r}")
            (TREE / file).write_text(text.replace(old, new))
            room = file.split("/")[1]
            if file.endswith(".swift"):
                (TREE / "Sources" / room / "Planted.swift").write_text(SWIFT)


def build():
    for product in ("nn", "fuzz"):
        done = subprocess.run(["swift", "build", "-c", "release", "-j", "2", "--product", product, "--scratch-path", BUILD], cwd=TREE,
                              capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stdout[-3000:] + done.stderr[-3000:])


def finds(command, number):
    done = subprocess.run(["bash", "-c", command], env=os.environ | {"NN_PLANTED": str(number)}, capture_output=True, text=True, errors="replace")
    lines = [line for line in done.stdout.splitlines() if line.startswith("problem")]
    return done.returncode != 0, f"{len(lines)} problems, the first: {lines[0][:150]}" if lines else f"status {done.returncode}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    chosen = [int(word) for word in given.only.split(",") if word] or list(PLANTS)
    patched()
    build()
    missed = 0
    for command in dict.fromkeys(PLANTS[number][1] for number in chosen):
        found, how = finds(command, 0)
        if found:
            print(f"nothing is awake, and {command.split('; ')[-1][:60]} finds something: {how}", flush=True)
            missed += 1
    for number in chosen:
        what, command, _ = PLANTS[number]
        found, how = finds(command, number)
        print(f"{number}: {what}: {'found' if found else 'MISSED'} ({how})", flush=True)
        missed += not found
    print(f"{len(chosen)} old faults, {missed} missed")
    sys.exit(1 if missed else 0)


main()

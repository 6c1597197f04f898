"""The language: loops, parsing, start-up, what a statement and what an option of `train` cost."""

from .. import inputs
from ..case import Case, Lengths, Limit, Process, Speed
from ..contenders import interpreter, nn, threads
from ..processes import installed

whole = Lengths(0, 1, 1)


def cases():
    return [five_lines(), *loops(), check(), *options(), variables()]


def five_lines():
    return Case(
        "five-lines", "The five lines of README, whole process", "a run", whole,
        (nn("five-lines", statements=None, options=(), wall=True),),
        (Limit("nn", "seconds", 0.010, 0.006), Limit("nn", "megabytes", 20, 15)), rounds=40, memory=True)


def loops():
    perl = interpreter("Perl", ("perl",), "loop.pl")
    lua = ("lua", "lua5.4", "lua5.3", "luajit")
    python = ("python3",)
    yield Case(
        "loop", "A loop of let and if", "a round", Lengths(100_000, 1_000_000, 400_000),
        (nn("loop"), interpreter("CPython", python, "loop.py"), interpreter("Lua", lua, "loop.lua"), perl),
        (Speed("nn", ("CPython",), 1, 3),), tolerance=1e-9)
    yield Case(
        "arithmetic", "A loop of arithmetic", "a round", Lengths(50_000, 550_000, 200_000),
        (nn("arithmetic"), interpreter("CPython", python, "arithmetic.py"), interpreter("Lua", lua, "arithmetic.lua")),
        (Speed("nn", ("CPython",), 1, 3),), tolerance=1e-9)
    yield Case(
        "lists", "A list that grows and is read", "an element", Lengths(500, 4_500, 3_000),
        (nn("lists"), interpreter("CPython", python, "lists.py", lengths=Lengths(10_000, 1_010_000, 500_000),
                                  judged="more elements")), (), tolerance=1e-9)


def check():
    """nn looks for mistakes; Lua compiles a text of the same size."""
    own = Process("nn", lambda n: [inputs.nn, "check", inputs.path("ten-megabytes.nn")], environment=threads(1), wall=True)
    lua = lambda n: [installed("lua", "lua5.4", "lua5.3"), "-e", f'assert(loadfile("{inputs.path("ten-megabytes.lua")}"))']
    return Case(
        "check", "nn check of 10 MB of script", "a run", whole, (own, Process("Lua, loadfile", lua, wall=True)),
        (Limit("nn", "seconds", 0.5, 0.25), Limit("nn", "megabytes", 150, None)), rounds=5, memory=True,
        prepare=(inputs.session, inputs.session_lua))


def options():
    """What an option costs beside the epoch of a small net: no more than the epoch itself is half the speed."""
    rows = (
        ("epoch-log", "log every 1", ()), ("epoch-accuracy", "until accuracy==1", ("--quiet",)),
        ("epoch-compound", "until loss<x and epoch>10", ("--quiet",)), ("epoch-patience", "patience", ("--quiet",)))
    for script, words, options in rows:
        yield Case(
            script, f"XOR 2-2-1, Adam, with {words}", "an epoch", Lengths(2_000, 202_000, 52_000),
            (nn(script, options=options), nn("epoch-plain", name="nn without it")),
            (Speed("nn", ("nn without it",), 0.5, None),), tolerance=0.01, rounds=5)


def variables():
    """What a line costs in a session with many variables, beside one with few."""
    command = lambda n: [inputs.nn, "--quiet", inputs.variables(n)]
    many = Process("nn, 16,000 variables", command, lengths=Lengths(2_000, 16_000, 16_000), judged="")
    few = Process("nn, 2,000 variables", command, lengths=Lengths(200, 2_000, 2_000), judged="")
    return Case(
        "variables", "let, of a variable each", "a line", whole, (many, few),
        (Speed(many.name, (few.name,), 0.7, None),), rounds=5)

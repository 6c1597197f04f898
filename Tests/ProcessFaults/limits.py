"""Small stacks, little memory, full disks, files without an end: all is answered in words, and nothing crashes."""
import os, subprocess
from world import Folder, crashed

DEEP = """define f n
  if n > 0
    f (n - 1)
  else
    print {open}1{close}
  end
end
f {calls}
"""
# What is refused before it takes memory, with a number that says how much it would be, or ends where a bound says so.
REFUSED = [
    "net 30000 30000 1", "net 20000 20000 20000 1; init torch", "data circle 100000000 seed 1",
    "let a = \"aaaaaaaaaaaaaaaa\"; repeat 40; let a = \"{a}{a}\"; end", "let l = [1..1000000]; let m = append(l, 1)",
    "data \"names.csv\"", "data \"bomb.xlsx\"", "data \"sparse.svm\"", "data \"claims.idx\"", "data \"long.zip\"", "load \"words.nnet\"",
    "sweep seeds 0..99999999; net 2 2 1; train adam epochs 1; end",
]
# What takes memory and may have it: where the system has none, it may end the process, but not hang it.
TAKING = [
    "let l = [1..1000000]; print sum(l)", "let l = [1..500000]; repeat 20; let m = append(l, 1); let l = reverse(l); end",
    "net 3000 3000 1; init torch seed 1; data; [1..3000] -> 1; end; train adam epochs 2", "data \"wide.csv\"", "data \"bomb.csv.gz\"",
    "data circle 1000000 seed 1; net 2 4 1; init torch seed 1; train adam epochs 1; score",
    "net 2 2 1; data xor; train adam epochs 50000; show epochs",
]
# The statuses of a process that the system gave no memory.
WITHOUT_MEMORY = {-4, -5, -6, -9, 132, 133, 134, 137}
# What never ends, is no file, or is none of nn's: the statuses that say so.
ODD = [
    ("data \"/dev/zero\"", {65}), ("load \"/dev/zero\"", {65}), ("run \"/dev/zero\"", {65}), ("data \"/dev/urandom\"", {65}),
    ("data \"/dev/null\"", {65}), ("load \"/dev/null\"", {65}), ("run \"/dev/null\"", {0, 65}), ("data \".\"", {66}), ("load \".\"", {66}),
    ("run \".\"", {66}), ("net 2 1; save \".\"", {73}), ("net 2 1; save \"sub\"", {73}), ("net 2 1; save \"/dev/full\"", {73, 74}),
    ("net 2 1; dump to \"/dev/full\"", {73, 74}), ("net 2 1; save \"no/such/place\"", {73}), ("data \"line.csv\"", {65}),
    ("load \"line.csv\"", {65}), ("run \"line.csv\"", {65, 66}), ("run \"words.nn\"", {65}), ("data \"/proc/self/mem\"", {65, 66}),
    ("data \"loop\"", {66}), ("data \"socket\"", {66}), ("net 2 1; save \"loop\"", {73}), ("sweep resume \"/dev/zero\"", {65, 66, 73}),
    ("sweep resume \".\"", {65, 66, 73}), ("run \"self.nn\"", {1, 65}),
]


# Of a processor.
MOST_SECONDS = 30


def files(folder):
    import gzip, socket, zipfile
    (folder / "sub").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as one:
        here = os.open(".", os.O_RDONLY)
        os.chdir(folder)
        one.bind("socket")
        os.fchdir(here)
        os.close(here)
    (folder / "line.csv").write_text("1," * 12_000_000)
    (folder / "words.nn").write_text("a" * 10_000_000)
    (folder / "self.nn").write_text('run "self.nn"\n')
    (folder / "wide.csv").write_text(",".join(f"c{k}" for k in range(300_000)) + "\n" + ",".join("1" for _ in range(300_000)) + "\n")
    (folder / "names.csv").write_text("age,name\n" + "".join(f"{k % 90},p{k}\n" for k in range(60_000)))
    (folder / "sparse.svm").write_text("".join(f"{k % 2} 1000000:1\n" for k in range(390)))
    with gzip.open(folder / "bomb.csv.gz", "wb") as file:
        for _ in range(100):
            file.write(b"1,2\n" * 1_000_000)
    row = '<row><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>' * 24_000
    with zipfile.ZipFile(folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" Target="worksheets/a.xml"/></Relationships>')
        book.writestr("xl/worksheets/a.xml", f"<worksheet><sheetData>{row}</sheetData></worksheet>")
    (folder / "claims.idx").write_bytes(bytes([0, 0, 8, 3, 0, 0, 255, 255, 0, 0, 0, 100, 0, 0, 0, 60]) + b"1" * 100)
    with zipfile.ZipFile(folder / "long.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"0" * 300_000_000)
    (folder / "words.nnet").write_text("nnet 5\n" + "a " * 5_000_000 + "\nend 0000000000000000\n")


def stacks(world, folder):
    for kilobytes in (64, 128, 256, 512, 1024, 4096, 8192):
        for calls, brackets in ((150, 90), (190, 95), (100, 150), (10, 199)):
            (folder / "deep.nn").write_text(DEEP.format(open="(" * brackets, close=")" * brackets, calls=calls))
            status, said = world.shell(f"ulimit -s {kilobytes}; nn deep.nn", folder)
            if status not in (0, 1, 65):
                world.note(f"a stack of {kilobytes} kB, {calls} calls, {brackets} brackets: {status} {said[-200:]}")


def memory(world, folder):
    """Under a limit of the system what is not refused may end the process, but never hang it."""
    tried = 0
    for line in REFUSED + TAKING:
        for megabytes in (400, 1000, 4000):
            status, said = world.shell(f"ulimit -v {megabytes * 1000}; ulimit -t {MOST_SECONDS}; nn -e '{line}'", folder, 600)
            tried += 1
            allowed = {1, 65} if line in REFUSED else {0} | WITHOUT_MEMORY
            if status not in allowed or (line in REFUSED and not any(letter.isdigit() for letter in said)):
                world.note(f"{megabytes} MB: {line}: {status} {said[-200:]}")
    (folder / "lists.nn").write_text("let l = [1..1000000]\n" * 100)
    status, said = world.shell("ulimit -v 1500000; nn lists.nn", folder)
    if status != 0:
        world.note(f"a hundred lists: {status} {said[-200:]}")
    return tried


def disks(world, folder):
    """A disk that is full: what was there stays, nothing new is left."""
    small = folder / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", small], capture_output=True).returncode == 0
    limit = "" if mounted else "ulimit -f 200; trap '' XFSZ; "
    try:
        (small / "keep.nnet").write_bytes(b"")
        writes = [
            "net 300 300 1; init torch seed 1; save \"a.nnet\"", "net 300 300 1; init torch seed 1; dump to \"a.nn\"",
            "data circle 90000 seed 1; net 2 1; init ones; eval data to \"a.csv\"",
            "data xor; net 2 2 1; sweep seeds 0..9999 to \"a.jsonl\"; init torch; train adam epochs 1; end",
            "data circle 20000 seed 1; net 2 3 1; init torch seed 1; report \"a.html\"",
        ]
        for line in writes:
            status, said = world.shell(f"{limit}nn -e '{line}'", small)
            left = sorted(file.name for file in small.iterdir() if file.name != "keep.nnet")
            if status != 73 or "error" not in said:
                world.note(f"a full disk: {line}: {status} {said[-200:]}")
            if left not in ([], ["a.jsonl"]):
                world.note(f"a full disk: {line}: {left} are left")
            for name in left:
                (small / name).unlink()
    finally:
        if mounted:
            subprocess.run(["umount", small])
    return len(writes), mounted


def ceilings(world, folder):
    """With --safe a run ends at its ceilings in words, whichever order runs it, and keeps one that was lower already."""
    (folder / "endless.nn").write_text("while 1 > 0\n  let n = 1\nend\n")
    (folder / "endless.md").write_text("```nn\nwhile 1 > 0\n  let n = 1\nend\n```\n")
    orders = ["nn --safe endless.nn", "nn test --safe endless.md", "nn page --safe endless.md", "nn --safe < endless.nn"]
    for order in orders:
        status, said = world.shell(f"ulimit -S -t 2; {order}", folder)
        if status != 1 or "with --safe a run takes at most 2 s of a processor" not in said:
            world.note(f"{order} for two seconds: {status} {said[-200:]}")
    # 8 bytes a number, and room for the copies that are made on the way.
    (folder / "growing.nn").write_text("let l = [1..1000000]\n" + "".join(f"let l{k} = reverse(l)\n" for k in range(700)))
    status, said = world.shell("nn --safe growing.nn", folder, 120)
    if status != 1 or "with --safe a run takes at most 4 GB of memory" not in said:
        world.note(f"growing.nn takes all memory: {status} {said[-200:]}")
    return len(orders) + 1


def odd(world, folder):
    for line, allowed in ODD:
        status, said = world.shell(f"ulimit -v 3000000; ulimit -t {MOST_SECONDS}; nn -e '{line}'", folder, 600)
        if status not in allowed or (status and not said.strip()):
            world.note(f"{line}: {status} {said[-200:]}")
    for line in ('data "pipe"', 'load "pipe"', 'run "pipe"', 'net 2 1; save "pipe"', 'sweep resume "pipe"'):
        status, said = world.shell(f"timeout --preserve-status -k 3 -s INT 0.5 nn -e '{line}'", folder)
        if status != 130:
            world.note(f"{line}, and nobody at the other end: {status} {said[-200:]}")
    for name in ("/dev/full",):
        for line in ("print 1", "net 2 2 1; data xor; train adam epochs 10 log every 1", "help"):
            status, said = world.shell(f"nn -e '{line}' > {name}", folder)
            if status != 74:
                world.note(f"output to {name}: {line}: {status} {said[-200:]}")


def limits(world):
    with Folder() as folder:
        files(folder)
        stacks(world, folder)
        tried = memory(world, folder)
        writes, mounted = disks(world, folder)
        odd(world, folder)
        reached = ceilings(world, folder)
    return (f"28 deep scripts on small stacks, {tried} greedy lines with little memory, {writes} writes to a full "
            f"{'tmpfs' if mounted else 'disk (no tmpfs could be mounted: a limit of the system)'}, {len(ODD)} odd files, "
            f"{reached} ceilings of --safe")

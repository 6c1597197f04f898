#!/usr/bin/env python3
"""libFuzzer on the targets of Targets.swift: what traps, hangs or breaks a promise is kept as a file.

    fuzz.py [--seconds 300] [--target parse,run]    builds into .build-fuzz, and fuzzes
    fuzz.py --coverage                              lines that all inputs reach, by target

A target begins with Corpora/TARGET, with files of the project, and with what widened its reach in runs before, which stays
in .build-fuzz/reach/TARGET. A finding is made as small as can be and kept in Corpora/TARGET, which the ordinary suite feeds
again: mend what it shows, give it a name that says what it is, and commit it.
"""
import argparse, json, os, re, resource, shutil, signal, subprocess, sys, threading, time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD, COVERAGE = ROOT / ".build-fuzz", ROOT / ".build-coverage"
REACH = BUILD / "reach"
# A second for what is shorter than 10 kB, in a program that is some times slower for being watched.
SECOND, MOST_BYTES, MEGABYTES = 1.0, 10_000, 2048
# An input that comes to an end is kept as slow if it took more than a second by the clock; one that does not is ended.
STUCK = 20
# A page is tested, renewed twice, made a handout and made a site: each time all of its blocks are run.
PASSES = {"lesson": 5}
# Of each target the files of which it is there to reach every line.
ROOMS = {
    "parse": ["Language/Diagnostics", "Language/Lexing", "Language/Parsing", "Language/Formatting",
              "Language/Statements", "Language/Syntax"],
    "complete": ["Language/Completion"],
    "run": ["Interpreter/Executor", "Interpreter/Statements", "Interpreter/Values", "Interpreter/Session",
            "Interpreter/Training"],
    "table": ["Tabular", "Archives/NPYArray.swift", "Archives/NumberCoding.swift"],
    "workbook": ["Tabular/Workbook.swift", "Archives/ZipArchive.swift", "Archives/ZipWriter.swift"],
    "load": ["Interpreter/Saving"],
    "exchange": ["Interchange", "JSONText"],
    "lesson": ["Lessons", "Markdown"],
    "ledger": ["Experiments/Ledger.swift", "Experiments/LedgerLines.swift", "Experiments/LedgerValue.swift",
               "Experiments/SweepRun+Line.swift", "Experiments/SweepRun.swift", "Experiments/SweepOutline.swift"],
    "history": ["Prompt/HistoryFile.swift", "Prompt/HistoryText.swift"],
}


# Builds


def swift(folder, *flags):
    """Builds the program, and says where it is."""
    command = ["swift", "build", "-c", "release", "-j", "2", "--product", "fuzz", "--scratch-path", folder, *flags]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return folder / "release" / "fuzz"


def resources():
    """Where the toolchain keeps the libraries of its sanitizers."""
    told = json.loads(subprocess.run(["swiftc", "-print-target-info"], capture_output=True, text=True).stdout)
    return Path(told["paths"]["runtimeResourcePath"]) / "clang/lib"


def fuzzer():
    """SwiftPM names the main function of a program itself, so libFuzzer comes without its own: only the compiler, and not
    the linker, is told of the sanitizer."""
    found = sorted(resources().rglob("libclang_rt.fuzzer_no_main*"))
    machine = os.uname().machine
    library = next((file for file in found if machine in file.name or "osx" in file.name), None)
    if not library:
        sys.exit(f"this toolchain has no libFuzzer below {resources()}")
    links = [library, "-lstdc++" if sys.platform == "linux" else "-lc++"]
    return swift(BUILD, *[word for flag in ("-Xfrontend", "-sanitize=fuzzer", "-DFUZZING") for word in ("-Xswiftc", flag)],
                 *[word for link in links for word in ("-Xlinker", link)])


# What a target begins with


def blocks(kind):
    for page in [ROOT / "grammar.md", ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "lessons").glob("*.md")]:
        yield from re.findall(rf"```{kind}\n(.*?)```", page.read_text(), re.S)


def scripts():
    for folder in ("examples", "Tests"):
        yield from (file.read_text() for file in (ROOT / folder).rglob("*.nn"))
    for kind in ("nn", "nn-error"):
        yield from blocks(kind)


def typed():
    """Lines and scripts that the tests type: each by itself, and in a session that has a net and data."""
    opening = {"net", "data"}
    words = {text.split()[0] for text in scripts() if text.split()} | set(
        re.findall(r'StatementSpec\(\s*"([a-z]+)"', "".join(file.read_text() for file in (ROOT / "Sources/Language").rglob("*.swift"))))
    found = set()
    for file in sorted((ROOT / "Tests").rglob("*.swift")):
        for long, short in re.findall(r'"""\n(.*?)"""|"((?:[^"\\\n]|\\.)*)"', file.read_text(), re.S):
            text = re.sub(r"^ +", "", long, flags=re.M) if long else short.replace("\\n", "\n").replace('\\"', '"')
            if text.split()[:1] and text.split()[0] in words and "\\(" not in text:
                found.add(text)
    for text in sorted(found):
        yield text
        if text.split()[0] not in opening:
            yield "data xor\nnet 2 2 1\ninit torch seed 1\ntrain adam epochs 3\n" + text


def workbooks():
    """The parts of which the target makes an archive."""
    import zipfile
    for file in (ROOT / "Tests").rglob("*.xlsx"):
        archive = zipfile.ZipFile(file)
        names = archive.namelist()
        shared = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
        for name in names:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                yield archive.read(name) + b"\0" + shared


def files(target):
    """Files of the project."""
    if target in ("parse", "run", "complete"):
        yield from (text.encode() for text in scripts())
        if target != "complete":
            yield from (text.encode() for text in typed())
    elif target == "table":
        yield from (file.read_bytes() for file in (ROOT / "Tests/TabularTests/Files").rglob("*") if file.is_file())
        yield from (file.read_bytes() for file in (ROOT / "examples").rglob("*.csv"))
        yield from (file.read_bytes() for file in (ROOT / "Tests/TabularTests/Arrays").glob("*.np*"))
        # Pictures and their labels, and patterns of SNNS.
        yield b"\0\0\x08\x03" + b"\0\0\0\x04\0\0\0\2\0\0\0\2" + bytes(range(16))
        yield b"\0\0\x08\x01\0\0\0\4\1\2\1\2"
        yield (b"SNNS pattern definition file V3.2\ngenerated at x\n\nNo. of patterns : 2\nNo. of input units : 2\n"
               b"No. of output units : 1\n\n# 1\n0 1\n1\n# 2\n1 1\n0\n")
    elif target == "exchange":
        # The first byte chooses the kind of file, or says that it is a link.
        files = [file for folder in ("Tests", "docs", "examples") for file in (ROOT / folder).rglob("*.json")]
        files += [file for folder in ("Files", "Golden") for file in (ROOT / "Tests/InterchangeTests" / folder).rglob("*")
                  if file.suffix in (".net", ".npz", ".onnx", ".pt", ".pth", ".safetensors")]
        yield from (bytes([kind]) + file.read_bytes() for file in files for kind in range(12)
                    if file.stat().st_size < MOST_BYTES)
        yield from (link.encode() for page in (ROOT / "docs").glob("*.md")
                    for link in re.findall(r"https://playground[^\s)'\"`]*", page.read_text()))
        yield (b"https://playground.tensorflow.org/#activation=relu&batchSize=12&dataset=spiral&regDataset=reg-gauss&"
               b"learningRate=0.1&regularizationRate=0.01&noise=10&networkShape=5,3&seed=0.1&xTimesY=true&sinX=true&"
               b"problem=regression&regularization=L1")
    elif target == "workbook":
        yield from workbooks()
        yield from (file.read_bytes() for file in (ROOT / "Tests").rglob("*.xlsx") if file.stat().st_size < MOST_BYTES)
    elif target == "load":
        # Without the hash, which the target puts right.
        yield from (file.read_bytes().rsplit(b"end ", 1)[0] for file in (ROOT / "Tests").rglob("*.nnet"))
    elif target == "lesson":
        yield from (file.read_bytes() for file in [*(ROOT / "lessons").rglob("*.md"), *(ROOT / "docs").glob("*.md")])
    elif target == "history":
        yield from (text.replace("\\", "\\\\").replace("\n", "\\n").encode() + b"\n" for text in scripts())


def seeds(target):
    folder = BUILD / "seeds" / target
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for k, content in enumerate(files(target)):
        (folder / f"seed{k}").write_bytes(content[:MOST_BYTES])
    return folder


def dictionary():
    words = set()
    for text in scripts():
        words |= set(re.findall(r"[A-Za-z][A-Za-z.-]{1,20}", text))
    file = BUILD / "words"
    odd = ["->", "..", "==", "<=", "1e39", "1e999", "0x", "\ufeff", "\0", "nan", "inf", "-1", '""', "\r\n", "…",
           "9223372036854775807", "@relation", "@attribute", "@data", "numeric", "1:1", "<c r=", "</c>", "<row>", "t=s",
           "```nn", "```nn-error", '{"format":', "\x93NUMPY", "PK\x03\x04"]
    file.write_text("".join(f'"{written(word)}"\n' for word in [*sorted(words), *odd]))
    return file


def written(word):
    """As a dictionary of libFuzzer has it: what is no visible ASCII by its bytes."""
    return "".join(chr(byte) if 32 < byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())


# Fuzzing


def spent(command, most=3600.0, **more):
    """What a command says, and the processor's seconds that it took; it is ended after `most` seconds."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    end = threading.Timer(most, process.kill)
    end.start()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    end.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return output.decode(errors="replace"), process.returncode, usage.ru_utime + usage.ru_stime


def is_slow(program, target, file):
    """Whether it was the input and not the machine that took long."""
    options = ["-timeout=100", f"-rss_limit_mb={MEGABYTES}"]
    _, _, nothing = spent([program, "-runs=1", *options, os.devnull], env=environment(target))
    _, status, seconds = spent([program, *options, file], env=environment(target))
    return status != 0 or seconds - nothing > SECOND * PASSES.get(target, 1)


def environment(target):
    # A trap is told by libFuzzer; the traces of Swift take longer than the input.
    return os.environ | {"NN_FUZZ": target, "SWIFT_BACKTRACE": "enable=no", "NN_PROCESSORS": "1"}


def smaller(program, target, file):
    out = file.with_name("small-" + file.name)
    spent([program, "-minimize_crash=1", "-max_total_time=20", "-runs=100000", f"-exact_artifact_path={out}", file],
          env=environment(target))
    if out.exists() and 0 < out.stat().st_size < file.stat().st_size:
        out.replace(file)
    out.unlink(missing_ok=True)


def reason(output):
    lines = [line for line in output.splitlines() if re.search(r"broken:|Fatal error|ERROR: libFuzzer|SUMMARY", line)]
    return "\n    ".join(line[:300] for line in lines[:4])


def fuzz(program, target, seconds, words):
    kept, reach = HERE / "Corpora" / target, REACH / target
    for folder in (kept, reach):
        folder.mkdir(parents=True, exist_ok=True)
    begin = seeds(target)
    end, executions, edges, found, late, stuck, cpu = time.monotonic() + seconds, 0, 0, [], 0, 0, 0.0
    while time.monotonic() < end and len(found) < 20:
        before = set(kept.iterdir())
        output, status, took = spent(
            [program, f"-max_total_time={max(1, int(end - time.monotonic()))}", f"-timeout={STUCK}",
             f"-rss_limit_mb={MEGABYTES}", f"-max_len={MOST_BYTES}", f"-dict={words}", f"-artifact_prefix={kept}/",
             "-print_final_stats=1", "-report_slow_units=1", reach, kept, begin], most=end - time.monotonic() + 60,
            env=environment(target))
        cpu += took
        executions += sum(map(int, re.findall(r"stat::number_of_executed_units: (\d+)", output)))
        edges = max([edges, *map(int, re.findall(r"cov: (\d+)", output))])
        # An input that was found before has the name that it had then.
        told = {Path(name) for name in re.findall(r"Test unit written to (.+)", output)}
        fresh = sorted(file for file in (set(kept.iterdir()) - before) | told if file.exists())
        for file in fresh:
            if file.name.startswith(("timeout-", "slow-unit-")) and not is_slow(program, target, file):
                file.unlink()
                late += 1
                continue
            if file.name.startswith("crash-"):
                smaller(program, target, file)
            found.append((file, reason(output)))
        if status == 0:
            break
        if status == -signal.SIGKILL:
            # The alarm of libFuzzer that comes while memory is being given waits for itself for ever.
            stuck += 1
            continue
        if not fresh:
            # A libFuzzer that does not begin must not pass for one that finds nothing.
            return f"{target}: libFuzzer ended with {status} and left no input\n{output[-2000:]}", True
    notes = [f"{target}: {executions:,} executions in {cpu / 60:.1f} minutes of a processor, {edges:,} edges, "
             f"{len(found)} findings" + (f" ({late} that only the machine was slow at)" if late else "")
             + (f" (libFuzzer was stuck {stuck} times)" if stuck else "")]
    for file, why in found:
        notes.append(f"  {file.relative_to(ROOT)} ({file.stat().st_size} bytes): {why}\n"
                     f"    again: swift run -c release fuzz {target} '{file.relative_to(ROOT)}'")
    return "\n".join(notes), bool(found)


# Coverage


def coverage(targets, shows):
    program = swift(COVERAGE, *[word for flag in ("-profile-generate", "-profile-coverage-mapping") for word in ("-Xswiftc", flag)])
    tools = Path(shutil.which("swift")).resolve().parent
    for target in targets:
        raw, data = COVERAGE / f"{target}.profraw", COVERAGE / f"{target}.profdata"
        inputs = [file for folder in (HERE / "Corpora" / target, REACH / target, seeds(target)) if folder.exists()
                  for file in sorted(folder.iterdir())]
        subprocess.run([program, target, *inputs], env=environment(target) | {"LLVM_PROFILE_FILE": str(raw)},
                       stdout=subprocess.DEVNULL, check=True)
        subprocess.run([tools / "llvm-profdata", "merge", "-sparse", raw, "-o", data], check=True)
        told = subprocess.run([tools / "llvm-cov", "export", "-summary-only", "-instr-profile", data, program],
                              capture_output=True, text=True, check=True)
        report(target, json.loads(told.stdout)["data"][0]["files"], len(inputs), shows)


def report(target, told, inputs, shows):
    room = [file for file in told
            if any(f"/Sources/{part}" in file["filename"] for part in ROOMS[target])]
    lines = [file["summary"]["lines"] for file in room]
    count, covered = (sum(line[key] for line in lines) for key in ("count", "covered"))
    print(f"{target}: {covered} of {count} lines, {100 * covered / max(1, count):.1f} %, by {inputs} inputs", flush=True)
    for file in sorted(room, key=lambda file: file["summary"]["lines"]["percent"]):
        summary = file["summary"]["lines"]
        if shows or summary["percent"] < 70:
            name = file["filename"].split("/Sources/")[1]
            print(f"  {name}: {summary['covered']} of {summary['count']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--target", default="", help="some of them: " + ",".join(ROOMS))
    parser.add_argument("--coverage", action="store_true", help="what the inputs reach, and nothing new")
    parser.add_argument("--files", action="store_true", help="with --coverage: every file")
    given = parser.parse_args()
    targets = given.target.split(",") if given.target else list(ROOMS)
    if unknown := set(targets) - set(ROOMS):
        sys.exit(f"there is no target {', '.join(unknown)}: {', '.join(ROOMS)}")
    if given.coverage:
        return coverage(targets, given.files)
    program, words, failed = fuzzer(), dictionary(), False
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        # All of the time is shared out: so many targets are fuzzed beside each other as there are processors.
        share = max(5, given.seconds * min(len(targets), os.cpu_count() or 1) // len(targets))
        for done in as_completed([pool.submit(fuzz, program, target, share, words) for target in targets]):
            note, bad = done.result()
            print(note, flush=True)
            failed |= bad
    sys.exit(1 if failed else 0)


main()

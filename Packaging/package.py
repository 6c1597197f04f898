#!/usr/bin/env python3
"""The files of a release out of an executable that needs no library: `make dist`.

    python3 package.py --nn PATH --manual nn.1 --out FOLDER

The same bytes for the same executable and commit: files are in the order of their names, owned by nobody, and as old as the
commit.
"""

import argparse
import base64
import gzip
import hashlib
import io
import os
import platform
import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAINTAINER = "nn maintainers <nn-lang@users.noreply.github.com>"
SUMMARY = "small language in which neural networks explain themselves"
MACHINE = {"x86_64": ("x86_64", "amd64"), "aarch64": ("arm64", "arm64"), "arm64": ("arm64", "arm64")}


def version():
    text = (ROOT / "Sources/Interpreter/Values/Release.swift").read_text()
    return re.search(r'version = "([^"]+)"', text).group(1)


def commit_time():
    """Seconds since 1970 of the last commit, or of SOURCE_DATE_EPOCH where there is no repository."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def man_page(manual):
    """Where the generator leaves an empty line it means a paragraph, for which mdoc has a word."""
    lines = manual.read_bytes().split(b"\n")
    return b"\n".join([line or b".Pp" for line in lines[:-1]] + lines[-1:])


def stage(nn, manual, folder):
    """What is installed, below a folder that stands for /usr: path to bytes and mode."""
    files = {"bin/nn": (nn.read_bytes(), 0o755), "share/man/man1/nn.1": (man_page(manual), 0o644)}
    places = {"bash": "share/bash-completion/completions/nn", "zsh": "share/zsh/site-functions/_nn",
              "fish": "share/fish/vendor_completions.d/nn.fish"}
    for shell, place in places.items():
        command = [str(nn), "--generate-completion-script", shell]
        files[place] = (subprocess.run(command, check=True, capture_output=True).stdout, 0o644)
    for name in ["lessons", "examples"]:
        for path in tracked(name):
            content = (ROOT / path).read_bytes()
            files[f"share/nn/{path}"] = (content, 0o755 if content.startswith(b"#!") else 0o644)
    return dict(sorted(files.items()))


# MARK: The archive


def tracked(name):
    """The paths of a file or folder of the repository; all that are there where it is none."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", name], capture_output=True, text=True).stdout
    folder = ROOT / name
    found = [folder] if folder.is_file() else [path for path in folder.rglob("*") if path.is_file()]
    paths = listed.split("\n") if listed else [str(path.relative_to(ROOT)) for path in found]
    return sorted(filter(None, paths))


def tarball(files, out, number, machine, time):
    """With the pages that the README leads to, where its links look for them."""
    top = f"nn-{number}"
    pages = ["LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "grammar.md", "docs",
             "Packaging/README.md"]
    extra = {path: ((ROOT / path).read_bytes(), 0o644) for name in pages for path in tracked(name)}
    links = {name: f"share/nn/{name}" for name in ["lessons", "examples"]} | {"bin/nn-lang": "nn"}
    inside = io.BytesIO()
    with tarfile.open(fileobj=inside, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path, (content, mode) in sorted({**files, **extra, **{name: (b"", 0o777) for name in links}}.items()):
            entry = tarfile.TarInfo(f"{top}/{path}")
            entry.size, entry.mode, entry.mtime = len(content), mode, time
            if path in links:
                entry.type, entry.linkname = tarfile.SYMTYPE, links[path]
            archive.addfile(entry, io.BytesIO(content))
    target = out / f"{top}-linux-{machine}.tar.gz"
    target.write_bytes(gzip.compress(inside.getvalue(), 9, mtime=0))
    return target


# MARK: Debian


def debian(files, out, number, machine, time):
    root = out / "debian-root"
    shutil.rmtree(root, ignore_errors=True)
    moved = {"share/zsh/site-functions/_nn": "share/zsh/vendor-completions/_nn"}
    for path, (content, mode) in files.items():
        place = f"usr/{moved.get(path, path)}"
        if "completion" in place and content.startswith(b"#!"):
            # It is read by a shell and not run.
            content = content.split(b"\n", 1)[1]
        if path.endswith(".1"):
            place, content = place + ".gz", gzip.compress(content, 9, mtime=0)
        write(root / place, content, mode)
    # The command by the name of the package, as the wheel has it.
    for link, target in {"bin/nn-lang": "nn", "share/man/man1/nn-lang.1.gz": "nn.1.gz"}.items():
        (root / "usr" / link).symlink_to(target)
    documents = root / "usr/share/doc/nn-lang"
    write(documents / "copyright", copyright_text().encode(), 0o644)
    write(documents / "changelog.Debian.gz", gzip.compress(changelog(number, time).encode(), 9, mtime=0), 0o644)
    # Made of one executable on purpose: it runs where no Swift is.
    write(root / "usr/share/lintian/overrides/nn-lang", (
        "# One executable that needs no library of the system: Debian has none of Swift.\n"
        "nn-lang: statically-linked-binary [usr/bin/nn]\n"
        "nn-lang: embedded-library ncurses [usr/bin/nn]\n"
        "nn-lang: embedded-library zlib [usr/bin/nn]\n"
        "# It is not uploaded to Debian, so no bug asks for it.\n"
        "nn-lang: initial-upload-closes-no-bugs *\n").encode(), 0o644)
    installed = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    sums = "".join(f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in installed)
    size = sum((path.stat().st_size + 1023) // 1024 for path in installed)
    write(root / "DEBIAN/control", control(number, machine, size).encode(), 0o644)
    write(root / "DEBIAN/md5sums", sums.encode(), 0o644)
    for path in [root, *root.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
        os.utime(path, (time, time), follow_symlinks=False)
    target = out / f"nn-lang_{number}-1_{machine}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)], check=True,
                   stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(time)})
    shutil.rmtree(root)
    return target


def write(path, content, mode):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


def control(number, machine, size):
    return f"""Package: nn-lang
Version: {number}-1
Architecture: {machine}
Maintainer: {MAINTAINER}
Installed-Size: {size}
Conflicts: nn
Recommends: less
Suggests: librsvg2-bin
Section: education
Priority: optional
Description: {SUMMARY}
 A prompt and a scripting language for small feed-forward neural networks, for
 students, teachers and people who experiment: five lines train a network on
 XOR, and every weight and every step of its calculation can be printed,
 checked with a pocket calculator and found again in PyTorch, with the same
 bits on every machine.
 .
 It brings a course of lessons (nn course) and scripts to play in front of an
 audience (nn demo).
"""


def changelog(number, time):
    from email.utils import formatdate
    return f"""nn-lang ({number}-1) unstable; urgency=medium

  * Release {number}; CHANGELOG.md of the sources says what is new.

 -- {MAINTAINER}  {formatdate(time, usegmt=False, localtime=False)}
"""


def copyright_text():
    return """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: nn

Files: *
Copyright: 2026 the nn maintainers
License: Apache-2.0
 On Debian systems the full text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
"""


# MARK: Python


def wheel(files, out, number, machine, time):
    base, tags = f"nn_lang-{number}", [f"py3-none-{system}_{MACHINE_OF_WHEEL[machine]}"
                                       for system in ["manylinux_2_17", "musllinux_1_1"]]
    entries = {}
    for path, (content, mode) in files.items():
        place = f"{base}.data/scripts/nn" if path == "bin/nn" else f"{base}.data/data/{path}"
        entries[place] = (content, mode)
    # uvx runs the command that is called like the package.
    entries[f"{base}.data/scripts/nn-lang"] = (b'#!/bin/sh\nexec "$(dirname "$0")/nn" "$@"\n', 0o755)
    info = f"{base}.dist-info"
    entries[f"{info}/METADATA"] = (metadata(number).encode(), 0o644)
    entries[f"{info}/WHEEL"] = ((
        "Wheel-Version: 1.0\nGenerator: nn\nRoot-Is-Purelib: false\n" + "".join(f"Tag: {tag}\n" for tag in tags)
    ).encode(), 0o644)
    entries[f"{info}/licenses/LICENSE"] = ((ROOT / "LICENSE").read_bytes(), 0o644)
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()},{len(content)}\n"
        for path, (content, _) in sorted(entries.items()))
    entries[f"{info}/RECORD"] = ((record + f"{info}/RECORD,,\n").encode(), 0o644)
    platforms = ".".join(tag.removeprefix("py3-none-") for tag in tags)
    target = out / f"{base}-py3-none-{platforms}.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        # RECORD last, as the format recommends.
        for path, (content, mode) in sorted(entries.items(), key=lambda item: (item[0].startswith(info), item[0])):
            entry = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target


MACHINE_OF_WHEEL = {"x86_64": "x86_64", "arm64": "aarch64"}


def metadata(number):
    return f"""Metadata-Version: 2.4
Name: nn-lang
Version: {number}
License-Expression: Apache-2.0
Summary: A {SUMMARY}
License-File: LICENSE
Keywords: neural network,education,repl,xor,backpropagation
Classifier: Environment :: Console
Classifier: Intended Audience :: Education
Classifier: Operating System :: POSIX :: Linux
Classifier: Topic :: Education
Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence
Requires-Python: >=3.7
Description-Content-Type: text/markdown

{(ROOT / "README.md").read_text()}"""


def main():
    parser = argparse.ArgumentParser(description="the files of a release")
    parser.add_argument("--nn", type=Path, required=True, help="the executable, stripped")
    parser.add_argument("--manual", type=Path, required=True, help="the man page")
    parser.add_argument("--out", type=Path, required=True, help="the folder for them, made anew")
    given = parser.parse_args()
    machine, debian_machine = MACHINE[platform.machine()]
    number, time, out = version(), commit_time(), given.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    files = stage(given.nn.resolve(), given.manual, out)
    made = [tarball(files, out, number, machine, time)]
    if shutil.which("dpkg-deb"):
        made.append(debian(files, out, number, debian_machine, time))
    else:
        print("no dpkg-deb: no package for Debian")
    made.append(wheel(files, out, number, machine, time))
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(made))
    (out / "SHA256SUMS").write_text(sums)
    for path in sorted(made):
        print(f"{path.stat().st_size / 1e6:6.1f} MB  {path.name}")


if __name__ == "__main__":
    main()

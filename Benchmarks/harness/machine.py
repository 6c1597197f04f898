"""What the figures were measured with: processor, system, programs and their versions."""

import os
import platform
import re
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

from . import inputs
from .processes import PYTHON, ROOT


def _said(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    except OSError:
        return ""
    return (done.stdout or done.stderr).strip().split("\n")[0].strip() if done.returncode == 0 else ""


def processor():
    """Its name and the number of those that this process may use."""
    name = _said("sysctl", "-n", "machdep.cpu.brand_string")
    if Path("/proc/cpuinfo").exists():
        found = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
        name = found.group(1) if found else ""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{name or platform.machine()}, {count} processors"


def vectors():
    """The vector instructions that matter to the kernels, as far as the system names them."""
    if not Path("/proc/cpuinfo").exists():
        return platform.machine()
    flags = Path("/proc/cpuinfo").read_text()
    known = [name for name in ("sse2", "avx2", "fma", "avx512f") if re.search(rf"\b{name}\b", flags)]
    return ", ".join(known) or platform.machine()


def memory():
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError):
        return ""


def module(name):
    return _said(str(PYTHON), "-c", f"import importlib.metadata as m; print(m.version('{name}'))")


def commit():
    """That of the sources, and whether they differ from it, if the command was built here."""
    if not Path(inputs.nn).is_relative_to(ROOT.parent):
        return ""
    name = _said("git", "describe", "--always", "--dirty")
    return f" ({name})" if name else ""


@cache
def versions():
    """Rows of what and which; what is not there is named as absent."""
    rows = [
        ("date", date.today().isoformat()),
        ("processor", processor()),
        ("instructions", vectors()),
        ("memory", memory()),
        ("system", _system()),
        ("nn", _said(inputs.nn, "--version").removeprefix("nn ") + commit()),
        ("kernels", os.environ.get("NN_KERNEL", "as nn chooses")),
        ("Swift", re.sub(r"Swift version (\S+).*", r"\1", _said("swift", "--version"))),
        ("C compiler", _said(os.environ.get("CC", "cc"), "--version")),
        ("FANN", _said("pkg-config", "--modversion", "fann")),
        ("PyTorch", module("torch")),
        ("JAX", module("jax")),
        ("CPython", _said("python3", "--version").removeprefix("Python ")),
        ("Lua", re.sub(r"Lua (\S+).*", r"\1", _said("lua", "-v"))),
        ("Perl", _said("perl", "-e", "print substr($^V, 1)")),
    ]
    return [(name, value or "not installed") for name, value in rows]


def _system():
    try:
        release = Path("/etc/os-release").read_text()
        name = re.search(r'PRETTY_NAME="?([^"\n]*)', release).group(1)
    except (OSError, AttributeError):
        name = platform.platform()
    return f"{name}, {platform.system()} {platform.release().split('-')[0]}"


QUIET = 0.5
"""The load up to which a machine is called quiet."""


def load():
    """How much else was running: the mean number of processes that wanted a processor in the last minute."""
    return os.getloadavg()[0]

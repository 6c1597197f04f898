"""Draws every picture of Tests/RenderingTests/Golden/plots.nn by the programs that its files are for.

TikZ by pdflatex, Vega-Lite by vl-convert (pip install vl-convert-python pillow), SVG by rsvg-convert. A picture that is
refused, or blank, is a failure; a program that is missing is said. With --keep FOLDER the pictures stay, to be looked at.

    python3 Tests/verify-pictures.py --nn .build/release/nn
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def script():
    """The script with every picture written to files of three kinds, and the names of these files."""
    lines, names = [], []
    text = (ROOT / "Tests/RenderingTests/Golden/plots.nn").read_text()
    for line in text.splitlines():
        if line.startswith("plot "):
            name = f"{len(names):02}-{line.split()[1]}"
            lines += [f'{line} to "{name}.{suffix}"' for suffix in ("tex", "json", "svg")]
            names.append(name)
        else:
            lines.append(line)
    return "\n".join(lines) + "\n", names


def ink(file):
    """The share of dots that are not as the first one."""
    from PIL import Image

    image = Image.open(file).convert("RGB")
    dots = image.tobytes()
    first = dots[:3]
    return sum(dots[k:k + 3] != first for k in range(0, len(dots), 3)) / (len(dots) / 3)


def draw_tex(folder, name):
    run = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"],
        cwd=folder, capture_output=True, text=True, errors="replace")
    if run.returncode:
        return [line for line in run.stdout.splitlines() if line.startswith("!")][:1] or ["refused"]
    for line in run.stdout.splitlines():
        if "Overfull" in line or "Missing character" in line:
            return [line]
    if shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", "-singlefile", f"{name}.pdf", f"{name}-tex"],
                       cwd=folder, check=True)
        return [] if ink(folder / f"{name}-tex.png") > 0.001 else ["blank"]
    return []


def draw_json(folder, name):
    import vl_convert

    try:
        png = vl_convert.vegalite_to_png((folder / f"{name}.json").read_text(), scale=1)
    except ValueError as error:
        return [str(error)[:200]]
    (folder / f"{name}-vega.png").write_bytes(png)
    return [] if ink(folder / f"{name}-vega.png") > 0.005 else ["blank"]


def draw_svg(folder, name):
    run = subprocess.run(["rsvg-convert", "-b", "white", f"{name}.svg", "-o", f"{name}-svg.png"],
                         cwd=folder, capture_output=True, text=True)
    if run.returncode:
        return [run.stderr.strip()]
    return [] if ink(folder / f"{name}-svg.png") > 0.005 else ["blank"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nn", required=True)
    parser.add_argument("--keep")
    options = parser.parse_args()
    folder = pathlib.Path(options.keep or tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    text, names = script()
    (folder / "plots.nn").write_text(text)
    run = subprocess.run([str(pathlib.Path(options.nn).resolve()), "plots.nn"], cwd=folder,
                         capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"plots.nn: {run.stderr}")
    try:
        import vl_convert  # noqa: F401
        vega = True
    except ImportError:
        vega = False
    tools = [("pdflatex", bool(shutil.which("pdflatex")), draw_tex), ("vl-convert", vega, draw_json),
             ("rsvg-convert", bool(shutil.which("rsvg-convert")), draw_svg)]
    failed = 0
    for tool, is_there, draw in tools:
        if not is_there:
            print(f"{tool}: not installed, so its pictures were not drawn")
            continue
        faults = [(name, fault) for name in names for fault in draw(folder, name)]
        print(f"{tool}: {len(names)} pictures, {len(faults)} at fault")
        for name, fault in faults:
            print(f"  {name}: {fault}")
        failed += len(faults)
    if not options.keep:
        shutil.rmtree(folder)
    sys.exit(1 if failed or not any(there for _, there, _ in tools) else 0)


main()

#!/usr/bin/env python3
"""Tries the site: `make test-site`.

    python3 test_site.py --site FOLDER [--pictures FOLDER]

Every link and anchor, well-formed and valid HTML (tidy), alternative texts, one heading of the first level; then, in chromium
through playwright: no message on the console, no request to anywhere, search, copying, downloads, and the rules of axe for whoever
sees little or listens (contrast, names, landmarks, order of headings), at 1280 and 390 pixels, light and dark, with a picture of
each.
"""

import argparse
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as XML
from pathlib import Path
from urllib.parse import unquote, urlsplit

PROBLEMS = []
XHTML = "{http://www.w3.org/1999/xhtml}"


def check(holds, what):
    if not holds:
        PROBLEMS.append(what)
        print("FAILED  " + what, flush=True)


def well_formed(site):
    """The pages as trees, by their names."""
    pages = {}
    for path in sorted(site.glob("*.html")):
        try:
            pages[path.name] = XML.fromstring(path.read_text().split("\n", 1)[1])
        except XML.ParseError as error:
            check(False, f"{path.name} is not well-formed: {error}")
    return pages


def links(site, pages):
    ids = {name: [node.get("id") for node in page.iter() if node.get("id")] for name, page in pages.items()}
    count = 0
    for name, page in pages.items():
        check(len(set(ids[name])) == len(ids[name]), f"{name} has an id twice: "
              + ", ".join(sorted({i for i in ids[name] if ids[name].count(i) > 1})))
        for node in page.iter(XHTML + "a"):
            address, count = node.get("href"), count + 1
            parts = urlsplit(address)
            if parts.scheme in ("http", "https", "mailto"):
                continue
            target = unquote(parts.path) or name
            check((site / target).is_file(), f"{name} links to {address}, which is not there")
            if parts.fragment and target in ids:
                check(unquote(parts.fragment) in ids[target], f"{name} links to {address}: no such anchor")
        for node in page.iter(XHTML + "img"):
            check(bool(node.get("alt")), f"{name} has a picture without words")
            check(node.get("src", "").startswith("data:"), f"{name} has a picture from elsewhere")
        check(len(list(page.iter(XHTML + "h1"))) == 1, f"{name} has one heading of the first level")
    print(f"{len(pages)} pages, {count} links")


def valid(site):
    if not shutil.which("tidy"):
        print("no tidy: HTML is not validated (apt install tidy)")
        return
    for path in sorted(site.glob("*.html")):
        done = subprocess.run(["tidy", "-e", "-q", "--show-warnings", "yes", str(path)], capture_output=True, text=True)
        # What tidy does not know of HTML 5, or only advises on.
        known = ["proprietary attribute \"xmlns\"", "trimming empty", "lacks \"summary\"", "<details>", "<summary>",
                 "attribute \"open\"", "<svg> proprietary attribute", "attribute \"aria-", "proprietary attribute \"role\""]
        lines = [line for line in done.stderr.splitlines() if line and not any(word in line for word in known)]
        check(not lines, f"{path.name}: tidy: " + " | ".join(lines[:3]))


def browse(site, pictures):
    from playwright.sync_api import sync_playwright
    from axe_playwright_python.sync_playwright import Axe
    axe = Axe()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, height in [(1280, 900), (390, 844)]:
            for scheme in ["light", "dark"]:
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme,
                                              accept_downloads=True)
                page = context.new_page()
                page.on("console", lambda message: check(False, f"console: {message.text}"))
                page.on("pageerror", lambda error: check(False, f"error: {error}"))
                page.on("request", lambda request: check(
                    request.url.startswith(("file:", "data:", "blob:")), f"request to {request.url}"))
                for path in sorted(site.glob("*.html")):
                    page.goto(path.as_uri())
                    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                    check(wide <= 0, f"{path.name} at {width} pixels is {wide} pixels too wide")
                    accessible(page, axe, f"{path.name} at {width} pixels, {scheme}")
                    if path.stem in ("index", "02-layers-and-xor", "grammar", "gallery", "errors"):
                        page.screenshot(path=str(pictures / f"{path.stem}-{width}-{scheme}.png"))
                use(page, site)
                context.close()
        browser.close()


def accessible(page, axe, what):
    """The rules of WCAG 2.2 to level AA, and axe's best practices."""
    for rule in axe.run(page).response["violations"]:
        places = [node["failureSummary"].split("\n")[-1].strip() + " " + node["html"][:120] for node in rule["nodes"]]
        check(False, f"{what}: {rule['id']} ({len(places)}): {places[0]}")


def use(page, site):
    page.goto((site / "index.html").as_uri())
    for words, file in [("Xavier", "grammar.html#init"), ("sgd", "grammar.html"), ("stuck", "08-why"),
                        ("loss-mismatch", "errors.html")]:
        page.fill("#siteSearch", words)
        found = page.eval_on_selector_all("#siteFound a", "links => links.map(link => link.getAttribute('href'))")
        check(any(link.startswith(file) for link in found[:10]), f"search for {words} finds {file}: {found[:5]}")
    page.fill("#siteSearch", "zzzzqqq")
    check("Nothing found" in page.inner_text("#siteFound"), "search says that nothing was found")
    page.fill("#siteSearch", "")
    page.click("main .tools button >> nth=0")
    check(page.inner_text("main .tools button >> nth=0") in ("Copied", "Copy"), "an example can be copied")
    with page.expect_download() as waiting:
        page.click("main .tools button:has-text('.nn') >> nth=0")
    text = Path(waiting.value.path()).read_text()
    check(text.startswith("net 2 2 1\n") and waiting.value.suggested_filename.endswith(".nn"), "an example is downloaded")


def main():
    parser = argparse.ArgumentParser(description="tries the site")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, default=Path("pictures"))
    given = parser.parse_args()
    site = given.site.resolve()
    given.pictures.mkdir(parents=True, exist_ok=True)
    pages = well_formed(site)
    check(len(pages) > 20, "all pages are there")
    links(site, pages)
    valid(site)
    check(not re.search(r"https?://", (site / "site.js").read_text()), "site.js names no other place")
    try:
        browse(site, given.pictures)
    except ImportError:
        print("no playwright, or no axe-playwright-python: not tried in a browser")
        PROBLEMS.append("no browser")
    print(f"{len(PROBLEMS)} failed" if PROBLEMS else "all passed")
    sys.exit(1 if PROBLEMS else 0)


if __name__ == "__main__":
    main()

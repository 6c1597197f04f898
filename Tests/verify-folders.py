#!/usr/bin/env python3
"""Arrows between the folders of a room as the compiler sees them.

Reads the index that a debug build leaves (.build/debug/index/store) through the toolchain's libIndexStore, and compares
every reference with the table of FolderTests.swift. The tests know names only; this knows which declaration is meant.
"""
import ctypes
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
SOURCES = ROOT / "Sources"
RECORD, DEFINITION, REFERENCE = 2, 2, 4


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("length", ctypes.c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.data, self.length).decode() if self.length else ""


POINTER, CALLBACK = ctypes.c_void_p, ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p)
TEXT_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, Text)


def library():
    swift = pathlib.Path(shutil.which("swift") or sys.exit("swift is not in the path")).resolve()
    name = "libIndexStore.dylib" if sys.platform == "darwin" else "libIndexStore.so"
    return ctypes.CDLL(str(swift.parents[1] / "lib" / name))


def function(index, name, result, *arguments):
    found = getattr(index, "indexstore_" + name)
    found.restype, found.argtypes = result, arguments
    return found


def collected(apply, reader, read):
    """What `read` makes of each thing that an *_apply_f function hands over."""
    found = []
    apply(reader, None, CALLBACK(lambda _, thing: found.append(read(thing)) or True))
    return found


def occurrences():
    """Definitions (USR → file, name) and references (file, line, USR) of the sources."""
    index = library()
    store = function(index, "store_create", POINTER, ctypes.c_char_p, POINTER)(
        str(ROOT / ".build/debug/index/store").encode(), None)
    if not store:
        sys.exit("there is no index: run swift build first")
    units = []
    function(index, "store_units_apply_f", ctypes.c_bool, POINTER, ctypes.c_uint, POINTER, TEXT_CALLBACK)(
        store, 1, None, TEXT_CALLBACK(lambda _, name: units.append(str(name)) or True))
    unit = function(index, "unit_reader_create", POINTER, POINTER, ctypes.c_char_p, POINTER)
    dependencies = function(index, "unit_reader_dependencies_apply_f", ctypes.c_bool, POINTER, POINTER, CALLBACK)
    kind = function(index, "unit_dependency_get_kind", ctypes.c_int, POINTER)
    name = function(index, "unit_dependency_get_name", Text, POINTER)
    path = function(index, "unit_dependency_get_filepath", Text, POINTER)
    records = {}
    for reader in filter(None, (unit(store, each.encode(), None) for each in units)):
        for what, record, file in collected(
                dependencies, reader, lambda d: (kind(d), str(name(d)), str(path(d)))):
            if what == RECORD and file.startswith(str(SOURCES)) and pathlib.Path(file).exists():
                records[record] = pathlib.Path(file).relative_to(SOURCES)

    record = function(index, "record_reader_create", POINTER, POINTER, ctypes.c_char_p, POINTER)
    visit = function(index, "record_reader_occurrences_apply_f", ctypes.c_bool, POINTER, POINTER, CALLBACK)
    symbol = function(index, "occurrence_get_symbol", POINTER, POINTER)
    roles = function(index, "occurrence_get_roles", ctypes.c_uint64, POINTER)
    place = function(
        index, "occurrence_get_line_col", None, POINTER, ctypes.POINTER(ctypes.c_uint), ctypes.POINTER(ctypes.c_uint))
    usr = function(index, "symbol_get_usr", Text, POINTER)
    spelled = function(index, "symbol_get_name", Text, POINTER)

    def read(occurrence):
        line, column = ctypes.c_uint(), ctypes.c_uint()
        place(occurrence, line, column)
        what = symbol(occurrence)
        return str(usr(what)), str(spelled(what)), roles(occurrence), line.value

    definitions, references = {}, []
    for each, file in records.items():
        reader = record(store, each.encode(), None)
        for what, word, role, line in collected(visit, reader, read) if reader else []:
            if role & DEFINITION:
                definitions[what] = (file, word)
            elif role & REFERENCE:
                references.append((file, line, what))
    return definitions, references


def table():
    text = (ROOT / "Tests/Layering/FolderTests.swift").read_text()
    rooms = {}
    for room, body in re.findall(r'^    "(\w+)": \[\n(.*?)^    \],', text, re.S | re.M):
        rows = re.findall(r'"(\w*)": \[(.*?)\]', body, re.S)
        rooms[room] = {folder: set(re.findall(r'"(\w+)"', known)) for folder, known in rows}
    return rooms


def main():
    rooms, (definitions, references) = table(), occurrences()
    if len(rooms) < 4 or len(references) < 10_000:
        sys.exit(f"only {len(rooms)} rooms and {len(references)} references were found: something is not read")
    wrong = set()
    for file, line, what in references:
        if what not in definitions:
            continue
        home, name = definitions[what]
        room = file.parts[0]
        if room not in rooms or home.parts[0] != room:
            continue
        here, there = (part.parts[1] if len(part.parts) > 2 else "" for part in (file, home))
        if here != there and there not in rooms[room].get(here, ()):
            wrong.add(f"{file}:{line}: {name} is of {room}/{there}")
    print(*sorted(wrong), sep="\n", end="\n" if wrong else "")
    print(f"{len(references)} references, {len(wrong)} of them up")
    sys.exit(bool(wrong))


main()

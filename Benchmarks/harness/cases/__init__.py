"""The rows: every case of the benchmark, in the order of its report."""

from . import files, layers, session, xor


def all_cases():
    return [*xor.cases(), *layers.cases(), *session.cases(), *files.cases()]

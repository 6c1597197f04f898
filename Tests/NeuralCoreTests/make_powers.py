#!/usr/bin/env python3
"""Writes the table of Sources/NeuralCore/Numerics/PowersOfTen.swift, with Python's whole numbers of any length."""
import os

FILE = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../Sources/NeuralCore/Numerics/PowersOfTen.swift")


def up(numerator, denominator):
    return -(-numerator // denominator)


def power(exponent):
    """128 bits of 10^exponent, the first of them 1, rounded up."""
    numerator, denominator = 10 ** max(exponent, 0), 10 ** max(-exponent, 0)
    shift = 128 - numerator.bit_length() + denominator.bit_length()
    bits = up(numerator << shift, denominator) if shift >= 0 else up(numerator, denominator << -shift)
    if bits >> 128:
        shift -= 1
        bits = up(numerator << shift, denominator) if shift >= 0 else up(numerator, denominator << -shift)
    assert bits >> 127 == 1
    return f"0x{bits >> 64:016x}, 0x{bits & (2 ** 64 - 1):016x}"


powers = [power(exponent) for exponent in range(-292, 325)]
lines = ["    " + ", ".join(powers[k:k + 2]) + "," for k in range(0, len(powers), 2)]
head, rest = open(FILE).read().split("[UInt64] = [\n", 1)
tail = rest.split("  ]\n", 1)[1]
with open(FILE, "w") as file:
    file.write(head + "[UInt64] = [\n" + "\n".join(lines) + "\n  ]\n" + tail)

# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""e3nn's lists of irreps, ((multiplicity, (l, parity)), …), as a file has them."""

from .errors import need, quoted

PARITY = {"e": 1, "o": -1}


def natural(irreps, what):
    """Multiplicity C and largest degree L of C × (0, +) + C × (1, -) + … + C × (L, (-1)^L); others are refused."""
    parts = parsed(irreps, what)
    multiplicities = [multiplicity for multiplicity, _ in parts]
    regular = [ir for _, ir in parts] == [(l, (-1) ** l) for l in range(len(parts))]
    need(
        parts and regular and len(set(multiplicities)) == 1,
        f"{what} are {shown(parts)} (every degree must have its natural parity, even or odd as the degree, "
        "and as many channels as the others) such a network cannot be imported",
    )
    return multiplicities[0], len(parts) - 1


def scalars(irreps, what):
    """The number of even scalars that they are."""
    parts = parsed(irreps, what)
    need(
        len(parts) == 1 and parts[0][1] == (0, 1),
        f"{what} are {shown(parts)} (only scalars are known there) such a network cannot be imported",
    )
    return parts[0][0]


def degrees(irreps, what):
    """The degree of each part."""
    return [l for _, (l, _) in parsed(irreps, what)]


def parsed(irreps, what):
    """[(multiplicity, (l, parity))] of e3nn's tuples or of a text such as 16x0e+16x1o."""
    if isinstance(irreps, str):
        parts = [part.strip().split("x") for part in irreps.split("+")]
        good = all(len(p) == 2 and p[0].isdigit() and p[1][:-1].isdigit() and p[1][-1:] in PARITY for p in parts)
        need(good and len(irreps) < 200, f"{what} are {quoted(irreps)} (no list of irreps) give a model of MACE")
        return [(int(p[0]), (int(p[1][:-1]), PARITY[p[1][-1]])) for p in parts]
    tuples = isinstance(irreps, (tuple, list)) and len(irreps) < 200
    good = tuples and all(
        isinstance(p, tuple) and len(p) == 2 and isinstance(p[1], tuple) and len(p[1]) == 2
        and all(isinstance(n, int) and abs(n) < 1 << 31 for n in (p[0], *p[1]))
        for p in irreps
    )  # fmt: skip
    need(good, f"{what} are no list of irreps (the network is of an unknown kind) give a model of MACE")
    return list(irreps)


def shown(parts):
    return "+".join(f"{n}x{l}{'e' if p == 1 else 'o'}" for n, (l, p) in parts) or "none"


def is_root(weight, square):
    """Whether a normalisation that e3nn gave to a path is the root of this."""
    return isinstance(weight, float) and abs(weight * weight / square - 1) < 1e-9

# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
The couplings of a symmetric node product (potentials/FORMAT.md, step 5): bases of the equivariant maps of degree two and
three from one feature A, degrees 0 … l_max with natural parity, to degree l.

A pair (l1, l2, l), l1 <= l2, is (A ⊗ A)_l; all of them are independent. A triple (l1, l2, l12, l3, l) is
((A ⊗ A)_l12 ⊗ A)_l; many are equal up to lower ones, and the choice is:

1. Candidates are all triples with l1 <= l2 <= l_max, l3 <= l_max, l12 <= 6 whose two steps are Gaunt paths. For the
   outputs of ONE_L3, where one l3 for each l12 spans everything, only those with l3 = ONE_L3[l_max, l][l12]: then the sum over
   pairs can be made first and coupled with A_l3 once for each l12.
2. Their order: l12 <= l_max before larger l12, then by (l12, l3, l1, l2).
3. A candidate is taken if, as a polynomial in A, it is not a combination of those taken before. Only triples with the same
   three degrees, in whatever order, can depend on each other, so that the test is on small arrays: the block symmetrised over
   equal degrees, orthogonalised against those taken (twice), remains if more than 1e-7 of its norm does, and more than 1e-7.

The result is sorted by (l, l12, l3, l1, l2). Ranks for l_max 3: 8, 12, 14 for l = 0, 1, 2.
"""

import functools
import itertools

import numpy as np

from .sphere import gaunt, is_path

LARGEST_L12 = 6
ONE_L3 = {
    (2, 0): {0: 0, 2: 2},
    (2, 1): {0: 1, 1: 2},
    (2, 2): {0: 2, 1: 1, 2: 0},
    (3, 0): {0: 0, 2: 2},
    (3, 1): {0: 1, 1: 2, 2: 3},
    (3, 2): {0: 2, 1: 3, 2: 0, 3: 1, 4: 2},
}


def choose_pairs(l_max, l_out):
    """[(l1, l2, l)] for l <= l_out, sorted by (l, l1, l2)."""
    degrees = range(l_max + 1)
    return [(l1, l2, l) for l in range(l_out + 1) for l1 in degrees for l2 in degrees if l1 <= l2 and is_path(l1, l2, l)]


def choose_triples(l_max, l_out):
    """[(l1, l2, l12, l3, l)] for l <= l_out, sorted by (l, l12, l3, l1, l2)."""
    return [triple for l in range(l_out + 1) for triple in _triples_to(l_max, l)]


@functools.lru_cache(None)
def _triples_to(l_max, l):
    """The triples of one output degree."""
    only, taken, basis = ONE_L3.get((l_max, l)), [], {}
    order = [(l12, l3, l1, l2) for l12 in range(LARGEST_L12 + 1) for l3 in range(l_max + 1)
             for l1 in range(l_max + 1) for l2 in range(l1, l_max + 1)]  # fmt: skip
    for l12, l3, l1, l2 in sorted(order, key=lambda candidate: (candidate[0] > l_max, candidate)):
        allowed = is_path(l1, l2, l12) and is_path(l12, l3, l) and (only is None or only.get(l12) == l3)
        if not allowed:
            continue
        others = basis.setdefault(tuple(sorted((l1, l2, l3))), [])
        block = triple_block(l1, l2, l12, l3, l).ravel()
        size = np.linalg.norm(block)
        for other in others + others:
            block = block - other * (other @ block)
        if np.linalg.norm(block) > 1e-7 * max(size, 1.0):
            others.append(block / np.linalg.norm(block))
            taken.append((l1, l2, l12, l3, l))
    return sorted(taken, key=lambda t: (t[2], t[3], t[0], t[1]))


def triple_block(l1, l2, l12, l3, l):
    """The coefficients of a triple as a polynomial: symmetric_block of its tensor [m][m1][m2][m3]."""
    tensor = np.einsum("abk,kcm->mabc", gaunt(l1, l2, l12), gaunt(l12, l3, l))
    return symmetric_block({(l1, l2, l3): tensor})


def pair_block(l1, l2, l):
    """The same of a pair."""
    return symmetric_block({(l1, l2): np.moveaxis(gaunt(l1, l2, l), 2, 0)})


def symmetric_block(tensors):
    """
    Coefficients [m][m1][m2]… of the monomials A_l1m1 A_l2m2 …, with ascending degrees and symmetric in equal ones, of the sum
    of tensors {(l1, l2, …): [m][m1][m2]…}, the keys being arrangements of the same degrees. Further indices stay behind.
    """
    ascending = sorted(next(iter(tensors)))

    def moved(tensor, order):
        behind = range(1 + len(ascending), tensor.ndim)
        return np.transpose(tensor, (0, *(1 + k for k in order), *behind))

    total = sum(moved(tensor, np.argsort(degrees, kind="stable")) for degrees, tensor in tensors.items())
    same = [p for p in itertools.permutations(range(len(ascending))) if [ascending[k] for k in p] == ascending]
    return sum(moved(total, p) for p in same) / len(same)

# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The symmetric node product of potentials/FORMAT.md, step 5, in NumPy."""

import numpy as np

from .sphere import gaunt, lm


def couple(x, y, l1, l2, l):
    """(x ⊗ y)[atom][m][c] of x[atom][m1][c] and y[atom][m2][c] by Gaunt coefficients."""
    products = x[:, :, None] * y[:, None]
    return np.tensordot(products, gaunt(l1, l2, l), axes=([1, 2], [0, 1])).transpose(0, 2, 1)


def symmetric_product(architecture, layer, species, A, l_out):
    """
    B[atom][lm][c] for l <= l_out of A[atom][lm][c]. Weights go inside: what triples share of (l12, l3, l) is summed before
    it is coupled with A_l3.
    """
    linear = layer["product_linear"][species]
    B = np.concatenate([linear[:, l, None] * A[:, lm(l)] for l in range(l_out + 1)], axis=1)
    squares = {}

    def square(l1, l2, l):
        if (l1, l2, l) not in squares:
            squares[l1, l2, l] = couple(A[:, lm(l1)], A[:, lm(l2)], l1, l2, l)
        return squares[l1, l2, l]

    if architecture["correlation"] > 1:
        weights = layer["product_pair"][species]
        pairs = [pair for pair in architecture["product_pairs"] if pair[2] <= l_out]
        for k, pair in enumerate(pairs):
            B[:, lm(pair[2])] += weights[:, k, None] * square(*pair)
    if architecture["correlation"] > 2:
        weights, inner = layer["product_triple"][species], {}
        triples = [triple for triple in architecture["product_triples"] if triple[4] <= l_out]
        for k, (l1, l2, l12, l3, l) in enumerate(triples):
            inner[l12, l3, l] = inner.get((l12, l3, l), 0) + weights[:, k, None] * square(l1, l2, l12)
        for (l12, l3, l), T in inner.items():
            B[:, lm(l)] += couple(T, A[:, lm(l3)], l12, l3, l)
    return B

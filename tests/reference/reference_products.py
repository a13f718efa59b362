# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Exact node products of potentials/FORMAT.md, step 5, for the reference model."""
import numpy as np

from reference_files import product_paths


def nest(T, A, l_max, l_out, weights, gaunt):
    """Sum over triples (l1, l2, l), l <= l_out, of w (T x A); T[i][lm][c], weights[i or 1][triple][c]."""
    lm = lambda l: slice(l * l, (l + 1) ** 2)
    z = np.zeros((len(A), (l_out + 1) ** 2, A.shape[2]))
    for q, (l1, l2, l) in enumerate(product_paths(l_max, l_out)):
        product = np.einsum("iac,ibc,abm->imc", T[:, lm(l1)], A[:, lm(l2)], gaunt(l1, l2, l))
        z[:, lm(l)] += weights[:, q][:, None] * product
    return z


def exact_node_product(a, A, weight, species, l_out, gaunt):
    """B[i][lm][c]; weight(name) gives a dataset of the layer, gaunt(l1, l2, l) the coefficients."""
    linear = weight("product_linear")[species]  # [i][l][c]
    B = np.stack([linear[:, int(np.sqrt(m))] * A[:, m] for m in range((l_out + 1) ** 2)], axis=1)
    T = A
    for nu in range(2, a.correlation + 1):
        B += nest(T, A, a.l_max, l_out, weight("product_path")[nu - 2, species], gaunt)
        if nu < a.correlation:
            T = nest(T, A, a.l_max, a.l_max, weight("product_nested")[None, nu - 2], gaunt)
    return B

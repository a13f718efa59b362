# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Exact and symmetric node products and self products of potentials/FORMAT.md, steps 5 and 6, for the reference model."""
import numpy as np

from reference_coupling import clebsch_gordan
from reference_files import product_paths
from reference_sphere import gaunt


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


def symmetric_node_product(a, A, weight, species, l_out, gaunt):
    """B[i][lm][c], with the lists of pairs and triples."""
    lm = lambda l: slice(l * l, (l + 1) ** 2)
    couple = lambda x, y, path: np.einsum("iac,ibc,abm->imc", x, y, gaunt(*path))
    B = np.zeros((len(A), (l_out + 1) ** 2, A.shape[2]))
    for l in range(l_out + 1):
        B[:, lm(l)] += weight("product_linear")[species][:, l, None] * A[:, lm(l)]
    for k, (l1, l2, l) in enumerate(pair for pair in a.product_pairs if pair[-1] <= l_out):
        B[:, lm(l)] += weight("product_pair")[species][:, k, None] * couple(A[:, lm(l1)], A[:, lm(l2)], (l1, l2, l))
    for k, (l1, l2, l12, l3, l) in enumerate(triple for triple in a.product_triples if triple[-1] <= l_out):
        T = couple(A[:, lm(l1)], A[:, lm(l2)], (l1, l2, l12))
        B[:, lm(l)] += weight("product_triple")[species][:, k, None] * couple(T, A[:, lm(l3)], (l12, l3, l))
    return B


def self_product(a, h, weight, l_max):
    """z[i][lm][c] = sum over triples of w[l1, c] w[l2, c] w[l, c] (x times y)[lm], x and y two mixings of h[i][lm][c]."""
    lm = lambda l: slice(l * l, (l + 1) ** 2)
    x, y = (np.concatenate([h[:, lm(l)] @ weight(name)[l] for l in range(l_max + 1)], axis=1)
            for name in ("self_x", "self_y"))
    coefficients = gaunt if a.self_product == "gaunt" else clebsch_gordan
    scale_x, scale_y, scale_z = (weight(f"self_scale_{name}") for name in "xyz")
    z = np.zeros_like(h)
    for l1, l2, l in np.ndindex(3 * (l_max + 1,)):
        if abs(l1 - l2) <= l <= l1 + l2:
            product = np.einsum("iac,ibc,abm->imc", x[:, lm(l1)], y[:, lm(l2)], coefficients(l1, l2, l))
            z[:, lm(l)] += scale_x[l1] * scale_y[l2] * scale_z[l] * product
    return z

# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Twin of the algorithm `direct`, and the judge of the others: no quadrature, no transform, sums over coefficients,

    z[lm] = sum over paths (l1, l2, l) of w(l1, l2, l) sum_{m1, m2} T(l1 m1, l2 m2, l m) x[l1 m1] y[l2 m2]

(Luo, Chen, Krishnapriyan, ICLR 2024, eqs. 1 and 4: T Clebsch-Gordan or Gaunt).
"""
import numpy as np

from reference_coupling import gaunt
from reference_sphere import l_max_of, lm


def couple(x, y, l_z, coupling=gaunt, weight=lambda l1, l2, l: 1.0):
    """z[..., lm], l <= l_z, from x[..., lm1] and y[..., lm2]; coupling(l1, l2, l) gives T's block [m1][m2][m]."""
    z = np.zeros((*np.broadcast_shapes(x.shape[:-1], y.shape[:-1]), (l_z + 1) ** 2))
    for l1 in range(l_max_of(x) + 1):
        for l2 in range(l_max_of(y) + 1):
            for l in range(abs(l1 - l2), min(l1 + l2, l_z) + 1):
                product = np.einsum("abm,...a,...b->...m", coupling(l1, l2, l), x[..., lm(l1)], y[..., lm(l2)])
                z[..., lm(l)] += weight(l1, l2, l) * product
    return z


def product(signals, l_z):
    """The Gaunt product of signals [..., lm], one after another and without truncation in between."""
    result = np.ones(1)  # the signal that is 1 everywhere
    for k, y in enumerate(signals, 1):
        result = couple(result, y, l_z if k == len(signals) else l_max_of(result) + l_max_of(y))
    return result

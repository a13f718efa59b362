# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Twin of the algorithm `cp`: a bilinear map as R products of linear forms,

    z = A^T ((B x) ∘ (C y)),     T[lm1, lm2, lm] = sum_r B[r, lm1] C[r, lm2] A[r, lm]

(Lin, Yan, … Ji, Tensor decomposition networks, 2025, sec. 3; there A, B and C are fitted). A quadrature on the sphere
gives factors of the Gaunt tensor that are exact, and of products of more than two signals too:

    G(a, b, c) = <Y_a Y_b Y_c> = sum_q w_q Y_a(q) Y_b(q) Y_c(q)
"""
import functools

import numpy as np

from reference_sphere import quadrature, spherical_harmonics


def gaunt_factors(degrees, l_z):
    """A[r][lm] and the forms [r][lm] of signals with these degrees, r the points of a rule that is exact for them."""
    points, weight = quadrature(sum(degrees) + l_z)
    return weight[:, None] * spherical_harmonics(l_z, points), [spherical_harmonics(l, points) for l in degrees]


def product(signals, A, forms):
    """z[..., lm] from signals [..., lm] and one form for each of them: B and C for x and y."""
    return functools.reduce(np.multiply, (x @ form.T for x, form in zip(signals, forms))) @ A


def tensor(A, B, C):
    """T[lm1][lm2][lm]."""
    return np.einsum("ra,rb,rc->abc", B, C, A, optimize=True)

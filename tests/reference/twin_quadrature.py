# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The Gaunt product on a grid of the sphere: evaluate both factors, multiply, project (Xie, Daigavane, Kotak, Smidt, The
price of freedom, ICML 2025: the Gaunt product without a Fourier basis). The grid is that of Gauss and Legendre times
equidistant azimuths, exact to the degree l_x + l_y + l_z of the integrand: twin of `cp` with reflection_rule() of
src/tesseral/sphere/orbit_rule.hpp. Transforms go in two steps, degrees and then orders: O(L^3).
"""
import functools

import numpy as np

from reference_sphere import l_max_of, legendre_parts, rings


def tables(l_max, z, phi):
    """Y_lm = P[ring][lm] wave[azimuth][m], m counted from -l_max; and the order of each lm."""
    m = np.concatenate([np.arange(-l, l + 1) for l in range(l_max + 1)])
    l = np.concatenate([np.full(2 * l + 1, l) for l in range(l_max + 1)])
    P = legendre_parts(l_max, z)[:, l, abs(m)] * np.sqrt(1 - z[:, None] ** 2) ** abs(m)
    orders = np.arange(-l_max, l_max + 1)
    wave = np.where(orders < 0, np.sin(abs(orders) * phi[:, None]), np.cos(orders * phi[:, None]))
    return P, wave, np.eye(2 * l_max + 1)[m + l_max]  # the last [lm][m]: 1 where the order is m


def evaluate(x, z, phi):
    """F[..., ring, azimuth] = sum_lm x[..., lm] Y_lm."""
    P, wave, order = tables(l_max_of(x), z, phi)
    return np.einsum("...n,rn,nm->...rm", x, P, order, optimize=True) @ wave.T


def project(F, weight, l_z, z, phi):
    """<F Y_lm>[..., lm], l <= l_z."""
    P, wave, order = tables(l_z, z, phi)
    return np.einsum("r,...rm,rn,nm->...n", weight, F @ wave / len(phi), P, order, optimize=True)


def product(signals, l_z):
    """z[..., lm], l <= l_z, of the product of signals [..., lm]: two of them, or one that is there nu times."""
    z, weight, phi = rings(sum(l_max_of(x) for x in signals) + l_z)
    F = functools.reduce(np.multiply, (evaluate(x, z, phi) for x in signals))
    return project(F, weight, l_z, z, phi)

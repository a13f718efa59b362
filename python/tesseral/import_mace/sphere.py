# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
Real harmonics and Gaunt coefficients as potentials/FORMAT.md lays them down: Y_lm at index l² + l + m, Σ_m Y_lm² = 2l+1,
G(a, b, c) = <Y_a Y_b Y_c> with <·> the mean over the sphere. Functions of positions are analytic: they take complex ones.
"""

import functools
import math

import numpy as np


def lm(l):
    """Indices of degree l."""
    return slice(l * l, (l + 1) ** 2)


def spherical_harmonics(l_max, unit):
    """Y[point][lm] of unit vectors [point][3], real or with imaginary parts."""
    x, y, z = unit.T
    Y = np.empty((len(unit), (l_max + 1) ** 2), unit.dtype)
    cosine, sine = np.ones_like(x), np.zeros_like(x)  # of m times the azimuth, times (sin of the polar angle)^m
    for m in range(l_max + 1):
        for l in range(m, l_max + 1):
            norm = math.sqrt((2 * l + 1) * (2 if m else 1) * math.factorial(l - m) / math.factorial(l + m))
            legendre = norm * np.polynomial.Legendre.basis(l).deriv(m)(z)
            Y[:, l * l + l - m] = legendre * sine
            Y[:, l * l + l + m] = legendre * cosine  # after the line above, so that m = 0 holds the cosine
        cosine, sine = x * cosine - y * sine, x * sine + y * cosine
    return Y


@functools.lru_cache(None)
def gaunt(l1, l2, l3):
    """G[m1][m2][m3], by a quadrature that is exact for polynomials of degree l1 + l2 + l3."""
    degree = l1 + l2 + l3
    z, weight = np.polynomial.legendre.leggauss(degree // 2 + 1)
    phi = 2 * np.pi * np.arange(degree + 1) / (degree + 1)
    z, phi, weight = (a.ravel() for a in np.broadcast_arrays(z[:, None], phi, weight[:, None] / (2 * len(phi))))
    points = np.stack([np.sqrt(1 - z**2) * np.cos(phi), np.sqrt(1 - z**2) * np.sin(phi), z], axis=1)
    Y = spherical_harmonics(max(l1, l2, l3), points)
    return np.einsum("g,ga,gb,gc->abc", weight, Y[:, lm(l1)], Y[:, lm(l2)], Y[:, lm(l3)])


def is_path(l1, l2, l):
    """Whether the Gaunt block of these degrees is not zero."""
    return abs(l1 - l2) <= l <= l1 + l2 and (l1 + l2 + l) % 2 == 0


def message_paths(l_in, l_max):
    """(l1, l2, l) of a message, l1 slowest, then l2, then l."""
    return [(l1, l2, l) for l1 in range(l_in + 1) for l2 in range(l_max + 1) for l in range(l_max + 1) if is_path(l1, l2, l)]

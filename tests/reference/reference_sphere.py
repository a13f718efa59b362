# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The sphere in the conventions of potentials/FORMAT.md: real harmonics with sum_m Y_lm² = 2l+1, <·> the mean, an
exact quadrature. For the reference model and the twins of the tensor products, twin_*.py."""
import functools
import math

import numpy as np


def lm(l):
    """Indices l² + l + m of degree l."""
    return slice(l * l, (l + 1) ** 2)


def l_max_of(x):
    """Largest degree of x[..., lm]."""
    return round(math.sqrt(x.shape[-1])) - 1


def scaled(w, x):
    """w[..., l] x[..., lm]: every degree has a weight."""
    return np.repeat(w, 2 * np.arange(w.shape[-1]) + 1, axis=-1) * x


def legendre_parts(l_max, z):
    """P[point][l][m], m <= l: norm · d^m P_l/dz^m of Legendre's P_l, so that Y_lm = P Re or Im (x+iy)^|m|."""
    P = np.zeros((len(z), l_max + 1, l_max + 1))
    for l in range(l_max + 1):
        for m in range(l + 1):
            norm = math.sqrt((2 * l + 1) * (2 if m else 1) * math.factorial(l - m) / math.factorial(l + m))
            P[:, l, m] = norm * np.polynomial.Legendre.basis(l).deriv(m)(z)
    return P


def spherical_harmonics(l_max, r):
    """Y[point][lm] of unit vectors r."""
    x, y, z = r.T
    Y, P = np.empty((len(r), (l_max + 1) ** 2)), legendre_parts(l_max, z)
    for l in range(l_max + 1):
        for m in range(l + 1):
            value = P[:, l, m] * (x + 1j * y) ** m
            Y[:, l * l + l - m] = value.imag
            Y[:, l * l + l + m] = value.real  # after the line above, so that m = 0 holds the real part
    return Y


def rings(degree):
    """z and weights (sum 1) by Gauss and Legendre, and azimuths: together a rule that is exact to this degree."""
    z, weight = np.polynomial.legendre.leggauss(degree // 2 + 1)
    return z, weight / 2, 2 * np.pi * np.arange(degree + 1) / (degree + 1)


def quadrature(degree):
    """Points and weights (sum 1) that average polynomials of x, y, z up to this degree exactly over the sphere."""
    z, weight, phi = rings(degree)
    z, phi, weight = (a.ravel() for a in np.broadcast_arrays(z[:, None], phi, weight[:, None] / len(phi)))
    return np.stack([np.sqrt(1 - z**2) * np.cos(phi), np.sqrt(1 - z**2) * np.sin(phi), z], axis=1), weight


@functools.lru_cache(None)
def gaunt(l1, l2, l3):
    """G[m1][m2][m3] = <Y_l1m1 Y_l2m2 Y_l3m3>."""
    r, weight = quadrature(l1 + l2 + l3)
    Y = spherical_harmonics(max(l1, l2, l3), r)
    return np.einsum("g,ga,gb,gc->abc", weight, Y[:, lm(l1)], Y[:, lm(l2)], Y[:, lm(l3)])

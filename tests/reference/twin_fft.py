# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Twin of the algorithms `fourier` and `fft`: the Gaunt product in a two-dimensional Fourier basis (Luo, Chen,
Krishnapriyan, ICLR 2024, sec. 3.2). With theta continued to a full circle harmonics are trigonometric polynomials,

    Y_lm(theta, phi) = sum_{u,v} h[lm, u, v] exp(i (u theta + v phi)),      |u| <= l,  v = ±m

so that a product of signals is a convolution of their coefficients, done by fast Fourier transforms of 2(l_x + l_y) + 1
points each way (sec. 3.3: many signals likewise, without truncation in between). Back:

    z[lm] = <F Y_lm> = sum_{u,v} g[lm, u, v] F[u, v],
    g[lm, u, v] = sum_u' h[lm, u', -v] I(u + u') / 2,      I(k) = int_0^pi cos(k theta) sin theta dtheta

with g the mean of Y_lm times an exponential over the sphere, theta from 0 to pi; the sine of k theta adds nothing to a
signal of the sphere, where F(-theta, phi + pi) = F(theta, phi). u and v are in numpy.fft's order, 0, 1, …, -2, -1.
"""
import functools

import numpy as np

from reference_sphere import l_max_of, spherical_harmonics


def harmonic_table(l_max, n):
    """h[lm][u][v], n >= 2 l_max + 1 waves each way: the transform of Y_lm's values on the torus."""
    theta, phi = (a.ravel() for a in np.meshgrid(*2 * [2 * np.pi * np.arange(n) / n], indexing="ij"))
    torus = np.stack([np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)], axis=1)
    return np.fft.fft2(spherical_harmonics(l_max, torus).T.reshape(-1, n, n)) / n**2


def projection_table(l_max, n):
    """g[lm][u][v]; I(k) = 2 / (1 - k²) for even k, else 0."""
    u = np.rint(n * np.fft.fftfreq(n)).astype(int)
    k = u[:, None] + u
    even = k % 2 == 0
    return np.einsum("apv,up->auv", harmonic_table(l_max, n)[:, :, -u], even / (1 - (k * even) ** 2))


def product(signals, l_z):
    """z[..., lm], l <= l_z, of the product of signals [..., lm]: two of them, or one that is there nu times."""
    n = 2 * max(sum(l_max_of(x) for x in signals), l_z) + 1  # zeros appended, so that no wave wraps around
    values = (np.fft.ifft2(np.tensordot(x, harmonic_table(l_max_of(x), n), 1)) * n**2 for x in signals)
    waves = np.fft.fft2(functools.reduce(np.multiply, values)) / n**2
    return np.einsum("auv,...uv->...a", projection_table(l_z, n), waves, optimize=True).real

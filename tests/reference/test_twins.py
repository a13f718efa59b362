#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Checks the twins of the tensor products: the coefficients by their laws, the papers' numbers, and all algorithms
against the direct sum."""
import sys

import numpy as np

import reference_sphere as sphere
import twin_cp
import twin_direct
import twin_fft
import twin_quadrature
from reference_coupling import clebsch_gordan, gaunt
from test_reference_model import rotation, run_tests, unit_vectors

DEGREES = [(l, l, l) for l in range(7)] + [(1, 3, 3), (3, 2, 5), (2, 6, 7), (6, 4, 2), (0, 3, 3), (2, 1, 6), (5, 8, 0)]


def signals(degrees, seed):
    """Random signals with these degrees, [item][lm]."""
    random = np.random.default_rng(seed)
    return [random.normal(size=(3, (l + 1) ** 2)) for l in degrees]


def cp_product(factors, l_z):
    return twin_cp.product(factors, *twin_cp.gaunt_factors([sphere.l_max_of(x) for x in factors], l_z))


def near(value, expected, what, tolerance=1e-12):
    error = np.abs(value - expected).max() / np.abs(expected).max()
    assert error <= tolerance, f"{what}: the relative error is {error:.2g}"  # false for NaN


ALGORITHMS = {"fft": twin_fft.product, "cp": cp_product, "quadrature": twin_quadrature.product}


# ---- the coefficients ----
def paths(l_max):
    return [(l1, l2, l) for l1 in range(l_max + 1) for l2 in range(l_max + 1)
            for l in range(abs(l1 - l2), min(l1 + l2, l_max) + 1)]


def test_coefficients_are_invariant_blocks_of_norm_one():
    r = unit_vectors(60)
    D = np.linalg.lstsq(sphere.spherical_harmonics(4, r), sphere.spherical_harmonics(4, r @ rotation().T), None)[0].T
    for l1, l2, l in paths(4):
        C = clebsch_gordan(l1, l2, l)
        blocks = (D[sphere.lm(degree), sphere.lm(degree)] for degree in (l1, l2, l))
        near(np.einsum("ap,bq,cr,pqr->abc", *blocks, C, optimize=True), C, (l1, l2, l))
        assert abs(np.sum(C**2) - 1) < 1e-14


def test_gaunt_coefficients_are_means_over_the_sphere():
    for l1, l2, l in paths(6):
        assert np.abs(gaunt(l1, l2, l) - sphere.gaunt(l1, l2, l)).max() < 1e-13, (l1, l2, l)
        assert (l1 + l2 + l) % 2 == 0 or not gaunt(l1, l2, l).any()


def test_the_odd_block_of_vectors_is_the_cross_product():
    x, y = signals((1, 1), 1)  # m of degree 1: y, z, x
    z = twin_direct.couple(x, y, 1, clebsch_gordan, lambda *path: float(path == (1, 1, 1)))
    near(z[:, [3, 1, 2]], np.cross(x[:, [3, 1, 2]], y[:, [3, 1, 2]]) / np.sqrt(6), "cross product")


# ---- the papers ----
def test_harmonics_have_the_published_fourier_coefficients():
    """Of orthonormal harmonics, in the table that Luo, Chen and Krishnapriyan publish with their paper."""
    h = twin_fft.harmonic_table(2, 5) / np.sqrt(4 * np.pi)
    for l, m, u, v, published in ((0, 0, 0, 0, 0.28209), (1, 0, 1, 0, 0.24430), (1, 1, 1, 1, 0.12215),
                                  (2, 0, 0, 0, 0.15770), (2, 0, 2, 0, 0.23654), (2, 2, 0, 2, 0.13657),
                                  (2, 2, 2, 2, 0.06828)):
        assert abs(abs(h[l * l + l + m, u, v]) - published) < 1e-5, (l, m, u, v)
    for l_max, published in enumerate((11, 34, 86, 163, 289, 452, 684), 1):
        assert np.count_nonzero(abs(twin_fft.harmonic_table(l_max, 2 * l_max + 1)) > 1e-12) == published, l_max


def test_a_quadrature_decomposes_the_gaunt_tensor():
    for l in range(1, 5):
        A, (B, C) = twin_cp.gaunt_factors((l, l), l)
        T = twin_cp.tensor(A, B, C)
        for l1, l2, l3 in paths(l):
            block = T[sphere.lm(l1), sphere.lm(l2), sphere.lm(l3)]
            assert np.abs(block - gaunt(l1, l2, l3)).max() < 1e-13, (l1, l2, l3)
        assert len(A) >= (l + 1) ** 2  # no rank below that of the unfoldings
        assert abs(T[:4, :4, :4][1:, 1:, 1:]).max() < 1e-14  # no path of three vectors


# ---- the algorithms ----
def test_products_agree_with_the_direct_sum():
    for l_x, l_y, l_z in DEGREES:
        x, y = signals((l_x, l_y), 2)
        expected = twin_direct.product([x, y], l_z)
        for name, product in ALGORITHMS.items():
            near(product([x, y], l_z), expected, (name, l_x, l_y, l_z))


def test_weights_of_degrees_are_weights_of_paths_that_factor():
    """w_l1 w_l2 w_l (Luo, Chen, Krishnapriyan, sec. 3.3): scales of x, y and z."""
    random = np.random.default_rng(3)
    for l_x, l_y, l_z in DEGREES:
        x, y = signals((l_x, l_y), 4)
        w_x, w_y, w_z = (random.normal(size=l + 1) for l in (l_x, l_y, l_z))
        expected = twin_direct.couple(x, y, l_z, gaunt, lambda l1, l2, l: w_x[l1] * w_y[l2] * w_z[l])
        for name, product in ALGORITHMS.items():
            z = sphere.scaled(w_z, product([sphere.scaled(w_x, x), sphere.scaled(w_y, y)], l_z))
            near(z, expected, (name, l_x, l_y, l_z))


def test_products_of_many_signals_agree_with_the_direct_sum():
    for degrees, l_z in (((1, 1, 1), 1), ((2, 1, 3), 2), ((3, 3, 3), 1), ((2, 2, 2, 2), 0)):
        factors = signals(degrees, 5)
        expected = twin_direct.product(factors, l_z)
        for name, product in ALGORITHMS.items():
            near(product(factors, l_z), expected, (name, degrees, l_z))


if __name__ == "__main__":
    sys.exit(run_tests(globals()))

# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Coefficients of both couplings of real harmonics from Wigner's 3j symbols, by Racah's formula in exact arithmetic,
without quadrature. Gaunt coefficients are Clebsch-Gordan ones times a constant for each path (Wigner and Eckart; Luo,
Chen, Krishnapriyan, ICLR 2024, eqs. 2 and 3).
"""
from fractions import Fraction
from functools import lru_cache
from math import factorial, sqrt

import numpy as np


@lru_cache(None)
def three_j(l1, l2, l3, m1, m2, m3):
    """(l1 l2 l3; m1 m2 m3): G. Racah, Phys. Rev. 62, 438 (1942)."""
    product = lambda numbers: int(np.prod([factorial(n) for n in numbers], dtype=object))
    terms = [(k, l3 - l2 + m1 + k, l3 - l1 - m2 + k, l1 + l2 - l3 - k, l1 - m1 - k, l2 + m2 - k)
             for k in range(l1 + l2 - l3 + 1)]
    total = sum(Fraction((-1) ** n[0], product(n)) for n in terms if min(n) >= 0)
    square = total**2 * Fraction(product((l1 + l2 - l3, l1 - l2 + l3, -l1 + l2 + l3)), factorial(l1 + l2 + l3 + 1))
    square *= product((l1 + m1, l1 - m1, l2 + m2, l2 - m2, l3 + m3, l3 - m3))
    return (-1) ** (l1 - l2 - m3) * (1 if total > 0 else -1) * sqrt(square)


def real_from_complex(l):
    """U[m][m'] of Y_real = U Y_complex, the latter with the sign of Condon and Shortley; m and m' counted from -l."""
    U = np.zeros((2 * l + 1, 2 * l + 1), complex)
    U[l, l] = 1
    for m in range(1, l + 1):
        U[l + m, [l + m, l - m]] = np.array([(-1) ** m, 1]) / sqrt(2)  # cosine: (-1)^m sqrt2 Re Y_lm
        U[l - m, [l + m, l - m]] = np.array([(-1) ** m, -1]) / (1j * sqrt(2))
    return U


@lru_cache(None)
def clebsch_gordan(l1, l2, l):
    """The invariant block [m1][m2][m] of norm 1, i^(l1+l2+l) sum (l1 l2 l; ...) conj(U U U)."""
    C = np.zeros((2 * l1 + 1, 2 * l2 + 1, 2 * l + 1))
    for m1 in range(-l1, l1 + 1):
        for m2 in range(max(-l2, -l - m1), min(l2, l - m1) + 1):
            C[m1 + l1, m2 + l2, l - m1 - m2] = three_j(l1, l2, l, m1, m2, -m1 - m2)
    U1, U2, U = (real_from_complex(degree).conj() for degree in (l1, l2, l))
    return (1j ** (l1 + l2 + l) * np.einsum("ap,bq,cr,pqr->abc", U1, U2, U, C, optimize=True)).real


def gaunt(l1, l2, l):
    """The same block times kappa(l1, l2, l), which makes it <Y_l1m1 Y_l2m2 Y_lm>; zero for l1 + l2 + l odd."""
    even = (l1 + l2 + l) % 2 == 0
    kappa = sqrt((2 * l1 + 1) * (2 * l2 + 1) * (2 * l + 1)) * abs(three_j(l1, l2, l, 0, 0, 0)) if even else 0.0
    return kappa * clebsch_gordan(l1, l2, l)

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Clebsch-Gordan coefficients of real harmonics: the block of path (l1, l2, l) is the invariant of SO(3) in the
/// product of the three degrees, with Frobenius norm 1,
///
///     C(a,b,c) = i^(l1+l2+l) sum_{m1,m2,m3} (l1 l2 l; m1 m2 m3) conj(U_a,m1 U_b,m2 U_c,m3),   |l1-l2| <= l <= l1+l2
///
/// with Wigner's 3j symbol and the unitary U from complex harmonics (Condon-Shortley) to real ones. Real for every
/// path; symmetric under exchange of two (degree, order) pairs if l1+l2+l is even, antisymmetric if odd. Signs: a block
/// with l1+l2+l even is a positive multiple of the Gaunt block; C(1,1,1) is the cross product over sqrt 6.
#pragma once

#include "tesseral/sphere/gaunt_coefficients.hpp"

#include <vector>

namespace tesseral {

/// Largest degree of coefficients that the tests compare with an independent computation.
constexpr int max_l_clebsch_gordan = 10;

/// The nonzeros of path (l1, l2, l), sorted by (m, m1, m2); none if the degrees make no triangle. Degrees up to
/// max_l_clebsch_gordan, to about 1e-15.
std::vector<CouplingTerm> clebsch_gordan_terms(int l1, int l2, int l);

}  // namespace tesseral

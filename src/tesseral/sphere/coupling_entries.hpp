// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A coupling as one sparse tensor over all paths: z[lm] = sum T(lm1, lm2, lm) x[lm1] y[lm2], (l, m) at l*l + l + m.
#pragma once

#include "tesseral/sphere/coupling.hpp"
#include "tesseral/sphere/gaunt_coefficients.hpp"

#include <vector>

namespace tesseral {

/// All nonzeros with degrees up to l1, l2 and l, sorted by (lm, lm1, lm2). Degrees at most max_l for gaunt and
/// max_l_clebsch_gordan for clebsch_gordan; throws Error beyond.
std::vector<ProductTerm> coupling_entries(Coupling coupling, int l1, int l2, int l);

/// The same as an array [lm1][lm2][lm].
std::vector<double> coupling_tensor(Coupling coupling, int l1, int l2, int l);

}  // namespace tesseral

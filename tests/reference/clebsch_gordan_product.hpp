// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Products of one channel from their definition in the Clebsch-Gordan coupling: 3j symbols, no quadrature.
#pragma once

#include "reference/wigner.hpp"

namespace tesseral::reference {

/// z[l m] = sum over all paths of weight(l1, l2, l) C(l1 m1, l2 m2, l m) x[l1 m1] y[l2 m2].
template <class Weight>
std::vector<double> clebsch_gordan_product(int l_x, int l_y, int l_z, std::vector<double> const& x,
                                           std::vector<double> const& y, Weight const& weight) {
  std::vector<double> z((l_z + 1) * (l_z + 1), 0.0);
  for (int l1 = 0; l1 <= l_x; ++l1)
    for (int l2 = 0; l2 <= l_y; ++l2)
      for (int l = std::abs(l1 - l2); l <= std::min(l1 + l2, l_z); ++l) {
        auto const C = clebsch_gordan(l1, l2, l);
        std::size_t k = 0;
        for (int m1 = 0; m1 < 2 * l1 + 1; ++m1)
          for (int m2 = 0; m2 < 2 * l2 + 1; ++m2)
            for (int m = 0; m < 2 * l + 1; ++m)
              z[l * l + m] += weight(l1, l2, l) * C[k++] * x[l1 * l1 + m1] * y[l2 * l2 + m2];
      }
  return z;
}

}  // namespace tesseral::reference

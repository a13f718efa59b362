// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Many-body products: all powers of a signal up to a correlation at once,
///
///     z[lm] = sum_k sum_nu w[k][nu][type][l] ((s_k · x)^(nu))[lm],     nu = 1 … correlation,  l <= l_z,
///
/// where x^(nu) = x (x) … (x) x without truncation in between, s_k · x scales degrees, and `type` is that of the item;
/// channel by channel. Per-degree scales and several terms win back path weights.
#pragma once

#include "tesseral/core/types.hpp"

namespace tesseral {

constexpr int max_correlation = 6;

struct PowerSpec {
  int l_x = 0;
  int l_z = 0;
  int correlation = 1;
  int channels = 0;  // padded to whole packs
  int terms = 1;
  int types = 1;
};

template <class Space, class Real>
struct PowerWeights {
  Array1<Real const, Space> scale;   // s [k][l][c], l <= l_x
  Array1<Real const, Space> weight;  // w [k][nu - 1][type][l][c], l <= l_z
  Array1<int const, Space> type;     // [item]; empty: all items are of type 0
};

/// Each worker adds to its own row; the caller adds the rows. Both arrays or none.
template <class Space, class Real>
struct PowerGradient {
  Array2<Real, Space> scale;   // [worker][k, l, c]
  Array2<Real, Space> weight;  // [worker][k, nu - 1, type, l, c]
};

/// Where weights stand.
struct PowerIndex {
  int l_x, l_z, correlation, channels, types;
  explicit PowerIndex(PowerSpec const& spec)
      : l_x(spec.l_x), l_z(spec.l_z), correlation(spec.correlation), channels(spec.channels), types(spec.types) {}
  KOKKOS_INLINE_FUNCTION std::ptrdiff_t scale(int k, int l, int c) const {
    return (static_cast<std::ptrdiff_t>(k) * (l_x + 1) + l) * channels + c;
  }
  KOKKOS_INLINE_FUNCTION std::ptrdiff_t weight(int k, int nu, int type, int l, int c) const {
    return (((static_cast<std::ptrdiff_t>(k) * correlation + nu - 1) * types + type) * (l_z + 1) + l) * channels + c;
  }
};

}  // namespace tesseral

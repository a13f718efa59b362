// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The harmonics of an edge in the place of its coupling: K[lm] = Y_lm(r/|r|), for products that contract them
/// elsewhere; rows may be padded with zeros.
#pragma once

#include "tesseral/tensor_product/edge/edge_coupling.hpp"

namespace tesseral {

/// An EdgeCoupling without terms; its paths stand for the radial functions of the edge.
template <class Space>
struct EdgeHarmonics : EdgeCoupling<Space> {
  template <class Number, class Store>
  KOKKOS_INLINE_FUNCTION void contract_all(Number const* Y, Store const& store) const {
    int const lms = num_lm(this->l_max);
    for (int lm = 0; lm < lms; ++lm) store(lm, Y[lm]);
    for (int lm = lms; lm < this->n_entries; ++lm) store(lm, Number(0.0));
  }
};

template <class Space>
EdgeHarmonics<Space> make_edge_harmonics(int l_in, int l_max, int radial_functions) {
  EdgeHarmonics<Space> harmonics;
  harmonics.l_in = l_in;
  harmonics.l_max = l_max;
  harmonics.n_paths = radial_functions;
  harmonics.n_entries = num_lm(l_max);
  return harmonics;
}

}  // namespace tesseral

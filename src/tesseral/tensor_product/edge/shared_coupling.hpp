// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// An edge's Clebsch-Gordan product when all paths share one radial weight, as in tensor decomposition networks (Lin,
/// Yan, … Ji, 2025): all paths together are then one matrix for the edge, applied to every channel,
///
///     K[lm1][lm] = sum_lm2 T(lm1, lm2, lm) Y_lm2,       z[lm][c] = sum_lm1 K[lm1][lm] u[lm1][c],      degrees <= l_max
///
/// from the coefficients themselves (`direct`), or from CP factors (`cp`), exact or fitted:
///
///     K[lm1][lm] = sum_r B[r][lm1] (sum_lm2 C[r][lm2] Y_lm2) A[r][lm],
///
/// which is A^T ((B u) ∘ (C Y)) with the sums in the order that is cheapest when the channels outnumber the rank: the
/// (l_max+1)^4 numbers of K per channel, instead of 2 R (l_max+1)^2.
///
/// adjoint:  Y_adj[lm2] = sum_{lm1,lm} T(lm1, lm2, lm) K_adj[lm1][lm],
///           or sum_r C[r][lm2] sum_{lm1,lm} B[r][lm1] A[r][lm] K_adj[lm1][lm].
#pragma once

#include "tesseral/factors/cp_factors.hpp"
#include "tesseral/tensor_product/choice/power_operations.hpp"
#include "tesseral/tensor_product/edge/edge_coupling.hpp"
#include "tesseral/tensor_product/spec/product_spec.hpp"

namespace tesseral {

/// Largest degree: the matrix of an edge is kept in registers.
constexpr int max_l_shared = 3;

/// Entries are K[lm1][lm], lm fastest, with lm1 up to l_max or fewer. It is an EdgeCoupling with one path, whose sparse
/// terms are empty for `cp`.
template <class Space>
struct SharedCoupling : EdgeCoupling<Space> {
  int rank = 0;                         // of the factors; 0: direct
  Array1<double const, Space> A, B, C;  // [rank][lm]

  KOKKOS_INLINE_FUNCTION int lms() const { return num_lm(this->l_max); }

  template <class Number, class Store>
  KOKKOS_INLINE_FUNCTION void contract_all(Number const* Y, Store const& store) const {
    if (rank == 0) return EdgeCoupling<Space>::contract_all(Y, store);
    int const d = lms();
    Number K[num_lm(max_l_shared) * num_lm(max_l_shared)];
    for (int entry = 0; entry < d * d; ++entry) K[entry] = Number(0.0);
    for (int r = 0; r < rank; ++r) {
      Number y(0.0);
      for (int lm2 = 0; lm2 < d; ++lm2) y += Number(C(r * d + lm2)) * Y[lm2];
      for (int lm1 = 0; lm1 < d; ++lm1) {
        Number const By = Number(B(r * d + lm1)) * y;
        for (int lm = 0; lm < d; ++lm) K[lm1 * d + lm] += By * Number(A(r * d + lm));
      }
    }
    for (int entry = 0; entry < d * d; ++entry) store(entry, K[entry]);
  }

  /// Y_adj[lm2] of all degrees; overwrites. Sums are Numbers.
  template <class Real, class Number>
  KOKKOS_INLINE_FUNCTION void contract_adjoint(Real const* K_adj, Number* Y_adj) const {
    int const d = lms();
    for (int lm2 = 0; lm2 < d; ++lm2) Y_adj[lm2] = Number(0.0);
    if (rank == 0) {
      for (int entry = 0; entry < this->n_entries; ++entry)
        for (int k = this->term_begin(entry); k < this->term_begin(entry + 1); ++k)
          Y_adj[this->term_lm2(k)] += Number(this->term_value(k)) * Number(K_adj[entry]);
      return;
    }
    for (int r = 0; r < rank; ++r) {
      Number y_adj(0.0);
      for (int lm1 = 0; lm1 < d; ++lm1) {
        Number sum(0.0);
        for (int lm = 0; lm < d; ++lm) sum += Number(A(r * d + lm)) * Number(K_adj[lm1 * d + lm]);
        y_adj += Number(B(r * d + lm1)) * sum;
      }
      for (int lm2 = 0; lm2 < d; ++lm2) Y_adj[lm2] += Number(C(r * d + lm2)) * y_adj;
    }
  }
};

/// Throws Error for `fourier`, and for `direct` with factors that are not exact: that would be another map.
void check_shared_algorithm(CpFactors const&, ProductAlgorithm);

/// Operations for the matrix of one edge (`forward`) and for its adjoint alone (`backward`).
PowerOperations count_shared_coupling(CpFactors const&, ProductAlgorithm);

/// Of all degrees up to factors.l1 = l2 = l3 <= max_l_shared; K is multiplied by `factor`.
template <class Space>
SharedCoupling<Space> make_shared_coupling(CpFactors const& factors, ProductAlgorithm algorithm, double factor = 1.0);

/// The same of Gaunt coefficients, K[lm1][lm] for lm1 up to l_in, harmonics and lm up to l_max <= max_l_shared.
template <class Space>
SharedCoupling<Space> make_gaunt_matrix(int l_in, int l_max, double factor = 1.0);

}  // namespace tesseral

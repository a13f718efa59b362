// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <string>

namespace tesseral {
namespace {

/// The sparse terms of K[lm1][lm] from T[lm1][lm2][lm], times a factor.
template <class Space>
void add_terms(std::vector<double> const& T, int inputs, int d, double factor, SharedCoupling<Space>& coupling) {
  std::vector<int> term_begin = {0}, term_lm2;
  std::vector<double> term_value;
  for (int lm1 = 0; lm1 < inputs; ++lm1)
    for (int lm = 0; lm < d; ++lm) {
      for (int lm2 = 0; lm2 < d; ++lm2)
        if (double const value = T[(lm1 * d + lm2) * d + lm]; value != 0.0) {
          term_lm2.push_back(lm2);
          term_value.push_back(factor * value);
        }
      term_begin.push_back(static_cast<int>(term_lm2.size()));
    }
  coupling.n_paths = 1;
  coupling.n_entries = inputs * d;
  coupling.term_begin = upload<Space>("tesseral::term_begin", term_begin);
  coupling.term_lm2 = upload<Space>("tesseral::term_lm2", term_lm2);
  coupling.term_value = upload<Space>("tesseral::term_value", term_value);
}

}  // namespace

void check_shared_algorithm(CpFactors const& factors, ProductAlgorithm algorithm) {
  require(algorithm == ProductAlgorithm::direct || algorithm == ProductAlgorithm::cp,
          "product fourier is not available (the Clebsch-Gordan paths with l1+l2+l odd are no products of functions on "
          "the sphere) choose auto, direct or cp");
  require(algorithm != ProductAlgorithm::direct || is_exact(factors),
          "product direct is not available (the model was trained with fitted factors of rank " +
              std::to_string(factors.rank) + ", relative error " + std::to_string(factors.relative_error) +
              ", and the exact coefficients would be another potential) choose auto or cp");
}

PowerOperations count_shared_coupling(CpFactors const& factors, ProductAlgorithm algorithm) {
  double const d = num_lm(factors.l3);
  if (algorithm == ProductAlgorithm::cp)
    return {factors.rank * (3 * d + 2 * d * d), factors.rank * (4 * d + 2 * d * d)};
  auto const terms = static_cast<double>(coupling_entries(factors.coupling, factors.l1, factors.l2, factors.l3).size());
  return {2 * terms, 2 * terms};
}

template <class Space>
SharedCoupling<Space> make_shared_coupling(CpFactors const& factors, ProductAlgorithm algorithm, double factor) {
  check_shared_algorithm(factors, algorithm);
  int const l_max = factors.l3, d = num_lm(l_max);
  require(factors.l1 == l_max && factors.l2 == l_max && l_max <= max_l_shared,
          "factors of degrees " + std::to_string(factors.l1) + ", " + std::to_string(factors.l2) + ", " +
              std::to_string(l_max) + " (an edge's product has all degrees alike, 0 to " +
              std::to_string(max_l_shared) + ") use other factors");
  SharedCoupling<Space> coupling;
  coupling.l_in = coupling.l_max = l_max;
  coupling.n_paths = 1;
  coupling.n_entries = d * d;
  if (algorithm == ProductAlgorithm::cp) {
    coupling.rank = factors.rank;
    auto A = factors.A;
    for (double& value : A) value *= factor;
    coupling.A = upload<Space>("tesseral::factors_A", A);
    coupling.B = upload<Space>("tesseral::factors_B", factors.B);
    coupling.C = upload<Space>("tesseral::factors_C", factors.C);
    return coupling;
  }
  add_terms(coupling_tensor(factors.coupling, l_max, l_max, l_max), d, d, factor, coupling);
  return coupling;
}

template <class Space>
SharedCoupling<Space> make_gaunt_matrix(int l_in, int l_max, double factor) {
  SharedCoupling<Space> coupling;
  coupling.l_in = l_in;
  coupling.l_max = l_max;
  add_terms(coupling_tensor(Coupling::gaunt, l_in, l_max, l_max), num_lm(l_in), num_lm(l_max), factor, coupling);
  return coupling;
}

#define TESSERAL_INSTANTIATE(Space)                                                                       \
  template SharedCoupling<Space> make_shared_coupling<Space>(CpFactors const&, ProductAlgorithm, double); \
  template SharedCoupling<Space> make_gaunt_matrix<Space>(int, int, double);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral

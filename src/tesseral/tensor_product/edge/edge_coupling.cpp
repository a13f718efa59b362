// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/edge/edge_coupling.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/model/architecture.hpp"
#include "tesseral/sphere/gaunt_coefficients.hpp"

namespace tesseral {

template <class Space>
EdgeCoupling<Space> make_edge_coupling(int l_in, int l_max, double factor, bool separate) {
  std::vector<typename EdgeCoupling<Space>::PathTable> paths;
  std::vector<int> term_begin = {0}, term_lm2;
  std::vector<double> term_value;
  int rows = 0;
  for (Path const& path : message_paths(l_in, l_max)) {
    paths.push_back({path.l1, path.l2, path.l, static_cast<int>(term_begin.size()) - 1, rows});
    rows += 2 * path.l + 1;
    auto const terms = gaunt_terms(path.l1, path.l2, path.l);
    auto term = terms.begin();
    for (int m = 0; m < 2 * path.l + 1; ++m)
      for (int m1 = 0; m1 < 2 * path.l1 + 1; ++m1) {
        for (; term != terms.end() && term->m == m && term->m1 == m1; ++term) {
          term_lm2.push_back(path.l2 * path.l2 + term->m2);
          term_value.push_back(factor * term->value);
        }
        term_begin.push_back(static_cast<int>(term_lm2.size()));
      }
  }
  EdgeCoupling<Space> coupling;
  coupling.l_in = l_in;
  coupling.l_max = l_max;
  coupling.n_paths = static_cast<int>(paths.size());
  coupling.n_entries = static_cast<int>(term_begin.size()) - 1;
  coupling.separate = separate;
  coupling.n_rows = separate ? rows : num_lm(l_max);
  coupling.paths = upload<Space>("tesseral::paths", paths);
  coupling.term_begin = upload<Space>("tesseral::term_begin", term_begin);
  coupling.term_lm2 = upload<Space>("tesseral::term_lm2", term_lm2);
  coupling.term_value = upload<Space>("tesseral::term_value", term_value);
  return coupling;
}

#define TESSERAL_INSTANTIATE(Space) template EdgeCoupling<Space> make_edge_coupling<Space>(int, int, double, bool);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral

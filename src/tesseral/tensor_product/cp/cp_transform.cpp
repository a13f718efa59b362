// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/cp/cp_transform.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/upload.hpp"

namespace tesseral {

template <class Space, class Real>
CpTransform<Space, Real> make_cp_transform(int l_max, int classes, int points, std::vector<double> const& T) {
  std::vector<int> lm, column;
  for (int k = 0; k < classes; ++k) {
    for (int l = 0; l <= l_max; ++l) {
      column.push_back(static_cast<int>(lm.size()));
      for (int m = -l; m <= l; ++m)
        if (reflection_class(l, m, classes) == k) lm.push_back(lm_index(l, m));
    }
    column.push_back(static_cast<int>(lm.size()));
  }
  std::vector<Real> table;
  for (int g = 0; g < points; ++g)
    for (int const index : lm) table.push_back(static_cast<Real>(T[g * num_lm(l_max) + index]));
  CpTransform<Space, Real> transform;
  transform.l_max = l_max;
  transform.classes = classes;
  transform.points = points;
  transform.lms = num_lm(l_max);
  transform.table = upload<Space>("tesseral::cp_table", table);
  transform.lm = upload<Space>("tesseral::cp_lm", lm);
  transform.column = upload<Space>("tesseral::cp_column", column);
  return transform;
}

#define TESSERAL_INSTANTIATE(Space)                                                                                \
  template CpTransform<Space, double> make_cp_transform<Space, double>(int, int, int, std::vector<double> const&); \
  template CpTransform<Space, float> make_cp_transform<Space, float>(int, int, int, std::vector<double> const&);
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral

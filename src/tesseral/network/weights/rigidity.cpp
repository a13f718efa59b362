// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/weights/rigidity.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/pack.hpp"
#include "tesseral/core/upload.hpp"

#include <vector>

namespace tesseral {

template <class Space>
Rigidity<Space>::Rigidity(ForceUncertainty const& known)
    : scalars(static_cast<int>(known.center.front().size())), row(padded<Space, double>(scalars)) {
  std::vector<double> centers, transposed(static_cast<std::size_t>(scalars) * row, 0.0);
  for (auto const& each : known.center) centers.insert(centers.end(), each.begin(), each.end());
  for (int r = 0; r < scalars; ++r)
    for (int c = 0; c <= r; ++c)
      transposed[static_cast<std::size_t>(c) * row + r] = known.whitening[static_cast<std::size_t>(r) * scalars + c];
  center = upload<Space>("tesseral::scalars_center", centers);
  columns = upload<Space>("tesseral::scalars_whitening", transposed);
  scale = upload<Space>("tesseral::error_scale", known.scale);
}

#define TESSERAL_INSTANTIATE(Space) template struct Rigidity<Space>;
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral

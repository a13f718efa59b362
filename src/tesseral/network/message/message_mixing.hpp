// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The mixing of a message's channels (potentials/FORMAT.md, step 4): a matrix for each degree or for each path,
/// perhaps of each species.
#pragma once

#include "tesseral/core/upload.hpp"
#include "tesseral/network/blocks/channel_mixing.hpp"

#include <vector>

namespace tesseral {

/// Where the rows of each path go, if matrices of paths mix layer t's message; else empty.
template <class Space>
Array1<MixingBlock const, Space> message_blocks(Architecture const& a, int t) {
  if (a.message_mixing == MessageMixing::degree) return {};
  std::vector<MixingBlock> blocks;
  std::vector<bool> begun(a.l_max + 1, false);
  int row = 0;
  for (Path const& path : message_paths(a.l_in(t), a.l_max)) {
    int const orders = 2 * path.l + 1;
    blocks.push_back({row, path.l * path.l, orders, begun[path.l]});
    begun[path.l] = true;
    row += orders;
  }
  return upload<Space>("tesseral::mixing_blocks", blocks);
}

/// Of these atoms; species [atom].
template <class Space, class Real>
ChannelMixing<Space, Real> message_mixing(Model<Space, Real> const& model, int t,
                                          Array1<MixingBlock const, Space> const& blocks,
                                          Array1<int const, Space> const& species, int atoms) {
  Architecture const& a = model.architecture();
  return {model.values(),
          model.transposed(),
          model.weight(t, "mixing_message"),
          a.l_max,
          atoms,
          a.mixes_by_species(t) ? species : Array1<int const, Space>{},
          blocks};
}

}  // namespace tesseral

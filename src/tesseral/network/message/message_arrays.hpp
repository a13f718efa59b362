// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The arrays between a network's operations, and which of them share memory. A row belongs to an atom; widths are
/// lm * channels.
///
/// On the way back a layer needs its u and A; its h, M and B serve the weights' gradient alone. Without that gradient
/// M and B last only until the next operation, so that one array of each serves all layers, and adjoints take the place
/// of what is not needed any more:
///
/// A row of M has l_max's degrees or, mixed by path, more rows; then A's memory is as wide as M_adj needs. If the first
/// layer sums before channels appear (atomic_basis.hpp), its M is S, and it has no u.
///
///     array of a layer         h       u       M         A       B
///     shares memory with       h_adj   -       A_adj     M_adj   B_adj
///
/// M, B and the arrays of A_adj and B_adj hold a block of owned atoms at a time (block_atoms), so that their rows stay
/// in cache. Per atom this leaves one row of degrees up to l_max for each layer. With the gradient h, M and B have
/// memory of their own, and all atoms are one block. An edge of one matrix needs one more row of M_adj for each atom.
/// For repeated backward passes M_adj has, one array for all layers.
#pragma once

#include "tesseral/core/team.hpp"
#include "tesseral/core/tile_gemm.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/model/architecture.hpp"
#include "tesseral/network/layers/layers.hpp"

#include <vector>

namespace tesseral {

template <class Space, class Real>
struct MessageArrays {
  using Rows = Features<Real, Space>;
  struct Layer {
    Rows h;      // input [total for layer 0, else owned][l_in]
    Rows u;      // [total][l_in]
    Rows M;      // message [atom of a block][message_rows()]
    Rows A;      // mixed message [owned][l_max]
    Rows B;      // node product [atom of a block][l_out or more]
    Rows h_adj;  // as h
    Rows M_adj;  // [owned][message_rows()]
  };
  std::vector<Layer> layers;  // and at the end one with the network's output as h [owned][0] and its adjoint
  Rows u_adj, A_adj, B_adj;   // of the layer whose adjoint is being computed; [total][l_hidden], as M, as B
  int block_atoms = 1;        // owned atoms that are worked through together

  /// Makes all arrays large enough for a graph. Their contents are lost, unless nothing changes. `basis`: numbers of a
  /// row of S, 0 without.
  void prepare(Space const& space, Architecture const& a, int channels, int basis, NeighborGraph<Space> const& graph,
               WayBack way_back) {
    bool const with_gradient = has_weights(way_back);
    std::size_t const owned = graph.n_owned, total = graph.n_total;
    auto const width = [&](int l_max) { return num_lm(l_max) * channels; };
    auto const message_width = [&](int t) {
      int const message = t == 0 && basis > 0 ? basis : message_rows(a, t) * channels;
      return std::max(message, width(a.l_max));
    };
    int widest = 0;
    for (int t = 0; t < a.layers; ++t) widest = std::max(widest, message_width(t));
    block_atoms = std::max(1, graph.n_owned);
    if (is_host_space<Space> && !with_gradient)
      block_atoms = std::min(block_atoms, worker_count(space) * atoms_in_cache(widest));
    int const hidden = width(a.layers > 1 ? a.l_hidden : 0);
    grow(u_adj, "tesseral::u_adj", total, hidden);
    grow(A_adj, "tesseral::A_adj", block_atoms, widest);
    grow(B_adj, "tesseral::B_adj", block_atoms, hidden);
    if (way_back == WayBack::repeated) grow(own_M_adj_, "tesseral::M_adj", owned, widest);
    layers.resize(a.layers + 1);
    kept_.resize(a.layers);
    for (int t = 0; t < a.layers; ++t) {
      Layer& layer = layers[t];
      std::size_t const inputs = t == 0 ? total : owned;
      grow(layer.h, "tesseral::h", inputs, width(a.l_in(t)));
      grow(layer.u, "tesseral::u", t == 0 && basis > 0 ? 0 : total, width(a.l_in(t)));
      grow(layer.A, "tesseral::A", owned, message_width(t));
      layer.M_adj = way_back == WayBack::repeated ? own_M_adj_ : layer.A;
      if (with_gradient) {
        Kept& kept = kept_[t];
        grow(kept.h_adj, "tesseral::h_adj", inputs, width(a.l_in(t)));
        grow(kept.M, "tesseral::M", owned, message_width(t));
        grow(kept.B, "tesseral::B", owned, width(a.l_out(t)));
        layer.h_adj = kept.h_adj;
        layer.M = kept.M;
        layer.B = kept.B;
      } else {
        layer.h_adj = layer.h;
        layer.M = A_adj;
        layer.B = B_adj;
      }
    }
    grow(layers.back().h, "tesseral::output", owned, width(0));
    grow(layers.back().h_adj, "tesseral::output_adj", owned, width(0));
  }

  std::size_t bytes() const {
    std::size_t numbers = u_adj.size() + A_adj.size() + B_adj.size() + own_M_adj_.size();
    for (Layer const& layer : layers) numbers += layer.h.size() + layer.u.size() + layer.A.size();
    for (Kept const& kept : kept_) numbers += kept.h_adj.size() + kept.M.size() + kept.B.size();
    if (!layers.empty()) numbers += layers.back().h_adj.size();
    return numbers * sizeof(Real);
  }

 private:
  // Rows of a message that take a quarter of a typical second-level cache, since A's rows are there as well.
  static int atoms_in_cache(int row) {
    constexpr std::size_t bytes = 256 * 1024;
    return static_cast<int>(std::max<std::size_t>(gemm_rows_per_block, bytes / (row * sizeof(Real))));
  }

  struct Kept {
    Rows h_adj, M, B;
  };
  std::vector<Kept> kept_;  // [layer], only for the weights' gradient
  Rows own_M_adj_;          // [owned][widest message], only for repeated backward passes
};

}  // namespace tesseral

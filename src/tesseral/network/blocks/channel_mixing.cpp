// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/channel_mixing.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"

namespace tesseral {
namespace {

// Rows of one matrix product: atoms that share a matrix. Enough to reuse the matrix in registers, few enough to stay in
// cache.
constexpr int most_atoms_per_tile = 8 * gemm_rows_per_block;

// Fewer for few atoms, such as a batch in training, so that each worker has several tiles.
template <class Space>
int atoms_per_tile(Space const& space, int atoms) {
  int const workers = worker_count(space);
  int const blocks = (atoms / (4 * workers) + gemm_rows_per_block - 1) / gemm_rows_per_block;
  return workers == 1 ? most_atoms_per_tile
                      : std::clamp(blocks * gemm_rows_per_block, gemm_rows_per_block, most_atoms_per_tile);
}

// y rows = x rows times a matrix per block, for `count` atoms from `first`. With a matrix per species count is 1. The
// adjoint goes from the blocks' y to their x.
template <class Space, class Real>
struct Product {
  using P = PackOf<Space, Real>;
  ChannelMixing<Space, Real> op;
  Array1<Real const, Space> matrices;
  Features<Real const, Space> x;
  Features<Real, Space> y;
  GemmMode mode;
  bool adjoint;
  int atoms_per_tile;
  int channels_x, channels_y;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    bool const by_species = op.species.extent(0) > 0;
    int const stride_x = static_cast<int>(x.extent(1)), stride_y = static_cast<int>(y.extent(1));
    int const first = team.league_rank() * atoms_per_tile;
    int const last = first + atoms_per_tile < op.atoms ? first + atoms_per_tile : op.atoms;
    int const step = by_species ? 1 : atoms_per_tile;
    for (int i = first; i < last; i += step) {
      int const count = by_species ? 1 : last - first;
      for (int k = 0; k < op.matrices(); ++k) {
        MixingBlock const block = op.block(k);
        int const from = adjoint ? block.y_row : block.x_row, to = adjoint ? block.x_row : block.y_row;
        GemmMode const block_mode = !adjoint && block.adds ? GemmMode::accumulate : mode;
        int const matrix = by_species ? op.species(i) * op.matrices() + k : k;
        Real const* const W =
            matrices.data() + op.ref.offset + static_cast<std::size_t>(matrix) * channels_x * channels_y;
        if (block_mode != mode) team.team_barrier();
        if (by_species) {  // the orders are the rows
          tile_gemm<P>(team, block.orders, channels_y, channels_x, &x(i, from * channels_x), channels_x, 1, W,
                       channels_y, &y(i, to * channels_y), channels_y, block_mode);
        } else {
          for (int m = 0; m < block.orders; ++m)
            tile_gemm<P>(team, count, channels_y, channels_x, &x(i, (from + m) * channels_x), stride_x, 1, W,
                         channels_y, &y(i, (to + m) * channels_y), stride_y, block_mode);
        }
      }
    }
  }
};

// W_adj[block] += sum over the worker's atoms of x^T y_adj
template <class Space, class Real>
struct WeightGradient {
  using P = PackOf<Space, Real>;
  ChannelMixing<Space, Real> op;
  Features<Real const, Space> x, y_adj;
  Array2<Real, Space> weight_adj;

  KOKKOS_INLINE_FUNCTION void operator()(TeamMember<Space> const& team) const {
    bool const by_species = op.species.extent(0) > 0;
    int const channels_x = op.ref.rows, channels_y = op.ref.cols;
    int const worker = team.league_rank();
    int const workers = static_cast<int>(weight_adj.extent(0));
    int const stride_x = static_cast<int>(x.extent(1)), stride_y = static_cast<int>(y_adj.extent(1));
    int const first = share_begin(op.atoms, worker, workers), last = share_begin(op.atoms, worker + 1, workers);
    int const step = by_species ? 1 : most_atoms_per_tile;
    for (int i = first; i < last; i += step) {
      int const count = i + step < last ? step : last - i;
      for (int k = 0; k < op.matrices(); ++k) {
        MixingBlock const block = op.block(k);
        int const matrix = by_species ? op.species(i) * op.matrices() + k : k;
        Real* const W_adj =
            &weight_adj(worker, op.ref.offset + static_cast<std::size_t>(matrix) * channels_x * channels_y);
        if (by_species) {
          tile_gemm<P>(team, channels_x, channels_y, block.orders, &x(i, block.x_row * channels_x), 1, channels_x,
                       &y_adj(i, block.y_row * channels_y), channels_y, W_adj, channels_y, GemmMode::accumulate);
          team.team_barrier();
        } else {
          for (int m = 0; m < block.orders; ++m) {
            tile_gemm<P>(team, channels_x, channels_y, count, &x(i, (block.x_row + m) * channels_x), 1, stride_x,
                         &y_adj(i, (block.y_row + m) * channels_y), stride_y, W_adj, channels_y, GemmMode::accumulate);
            team.team_barrier();
          }
        }
      }
    }
  }
};

template <class Space, class Real>
void launch_product(Space const& space, char const* label, Product<Space, Real> const& kernel) {
  int const tiles = (kernel.op.atoms + kernel.atoms_per_tile - 1) / kernel.atoms_per_tile;
  if (tiles > 0 && kernel.op.matrices() > 0) Kokkos::parallel_for(label, team_policy(space, tiles), kernel);
}

}  // namespace

template <class Space, class Real>
void channel_mixing_forward(Space const& space, ChannelMixing<Space, Real> const& op, Features<Real const, Space> x,
                            Features<Real, Space> y, GemmMode mode) {
  launch_product(space, "tesseral::channel_mixing::forward",
                 Product<Space, Real>{op, op.weights, x, y, mode, false, atoms_per_tile(space, op.atoms), op.ref.rows,
                                      op.ref.cols});
}

template <class Space, class Real>
void channel_mixing_backward(Space const& space, ChannelMixing<Space, Real> const& op, Features<Real const, Space> x,
                             Features<Real const, Space> y_adj, Features<Real, Space> x_adj, GemmMode mode,
                             Array2<Real, Space> weight_adj) {
  launch_product(space, "tesseral::channel_mixing::backward",
                 Product<Space, Real>{op, op.transposed, y_adj, x_adj, mode, true, atoms_per_tile(space, op.atoms),
                                      op.ref.cols, op.ref.rows});
  if (weight_adj.extent(0) == 0 || op.matrices() == 0) return;
  Kokkos::parallel_for("tesseral::channel_mixing::weight_gradient",
                       team_policy(space, static_cast<int>(weight_adj.extent(0))),
                       WeightGradient<Space, Real>{op, x, y_adj, weight_adj});
}

#define TESSERAL_INSTANTIATE(Space, Real)                                                                          \
  template void channel_mixing_forward<Space, Real>(Space const&, ChannelMixing<Space, Real> const&,               \
                                                    Features<Real const, Space>, Features<Real, Space>, GemmMode); \
  template void channel_mixing_backward<Space, Real>(Space const&, ChannelMixing<Space, Real> const&,              \
                                                     Features<Real const, Space>, Features<Real const, Space>,     \
                                                     Features<Real, Space>, GemmMode, Array2<Real, Space>);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What an energy and its forces cost, counted from the architecture: the floating-point operations of the kernels'
/// loops (a fused multiply-add is two) and the bytes that they move. Each kind of layers counts its own kernels; here
/// is what they have in common: the geometry of an edge, rows of features and linear maps. Left out, about a percent:
/// embedding, readout, sums over lanes, forces.
#pragma once

#include "tesseral/core/types.hpp"

#include <string>

namespace tesseral {

/// Work of all launches of a kernel, per atom and evaluation.
struct OperationCount {
  std::string kernel;  // its label without "tesseral::"; radial_table's work is done inside the kernels of edges
  double flops = 0.0;
  double streamed_bytes = 0.0;  // each array read or written once: what comes from memory if nothing stays in cache
  double gathered_bytes =
      0.0;  // rows that an edge asks for, of atoms and of the table: from cache, if it is large enough
};

/// Of an edge, in each pass: its length and direction, and the place in the table.
constexpr double distance_flops = 10, table_place_flops = 2;

/// sphere/spherical_harmonics.hpp: powers of x + i y, the recursion of Q, the products
inline double harmonics_flops(int l_max) { return 6 * l_max + 3 + 4 * l_max * (l_max + 1) + 2 * (l_max + 1); }

/// sphere/rotation_generators.hpp
inline double torque_flops(int l) { return l == 0 ? 0 : 23 * l - 8; }
inline double torque_flops_up_to(int l_max) {
  double sum = 0;
  for (int l = 0; l <= l_max; ++l) sum += torque_flops(l);
  return sum;
}

/// Channels in whole packs of a host (core/pack.hpp).
inline int whole_packs(int channels, int real_size) {
  int const lanes = TESSERAL_PACK_BYTES / real_size;
  return (channels + lanes - 1) / lanes * lanes;
}

/// Counts linear maps of features up to degree l, from and to so many channels; with `accumulate` the result is read as
/// well.
inline void add_mixing(int l, double channels_in, double channels_out, bool accumulate, double real_size,
                       OperationCount& count) {
  count.flops += 2 * channels_in * channels_out * num_lm(l);
  count.streamed_bytes += num_lm(l) * (channels_in + channels_out * (accumulate ? 2 : 1)) * real_size;
}

}  // namespace tesseral

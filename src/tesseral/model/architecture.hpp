// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a network looks like: its hyper-parameters, its paths and the list of its weight tensors.
#pragma once

#include "tesseral/factors/cp_factors.hpp"
#include "tesseral/model/weight_list.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tesseral {

/// path: one radial function per (l1, l2, l) and channel. degree: one per l2 and channel, times constants per l1 and l.
/// shared: one per channel for all paths.
enum class RadialWeights { path, degree, shared };
inline constexpr char const* name(RadialWeights weights) {
  return weights == RadialWeights::path ? "path" : weights == RadialWeights::degree ? "degree" : "shared";
}

/// gaunt: powers of a signal on the sphere. exact: nested products with a free weight for every path.
enum class NodeProductKind { gaunt, exact };

/// Hyper-parameters; potentials/FORMAT.md, group `architecture`, gives meaning and range of each.
struct Architecture {
  int species = 1;
  std::string layer_kind = "message";  // see layer_kind.hpp
  int heads = 1;                       // of attention
  int layers = 2;
  int channels = 32;
  int l_max = 3;
  int l_hidden = 1;
  int correlation = 3;
  NodeProductKind node_product = NodeProductKind::gaunt;
  int product_terms = 2;  // of a gaunt node product
  int bessel = 8;
  int cutoff_power = 6;
  std::vector<int> radial_hidden = {32};
  RadialWeights radial_weights = RadialWeights::path;
  int readout_hidden = 16;
  double average_neighbors = 1.0;
  double r_cut = 5.0;
  Coupling coupling = Coupling::gaunt;  // of features and harmonics
  CpFactors factors;                    // of a clebsch_gordan coupling; rank 0 otherwise

  std::optional<Coupling> self_product;  // of features with themselves, between layers of kind message

  int l_in(int layer) const { return layer == 0 ? 0 : l_hidden; }
  int l_out(int layer) const { return layer == layers - 1 ? 0 : l_hidden; }
  int l_residual(int layer) const { return l_in(layer) < l_out(layer) ? l_in(layer) : l_out(layer); }
  bool has_self_product(int layer) const { return self_product && layer < layers - 1; }
};

/// Throws Error naming the first hyper-parameter that is out of range.
void check(Architecture const&);

/// A coupling (l1 of the sender's feature, l2 of the harmonics) -> l of the message.
struct Path {
  int l1, l2, l;
};

/// All paths with l1 <= l_in; l2, l <= l_max and l1 + l2 + l even: l1 slowest, l fastest.
std::vector<Path> message_paths(int l_in, int l_max);
/// Number of paths of an exact node product: l1, l2 <= l_max; l <= l_out and l1 + l2 + l even, in that order too.
int node_product_paths(int l_max, int l_out);

/// All weight tensors in the order of the flat vector (and of the model file).
std::vector<WeightTensor> weight_tensors(Architecture const&);

/// Number of all weights.
std::size_t weight_count(std::vector<WeightTensor> const&);

/// The tensor of this name; throws Error if there is none.
WeightTensor const& find_tensor(std::vector<WeightTensor> const&, std::string const& name);

}  // namespace tesseral

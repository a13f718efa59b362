// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a network looks like: its hyper-parameters, its paths and the list of its weight tensors.
#pragma once

#include "tesseral/factors/cp_factors.hpp"
#include "tesseral/model/weight_list.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace tesseral {

/// path: one radial function per (l1, l2, l) and channel. degree: one per l2 and channel, times constants per l1 and l.
/// shared: one per channel for all paths. first: path in the first layer, where that costs nothing
/// (network/message/atomic_basis.hpp), and shared in those behind it.
enum class RadialWeights { path, degree, shared, first };
inline constexpr char const* name(RadialWeights weights) {
  constexpr char const* names[] = {"path", "degree", "shared", "first"};
  return names[static_cast<int>(weights)];
}

/// gaunt: powers of a signal on the sphere. exact: nested products with a free weight for every path. symmetric:
/// nested products of up to three equal factors, each with a free weight for every output and species.
enum class NodeProductKind { gaunt, exact, symmetric };
inline constexpr char const* name(NodeProductKind kind) {
  return kind == NodeProductKind::gaunt ? "gaunt" : kind == NodeProductKind::exact ? "exact" : "symmetric";
}

/// Whether the matrices that mix a message's channels are those of its degrees or of its paths.
enum class MessageMixing { degree, path };
inline constexpr char const* name(MessageMixing mixing) { return mixing == MessageMixing::degree ? "degree" : "path"; }

/// What divides a message: one number, or a smooth count of the receiver's neighbours.
enum class Normalisation { average, density };
inline constexpr char const* name(Normalisation normalisation) {
  return normalisation == Normalisation::average ? "average" : "density";
}

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
  int product_terms = 2;                            // of a gaunt node product
  std::vector<std::array<int, 3>> product_pairs;    // of a symmetric one: (l1, l2, l), and (l1, l2, l12, l3, l)
  std::vector<std::array<int, 5>> product_triples;  //
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

  // Of layers of kind message.
  MessageMixing message_mixing = MessageMixing::degree;
  Normalisation normalisation = Normalisation::average;
  std::vector<int> species_mixing;  // [layer], 1: matrices of each species mix the message; empty: nowhere
  std::vector<int> residual;        // [layer], 0: without; empty: all layers have it

  int l_in(int layer) const { return layer == 0 ? 0 : l_hidden; }
  int l_out(int layer) const { return layer == layers - 1 ? 0 : l_hidden; }
  /// -1 without a residual.
  int l_residual(int layer) const {
    if (!residual.empty() && residual[layer] == 0) return -1;
    return l_in(layer) < l_out(layer) ? l_in(layer) : l_out(layer);
  }
  RadialWeights radial_weights_of(int layer) const {
    if (radial_weights != RadialWeights::first) return radial_weights;
    return layer == 0 ? RadialWeights::path : RadialWeights::shared;
  }
  /// What multiplies messages, before a density divides them.
  double message_factor() const { return normalisation == Normalisation::average ? 1.0 / average_neighbors : 1.0; }
  bool mixes_by_species(int layer) const { return !species_mixing.empty() && species_mixing[layer] != 0; }
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
/// Rows of a layer's message, (2l+1) of each degree or path: what mixing_message has matrices for.
int message_rows(Architecture const&, int layer);
/// Number of paths of an exact node product: l1, l2 <= l_max; l <= l_out and l1 + l2 + l even, in that order too.
int node_product_paths(int l_max, int l_out);

/// How many pairs and triples of a symmetric node product lead to degrees up to l_out.
int product_pairs_to(Architecture const&, int l_out);
int product_triples_to(Architecture const&, int l_out);

/// All weight tensors in the order of the flat vector (and of the model file).
std::vector<WeightTensor> weight_tensors(Architecture const&);

/// Number of all weights.
std::size_t weight_count(std::vector<WeightTensor> const&);

/// The tensor of this name; throws Error if there is none.
WeightTensor const& find_tensor(std::vector<WeightTensor> const&, std::string const& name);

}  // namespace tesseral

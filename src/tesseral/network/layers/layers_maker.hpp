// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// From the name of a kind of layers to its computation on a space in a precision.
#pragma once

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/network/layers/layers.hpp"
#include "tesseral/network/layers/operation_count.hpp"
#include "tesseral/network/layers/product_choice.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tesseral {

/// What a class of layers offers besides its objects, as static functions of these names.
template <class Space, class Real>
struct LayersMaker {
  std::unique_ptr<Layers<Space, Real>> (*make)(Model<Space, Real> const&, ProductAlgorithms const&);
  /// The algorithm of each layer's products by counted operations, or by times measured on the space.
  std::vector<AlgorithmChoice> (*choose_by_count)(Architecture const&);
  std::vector<AlgorithmChoice> (*choose_by_time)(Space const&, Architecture const&);
  /// Throws Error if the products cannot be computed by this algorithm.
  void (*require_algorithm)(Architecture const&, ProductAlgorithm);
  /// For a log: "product cp".
  std::string (*describe_algorithms)(Architecture const&, ProductAlgorithms const&);
  /// Of an evaluation, per atom: see operation_count.hpp.
  std::vector<OperationCount> (*count_operations)(Architecture const&, ProductAlgorithms const&, int real_size,
                                                  double edges_per_atom);
};

/// Those of all kinds, by name. Defined in network/layer_kinds.cpp.
template <class Space, class Real>
std::map<std::string, LayersMaker<Space, Real>>& layers_makers();

template <class Space, class Real>
LayersMaker<Space, Real> const& layers_maker(std::string const& kind) {
  auto const& makers = layers_makers<Space, Real>();
  auto const found = makers.find(kind);
  require(found != makers.end(), "no layers of kind '" + kind + "' (nothing computes them) register the kind");
  return found->second;
}

template <class LayersOfKind, class Space, class Real>
LayersMaker<Space, Real> maker_of() {
  return {
      [](Model<Space, Real> const& model, ProductAlgorithms const& algorithms) -> std::unique_ptr<Layers<Space, Real>> {
        return std::make_unique<LayersOfKind>(model, algorithms);
      },
      &LayersOfKind::choose_by_count,
      &LayersOfKind::choose_by_time,
      &LayersOfKind::require_algorithm,
      &LayersOfKind::describe_algorithms,
      &LayersOfKind::count_operations};
}

/// Registers a kind with its computation, LayersOfKind<Space, Real>, on every space.
template <template <class, class> class LayersOfKind>
void add_layer_kind(LayerKind const& kind) {
  layer_kinds().push_back(&kind);
#define TESSERAL_ADD(Space, Real) \
  layers_makers<Space, Real>()[kind.name()] = maker_of<LayersOfKind<Space, Real>, Space, Real>();
  TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_ADD)
#undef TESSERAL_ADD
}

}  // namespace tesseral

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Energy of a potential and its exact gradient: the order of calls, and the work arrays.
#pragma once

#include "tesseral/graph/halo.hpp"
#include "tesseral/graph/neighbor_graph.hpp"
#include "tesseral/network/layers/layers.hpp"
#include "tesseral/network/layers/product_choice.hpp"
#include "tesseral/network/weights/model.hpp"

#include <array>
#include <cstddef>
#include <memory>

namespace tesseral {

/// Results of an evaluation, views of the evaluator's own arrays; valid until its next call.
template <class Space>
struct Evaluation {
  Array1<double const, Space> energy;          // [n_owned or more], eV, E0 included
  Vectors<double const, Space> edge_gradient;  // [edge or more][3], dE/dr_e, eV/Å
};

template <class Space, class Real>
class Evaluator {
 public:
  /// `products`: of each layer; empty: what choose_products() says by counted operations.
  explicit Evaluator(std::shared_ptr<Model<Space, Real> const> model, ProductAlgorithms const& products = {});
  ~Evaluator();

  /// Energies of the owned atoms, and dE/dr of every edge. Collective over the halo's ranks.
  Evaluation<Space> evaluate(Space const&, NeighborGraph<Space> const&, HaloExchange<Space, Real>&,
                             WayBack = WayBack::once);

  /// After evaluate() with WayBack::repeated, as often as wanted: the same energies, and the gradient of the sum of
  /// weight[i] * E_i. Exchanges adjoints only.
  Evaluation<Space> weighted_gradient(Space const&, HaloExchange<Space, Real>&,
                                      Array1<double const, Space> weight);  // [n_owned or more]

  /// As evaluate() for the sum of energy_adj[i] * E_i, and adds the gradient with respect to the weights to
  /// `weight_adj`, laid out as Model::values() (see Model::add_gradient_to_host).
  Evaluation<Space> evaluate_with_weight_gradient(Space const&, NeighborGraph<Space> const&, HaloExchange<Space, Real>&,
                                                  Array1<double const, Space> energy_adj,  // [n_owned]
                                                  Array1<Real, Space> weight_adj);         // [padded weight]

  /// The same without the edges' gradient, which costs less: the energies.
  Array1<double const, Space> evaluate_weight_gradient(Space const&, NeighborGraph<Space> const&,
                                                       HaloExchange<Space, Real>&,
                                                       Array1<double const, Space> energy_adj,  // [n_owned]
                                                       Array1<Real, Space> weight_adj);         // [padded weight]

  /// Whether evaluations from now on keep the scalars of all layers, for scalars().
  void keep_scalars(bool keep);
  /// Of the last evaluation: h_i[00] behind each layer, [n_owned or more][layer * architecture().channels + c].
  Array2<Real const, Space> scalars() const;
  /// By these, for a model that knows: the error to expect of the force on each atom, [n_owned or more], eV/Å.
  Array1<double const, Space> expected_errors(Space const&) const;

  Model<Space, Real> const& model() const { return *model_; }
  ProductAlgorithms const& algorithms() const { return algorithms_; }
  /// Length of the rows that the halo exchanges.
  int halo_width() const;
  /// Bytes of all work arrays, the largest so far.
  std::size_t work_bytes() const;

 private:
  struct Work;
  Evaluation<Space> run(Space const&, NeighborGraph<Space> const&, HaloExchange<Space, Real>&, WayBack,
                        Array1<double const, Space> energy_adj, Array1<Real, Space> weight_adj);
  /// From the network's energies of the forward pass to those of atoms, and back to the edges.
  Evaluation<Space> go_back(Space const&, HaloExchange<Space, Real>&, Array1<double const, Space> energy_adj,
                            Array1<Real, Space> weight_adj);
  /// e of an atom of each species without neighbours, which is known until the weights change; with weight_adj also
  /// what it adds to the weights' gradient.
  void visit_lone_atoms(Space const&, NeighborGraph<Space> const&, Array1<double const, Space> energy_adj,
                        Array1<Real, Space> weight_adj);
  std::shared_ptr<Model<Space, Real> const> model_;
  ProductAlgorithms algorithms_;
  std::unique_ptr<Work> work_;
};

}  // namespace tesseral

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/evaluator.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/network/blocks/binding_energy.hpp"
#include "tesseral/network/blocks/embedding.hpp"
#include "tesseral/network/blocks/energies.hpp"
#include "tesseral/network/blocks/expected_errors.hpp"
#include "tesseral/network/blocks/readout.hpp"
#include "tesseral/network/blocks/zbl.hpp"
#include "tesseral/network/layers/layers_maker.hpp"

#include <numeric>

namespace tesseral {
namespace {

/// One atom of each species, without edges.
template <class Space>
NeighborGraph<Space> lone_atoms(int n_species) {
  std::vector<int> species(n_species);
  std::iota(species.begin(), species.end(), 0);
  std::vector<EdgeIndex> const no_edges(n_species + 1, 0);
  NeighborGraph<Space> graph;
  graph.n_owned = graph.n_total = n_species;
  graph.species = upload<Space>("tesseral::lone_species", species);
  graph.edge_begin = upload<Space>("tesseral::lone_edges", no_edges);
  graph.sender_begin = graph.edge_begin;
  return graph;
}

template <class Space, class Real>
NeighborCount<Space> neighbor_count(Model<Space, Real> const& model) {
  Architecture const& a = model.architecture();
  return {a.r_cut, a.cutoff_power, model.full_neighbors(), model.bond_radius(), model.full_bonds()};
}

}  // namespace

/// The operations of all layers on one graph, and the arrays between them.
template <class Space, class Real>
struct Evaluator<Space, Real>::Work {
  Work(Model<Space, Real> const& model, ProductAlgorithms const& products)
      : model(model),
        lone_graph(lone_atoms<Space>(model.architecture().species)),
        layers(layers_maker<Space, Real>(model.architecture().layer_kind).make(model, products)) {}

  void prepare(Space const& space, NeighborGraph<Space> const& new_graph, WayBack way_back);
  void forward(Space const&, HaloExchange<Space, Real>&);
  void backward(Space const&, HaloExchange<Space, Real>&);
  Readout<Space, Real> readout(int t) const;
  Model<Space, Real> const& model;
  NeighborGraph<Space> const lone_graph;
  Array1<double, Space> lone_energy;  // e [species], once known
  std::size_t lone_version = 0;       // of the weights that it belongs to
  std::unique_ptr<Layers<Space, Real>> layers;
  NeighborGraph<Space> graph;
  Array1<double, Space> network_energy;  // e_i [owned]
  Array1<double, Space> energy;          // [owned]
  Array1<double, Space> seed;            // dE/de_i [owned]
  Vectors<double, Space> edge_gradient;  // [edge]
  Array2<Real, Space> weight_adj;        // [worker][weight], empty without weight gradient
  Array2<Real, Space> worker_sums;       // its memory, kept
  bool keeps_scalars = false;
  Array2<Real, Space> scalars;           // [owned][layer * architecture().channels + c]
  Array1<double, Space> expected_error;  // [owned]
};

template <class Space, class Real>
void Evaluator<Space, Real>::Work::prepare(Space const& space, NeighborGraph<Space> const& new_graph,
                                           WayBack way_back) {
  graph = new_graph;
  std::size_t const owned = graph.n_owned;
  layers->prepare(space, graph, way_back);
  grow(network_energy, "tesseral::network_energy", owned);
  grow(energy, "tesseral::energy", owned);
  grow(seed, "tesseral::seed", owned);
  grow(edge_gradient, "tesseral::edge_gradient", graph.n_edges());
  if (keeps_scalars)
    grow(scalars, "tesseral::scalars", owned, std::size_t(model.architecture().layers) * model.architecture().channels);
  weight_adj = {};
  if (has_weights(way_back)) {
    grow(worker_sums, "tesseral::worker_sums", worker_count(space), model.values().extent(0));
    weight_adj = Kokkos::subview(worker_sums, std::make_pair(0, worker_count(space)), Kokkos::ALL);
    Kokkos::deep_copy(space, weight_adj, Real(0));
  }
  Kokkos::deep_copy(space, network_energy, 0.0);
}

template <class Space, class Real>
Readout<Space, Real> Evaluator<Space, Real>::Work::readout(int t) const {
  LayerWeights const& layer = model.layer(t);
  bool const last = t == model.architecture().layers - 1;
  return {model.values(), last, layer.readout, layer.readout_0, layer.readout_1, model.channels(), graph.n_owned};
}

template <class Space, class Real>
void Evaluator<Space, Real>::Work::forward(Space const& space, HaloExchange<Space, Real>& halo) {
  embedding_forward<Space, Real>(space, model.values(), model.embedding(), graph.species, graph.n_total, layers->h(0));
  for (int t = 0; t < model.architecture().layers; ++t) {
    layers->send(space, t);
    if (t > 0) halo.copy_owned_to_ghosts(layers->u(t));
    layers->receive(space, t);
    readout_forward<Space, Real>(space, readout(t), layers->h(t + 1), network_energy);
    // the adjoints may take the place of features
    if (keeps_scalars) {
      int const channels = model.architecture().channels;
      copy_scalars<Space, Real>(space, layers->h(t + 1), graph.n_owned, channels, t * channels, scalars);
    }
  }
}

template <class Space, class Real>
void Evaluator<Space, Real>::Work::backward(Space const& space, HaloExchange<Space, Real>& halo) {
  int const last = model.architecture().layers - 1;
  bool const with_gradient = weight_adj.extent(0) > 0;
  Kokkos::deep_copy(space, layers->h_adj(last + 1), Real(0));
  for (int t = last; t >= 0; --t) {
    readout_backward<Space, Real>(space, readout(t), layers->h(t + 1), seed, layers->h_adj(t + 1), weight_adj);
    // what is in front of the first layer depends on no position
    bool const ends_here = t == 0 && !with_gradient;
    layers->receive_adjoint(space, t, edge_gradient, !ends_here, weight_adj);
    if (ends_here) return;
    if (t > 0) halo.add_ghosts_to_owned(layers->u_adj());
    layers->send_adjoint(space, t, weight_adj);
  }
  embedding_backward<Space, Real>(space, model.embedding(), graph.species, graph.n_total, layers->h_adj(0), weight_adj);
}

template <class Space, class Real>
Evaluator<Space, Real>::Evaluator(std::shared_ptr<Model<Space, Real> const> model, ProductAlgorithms const& products)
    : model_(std::move(model)),
      algorithms_(products.empty() ? algorithms_of(choose_products_by_count<Space, Real>(model_->architecture()))
                                   : products),
      work_(std::make_unique<Work>(*model_, algorithms_)) {}

template <class Space, class Real>
Evaluator<Space, Real>::~Evaluator() = default;

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::evaluate(Space const& space, NeighborGraph<Space> const& graph,
                                                   HaloExchange<Space, Real>& halo, WayBack way_back) {
  return run(space, graph, halo, way_back, {}, {});
}

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::weighted_gradient(Space const& space, HaloExchange<Space, Real>& halo,
                                                            Array1<double const, Space> weight) {
  return go_back(space, halo, weight, {});
}

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::evaluate_with_weight_gradient(Space const& space,
                                                                        NeighborGraph<Space> const& graph,
                                                                        HaloExchange<Space, Real>& halo,
                                                                        Array1<double const, Space> energy_adj,
                                                                        Array1<Real, Space> weight_adj) {
  return run(space, graph, halo, weight_adj.extent(0) > 0 ? WayBack::with_weights : WayBack::once, energy_adj,
             weight_adj);
}

template <class Space, class Real>
Array1<double const, Space> Evaluator<Space, Real>::evaluate_weight_gradient(Space const& space,
                                                                             NeighborGraph<Space> const& graph,
                                                                             HaloExchange<Space, Real>& halo,
                                                                             Array1<double const, Space> energy_adj,
                                                                             Array1<Real, Space> weight_adj) {
  return run(space, graph, halo, WayBack::only_weights, energy_adj, weight_adj).energy;
}

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::run(Space const& space, NeighborGraph<Space> const& graph,
                                              HaloExchange<Space, Real>& halo, WayBack way_back,
                                              Array1<double const, Space> energy_adj, Array1<Real, Space> weight_adj) {
  bool const with_gradient = has_weights(way_back);
  require(!with_gradient || model_->radial_table(0).n == 0,
          "no weight gradient from radial tables (they do not depend on the weights) use RadialEvaluation::network");
  require(!with_gradient || model_->energy_floor().extent(0) == 0,
          "no weight gradient with an energy floor (it belongs to weights that are found) remove it with set_floor()");
  if (is_E0_alone(model_->lone_atom())) visit_lone_atoms(space, graph, energy_adj, weight_adj);
  work_->prepare(space, graph, way_back);
  work_->forward(space, halo);
  return go_back(space, halo, energy_adj, weight_adj);
}

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::go_back(Space const& space, HaloExchange<Space, Real>& halo,
                                                  Array1<double const, Space> energy_adj,
                                                  Array1<Real, Space> weight_adj) {
  NeighborGraph<Space> const& graph = work_->graph;
  Kokkos::deep_copy(space, work_->edge_gradient, 0.0);
  if (is_E0_alone(model_->lone_atom())) {
    binding_energy<Space>(space, graph,
                          {model_->scale(), model_->shift(), model_->lone_atom() == LoneAtom::faded, model_->E0(),
                           work_->lone_energy, neighbor_count(*model_), model_->soft_below(), model_->energy_floor()},
                          work_->network_energy, energy_adj, work_->energy, work_->seed, work_->edge_gradient);
  } else {
    shifted_energies<Space>(space, graph, model_->E0(), model_->shift(), model_->scale(), work_->network_energy,
                            work_->energy);
    scale_seeds<Space>(space, graph.n_owned, model_->scale(), energy_adj, work_->seed);
  }
  if (model_->zbl_cutoff().extent(0) > 0)
    zbl<Space>(space, graph, model_->zbl(), model_->atomic_number(), model_->zbl_cutoff(), model_->zbl_inner_radius(),
               energy_adj, work_->energy, work_->edge_gradient);
  work_->backward(space, halo);
  if (weight_adj.extent(0) > 0) sum_workers<Space, Real>(space, work_->weight_adj, weight_adj);
  return {work_->energy, work_->edge_gradient};
}

template <class Space, class Real>
void Evaluator<Space, Real>::visit_lone_atoms(Space const& space, NeighborGraph<Space> const& graph,
                                              Array1<double const, Space> energy_adj, Array1<Real, Space> weight_adj) {
  Work& work = *work_;
  bool const with_gradient = weight_adj.extent(0) > 0;
  bool const is_known = work.lone_energy.extent(0) > 0 && work.lone_version == model_->weights_version();
  if (is_known && !with_gradient) return;
  int const species = work.lone_graph.n_owned;
  NoHalo<Space, Real> no_halo;
  work.prepare(space, work.lone_graph, with_gradient ? WayBack::only_weights : WayBack::once);
  work.forward(space, no_halo);
  if (work.lone_energy.extent(0) == 0) work.lone_energy = Array1<double, Space>("tesseral::lone_energy", species);
  Kokkos::deep_copy(space, work.lone_energy, Kokkos::subview(work.network_energy, std::make_pair(0, species)));
  work.lone_version = model_->weights_version();
  if (!with_gradient) return;
  Array1<double, Space> const share = Kokkos::subview(work.energy, std::make_pair(0, species));
  lone_atom_share<Space>(space, graph, neighbor_count(*model_), model_->lone_atom() == LoneAtom::faded, energy_adj,
                         share);
  scale_seeds<Space>(space, species, -model_->scale(), share, work.seed);
  work.backward(space, no_halo);
  sum_workers<Space, Real>(space, work.weight_adj, weight_adj);
}

template <class Space, class Real>
void Evaluator<Space, Real>::keep_scalars(bool keep) {
  work_->keeps_scalars = keep;
}

template <class Space, class Real>
Array2<Real const, Space> Evaluator<Space, Real>::scalars() const {
  return work_->scalars;
}

template <class Space, class Real>
Array1<double const, Space> Evaluator<Space, Real>::expected_errors(Space const& space) const {
  NeighborGraph<Space> const& graph = work_->graph;
  grow(work_->expected_error, "tesseral::expected_error", graph.n_owned);
  tesseral::expected_errors<Space, Real>(space, model_->rigidity(), graph.species, work_->scalars, graph.n_owned,
                                         work_->expected_error);
  return work_->expected_error;
}

template <class Space, class Real>
int Evaluator<Space, Real>::halo_width() const {
  Architecture const& a = model_->architecture();
  return a.layers > 1 ? num_lm(a.l_hidden) * model_->channels() : 0;
}

template <class Space, class Real>
std::size_t Evaluator<Space, Real>::work_bytes() const {
  Work const& w = *work_;
  std::size_t const doubles =
      w.network_energy.size() + w.energy.size() + w.seed.size() + w.edge_gradient.size() + w.expected_error.size();
  return w.layers->bytes() + (w.worker_sums.size() + w.scalars.size()) * sizeof(Real) + doubles * sizeof(double);
}

#define TESSERAL_INSTANTIATE(Space, Real) template class Evaluator<Space, Real>;
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral

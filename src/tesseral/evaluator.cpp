// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/evaluator.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/layers/channel_mixing.hpp"
#include "tesseral/layers/embedding.hpp"
#include "tesseral/layers/layer_operators.hpp"
#include "tesseral/layers/readout.hpp"
#include "tesseral/layers/zbl.hpp"

namespace tesseral {

/// The operations of all layers on one graph, and the arrays between them. Widths are lm * channels.
template <class Space, class Real>
struct Evaluator<Space, Real>::Work {
  struct Layer {
    Features<Real, Space> h;  // input [total for layer 0, else owned][l_in]
    Features<Real, Space> u;  // [total][l_in]
    Features<Real, Space> M;  // message [owned][l_max]
    Features<Real, Space> A;  // mixed message [owned][l_max]
    Features<Real, Space> B;  // node product [owned][l_out]
  };

  explicit Work(Model<Space, Real> const& model) : model(model), layers(model.architecture().layers) {}

  void prepare(Space const& space, NeighborGraph<Space> const& new_graph, bool with_gradient);
  void forward(Space const&, HaloExchange<Space, Real>&);
  void backward(Space const&, HaloExchange<Space, Real>&, Array1<double const, Space> energy_adj);
  void add_zbl(Space const&, Array1<double const, Space> energy_adj);

  MessageOperator<Space, Real> message(int t) const { return message_operator(model, t, graph); }
  NodeProduct<Space, Real> node_product(int t) const {
    return node_product_operator(model, t, graph.species, graph.n_owned);
  }
  Readout<Space, Real> readout(int t) const;
  ChannelMixing<Space, Real> mixing(WeightRef const& ref, int l_max, int atoms) const {
    return {model.values(), model.transposed(), ref, l_max, atoms, {}};
  }
  ChannelMixing<Space, Real> residual(int t) const {
    return {model.values(), model.transposed(), model.layer(t).residual, model.architecture().l_residual(t),
            graph.n_owned,  graph.species};
  }
  int width(int l_max) const { return num_lm(l_max) * model.channels(); }
  int input_atoms(int t) const { return t == 0 ? graph.n_total : graph.n_owned; }

  Model<Space, Real> const& model;
  NeighborGraph<Space> graph;
  std::vector<Layer> layers;
  Features<Real, Space> output;             // of the last layer [owned][0]
  Features<Real, Space> h_adj, h_adj_next;  // adjoints of a layer's input and output
  Features<Real, Space> u_adj, M_adj, A_adj, B_adj;
  Array1<double, Space> network_energy;  // e_i [owned]
  Array1<double, Space> energy;          // [owned]
  Array1<double, Space> seed;            // dE/de_i [owned]
  Vectors<double, Space> edge_gradient;  // [edge]
  Array2<Real, Space> weight_adj;        // [worker][weight], empty without weight gradient
  Array2<Real, Space> worker_sums;       // its memory, kept
};

template <class Space, class Real>
void Evaluator<Space, Real>::Work::prepare(Space const& space, NeighborGraph<Space> const& new_graph,
                                           bool with_gradient) {
  graph = new_graph;
  Architecture const& a = model.architecture();
  std::size_t const owned = graph.n_owned, total = graph.n_total;
  for (int t = 0; t < a.layers; ++t) {
    grow(layers[t].h, "tesseral::h", t == 0 ? total : owned, width(a.l_in(t)));
    grow(layers[t].u, "tesseral::u", total, width(a.l_in(t)));
    grow(layers[t].M, "tesseral::M", owned, width(a.l_max));
    grow(layers[t].A, "tesseral::A", owned, width(a.l_max));
    grow(layers[t].B, "tesseral::B", owned, width(a.l_out(t)));
  }
  int const hidden_width = width(a.layers > 1 ? a.l_hidden : 0);
  grow(output, "tesseral::output", owned, width(0));
  grow(h_adj, "tesseral::h_adj", total, hidden_width);
  grow(h_adj_next, "tesseral::h_adj_next", total, hidden_width);
  grow(u_adj, "tesseral::u_adj", total, hidden_width);
  grow(M_adj, "tesseral::M_adj", owned, width(a.l_max));
  grow(A_adj, "tesseral::A_adj", owned, width(a.l_max));
  grow(B_adj, "tesseral::B_adj", owned, hidden_width);
  grow(network_energy, "tesseral::network_energy", owned);
  grow(energy, "tesseral::energy", owned);
  grow(seed, "tesseral::seed", owned);
  grow(edge_gradient, "tesseral::edge_gradient", graph.n_edges());
  weight_adj = {};
  if (with_gradient) {
    grow(worker_sums, "tesseral::worker_sums", worker_count(space), model.values().extent(0));
    weight_adj = Kokkos::subview(worker_sums, std::make_pair(0, worker_count(space)), Kokkos::ALL);
    Kokkos::deep_copy(space, weight_adj, Real(0));
  }
  Kokkos::deep_copy(space, edge_gradient, 0.0);
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
  Architecture const& a = model.architecture();
  embedding_forward<Space, Real>(space, model.values(), model.embedding(), graph.species, graph.n_total, layers[0].h);
  for (int t = 0; t < a.layers; ++t) {
    Layer& layer = layers[t];
    LayerWeights const& weights = model.layer(t);
    Features<Real, Space> const& next = t + 1 < a.layers ? layers[t + 1].h : output;
    channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_in, a.l_in(t), input_atoms(t)), layer.h, layer.u,
                                        GemmMode::overwrite);
    if (t > 0) halo.copy_owned_to_ghosts(layer.u);
    message_forward<Space, Real>(space, message(t), layer.u, layer.M);
    channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_message, a.l_max, graph.n_owned), layer.M, layer.A,
                                        GemmMode::overwrite);
    node_product_forward<Space, Real>(space, node_product(t), layer.A, layer.B);
    channel_mixing_forward<Space, Real>(space, mixing(weights.mixing_out, a.l_out(t), graph.n_owned), layer.B, next,
                                        GemmMode::overwrite);
    channel_mixing_forward<Space, Real>(space, residual(t), layer.h, next, GemmMode::accumulate);
    readout_forward<Space, Real>(space, readout(t), next, network_energy);
  }
}

template <class Space, class Real>
void Evaluator<Space, Real>::Work::backward(Space const& space, HaloExchange<Space, Real>& halo,
                                            Array1<double const, Space> energy_adj) {
  Architecture const& a = model.architecture();
  bool const with_gradient = weight_adj.extent(0) > 0;
  Kokkos::deep_copy(space, h_adj_next, Real(0));
  for (int t = a.layers - 1; t >= 0; --t) {
    Layer& layer = layers[t];
    LayerWeights const& weights = model.layer(t);
    Features<Real, Space> const& next = t + 1 < a.layers ? layers[t + 1].h : output;
    readout_backward<Space, Real>(space, readout(t), next, energy_adj, h_adj_next, weight_adj);
    channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_out, a.l_out(t), graph.n_owned), layer.B,
                                         h_adj_next, B_adj, GemmMode::overwrite, weight_adj);
    node_product_backward<Space, Real>(space, node_product(t), layer.A, B_adj, A_adj, weight_adj);
    channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_message, a.l_max, graph.n_owned), layer.M, A_adj,
                                         M_adj, GemmMode::overwrite, weight_adj);
    // what is in front of the first layer depends on no position
    bool const last = t == 0 && !with_gradient;
    message_backward<Space, Real>(space, message(t), layer.u, M_adj, edge_gradient,
                                  last ? Features<Real, Space>{} : u_adj, weight_adj);
    if (last) break;
    if (t > 0) halo.add_ghosts_to_owned(u_adj);
    channel_mixing_backward<Space, Real>(space, mixing(weights.mixing_in, a.l_in(t), input_atoms(t)), layer.h, u_adj,
                                         h_adj, GemmMode::overwrite, weight_adj);
    channel_mixing_backward<Space, Real>(space, residual(t), layer.h, h_adj_next, h_adj, GemmMode::accumulate,
                                         weight_adj);
    std::swap(h_adj, h_adj_next);
  }
  if (with_gradient)
    embedding_backward<Space, Real>(space, model.embedding(), graph.species, graph.n_total, h_adj_next, weight_adj);
}

template <class Space, class Real>
void Evaluator<Space, Real>::Work::add_zbl(Space const& space, Array1<double const, Space> energy_adj) {
  if (model.zbl_cutoff().extent(0) == 0) return;
  zbl<Space>(space, graph, model.atomic_number(), model.zbl_cutoff(), energy_adj, energy, edge_gradient);
}

namespace {

// Free functions: a device lambda may not stand in a class that is private, as Work is.
template <class Space, class Real>
void sum_workers(Space const& space, Array2<Real const, Space> sums, Array1<Real, Space> total) {
  int const workers = static_cast<int>(sums.extent(0));
  Kokkos::parallel_for(
      "tesseral::sum_workers", Kokkos::RangePolicy<Space>(space, 0, static_cast<int>(sums.extent(1))),
      KOKKOS_LAMBDA(int k) {
        Real sum = 0;
        for (int worker = 0; worker < workers; ++worker) sum += sums(worker, k);
        total(k) += sum;
      });
}

// E_i = E0 + shift + scale e_i, all in double
template <class Space>
void reference_energies(Space const& space, NeighborGraph<Space> const& graph, Array1<double const, Space> E0,
                        double shift, double scale, Array1<double const, Space> network, Array1<double, Space> energy) {
  Kokkos::parallel_for(
      "tesseral::energies", Kokkos::RangePolicy<Space>(space, 0, graph.n_owned),
      KOKKOS_LAMBDA(int i) { energy(i) = E0(graph.species(i)) + shift + scale * network(i); });
}

template <class Space>
void scale_seeds(Space const& space, int atoms, double scale, Array1<double const, Space> energy_adj,
                 Array1<double, Space> seed) {
  bool const weighted = energy_adj.extent(0) > 0;
  Kokkos::parallel_for(
      "tesseral::seeds", Kokkos::RangePolicy<Space>(space, 0, atoms),
      KOKKOS_LAMBDA(int i) { seed(i) = weighted ? scale * energy_adj(i) : scale; });
}

}  // namespace

template <class Space, class Real>
Evaluator<Space, Real>::Evaluator(std::shared_ptr<Model<Space, Real> const> model)
    : model_(std::move(model)), work_(std::make_unique<Work>(*model_)) {}

template <class Space, class Real>
Evaluator<Space, Real>::~Evaluator() = default;

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::evaluate(Space const& space, NeighborGraph<Space> const& graph,
                                                   HaloExchange<Space, Real>& halo) {
  return run(space, graph, halo, {}, {});
}

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::evaluate_with_weight_gradient(Space const& space,
                                                                        NeighborGraph<Space> const& graph,
                                                                        HaloExchange<Space, Real>& halo,
                                                                        Array1<double const, Space> energy_adj,
                                                                        Array1<Real, Space> weight_adj) {
  return run(space, graph, halo, energy_adj, weight_adj);
}

template <class Space, class Real>
Evaluation<Space> Evaluator<Space, Real>::run(Space const& space, NeighborGraph<Space> const& graph,
                                              HaloExchange<Space, Real>& halo, Array1<double const, Space> energy_adj,
                                              Array1<Real, Space> weight_adj) {
  bool const with_gradient = weight_adj.extent(0) > 0;
  require(!with_gradient || model_->radial_table(0).n == 0,
          "no weight gradient from radial tables (they do not depend on the weights) use RadialEvaluation::network");
  work_->prepare(space, graph, with_gradient);
  work_->forward(space, halo);
  reference_energies<Space>(space, graph, model_->E0(), model_->shift(), model_->scale(), work_->network_energy,
                            work_->energy);
  scale_seeds<Space>(space, graph.n_owned, model_->scale(), energy_adj, work_->seed);
  work_->add_zbl(space, energy_adj);
  work_->backward(space, halo, work_->seed);
  if (with_gradient) sum_workers<Space, Real>(space, work_->weight_adj, weight_adj);
  return {work_->energy, work_->edge_gradient};
}

template <class Space, class Real>
int Evaluator<Space, Real>::halo_width() const {
  Architecture const& a = model_->architecture();
  return a.layers > 1 ? work_->width(a.l_hidden) : 0;
}

template <class Space, class Real>
std::size_t Evaluator<Space, Real>::work_bytes() const {
  Work const& w = *work_;
  std::size_t reals = w.output.size() + w.h_adj.size() + w.h_adj_next.size() + w.u_adj.size() + w.M_adj.size() +
                      w.A_adj.size() + w.B_adj.size() + w.worker_sums.size();
  for (auto const& layer : w.layers)
    reals += layer.h.size() + layer.u.size() + layer.M.size() + layer.A.size() + layer.B.size();
  std::size_t const doubles = w.network_energy.size() + w.energy.size() + w.seed.size() + w.edge_gradient.size();
  return reals * sizeof(Real) + doubles * sizeof(double);
}

#define TESSERAL_INSTANTIATE(Space) template class Evaluator<Space, double>;
TESSERAL_INSTANTIATE_SPACES(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral

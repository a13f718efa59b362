// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Each operation of network/ whose kernel has teams, for teams of several threads.
#include "support/operators.hpp"
#include "support/sample_uncertainty.hpp"
#include "support/structures.hpp"
#include "support/team_sizes.hpp"
#include "support/team_test.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/network/blocks/channel_mixing.hpp"
#include "tesseral/network/blocks/embedding.hpp"
#include "tesseral/network/blocks/expected_errors.hpp"
#include "tesseral/network/blocks/readout.hpp"
#include "tesseral/network/message/atomic_basis.hpp"
#include "tesseral/network/message/convolution_choice.hpp"
#include "tesseral/network/message/message.hpp"
#include "tesseral/network/message/message_mixing.hpp"
#include "tesseral/network/message/node_product.hpp"
#include "tesseral/network/message/product_message.hpp"

namespace tesseral::test {
namespace {

class TeamsOfLayers : public TeamTest {
 public:
  /// Atoms with some ten edges, and two with more edges than a tile holds.
  static StructureGraph<HostSpace> graph(Architecture const& a) {
    Structure const cell = triclinic_cell(6, a.species, 9), dense = self_neighbor_cell(a.species, 0.4 * a.r_cut);
    return StructureGraph<HostSpace>({cell, dense}, a.r_cut);
  }
};

TEST_F(TeamsOfLayers, Message) {
  for_each_layer([&](ModelData const& data, HostModel& model, int t) {
    Architecture const& a = data.architecture;
    auto const structures = graph(a);
    int const atoms = structures.graph().n_owned;
    auto const u = random_features(model, atoms, a.l_in(t)), M_adj = random_rows(model, atoms, message_rows(a, t));
    expect_same_bits_for_all_team_sizes([&] {
      HostFeatures const M("M", atoms, M_adj.extent(1));
      with_message_of(model, t, structures.graph(),
                      [&](auto const& op) { message_forward<HostSpace, double>(HostSpace{}, op, u, M); });
      return numbers({M});
    });
    for (bool const with_gradient : {false, true}) {
      SCOPED_TRACE(with_gradient);
      HostFeatures const u_adj("u_adj", atoms, u.extent(1));
      Vectors<double, HostSpace> const edge_gradient("edge_gradient", structures.graph().n_edges());
      auto const weight_adj = worker_gradients(model, with_gradient ? workers : 0);
      auto const backward = [&](HostFeatures const& u_adj) {
        Kokkos::deep_copy(edge_gradient, 0.0);
        Kokkos::deep_copy(weight_adj, 0.0);
        with_message_of(model, t, structures.graph(),
                        [&](auto const& op) { backward_of(op, u, M_adj, edge_gradient, u_adj, weight_adj); });
      };
      expect_same_bits_for_all_team_sizes([&] {
        backward(u_adj);
        return numbers({u_adj, weight_adj});
      });
      for (bool const to_senders : {false, true})
        expect_same_for_all_team_sizes(1e-14, [&] {
          backward(to_senders ? u_adj : HostFeatures{});
          return to_host(edge_gradient);
        });
    }
  });
}

TEST_F(TeamsOfLayers, AtomicBasis) {
  for_each_layer([&](ModelData const& data, HostModel& model, int t) {
    Architecture const& a = data.architecture;
    if (t > 0 || a.coupling != Coupling::gaunt) return;
    auto const structures = graph(a);
    auto const op = basis_edges(model, structures.graph(), all_receivers(structures.graph()));
    int const atoms = op.graph.n_owned, rows = num_lm(a.l_max);
    HostFeatures const S("S", atoms, rows * op.columns()), S_adj("S_adj", atoms, rows * op.columns());
    auto const A_adj = random_features(model, atoms, a.l_max);
    FoldedWeights<HostSpace, double> folded(model);
    expect_same_bits_for_all_team_sizes([&] {
      atomic_basis_forward<HostSpace, double>(HostSpace{}, op, S);
      return numbers({S});
    });
    for (bool const with_gradient : {false, true}) {
      SCOPED_TRACE(with_gradient);
      Vectors<double, HostSpace> const edge_gradient("edge_gradient", op.graph.n_edges());
      auto const weight_adj = worker_gradients(model, with_gradient ? workers : 0);
      expect_same_bits_for_all_team_sizes([&] {
        Kokkos::deep_copy(edge_gradient, 0.0);
        Kokkos::deep_copy(weight_adj, 0.0);
        folded.prepare(HostSpace{}, with_gradient);
        channel_mixing_backward<HostSpace, double>(HostSpace{}, folded.mixing(op.graph.species, atoms), S, A_adj, S_adj,
                                                   GemmMode::overwrite, folded.gradient());
        atomic_basis_backward<HostSpace, double>(HostSpace{}, op, S_adj, edge_gradient, weight_adj);
        if (with_gradient) folded.add_gradient(HostSpace{}, weight_adj);
        auto all = numbers({S_adj, weight_adj});
        auto const gradient = to_host(edge_gradient);
        all.insert(all.end(), gradient.begin(), gradient.end());
        return all;
      });
    }
  });
}

TEST_F(TeamsOfLayers, ProductMessage) {
  for_each_layer([&](ModelData const& data, HostModel& model, int t) {
    Architecture const& a = data.architecture;
    if (!convolution_is_product(a)) return;
    auto const structures = graph(a);
    auto const product =
        make_gaunt_product<HostSpace, double>(message_product_spec(a, t, model.channels()), ProductAlgorithm::cp);
    Array1<double, HostSpace> const work("work", product_message_work<HostSpace, double>(HostSpace{}, product.spec));
    auto const op = product_message(model, t, product, structures.graph(), all_receivers(structures.graph()), work);
    int const atoms = op.edges.graph.n_owned;
    auto const u = random_features(model, atoms, a.l_in(t)), M_adj = random_features(model, atoms, a.l_max);
    expect_same_bits_for_all_team_sizes([&] {
      HostFeatures const M("M", atoms, M_adj.extent(1));
      product_message_forward<HostSpace, double>(HostSpace{}, op, u, M);
      return numbers({M});
    });
    for (bool const with_gradient : {false, true}) {
      SCOPED_TRACE(with_gradient);
      Vectors<double, HostSpace> const edge_gradient("edge_gradient", op.edges.graph.n_edges());
      HostFeatures const u_adj("u_adj", atoms, u.extent(1));
      auto const weight_adj = worker_gradients(model, with_gradient ? workers : 0);
      auto const backward = [&] {
        Kokkos::deep_copy(edge_gradient, 0.0);
        Kokkos::deep_copy(weight_adj, 0.0);
        product_message_backward<HostSpace, double>(HostSpace{}, op, u, M_adj, edge_gradient, u_adj, weight_adj);
      };
      expect_same_bits_for_all_team_sizes([&] {
        backward();
        return numbers({u_adj, weight_adj});
      });
      expect_same_for_all_team_sizes(1e-14, [&] {
        backward();
        return to_host(edge_gradient);
      });
    }
  });
}

TEST_F(TeamsOfLayers, ChannelMixing) {
  for_each_layer([&](ModelData const& data, HostModel& model, int t) {
    Architecture const& a = data.architecture;
    auto const species = to_space<HostSpace>(random_species(a, 101));  // several tiles
    for (bool const by_species : {false, true}) {
      if (by_species && a.l_residual(t) < 0) continue;
      SCOPED_TRACE(by_species);
      auto const layer = message_weights(model, t);
      ChannelMixing<HostSpace, double> op{model.values(), model.transposed(), {}, 0, 101};
      op.ref = by_species ? layer.residual : layer.mixing_in;
      op.l_max = by_species ? a.l_residual(t) : a.l_in(t);
      if (by_species) op.species = species;
      auto const x = random_features(model, op.atoms, a.l_in(t));
      auto const y_adj = random_features(model, op.atoms, by_species ? a.l_out(t) : a.l_in(t));
      expect_same_bits_for_all_team_sizes([&] {
        HostFeatures const y("y", op.atoms, y_adj.extent(1)), x_adj("x_adj", op.atoms, x.extent(1));
        auto const weight_adj = worker_gradients(model, workers);
        channel_mixing_forward<HostSpace, double>(HostSpace{}, op, x, y, GemmMode::accumulate);
        channel_mixing_backward<HostSpace, double>(HostSpace{}, op, x, y_adj, x_adj, GemmMode::overwrite, weight_adj);
        return numbers({y, x_adj, weight_adj});
      });
    }
  });
}

TEST_F(TeamsOfLayers, MessageMixing) {
  for_each_layer([&](ModelData const& data, HostModel& model, int t) {
    Architecture const& a = data.architecture;
    auto const species = to_space<HostSpace>(random_species(a, 101));
    auto const op =
        message_mixing(model, t, message_blocks<HostSpace>(a, t), Array1<int const, HostSpace>(species), 101);
    auto const M = random_rows(model, op.atoms, message_rows(a, t)), A_adj = random_features(model, op.atoms, a.l_max);
    expect_same_bits_for_all_team_sizes([&] {
      HostFeatures const A("A", op.atoms, A_adj.extent(1)), M_adj("M_adj", op.atoms, M.extent(1));
      auto const weight_adj = worker_gradients(model, workers);
      channel_mixing_forward<HostSpace, double>(HostSpace{}, op, M, A, GemmMode::overwrite);
      channel_mixing_backward<HostSpace, double>(HostSpace{}, op, M, A_adj, M_adj, GemmMode::overwrite, weight_adj);
      return numbers({A, M_adj, weight_adj});
    });
  });
}

TEST_F(TeamsOfLayers, NodeProduct) {
  for_each_layer([&](ModelData const& data, HostModel& model, int t) {
    Architecture const& a = data.architecture;
    auto const species = to_space<HostSpace>(random_species(a));
    auto const A = random_features(model, atoms, a.l_max), B_adj = random_features(model, atoms, a.l_out(t));
    for (ProductAlgorithm const algorithm : algorithms_for(a)) {
      SCOPED_TRACE(name(algorithm));
      auto const plan = make_node_product_tables(model, t, algorithm);
      auto const op = node_product_of(model, t, plan, species, atoms);
      expect_same_bits_for_all_team_sizes([&] {
        HostFeatures const B("B", atoms, B_adj.extent(1)), A_adj("A_adj", atoms, A.extent(1));
        auto const weight_adj = worker_gradients(model, workers);
        node_product_forward<HostSpace, double>(HostSpace{}, op, A, B);
        node_product_backward<HostSpace, double>(HostSpace{}, op, A, B_adj, A_adj, weight_adj);
        return numbers({B, A_adj, weight_adj});
      });
    }
  });
}

TEST_F(TeamsOfLayers, Readout) {
  for_each_layer([&](ModelData const& data, HostModel& model, int t) {
    Architecture const& a = data.architecture;
    auto const& layer = model.layer(t);
    Readout<HostSpace, double> const op{model.values(),  t == a.layers - 1, layer.readout, layer.readout_0,
                                        layer.readout_1, model.channels(),  atoms};
    auto const h = random_features(model, atoms, a.l_out(t));
    auto const e_adj = to_space<HostSpace>(Random(5).normals(atoms));
    expect_same_bits_for_all_team_sizes([&] {
      HostFeatures const h_adj("h_adj", atoms, h.extent(1));
      auto const weight_adj = worker_gradients(model, workers);
      readout_backward<HostSpace, double>(HostSpace{}, op, h, e_adj, h_adj, weight_adj);
      return numbers({h_adj, weight_adj});
    });
  });
}

TEST_F(TeamsOfLayers, ExpectedErrors) {
  for_each_layer([&](ModelData const& data, HostModel&, int) {
    Architecture const& a = data.architecture;
    Rigidity<HostSpace> const op(sample_uncertainty(a));
    auto const species = to_space<HostSpace>(random_species(a));
    Array2<double, HostSpace> const scalars("scalars", atoms, op.scalars);
    auto const x = Random(6).normals(scalars.size());
    std::copy(x.begin(), x.end(), scalars.data());
    expect_same_for_all_team_sizes(1e-13, [&] {
      HostFeatures const sigma("sigma", 1, atoms);
      expected_errors<HostSpace, double>(HostSpace{}, op, species, scalars, atoms,
                                         Kokkos::subview(sigma, 0, Kokkos::ALL));
      return numbers({sigma});
    });
  });
}

TEST_F(TeamsOfLayers, Embedding) {
  for_each_layer([&](ModelData const& data, HostModel& model, int) {
    auto const species = to_space<HostSpace>(random_species(data.architecture));
    auto const h_adj = random_features(model, atoms, 0);
    expect_same_bits_for_all_team_sizes([&] {
      auto const weight_adj = worker_gradients(model, workers);
      embedding_backward<HostSpace, double>(HostSpace{}, model.embedding(), species, atoms, h_adj, weight_adj);
      return numbers({weight_adj});
    });
  });
}

}  // namespace
}  // namespace tesseral::test

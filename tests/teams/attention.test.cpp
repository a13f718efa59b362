// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The operations of attention layers whose kernels have teams, for teams of several threads.
#include "tesseral/network/attention/attention.hpp"
#include "support/operators.hpp"
#include "support/structures.hpp"
#include "support/team_sizes.hpp"
#include "support/team_test.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/network/blocks/degree_norm.hpp"
#include "tesseral/network/blocks/feed_forward.hpp"

namespace tesseral::test {
namespace {

class TeamsOfAttention : public TeamTest {
 public:
  template <class Test>
  static void for_each_attention(Test const& test) {
    for_each_layer(RadialEvaluation::network, test, "attention");
    for_each_layer(RadialEvaluation::table, test, "attention");
  }
  static HostFeatures copy_of(HostFeatures const& features) {
    HostFeatures const copy("test::copy", features.extent(0), features.extent(1));
    Kokkos::deep_copy(copy, features);
    return copy;
  }
};

TEST_F(TeamsOfAttention, Edges) {
  for_each_attention([&](ModelData const& data, HostModel& model, int t) {
    Architecture const& a = data.architecture;
    // two atoms have more edges than a tile holds
    StructureGraph<HostSpace> const structures(
        {triclinic_cell(6, a.species, 9), self_neighbor_cell(a.species, 0.4 * a.r_cut)}, a.r_cut);
    auto const coupling = make_shared_coupling<HostSpace>(a.factors, ProductAlgorithm::cp);
    auto const op = attention_of(model, t, coupling, structures.graph());
    int const atoms = op.graph.n_owned;
    auto const u = random_features(model, atoms, a.l_in(t)), M_adj = random_features(model, atoms, a.l_out(t));
    HostFeatures const M("M", atoms, M_adj.extent(1)), n("n", atoms, a.heads), n_adj("n_adj", atoms, a.heads);
    expect_same_bits_for_all_team_sizes([&] {
      attention_forward<HostSpace, double>(HostSpace{}, op, u, M, n);
      return numbers({M, n});
    });
    for (bool const with_gradient : {false, true}) {
      if (with_gradient && model.radial_table(t).n > 0) continue;
      SCOPED_TRACE(with_gradient);
      HostFeatures const u_adj("u_adj", atoms, u.extent(1));
      Vectors<double, HostSpace> const edge_gradient("edge_gradient", op.graph.n_edges());
      auto const weight_adj = worker_gradients(model, with_gradient ? workers : 0);
      for (bool const to_senders : {false, true})
        expect_same_bits_for_all_team_sizes([&] {
          Kokkos::deep_copy(edge_gradient, 0.0);
          Kokkos::deep_copy(weight_adj, 0.0);
          attention_backward<HostSpace, double>(HostSpace{}, op, u, M, n, copy_of(M_adj), n_adj, edge_gradient,
                                                to_senders ? u_adj : HostFeatures{}, weight_adj);
          auto all = numbers({u_adj, weight_adj});
          auto const gradient = to_host(edge_gradient);
          all.insert(all.end(), gradient.begin(), gradient.end());
          return all;
        });
    }
  });
}

TEST_F(TeamsOfAttention, DegreeNormAndFeedForward) {
  for_each_layer(
      RadialEvaluation::network,
      [&](ModelData const& data, HostModel& model, int t) {
        Architecture const& a = data.architecture;
        auto const layer = attention_weights(model, t);
        int const l = a.l_out(t), n = 101;
        DegreeNorm<HostSpace, double> const norm{model.values(), layer.norm_out, l, n, a.channels};
        FeedForward<HostSpace, double> const feed{
            model.values(), model.transposed(), layer.feed_in, layer.feed_gate, layer.feed_out, l, n};
        FeedForwardWork<HostSpace, double> work;
        work.prepare(feed);
        auto const x = random_features(model, n, l), h_adj = random_features(model, n, l);
        expect_same_bits_for_all_team_sizes([&] {
          HostFeatures const y("y", n, x.extent(1)), h("h", n, x.extent(1)), y_adj("y_adj", n, x.extent(1)),
              x_adj("x_adj", n, x.extent(1)), s("s", n, l + 1);
          auto const weight_adj = worker_gradients(model, workers);
          degree_norm_forward<HostSpace, double>(HostSpace{}, norm, x, y, s);
          feed_forward_forward<HostSpace, double>(HostSpace{}, feed, work, y, h);
          feed_forward_backward<HostSpace, double>(HostSpace{}, feed, work, y, h_adj, y_adj, weight_adj);
          degree_norm_backward<HostSpace, double>(HostSpace{}, norm, x, s, y_adj, x_adj, GemmMode::overwrite,
                                                  weight_adj);
          return numbers({h, x_adj, weight_adj});
        });
      },
      "attention");
}

}  // namespace
}  // namespace tesseral::test

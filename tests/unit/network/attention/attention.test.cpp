// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/attention/attention.hpp"

#include "reference/attention.hpp"
#include "support/layer_test.hpp"
#include "support/operators.hpp"
#include "support/random_domain.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class Attention : public LayerTest<Space> {
 public:
  using Tables = Model<Space, double>;

  static AttentionOperator<Space, double> operation(Tables const& model, int t, ProductAlgorithm algorithm,
                                                    NeighborGraph<Space> const& graph) {
    return attention_of(model, t, make_shared_coupling<Space>(model.architecture().factors, algorithm), graph);
  }

  struct Average {
    std::vector<double> M, n;
  };
  static Average forward(Tables const& model, int t, ProductAlgorithm algorithm, Domain const& domain,
                         std::vector<double> const& u) {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_out(t)), C = a.channels;
    DomainGraph<Space> const graph(domain);
    auto const M = to_features<Space>(std::vector<double>(domain.n_owned * rows * C, 5.0), rows, C);
    Array2<double, Space> const n("test::n", domain.n_owned, a.heads);
    attention_forward<Space, double>(Space{}, operation(model, t, algorithm, graph.graph()),
                                     to_features<Space>(u, num_lm(a.l_in(t)), C), M, n);
    return {from_features<Space>(M, rows, C), to_host(n)};
  }

  struct Adjoints {
    std::vector<double> edge_gradient, u_adj;
  };
  /// Without u_adj it comes back as it was, all 5.
  static Adjoints backward(Tables const& model, int t, ProductAlgorithm algorithm, Domain const& domain,
                           std::vector<double> const& u, std::vector<double> const& M_adj, bool with_u_adj,
                           Array2<double, Space> const& weight_adj = {}) {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_out(t)), rows_in = num_lm(a.l_in(t)), C = a.channels;
    DomainGraph<Space> const graph(domain);
    auto const op = operation(model, t, algorithm, graph.graph());
    auto const u_in = to_features<Space>(u, rows_in, C), M = to_features<Space>(M_adj, rows, C);
    Array2<double, Space> const n("test::n", domain.n_owned, a.heads), n_adj("test::n_adj", domain.n_owned, a.heads);
    attention_forward<Space, double>(Space{}, op, u_in, M, n);
    auto const edge_gradient =
        to_space<Space>(std::vector<std::array<double, 3>>(domain.edges.size(), {1.0, 1.0, 1.0}));
    auto const u_adj = to_features<Space>(std::vector<double>(u.size(), 5.0), rows_in, C);
    attention_backward<Space, double>(Space{}, op, u_in, M, n, to_features<Space>(M_adj, rows, C), n_adj, edge_gradient,
                                      with_u_adj ? u_adj : Features<double, Space>{}, weight_adj);
    Adjoints result{to_host(edge_gradient), from_features<Space>(u_adj, rows_in, C)};
    for (double& g : result.edge_gradient) g -= 1.0;
    return result;
  }

  /// test(data, model, t, algorithm, domain, u, M_adj) for all layers and algorithms.
  template <class Test>
  static void for_each_attention(RadialEvaluation radial, Test const& test) {
    Random random(6);
    LayerTest<Space>::for_each_layer(
        radial,
        [&](ModelData const& data, Tables& model, int t) {
          Architecture const& a = data.architecture;
          Domain const domain = random_domain(a.r_cut, a.species);
          auto const u = random.normals(domain.atom.size() * num_lm(a.l_in(t)) * a.channels);
          auto const M_adj = random.normals(domain.n_owned * num_lm(a.l_out(t)) * a.channels);
          for (ProductAlgorithm const algorithm : algorithms_for(a)) {
            SCOPED_TRACE(name(algorithm));
            test(data, model, t, algorithm, domain, u, M_adj);
          }
        },
        "attention");
  }
};
TYPED_TEST_SUITE(Attention, Spaces);

TYPED_TEST(Attention, ForwardIsEquivalentToReference) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_attention(radial, [&](ModelData const& data, auto& model, int t, ProductAlgorithm algorithm,
                                         Domain const& domain, std::vector<double> const& u, auto const&) {
      auto const edges = edge_vectors(domain);
      std::vector<int> const species(domain.species.begin(), domain.species.begin() + domain.n_owned);
      auto const expected = reference::attention(data, t, edges, species, u);
      double const tolerance = radial == RadialEvaluation::network ? 1e-12 : 1e-7;
      EXPECT_TRUE(all_near_relative(this->forward(model, t, algorithm, domain, u).M, expected, tolerance));
    });
}

TYPED_TEST(Attention, AnAtomWithoutNeighboursGetsNothing) {
  this->for_each_attention(RadialEvaluation::network,
                           [&](ModelData const& data, auto& model, int t, ProductAlgorithm algorithm,
                               Domain const& domain, std::vector<double> const& u, auto const&) {
                             auto const average = this->forward(model, t, algorithm, domain, u);
                             std::size_t const row = average.M.size() / domain.n_owned, heads = data.architecture.heads;
                             for (std::size_t k = row; k < 2 * row; ++k) EXPECT_EQ(average.M[k], 0.0);
                             for (std::size_t h = heads; h < 2 * heads; ++h) EXPECT_EQ(average.n[h], 1.0);
                           });
}

TYPED_TEST(Attention, BackwardToSendersIsTheAdjoint) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_attention(
        radial, [&](ModelData const&, auto& model, int t, ProductAlgorithm algorithm, Domain const& domain,
                    std::vector<double> const& u, std::vector<double> const& M_adj) {
          auto const u_adj = this->backward(model, t, algorithm, domain, u, M_adj, true).u_adj;
          expect_adjoint(
              [&](std::vector<double> const& input) { return this->forward(model, t, algorithm, domain, input).M; }, u,
              u_adj, M_adj, 1e-8);
        });
}

TYPED_TEST(Attention, BackwardToEdgesIsTheAdjoint) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_attention(
        radial, [&](ModelData const&, auto& model, int t, ProductAlgorithm algorithm, Domain const& domain,
                    std::vector<double> const& u, std::vector<double> const& M_adj) {
          auto const actual = this->backward(model, t, algorithm, domain, u, M_adj, true);
          auto const with_displacements = [&](std::vector<double> const& x) {
            Domain moved = domain;
            for (std::size_t k = 0; k < x.size(); ++k) moved.edges[k / 3].offset[k % 3] = x[k];
            return this->forward(model, t, algorithm, moved, u).M;
          };
          auto const x = displacements(domain);
          expect_adjoint(with_displacements, x, actual.edge_gradient, M_adj, 0, x.size(), 1e-7, 2e-4);

          auto const edges_only = this->backward(model, t, algorithm, domain, u, M_adj, false);
          EXPECT_TRUE(
              all_near(edges_only.edge_gradient, actual.edge_gradient, 1e-12 * (1.0 + max_abs(actual.edge_gradient))));
          EXPECT_TRUE(all_near(edges_only.u_adj, std::vector<double>(u.size(), 5.0), 0.0));
        });
}

TYPED_TEST(Attention, BackwardToWeightsIsTheAdjoint) {
  this->for_each_attention(RadialEvaluation::network, [&](ModelData const& data, auto& model, int t,
                                                          ProductAlgorithm algorithm, Domain const& domain,
                                                          std::vector<double> const& u,
                                                          std::vector<double> const& M_adj) {
    auto const weight_adj = worker_gradients(model, this->workers);
    auto const with_gradient = this->backward(model, t, algorithm, domain, u, M_adj, true, weight_adj);
    auto const without = this->backward(model, t, algorithm, domain, u, M_adj, true);
    EXPECT_TRUE(all_near(without.edge_gradient, with_gradient.edge_gradient, 0.0));
    EXPECT_TRUE(all_near(without.u_adj, with_gradient.u_adj, 0.0));

    std::string const layer = "layer_" + std::to_string(t) + "/";
    std::vector<std::string> names = {layer + "value", layer + "attention"};
    for (std::size_t k = 0; k <= data.architecture.radial_hidden.size(); ++k)
      names.push_back(layer + "radial_" + std::to_string(k));
    this->expect_weight_gradient(
        data, model, names, weight_adj, M_adj, [&] { return this->forward(model, t, algorithm, domain, u).M; }, 1e-8);
  });
}

}  // namespace
}  // namespace tesseral::test

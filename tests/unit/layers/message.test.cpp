// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/layers/layer_operators.hpp"

#include "reference/message.hpp"
#include "support/domains.hpp"
#include "support/layer_test.hpp"

namespace tesseral::test {
namespace {

// Four receivers, one of them without edges and one with more edges than a tile holds, and two ghosts, one of which
// sends nothing. Some edges are longer than the cutoff.
Domain random_domain(double r_cut) {
  Random random(5);
  Domain domain;
  domain.n_owned = 4;
  domain.atom = {0, 1, 2, 3, 4, 5};
  domain.species = {0, 0, 0, 0, 0, 0};
  int const edges_of[4] = {7, 0, 270, 3};
  for (int i = 0; i < domain.n_owned; ++i)
    for (int k = 0; k < edges_of[i]; ++k) {
      double const length = random.uniform(0.2, 1.05) * r_cut;
      auto r = random.unit_vector();
      for (double& x : r) x *= length;
      domain.edges.push_back({i, random.index(5), r});
    }
  return domain;
}

std::vector<double> displacements(Domain const& domain) {
  std::vector<double> x;
  for (auto const& edge : domain.edges) x.insert(x.end(), edge.offset.begin(), edge.offset.end());
  return x;
}

template <class Space>
class Message : public LayerTest<Space> {
 public:
  static std::vector<double> forward(Model<Space, double> const& model, int t, Domain const& domain,
                                     std::vector<double> const& u) {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_max), C = a.channels;
    DomainGraph<Space> const graph(domain);
    auto const M = to_features<Space>(std::vector<double>(domain.n_owned * rows * C, 5.0), rows, C);
    message_forward<Space, double>(Space{}, message_operator(model, t, graph.graph()),
                                   to_features<Space>(u, num_lm(a.l_in(t)), C), M);
    return from_features<Space>(M, rows, C);
  }

  /// test(data, model, t, domain, u, M_adj) for all layers.
  template <class Test>
  static void for_each_message(Test const& test) {
    Random random(6);
    LayerTest<Space>::for_each_layer([&](ModelData const& data, Model<Space, double>& model, int t) {
      Architecture const& a = data.architecture;
      Domain const domain = random_domain(a.r_cut);
      auto const u = random.normals(domain.atom.size() * num_lm(a.l_in(t)) * a.channels);
      auto const M_adj = random.normals(domain.n_owned * num_lm(a.l_max) * a.channels);
      test(data, model, t, domain, u, M_adj);
    });
  }
};
TYPED_TEST_SUITE(Message, Spaces);

TYPED_TEST(Message, ForwardIsEquivalentToReference) {
  this->for_each_message([&](ModelData const& data, auto& model, int t, Domain const& domain,
                             std::vector<double> const& u, std::vector<double> const&) {
    std::vector<reference::EdgeVector> edges;
    for (auto const& edge : domain.edges) edges.push_back({edge.receiver, edge.sender, edge.offset});
    auto const expected = reference::message(data, t, edges, domain.n_owned, u);
    EXPECT_TRUE(all_near_relative(this->forward(model, t, domain, u), expected, 1e-12));
  });
}

TYPED_TEST(Message, BackwardToSendersIsTheAdjoint) {
  this->for_each_message([&](ModelData const& data, auto& model, int t, Domain const& domain,
                             std::vector<double> const& u, std::vector<double> const& M_adj) {
    Architecture const& a = data.architecture;
    int const rows_in = num_lm(a.l_in(t)), C = a.channels;
    DomainGraph<TypeParam> const graph(domain);
    auto const u_adj = to_features<TypeParam>(std::vector<double>(u.size(), 5.0), rows_in, C);
    message_backward_senders<TypeParam, double>(TypeParam{}, message_operator(model, t, graph.graph()),
                                                to_features<TypeParam>(M_adj, num_lm(a.l_max), C), u_adj);
    expect_adjoint([&](std::vector<double> const& input) { return this->forward(model, t, domain, input); }, u,
                   from_features<TypeParam>(u_adj, rows_in, C), M_adj, 1e-9);
  });
}

TYPED_TEST(Message, BackwardToEdgesIsTheAdjoint) {
  this->for_each_message([&](ModelData const& data, auto& model, int t, Domain const& domain,
                             std::vector<double> const& u, std::vector<double> const& M_adj) {
    Architecture const& a = data.architecture;
    int const C = a.channels;
    DomainGraph<TypeParam> const graph(domain);
    auto const backward = [&](Array2<double, TypeParam> const& weight_adj) {
      std::vector<std::array<double, 3>> const start(domain.edges.size(), {1.0, 1.0, 1.0});
      auto const edge_gradient = to_space<TypeParam>(start);
      message_backward_edges<TypeParam, double>(
          TypeParam{}, message_operator(model, t, graph.graph()), to_features<TypeParam>(u, num_lm(a.l_in(t)), C),
          to_features<TypeParam>(M_adj, num_lm(a.l_max), C), edge_gradient, weight_adj);
      auto added = to_host(edge_gradient);
      for (double& g : added) g -= 1.0;
      return added;
    };
    auto const weight_adj = worker_gradients(model, this->workers);
    auto const edge_gradient = backward(weight_adj);
    EXPECT_TRUE(all_near(backward({}), edge_gradient, 0.0));
    auto const with_displacements = [&](std::vector<double> const& x) {
      Domain moved = domain;
      for (std::size_t k = 0; k < x.size(); ++k) moved.edges[k / 3].offset[k % 3] = x[k];
      return this->forward(model, t, moved, u);
    };
    auto const x = displacements(domain);
    expect_adjoint(with_displacements, x, edge_gradient, M_adj, 0, x.size(), 1e-7, 2e-4);

    std::string const layer = "layer_" + std::to_string(t) + "/";
    std::vector<std::string> names;
    for (std::size_t k = 0; k <= a.radial_hidden.size(); ++k) names.push_back(layer + "radial_" + std::to_string(k));
    if (a.radial_weights == RadialWeights::degree) {
      names.push_back(layer + "degree_in");
      names.push_back(layer + "degree_out");
    }
    this->expect_weight_gradient(
        data, model, names, weight_adj, M_adj, [&] { return this->forward(model, t, domain, u); }, 1e-8);
  });
}

}  // namespace
}  // namespace tesseral::test

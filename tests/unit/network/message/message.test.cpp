// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/message.hpp"

#include "reference/message.hpp"
#include "support/layer_test.hpp"
#include "support/operators.hpp"
#include "support/random_domain.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class Message : public LayerTest<Space> {
 public:
  static std::vector<double> forward(Model<Space, double> const& model, int t, Domain const& domain,
                                     std::vector<double> const& u) {
    Architecture const& a = model.architecture();
    int const rows = message_rows(a, t), C = a.channels;
    DomainGraph<Space> const graph(domain);
    auto const M = to_features<Space>(std::vector<double>(domain.n_owned * rows * C, 5.0), rows, C);
    with_message_of(model, t, graph.graph(), [&](auto const& op) {
      message_forward<Space, double>(Space{}, op, to_features<Space>(u, num_lm(a.l_in(t)), C), M);
    });
    return from_features<Space>(M, rows, C);
  }

  struct Adjoints {
    std::vector<double> edge_gradient, u_adj;
  };
  /// Without u_adj it comes back as it was, all 5.
  static Adjoints backward(Model<Space, double> const& model, int t, Domain const& domain, std::vector<double> const& u,
                           std::vector<double> const& M_adj, bool with_u_adj,
                           Array2<double, Space> const& weight_adj = {}) {
    Architecture const& a = model.architecture();
    int const rows = message_rows(a, t), rows_in = num_lm(a.l_in(t)), C = a.channels;
    DomainGraph<Space> const graph(domain);
    auto const edge_gradient =
        to_space<Space>(std::vector<std::array<double, 3>>(domain.edges.size(), {1.0, 1.0, 1.0}));
    auto const u_adj = to_features<Space>(std::vector<double>(u.size(), 5.0), rows_in, C);
    with_message_of(model, t, graph.graph(), [&](auto const& op) {
      backward_of(op, to_features<Space>(u, rows_in, C), to_features<Space>(M_adj, rows, C), edge_gradient,
                  with_u_adj ? u_adj : Features<double, Space>{}, weight_adj);
    });
    Adjoints result{to_host(edge_gradient), from_features<Space>(u_adj, rows_in, C)};
    for (double& g : result.edge_gradient) g -= 1.0;
    return result;
  }

  /// test(data, model, t, domain, u, M_adj) for all layers, with radial functions from the network or from tables.
  template <class Test>
  static void for_each_message(RadialEvaluation radial, Test const& test) {
    Random random(6);
    LayerTest<Space>::for_each_layer(radial, [&](ModelData const& data, Model<Space, double>& model, int t) {
      Architecture const& a = data.architecture;
      Domain const domain = random_domain(a.r_cut, a.species);
      auto const u = random.normals(domain.atom.size() * num_lm(a.l_in(t)) * a.channels);
      auto const M_adj = random.normals(domain.n_owned * message_rows(a, t) * a.channels);
      test(data, model, t, domain, u, M_adj);
    });
  }
};
TYPED_TEST_SUITE(Message, Spaces);

TYPED_TEST(Message, ForwardIsEquivalentToReference) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_message(radial, [&](ModelData const& data, auto& model, int t, Domain const& domain,
                                       std::vector<double> const& u, std::vector<double> const&) {
      auto const edges = edge_vectors(domain);
      auto const expected = reference::message(data, t, edges, domain.n_owned, u);
      double const tolerance = radial == RadialEvaluation::network ? 1e-12 : 1e-8;
      EXPECT_TRUE(all_near_relative(this->forward(model, t, domain, u), expected, tolerance));
    });
}

TYPED_TEST(Message, BackwardToSendersIsTheAdjoint) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_message(radial, [&](ModelData const&, auto& model, int t, Domain const& domain,
                                       std::vector<double> const& u, std::vector<double> const& M_adj) {
      auto const u_adj = this->backward(model, t, domain, u, M_adj, true).u_adj;
      expect_adjoint([&](std::vector<double> const& input) { return this->forward(model, t, domain, input); }, u, u_adj,
                     M_adj, 1e-9);
    });
}

TYPED_TEST(Message, BackwardToEdgesIsTheAdjoint) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_message(radial, [&](ModelData const&, auto& model, int t, Domain const& domain,
                                       std::vector<double> const& u, std::vector<double> const& M_adj) {
      auto const actual = this->backward(model, t, domain, u, M_adj, true);
      auto const with_displacements = [&](std::vector<double> const& x) {
        Domain moved = domain;
        for (std::size_t k = 0; k < x.size(); ++k) moved.edges[k / 3].offset[k % 3] = x[k];
        return this->forward(model, t, moved, u);
      };
      auto const x = displacements(domain);
      expect_adjoint(with_displacements, x, actual.edge_gradient, M_adj, 0, x.size(), 1e-7, 1e-4);

      auto const edges_only = this->backward(model, t, domain, u, M_adj, false);
      EXPECT_TRUE(
          all_near(edges_only.edge_gradient, actual.edge_gradient, 1e-12 * (1.0 + max_abs(actual.edge_gradient))));
      EXPECT_TRUE(all_near(edges_only.u_adj, std::vector<double>(u.size(), 5.0), 0.0));
    });
}

TYPED_TEST(Message, BackwardToWeightsIsTheAdjoint) {
  this->for_each_message(
      RadialEvaluation::network, [&](ModelData const& data, auto& model, int t, Domain const& domain,
                                     std::vector<double> const& u, std::vector<double> const& M_adj) {
        Architecture const& a = data.architecture;
        auto const weight_adj = worker_gradients(model, this->workers);
        auto const with_gradient = this->backward(model, t, domain, u, M_adj, true, weight_adj);
        auto const without = this->backward(model, t, domain, u, M_adj, true);
        EXPECT_TRUE(all_near(without.edge_gradient, with_gradient.edge_gradient, 0.0));
        EXPECT_TRUE(all_near(without.u_adj, with_gradient.u_adj, 0.0));

        std::string const layer = "layer_" + std::to_string(t) + "/";
        std::vector<std::string> names;
        for (std::size_t k = 0; k <= a.radial_hidden.size(); ++k)
          names.push_back(layer + "radial_" + std::to_string(k));
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

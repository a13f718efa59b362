// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/product_message.hpp"

#include "reference/message.hpp"
#include "support/layer_test.hpp"
#include "support/operators.hpp"
#include "support/random_domain.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/network/message/convolution_choice.hpp"
#include "tesseral/tensor_product/fourier/fourier.hpp"

namespace tesseral::test {
namespace {

/// What the message of a layer gives, fused or as products.
template <class Space>
struct Messages {
  Model<Space, double> const& model;
  int t;
  std::optional<ProductAlgorithm> algorithm;  // empty: fused

  struct Adjoints {
    std::vector<double> edge_gradient, u_adj;
  };

  std::vector<double> forward(Domain const& domain, std::vector<double> const& u) const {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_max), C = a.channels;
    DomainGraph<Space> const graph(domain);
    auto const M = to_features<Space>(std::vector<double>(domain.n_owned * rows * C, 5.0), rows, C);
    auto const sent = to_features<Space>(u, num_lm(a.l_in(t)), C);
    if (algorithm)
      with_product(graph.graph(),
                   [&](auto const& op) { product_message_forward<Space, double>(Space{}, op, sent, M); });
    else
      message_forward<Space, double>(Space{}, message_of(model, t, graph.graph()), sent, M);
    return from_features<Space>(M, rows, C);
  }

  Adjoints backward(Domain const& domain, std::vector<double> const& u, std::vector<double> const& M_adj,
                    bool with_u_adj, Array2<double, Space> const& weight_adj = {}) const {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_max), rows_in = num_lm(a.l_in(t)), C = a.channels;
    DomainGraph<Space> const graph(domain);
    auto const edge_gradient =
        to_space<Space>(std::vector<std::array<double, 3>>(domain.edges.size(), {1.0, 1.0, 1.0}));
    auto const u_adj = to_features<Space>(std::vector<double>(u.size(), 5.0), rows_in, C);
    auto const sent = to_features<Space>(u, rows_in, C), adjoint = to_features<Space>(M_adj, rows, C);
    auto const wanted = with_u_adj ? u_adj : Features<double, Space>{};
    if (algorithm)
      with_product(graph.graph(), [&](auto const& op) {
        product_message_backward<Space, double>(Space{}, op, sent, adjoint, edge_gradient, wanted, weight_adj);
      });
    else
      message_backward<Space, double>(Space{}, message_of(model, t, graph.graph()), sent, adjoint, edge_gradient,
                                      wanted, weight_adj);
    Adjoints result{to_host(edge_gradient), from_features<Space>(u_adj, rows_in, C)};
    for (double& g : result.edge_gradient) g -= 1.0;
    return result;
  }

 private:
  template <class Call>
  void with_product(NeighborGraph<Space> const& graph, Call const& call) const {
    auto const product =
        make_gaunt_product<Space, double>(message_product_spec(model.architecture(), t, model.channels()), *algorithm);
    Array1<double, Space> const work("test::work", product_message_work<Space, double>(Space{}, product.spec));
    call(product_message(model, t, product, graph, all_receivers(graph), work));
  }
};

template <class Space>
class ProductMessageTest : public LayerTest<Space> {
 public:
  /// test(data, model, messages by an algorithm, domain, u, M_adj) for the layers whose message is a product.
  template <class Test>
  static void for_each_message(RadialEvaluation radial, std::vector<ProductAlgorithm> const& algorithms,
                               Test const& test) {
    int tried = 0;
    Random random(6);
    LayerTest<Space>::for_each_layer(radial, [&](ModelData const& data, Model<Space, double>& model, int t) {
      Architecture const& a = data.architecture;
      if (!convolution_is_product(a)) return;
      Domain const domain = random_domain(a.r_cut, a.species);
      auto const u = random.normals(domain.atom.size() * num_lm(a.l_in(t)) * a.channels);
      auto const M_adj = random.normals(domain.n_owned * num_lm(a.l_max) * a.channels);
      for (ProductAlgorithm const algorithm : algorithms) {
        SCOPED_TRACE(name(algorithm));
        test(data, model, Messages<Space>{model, t, algorithm}, domain, u, M_adj);
        ++tried;
      }
    });
    EXPECT_GT(tried, 6);
  }

  static std::vector<ProductAlgorithm> every() {
    std::vector<ProductAlgorithm> list;
    for (ProductAlgorithm const algorithm : product_algorithms)
      if (algorithm != ProductAlgorithm::fft || has_fast_fourier<Space>()) list.push_back(algorithm);
    return list;
  }

  static std::vector<std::string> tensors_of(Architecture const& a, int t) {
    std::string const layer = "layer_" + std::to_string(t) + "/";
    std::vector<std::string> names;
    for (std::size_t k = 0; k <= a.radial_hidden.size(); ++k) names.push_back(layer + "radial_" + std::to_string(k));
    if (a.radial_weights == RadialWeights::degree)
      for (char const* const name : {"degree_in", "degree_out"}) names.push_back(layer + name);
    return names;
  }
};
TYPED_TEST_SUITE(ProductMessageTest, Spaces);

TYPED_TEST(ProductMessageTest, ForwardIsEquivalentToReference) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_message(
        radial, this->every(),
        [&](ModelData const& data, auto&, auto const& messages, Domain const& domain, auto const& u, auto const&) {
          auto const edges = edge_vectors(domain);
          auto const expected = reference::message(data, messages.t, edges, domain.n_owned, u);
          double const tolerance = radial == RadialEvaluation::network ? 1e-12 : 1e-8;
          EXPECT_TRUE(all_near_relative(messages.forward(domain, u), expected, tolerance));
        });
}

TYPED_TEST(ProductMessageTest, BothPassesAreThoseOfTheFusedMessage) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_message(
        radial, this->every(),
        [&](ModelData const&, auto& model, auto const& messages, Domain const& domain, auto const& u,
            auto const& M_adj) {
          Messages<TypeParam> const fused{model, messages.t, {}};
          double const tolerance = radial == RadialEvaluation::network ? 1e-12 : 1e-7;  // a table interpolates rho or R
          EXPECT_TRUE(all_near_relative(messages.forward(domain, u), fused.forward(domain, u), tolerance));
          for (bool const with_u_adj : {true, false}) {
            auto const actual = messages.backward(domain, u, M_adj, with_u_adj);
            auto const expected = fused.backward(domain, u, M_adj, with_u_adj);
            EXPECT_TRUE(all_near_relative(actual.edge_gradient, expected.edge_gradient, tolerance));
            EXPECT_TRUE(all_near_relative(actual.u_adj, expected.u_adj, tolerance));
          }
        });
}

TYPED_TEST(ProductMessageTest, BackwardToSendersIsTheAdjoint) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_message(
        radial, {ProductAlgorithm::cp, ProductAlgorithm::fourier},
        [&](ModelData const&, auto&, auto const& messages, Domain const& domain, auto const& u, auto const& M_adj) {
          auto const u_adj = messages.backward(domain, u, M_adj, true).u_adj;
          expect_adjoint([&](std::vector<double> const& input) { return messages.forward(domain, input); }, u, u_adj,
                         M_adj, 1e-9);
        });
}

TYPED_TEST(ProductMessageTest, BackwardToEdgesIsTheAdjoint) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_message(
        radial, {ProductAlgorithm::cp, ProductAlgorithm::direct},
        [&](ModelData const&, auto&, auto const& messages, Domain const& domain, auto const& u, auto const& M_adj) {
          auto const with_displacements = [&](std::vector<double> const& x) {
            Domain moved = domain;
            for (std::size_t k = 0; k < x.size(); ++k) moved.edges[k / 3].offset[k % 3] = x[k];
            return messages.forward(moved, u);
          };
          auto const x = displacements(domain);
          auto const gradient = messages.backward(domain, u, M_adj, true).edge_gradient;
          expect_adjoint(with_displacements, x, gradient, M_adj, 0, x.size(), 1e-7, 2e-4);
        });
}

TYPED_TEST(ProductMessageTest, BackwardToWeightsIsTheAdjoint) {
  this->for_each_message(RadialEvaluation::network, {ProductAlgorithm::direct, ProductAlgorithm::cp},
                         [&](ModelData const& data, auto& model, auto const& messages, Domain const& domain,
                             auto const& u, auto const& M_adj) {
                           auto const weight_adj = worker_gradients(model, this->workers);
                           auto const with_gradient = messages.backward(domain, u, M_adj, true, weight_adj);
                           auto const without = messages.backward(domain, u, M_adj, true);
                           EXPECT_TRUE(all_near(without.edge_gradient, with_gradient.edge_gradient, 0.0));
                           EXPECT_TRUE(all_near(without.u_adj, with_gradient.u_adj, 0.0));
                           this->expect_weight_gradient(
                               data, model, this->tensors_of(data.architecture, messages.t), weight_adj, M_adj,
                               [&] { return messages.forward(domain, u); }, 1e-8);
                         });
}

TYPED_TEST(ProductMessageTest, WeightsOfPathsAreNoProduct) {
  auto const path = variants()[2];
  ASSERT_EQ(path.architecture.radial_weights, RadialWeights::path);
  Model<TypeParam, double> const model(random_model(path));
  auto const product = make_gaunt_product<TypeParam, double>(
      message_product_spec(path.architecture, 0, model.channels()), ProductAlgorithm::cp);
  EXPECT_THROW(product_message(model, 0, product, NeighborGraph<TypeParam>{}, {}, Array1<double, TypeParam>{}), Error);
}

}  // namespace
}  // namespace tesseral::test

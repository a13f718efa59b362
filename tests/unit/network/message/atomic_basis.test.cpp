// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/atomic_basis.hpp"

#include "reference/message.hpp"
#include "reference/node.hpp"
#include "support/layer_test.hpp"
#include "support/random_domain.hpp"
#include "tesseral/network/radial/first_layer_choice.hpp"

namespace tesseral::test {
namespace {

/// What the first layer's senders tell, by one atom after the other.
std::vector<double> sender_features(ModelData const& data, std::vector<int> const& species) {
  int const C = data.architecture.channels;
  double const *const X = reference::weights(data, "embedding"), *const U = reference::weights(data, 0, "mixing_in");
  std::vector<double> u(species.size() * C, 0.0);
  for (std::size_t j = 0; j < species.size(); ++j)
    for (int in = 0; in < C; ++in)
      for (int c = 0; c < C; ++c) u[j * C + c] += X[species[j] * C + in] * U[in * C + c];
  return u;
}

/// The first layer's mixed message A of the receivers, by sums without channels and folded weights.
template <class Space>
class AtomicBasis : public LayerTest<Space> {
 public:
  using Rows = Features<double, Space>;

  static BasisEdges<Space, double> edges(Model<Space, double> const& model, DomainGraph<Space> const& graph) {
    return basis_edges(model, graph.graph(), all_receivers(graph.graph()));
  }
  static std::vector<double> forward(Model<Space, double> const& model, Domain const& domain) {
    Architecture const& a = model.architecture();
    DomainGraph<Space> const graph(domain);
    auto const op = edges(model, graph);
    int const rows = num_lm(a.l_max), longer = 3;
    Rows const S("test::S", domain.n_owned, rows * op.columns() + longer);
    Kokkos::deep_copy(S, 5.0);
    atomic_basis_forward<Space, double>(Space{}, op, S);
    auto const A = to_features<Space>(std::vector<double>(domain.n_owned * rows * a.channels, 5.0), rows, a.channels);
    FoldedWeights<Space, double> folded(model);
    folded.prepare(Space{}, false);
    channel_mixing_forward<Space, double>(Space{}, folded.mixing(graph.graph().species, domain.n_owned), S, A,
                                          GemmMode::overwrite);
    return from_features<Space>(A, rows, a.channels);
  }
  struct Adjoints {
    std::vector<double> edge_gradient;
    Array2<double, Space> weight_adj;
  };
  static Adjoints backward(Model<Space, double> const& model, Domain const& domain, std::vector<double> const& A_adj,
                           bool with_gradient) {
    Architecture const& a = model.architecture();
    DomainGraph<Space> const graph(domain);
    auto const op = edges(model, graph);
    int const rows = num_lm(a.l_max);
    Rows const S("test::S", domain.n_owned, rows * op.columns()), S_adj("test::S_adj", domain.n_owned, S.extent(1));
    auto const A_adj_rows = to_features<Space>(A_adj, rows, a.channels);
    auto const edge_gradient =
        to_space<Space>(std::vector<std::array<double, 3>>(domain.edges.size(), {1.0, 1.0, 1.0}));
    auto const weight_adj =
        with_gradient ? worker_gradients(model, LayerTest<Space>::workers) : Array2<double, Space>{};
    FoldedWeights<Space, double> folded(model);
    folded.prepare(Space{}, with_gradient);
    atomic_basis_forward<Space, double>(Space{}, op, S);
    channel_mixing_backward<Space, double>(Space{}, folded.mixing(graph.graph().species, domain.n_owned), S, A_adj_rows,
                                           S_adj, GemmMode::overwrite, folded.gradient());
    atomic_basis_backward<Space, double>(Space{}, op, S_adj, edge_gradient, weight_adj);
    if (with_gradient) folded.add_gradient(Space{}, weight_adj);
    Adjoints result{to_host(edge_gradient), weight_adj};
    for (double& g : result.edge_gradient) g -= 1.0;
    return result;
  }

  /// test(data, model, domain, A_adj) for the first layer of all networks that have one, from the network or a table.
  template <class Test>
  static void for_each_first_layer(RadialEvaluation radial, Test const& test) {
    Random random(6);
    int tried = 0;
    LayerTest<Space>::for_each_layer(radial, [&](ModelData const& data, Model<Space, double>& model, int t) {
      Architecture const& a = data.architecture;
      if (t > 0 || a.coupling != Coupling::gaunt) return;
      if (radial == RadialEvaluation::table && model.hidden_table().n == 0) return;
      ++tried;
      Domain const domain = random_domain(a.r_cut, a.species);
      test(data, model, domain, random.normals(domain.n_owned * num_lm(a.l_max) * a.channels));
    });
    EXPECT_GT(tried, 5);
  }
};
TYPED_TEST_SUITE(AtomicBasis, Spaces);

TYPED_TEST(AtomicBasis, ForwardIsEquivalentToReference) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_first_layer(
        radial, [&](ModelData const& data, auto& model, Domain const& domain, std::vector<double> const&) {
          auto const M =
              reference::message(data, 0, edge_vectors(domain), domain.n_owned, sender_features(data, domain.species));
          std::vector<int> const species(domain.species.begin(), domain.species.begin() + domain.n_owned);
          auto const expected = reference::mix_message(data, 0, species, M);
          double const tolerance = radial == RadialEvaluation::network ? 1e-12 : 1e-8;
          EXPECT_TRUE(all_near_relative(this->forward(model, domain), expected, tolerance));
        });
}

TYPED_TEST(AtomicBasis, BackwardToEdgesIsTheAdjoint) {
  for (auto const radial : {RadialEvaluation::network, RadialEvaluation::table})
    this->for_each_first_layer(
        radial, [&](ModelData const&, auto& model, Domain const& domain, std::vector<double> const& A_adj) {
          auto const with_displacements = [&](std::vector<double> const& x) {
            Domain moved = domain;
            for (std::size_t k = 0; k < x.size(); ++k) moved.edges[k / 3].offset[k % 3] = x[k];
            return this->forward(model, moved);
          };
          auto const x = displacements(domain);
          auto const actual = this->backward(model, domain, A_adj, false).edge_gradient;
          expect_adjoint(with_displacements, x, actual, A_adj, 0, x.size(), 1e-7, 1e-4);
        });
}

TYPED_TEST(AtomicBasis, BackwardToWeightsIsTheAdjoint) {
  this->for_each_first_layer(RadialEvaluation::network, [&](ModelData const& data, auto& model, Domain const& domain,
                                                            std::vector<double> const& A_adj) {
    Architecture const& a = data.architecture;
    auto const with_gradient = this->backward(model, domain, A_adj, true);
    auto const without = this->backward(model, domain, A_adj, false);
    EXPECT_TRUE(all_near(without.edge_gradient, with_gradient.edge_gradient, 0.0));
    std::vector<std::string> names = {"embedding", "layer_0/mixing_in", "layer_0/mixing_message"};
    for (std::size_t k = 0; k <= a.radial_hidden.size(); ++k) names.push_back("layer_0/radial_" + std::to_string(k));
    if (a.radial_weights == RadialWeights::degree) {
      names.push_back("layer_0/degree_in");
      names.push_back("layer_0/degree_out");
    }
    this->expect_weight_gradient(
        data, model, names, with_gradient.weight_adj, A_adj, [&] { return this->forward(model, domain); }, 1e-8);
  });
}

// An epoch changes the weights under the layer's hands.
TYPED_TEST(AtomicBasis, FoldsTheWeightsOfNow) {
  ModelData const data = random_model(variants_of("message").front());
  Model<TypeParam, double> model(data);
  FoldedWeights<TypeParam, double> folded(model);
  auto const first_entry = [&] {
    folded.prepare(TypeParam{}, false);
    return to_host(folded.mixing({}, 1).weights)[0];
  };
  double const before = first_entry();
  EXPECT_EQ(first_entry(), before);
  auto weights = data.weights;
  for (double& weight : weights) weight *= 2.0;
  model.set_weights(weights);
  EXPECT_DOUBLE_EQ(first_entry(), 16.0 * before);  // embedding, mixing in, radial map, mixing of messages
}

TEST(FirstLayerChoice, CountsDecide) {
  Architecture a;
  a.channels = 64;
  a.average_neighbors = 28;
  EXPECT_TRUE(sums_before_channels(a));
  a.species = 10;  // ten maps of 32 functions cost more than one of 64 channels
  EXPECT_FALSE(sums_before_channels(a));
  a.radial_hidden = {32, 8};
  EXPECT_TRUE(sums_before_channels(a));
  a.layer_kind = "attention";
  EXPECT_FALSE(sums_before_channels(a));
}

}  // namespace
}  // namespace tesseral::test

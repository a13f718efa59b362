// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/neighbor_density.hpp"

#include "reference/message.hpp"
#include "support/layer_test.hpp"
#include "support/random_domain.hpp"

namespace tesseral::test {
namespace {

/// Messages of one row, which layer t's density divides: M_i n_i.
template <class Space>
class NeighborDensityTest : public LayerTest<Space> {
 public:
  static NeighborDensity<Space, double> density(Model<Space, double> const& model) {
    std::vector<WeightRef> weights;
    for (int t = 0; t < model.architecture().layers; ++t) weights.push_back(model.weight(t, "density"));
    return NeighborDensity<Space, double>(model, weights);
  }
  static std::vector<double> divided(Model<Space, double> const& model, int t, Domain const& domain,
                                     std::vector<double> const& M) {
    DomainGraph<Space> const graph(domain);
    auto densities = density(model);
    densities.prepare(Space{}, graph.graph());
    int const C = model.architecture().channels, rows = static_cast<int>(M.size()) / (domain.n_owned * C);
    auto const message = to_features<Space>(M, rows, C);
    // receivers in two blocks
    densities.divide(Space{}, t, {0, 1}, rows, message);
    AtomRange const others{1, domain.n_owned - 1};
    densities.divide(Space{}, t, others, rows,
                     Kokkos::subview(message, std::make_pair(1, domain.n_owned), Kokkos::ALL));
    return from_features<Space>(message, rows, C);
  }

  template <class Test>
  static void for_each_density(Test const& test) {
    int tried = 0;
    Random random(6);
    LayerTest<Space>::for_each_layer([&](ModelData const& data, Model<Space, double>& model, int t) {
      Architecture const& a = data.architecture;
      if (a.normalisation != Normalisation::density) return;
      ++tried;
      Domain const domain = random_domain(a.r_cut, a.species);
      std::size_t const numbers = domain.n_owned * num_lm(a.l_max) * a.channels;
      test(data, model, t, domain, random.normals(numbers), random.normals(numbers));
    });
    EXPECT_GT(tried, 2);
  }
};
TYPED_TEST_SUITE(NeighborDensityTest, Spaces);

TYPED_TEST(NeighborDensityTest, ForwardIsEquivalentToReference) {
  this->for_each_density([&](ModelData const& data, auto& model, int t, Domain const& domain,
                             std::vector<double> const& M, std::vector<double> const&) {
    auto const norm = reference::density_norm(data, t, edge_vectors(domain), domain.n_owned);
    auto expected = M;
    std::size_t const row = M.size() / domain.n_owned;
    for (std::size_t k = 0; k < M.size(); ++k) expected[k] *= norm[k / row];
    EXPECT_LT(norm[2], 0.9);
    EXPECT_TRUE(all_near_relative(this->divided(model, t, domain, M), expected, 1e-12));
  });
}

// With A = M the adjoint of the mixing in between is the identity.
TYPED_TEST(NeighborDensityTest, BackwardIsTheAdjoint) {
  this->for_each_density([&](ModelData const& data, auto& model, int t, Domain const& domain,
                             std::vector<double> const& M, std::vector<double> const& A_adj) {
    int const C = data.architecture.channels, rows = num_lm(data.architecture.l_max);
    DomainGraph<TypeParam> const graph(domain);
    auto densities = this->density(model);
    densities.prepare(TypeParam{}, graph.graph());
    auto const A = to_features<TypeParam>(this->divided(model, t, domain, M), rows, C);
    densities.backward(TypeParam{}, t, {0, domain.n_owned}, A, to_features<TypeParam>(A_adj, rows, C));
    auto const edge_gradient =
        to_space<TypeParam>(std::vector<std::array<double, 3>>(domain.edges.size(), {1.0, 1.0, 1.0}));
    auto const weight_adj = worker_gradients(model, this->workers);
    densities.to_edges(TypeParam{}, t, edge_gradient, weight_adj);
    auto gradient = to_host(edge_gradient);
    for (double& g : gradient) g -= 1.0;
    auto const with_displacements = [&](std::vector<double> const& x) {
      Domain moved = domain;
      for (std::size_t k = 0; k < x.size(); ++k) moved.edges[k / 3].offset[k % 3] = x[k];
      return this->divided(model, t, moved, M);
    };
    auto const x = displacements(domain);
    expect_adjoint(with_displacements, x, gradient, A_adj, 0, x.size(), 1e-7, 2e-4);
    this->expect_weight_gradient(
        data, model, {"layer_" + std::to_string(t) + "/density"}, weight_adj, A_adj,
        [&] { return this->divided(model, t, domain, M); }, 1e-8);
  });
}

}  // namespace
}  // namespace tesseral::test

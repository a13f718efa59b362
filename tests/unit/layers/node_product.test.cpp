// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/layers/layer_operators.hpp"

#include "reference/node.hpp"
#include "support/layer_test.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class NodeProductTest : public LayerTest<Space> {
 public:
  static NodeProduct<Space, double> operation(Model<Space, double> const& model, int t,
                                              std::vector<int> const& species) {
    return node_product_operator<Space, double>(model, t, to_space<Space>(species), static_cast<int>(species.size()));
  }

  static std::vector<double> forward(Model<Space, double> const& model, int t, std::vector<int> const& species,
                                     std::vector<double> const& A) {
    auto const& a = model.architecture();
    int const rows = num_lm(a.l_out(t)), C = a.channels;
    auto const B = to_features<Space>(std::vector<double>(species.size() * rows * C, 5.0), rows, C);
    node_product_forward<Space, double>(Space{}, operation(model, t, species),
                                        to_features<Space>(A, num_lm(a.l_max), C), B);
    return from_features<Space>(B, rows, C);
  }
};
TYPED_TEST_SUITE(NodeProductTest, Spaces);

TYPED_TEST(NodeProductTest, ForwardIsEquivalentToReference) {
  Random random(1);
  this->for_each_layer([&](ModelData const& data, auto& model, int t) {
    auto const species = this->random_species(data.architecture);
    auto const A = random.normals(species.size() * num_lm(data.architecture.l_max) * data.architecture.channels);
    EXPECT_TRUE(
        all_near_relative(this->forward(model, t, species, A), reference::node_product(data, t, species, A), 1e-12));
  });
}

TYPED_TEST(NodeProductTest, BackwardIsTheAdjoint) {
  Random random(2);
  this->for_each_layer([&](ModelData const& data, auto& model, int t) {
    auto const& a = data.architecture;
    int const rows = num_lm(a.l_max), rows_out = num_lm(a.l_out(t)), C = a.channels;
    auto const species = this->random_species(a);
    auto const A = random.normals(species.size() * rows * C);
    auto const B_adj = random.normals(species.size() * rows_out * C);
    auto const op = this->operation(model, t, species);
    auto const backward = [&](Array2<double, TypeParam> const& weight_adj) {
      auto const A_adj = to_features<TypeParam>(std::vector<double>(A.size(), 5.0), rows, C);
      node_product_backward<TypeParam, double>(TypeParam{}, op, to_features<TypeParam>(A, rows, C),
                                               to_features<TypeParam>(B_adj, rows_out, C), A_adj, weight_adj);
      return from_features<TypeParam>(A_adj, rows, C);
    };
    auto const weight_adj = worker_gradients(model, this->workers);
    auto const A_adj = backward(weight_adj);
    auto const forward = [&](std::vector<double> const& input) { return this->forward(model, t, species, input); };
    expect_adjoint(forward, A, A_adj, B_adj, 1e-8);
    std::string const layer = "layer_" + std::to_string(t) + "/";
    this->expect_weight_gradient(
        data, model, {layer + "product_scale", layer + "product_weight"}, weight_adj, B_adj, [&] { return forward(A); },
        1e-8);
    EXPECT_TRUE(all_near_relative(backward({}), A_adj, 1e-14));
  });
}

}  // namespace
}  // namespace tesseral::test

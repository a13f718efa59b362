// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/node_product.hpp"

#include "reference/node.hpp"
#include "support/layer_test.hpp"
#include "support/operators.hpp"
#include "support/wigner_d.hpp"

namespace tesseral::test {
namespace {

// Of a channel that pads, in all: fft transforms it together with its neighbour.
constexpr double rounding = 1e-10;

template <class Space>
class NodeProductTest : public LayerTest<Space> {
 public:
  static std::vector<double> forward(Model<Space, double> const& model, int t,
                                     NodeProductTables<Space, double> const& plan, std::vector<int> const& species,
                                     std::vector<double> const& A) {
    auto const& a = model.architecture();
    int const rows = num_lm(a.l_out(t)), C = a.channels, atoms = static_cast<int>(species.size());
    auto const B = to_features<Space>(std::vector<double>(species.size() * rows * C, 5.0), rows, C);
    node_product_forward<Space, double>(Space{}, node_product_of(model, t, plan, to_space<Space>(species), atoms),
                                        to_features<Space>(A, num_lm(a.l_max), C), B);
    return from_features<Space>(B, rows, C, rounding);
  }

  /// test(data, model, t, plan) for all layers and algorithms.
  template <class Test>
  void for_each_plan(Test const& test) {
    this->for_each_layer([&](ModelData const& data, auto& model, int t) {
      for (ProductAlgorithm const algorithm : algorithms_for(data.architecture)) {
        SCOPED_TRACE(name(algorithm));
        test(data, model, t, make_node_product_tables(model, t, algorithm));
      }
    });
  }
};
TYPED_TEST_SUITE(NodeProductTest, Spaces);

TYPED_TEST(NodeProductTest, ForwardIsEquivalentToReference) {
  Random random(1);
  this->for_each_plan([&](ModelData const& data, auto& model, int t, auto const& plan) {
    auto const species = this->random_species(data.architecture);
    auto const A = random.normals(species.size() * num_lm(data.architecture.l_max) * data.architecture.channels);
    EXPECT_TRUE(all_near_relative(this->forward(model, t, plan, species, A),
                                  reference::node_product(data, t, species, A), 1e-12));
  });
}

TYPED_TEST(NodeProductTest, BackwardIsTheAdjoint) {
  Random random(2);
  this->for_each_plan([&](ModelData const& data, auto& model, int t, auto const& plan) {
    auto const& a = data.architecture;
    int const rows = num_lm(a.l_max), rows_out = num_lm(a.l_out(t)), C = a.channels;
    auto const species = this->random_species(a);
    auto const A = random.normals(species.size() * rows * C);
    auto const B_adj = random.normals(species.size() * rows_out * C);
    auto const species_in_space = to_space<TypeParam>(species);
    auto const op = node_product_of(model, t, plan, species_in_space, this->atoms);
    auto const backward = [&](Array2<double, TypeParam> const& weight_adj) {
      auto const A_adj = to_features<TypeParam>(std::vector<double>(A.size(), 5.0), rows, C);
      node_product_backward<TypeParam, double>(TypeParam{}, op, to_features<TypeParam>(A, rows, C),
                                               to_features<TypeParam>(B_adj, rows_out, C), A_adj, weight_adj);
      return from_features<TypeParam>(A_adj, rows, C, rounding);
    };
    auto const weight_adj = worker_gradients(model, this->workers);
    auto const A_adj = backward(weight_adj);
    auto const forward = [&](std::vector<double> const& input) {
      return this->forward(model, t, plan, species, input);
    };
    expect_adjoint(forward, A, A_adj, B_adj, 1e-8);
    std::vector<std::string> weights;
    for (auto const& tensor : weight_tensors(a))
      if (tensor.name.find("layer_" + std::to_string(t) + "/product_") == 0) weights.push_back(tensor.name);
    this->expect_weight_gradient(
        data, model, weights, weight_adj, B_adj, [&] { return forward(A); }, 1e-8);
    EXPECT_TRUE(all_near_relative(backward({}), A_adj, 1e-14));
  });
}

// B(D A) = D B(A), D a rotation, and the inversion, under which degree l has the sign (-1)^l.
TYPED_TEST(NodeProductTest, IsEquivariant) {
  Random random(3);
  this->for_each_plan([&](ModelData const& data, auto& model, int t, auto const& plan) {
    auto const& a = data.architecture;
    int const C = a.channels;
    auto const species = this->random_species(a);
    auto const A = random.normals(species.size() * num_lm(a.l_max) * C);
    auto const B = this->forward(model, t, plan, species, A);
    for (bool const inverted : {false, true}) {
      SCOPED_TRACE(inverted);
      auto D = wigner_d(a.l_max, random_rotation(random));
      for (int l = 1; inverted && l <= a.l_max; l += 2)
        for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm)
          for (double& entry : D[lm]) entry = -entry;
      auto const moved = [&](std::vector<double> const& x, int rows) {
        std::vector<double> y(x.size(), 0.0);
        for (std::size_t i = 0; i < species.size(); ++i)
          for (int c = 0; c < C; ++c)
            for (int row = 0; row < rows; ++row)
              for (int column = 0; column < rows; ++column)
                y[(i * rows + row) * C + c] += D[row][column] * x[(i * rows + column) * C + c];
        return y;
      };
      EXPECT_TRUE(all_near_relative(this->forward(model, t, plan, species, moved(A, num_lm(a.l_max))),
                                    moved(B, num_lm(a.l_out(t))), 1e-13));
    }
  });
}

// More atoms than are computed at a time where products follow one another, and a number that no share divides.
TYPED_TEST(NodeProductTest, ManyAtomsAreAsFewAtATime) {
  Random random(4);
  int const n = 517;
  for (auto const& variant : variants_of("message")) {
    SCOPED_TRACE(variant.name);
    auto const& a = variant.architecture;
    Model<TypeParam, double> const model(random_model(variant));
    auto const species = this->random_species(a, n);
    std::size_t const row = num_lm(a.l_max) * a.channels, row_out = num_lm(a.l_out(0)) * a.channels;
    auto const A = random.normals(n * row);
    for (ProductAlgorithm const algorithm : algorithms_for(a)) {
      SCOPED_TRACE(name(algorithm));
      auto const plan = make_node_product_tables(model, 0, algorithm);
      auto const all = this->forward(model, 0, plan, species, A);
      for (int const first : {0, 250, 510}) {
        auto const few = this->forward(model, 0, plan, {species.begin() + first, species.begin() + first + 7},
                                       {A.begin() + first * row, A.begin() + (first + 7) * row});
        EXPECT_TRUE(all_near_relative(
            few, std::vector<double>(all.begin() + first * row_out, all.begin() + (first + 7) * row_out), 1e-14));
      }
    }
  }
}

}  // namespace
}  // namespace tesseral::test

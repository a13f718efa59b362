// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/degree_norm.hpp"

#include "support/layer_test.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class DegreeNormTest : public LayerTest<Space> {
 public:
  using Tables = Model<Space, double>;

  static DegreeNorm<Space, double> operation(Tables const& model, int t, int n) {
    return {model.values(), model.weight(t, "norm_in"), model.architecture().l_in(t), n, model.architecture().channels};
  }

  static std::vector<double> forward(Tables const& model, int t, std::vector<double> const& x) {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_in(t)), C = a.channels, n = static_cast<int>(x.size()) / (rows * C);
    auto const y = to_features<Space>(std::vector<double>(x.size(), 5.0), rows, C);
    Array2<double, Space> const s("test::s", n, a.l_in(t) + 1);
    degree_norm_forward<Space, double>(Space{}, operation(model, t, n), to_features<Space>(x, rows, C), y, s);
    return from_features<Space>(y, rows, C);
  }

  /// Added to 5 with GemmMode::accumulate.
  static std::vector<double> backward(Tables const& model, int t, std::vector<double> const& x,
                                      std::vector<double> const& y_adj, GemmMode mode,
                                      Array2<double, Space> const& weight_adj = {}) {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_in(t)), C = a.channels, n = static_cast<int>(x.size()) / (rows * C);
    auto const x_in = to_features<Space>(x, rows, C), y = to_features<Space>(x, rows, C);
    auto const x_adj = to_features<Space>(std::vector<double>(x.size(), 5.0), rows, C);
    Array2<double, Space> const s("test::s", n, a.l_in(t) + 1);
    auto const op = operation(model, t, n);
    degree_norm_forward<Space, double>(Space{}, op, x_in, y, s);
    degree_norm_backward<Space, double>(Space{}, op, x_in, s, to_features<Space>(y_adj, rows, C), x_adj, mode,
                                        weight_adj);
    return from_features<Space>(x_adj, rows, C);
  }

  template <class Test>
  static void for_each_norm(Test const& test) {
    Random random(6);
    LayerTest<Space>::for_each_layer(
        RadialEvaluation::network,
        [&](ModelData const& data, Tables& model, int t) {
          std::size_t const numbers =
              LayerTest<Space>::atoms * num_lm(data.architecture.l_in(t)) * data.architecture.channels;
          test(data, model, t, random.normals(numbers), random.normals(numbers));
        },
        "attention");
  }
};
TYPED_TEST_SUITE(DegreeNormTest, Spaces);

TYPED_TEST(DegreeNormTest, ForwardIsEquivalentToReference) {
  this->for_each_norm([&](ModelData const& data, auto& model, int t, std::vector<double> const& x, auto const&) {
    Architecture const& a = data.architecture;
    double const* const g = reference::weights(data, t, "norm_in");
    int const C = a.channels, rows = num_lm(a.l_in(t));
    std::vector<double> expected = x;
    for (std::size_t i = 0; i < x.size() / (rows * C); ++i)
      for (int l = 0; l <= a.l_in(t); ++l) {
        double square = 0.0;
        for (int k = l * l * C; k < (l + 1) * (l + 1) * C; ++k) square += x[i * rows * C + k] * x[i * rows * C + k];
        for (int k = l * l * C; k < (l + 1) * (l + 1) * C; ++k)
          expected[i * rows * C + k] *= g[l * C + k % C] / std::sqrt(0.1 + square / ((2 * l + 1) * C));
      }
    EXPECT_TRUE(all_near_relative(this->forward(model, t, x), expected, 1e-14));
  });
}

TYPED_TEST(DegreeNormTest, IsLinearAtZero) {
  this->for_each_norm([&](ModelData const&, auto& model, int t, std::vector<double> x, auto const&) {
    for (double& value : x) value *= 1e-6;
    auto const once = this->forward(model, t, x);
    for (double& value : x) value *= -2.0;
    auto twice = this->forward(model, t, x);
    for (double& value : twice) value *= -0.5;
    EXPECT_TRUE(all_near_relative(twice, once, 1e-9));
  });
}

TYPED_TEST(DegreeNormTest, BackwardIsTheAdjoint) {
  this->for_each_norm(
      [&](ModelData const& data, auto& model, int t, std::vector<double> const& x, std::vector<double> const& y_adj) {
        auto const x_adj = this->backward(model, t, x, y_adj, GemmMode::overwrite);
        expect_adjoint([&](std::vector<double> const& input) { return this->forward(model, t, input); }, x, x_adj,
                       y_adj, 1e-9);
        auto added = this->backward(model, t, x, y_adj, GemmMode::accumulate);
        for (double& value : added) value -= 5.0;
        EXPECT_TRUE(all_near(added, x_adj, 1e-14 * (5.0 + max_abs(x_adj))));

        auto const weight_adj = worker_gradients(model, this->workers);
        this->backward(model, t, x, y_adj, GemmMode::overwrite, weight_adj);
        this->expect_weight_gradient(
            data, model, {"layer_" + std::to_string(t) + "/norm_in"}, weight_adj, y_adj,
            [&] { return this->forward(model, t, x); }, 1e-9);
      });
}

}  // namespace
}  // namespace tesseral::test

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/feed_forward.hpp"

#include "support/layer_test.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class FeedForwardTest : public LayerTest<Space> {
 public:
  using Tables = Model<Space, double>;

  static FeedForward<Space, double> operation(Tables const& model, int t, int n) {
    return {model.values(),
            model.transposed(),
            model.weight(t, "feed_in"),
            model.weight(t, "feed_gate"),
            model.weight(t, "feed_out"),
            model.architecture().l_out(t),
            n};
  }

  /// What is added to h.
  static std::vector<double> forward(Tables const& model, int t, std::vector<double> const& y) {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_out(t)), C = a.channels;
    auto const op = operation(model, t, static_cast<int>(y.size()) / (rows * C));
    FeedForwardWork<Space, double> work;
    work.prepare(op);
    auto const h = to_features<Space>(std::vector<double>(y.size(), 5.0), rows, C);
    feed_forward_forward<Space, double>(Space{}, op, work, to_features<Space>(y, rows, C), h);
    auto result = from_features<Space>(h, rows, C);
    for (double& value : result) value -= 5.0;
    return result;
  }

  static std::vector<double> backward(Tables const& model, int t, std::vector<double> const& y,
                                      std::vector<double> const& h_adj, Array2<double, Space> const& weight_adj) {
    Architecture const& a = model.architecture();
    int const rows = num_lm(a.l_out(t)), C = a.channels;
    auto const op = operation(model, t, static_cast<int>(y.size()) / (rows * C));
    FeedForwardWork<Space, double> work;
    work.prepare(op);
    auto const y_adj = to_features<Space>(std::vector<double>(y.size(), 5.0), rows, C);
    feed_forward_backward<Space, double>(Space{}, op, work, to_features<Space>(y, rows, C),
                                         to_features<Space>(h_adj, rows, C), y_adj, weight_adj);
    return from_features<Space>(y_adj, rows, C);
  }

  /// test(data, model, t, y, h_adj) for `n` atoms.
  template <class Test>
  static void for_each_block(int n, Test const& test) {
    Random random(6);
    LayerTest<Space>::for_each_layer(
        RadialEvaluation::network,
        [&](ModelData const& data, Tables& model, int t) {
          std::size_t const numbers = n * num_lm(data.architecture.l_out(t)) * data.architecture.channels;
          auto const y = random.normals(numbers);
          test(data, model, t, y, random.normals(numbers));
        },
        "attention");
  }
};
TYPED_TEST_SUITE(FeedForwardTest, Spaces);

std::vector<double> expected_of(ModelData const& data, int t, std::vector<double> const& y) {
  Architecture const& a = data.architecture;
  int const C = a.channels, H = 2 * C, l_max = a.l_out(t), rows = num_lm(l_max);
  double const* const in = reference::weights(data, t, "feed_in");
  double const* const out = reference::weights(data, t, "feed_out");
  double const* const gate = l_max > 0 ? reference::weights(data, t, "feed_gate") : nullptr;
  auto const times = [](double const* x, int n, double const* matrix, int m, int column) {
    double sum = 0.0;
    for (int k = 0; k < n; ++k) sum += x[k] * matrix[k * m + column];
    return sum;
  };
  std::vector<double> h;
  for (std::size_t i = 0; i < y.size() / (rows * C); ++i)
    for (int l = 0; l <= l_max; ++l)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
        double const* const scalars = &y[i * rows * C];
        std::vector<double> hidden(H);
        for (int k = 0; k < H; ++k) {
          double const z = times(scalars + lm * C, C, in + l * C * H, H, k);
          hidden[k] = l == 0 ? reference::silu(z) : z / (1.0 + std::exp(-times(scalars, C, gate, H, k)));
        }
        for (int c = 0; c < C; ++c) h.push_back(times(hidden.data(), H, out + l * H * C, C, c));
      }
  return h;
}

TYPED_TEST(FeedForwardTest, ForwardIsEquivalentToReference) {
  // more atoms than a portion has
  this->for_each_block(1030, [&](ModelData const& data, auto& model, int t, std::vector<double> const& y, auto const&) {
    auto const expected = expected_of(data, t, y);
    EXPECT_TRUE(all_near(this->forward(model, t, y), expected, 1e-14 * (5.0 + max_abs(expected))));
  });
}

TYPED_TEST(FeedForwardTest, BackwardIsTheAdjoint) {
  this->for_each_block(7, [&](ModelData const& data, auto& model, int t, std::vector<double> const& y,
                              std::vector<double> const& h_adj) {
    auto const weight_adj = worker_gradients(model, this->workers);
    auto const y_adj = this->backward(model, t, y, h_adj, weight_adj);
    EXPECT_TRUE(all_near(this->backward(model, t, y, h_adj, {}), y_adj, 0.0));
    auto const forward = [&](std::vector<double> const& input) { return this->forward(model, t, input); };
    expect_adjoint(forward, y, y_adj, h_adj, 1e-8);
    std::string const layer = "layer_" + std::to_string(t) + "/";
    std::vector<std::string> names = {layer + "feed_in", layer + "feed_out"};
    if (data.architecture.l_out(t) > 0) names.push_back(layer + "feed_gate");
    this->expect_weight_gradient(
        data, model, names, weight_adj, h_adj, [&] { return forward(y); }, 1e-8);
  });
}

TYPED_TEST(FeedForwardTest, PortionsAddUpToTheGradientOfAll) {
  this->for_each_block(
      2050, [&](ModelData const&, auto& model, int t, std::vector<double> const& y, std::vector<double> const& h_adj) {
        auto const all = worker_gradients(model, this->workers);
        auto const parts = worker_gradients(model, this->workers);
        this->backward(model, t, y, h_adj, all);
        std::size_t const row = y.size() / 2050;
        for (int const first : {0, 1000, 2000}) {
          std::size_t const begin = first * row, end = first == 2000 ? y.size() : (first + 1000) * row;
          this->backward(model, t, {y.begin() + begin, y.begin() + end}, {h_adj.begin() + begin, h_adj.begin() + end},
                         parts);
        }
        EXPECT_TRUE(all_near_relative(sum_of_workers(model, parts), sum_of_workers(model, all), 1e-12));
      });
}

}  // namespace
}  // namespace tesseral::test

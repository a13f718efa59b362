// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/channel_mixing.hpp"

#include "reference/node.hpp"
#include "support/layer_test.hpp"

namespace tesseral::test {
namespace {

// One use of a mixing, but that of messages (message/message_mixing.test.cpp): rows of x hold degrees up to l_x, rows
// of y up to l_y.
struct Use {
  std::string tensor;
  bool by_species;
  int l_max, l_x, l_y;
};

std::vector<Use> uses(Architecture const& a, int t) {
  std::vector<Use> list = {{"mixing_in", false, a.l_in(t), a.l_in(t), a.l_in(t)},
                           {"mixing_out", false, a.l_out(t), a.l_out(t), a.l_out(t)}};
  if (a.l_residual(t) >= 0) list.push_back({"residual", true, a.l_residual(t), a.l_in(t), a.l_out(t)});
  return list;
}

template <class Space>
class ChannelMixingTest : public LayerTest<Space> {
 public:
  static ChannelMixing<Space, double> operation(Model<Space, double> const& model, Use const& use, int t,
                                                std::vector<int> const& species) {
    WeightRef const ref = model.weight(t, use.tensor);
    ChannelMixing<Space, double> op;
    op.weights = model.values();
    op.transposed = model.transposed();
    op.ref = ref;
    op.l_max = use.l_max;
    op.atoms = static_cast<int>(species.size());
    if (use.by_species) op.species = to_space<Space>(species);
    return op;
  }

  // Enough atoms for several tiles of the kernel.
  template <class Test>
  static void for_each_use(Test const& test) {
    LayerTest<Space>::for_each_layer([&](ModelData const& data, Model<Space, double>& model, int t) {
      for (Use const& use : uses(data.architecture, t)) {
        SCOPED_TRACE(use.tensor);
        test(data, model, t, use, LayerTest<Space>::random_species(data.architecture, 101));
      }
    });
  }
};
TYPED_TEST_SUITE(ChannelMixingTest, Spaces);

TYPED_TEST(ChannelMixingTest, ForwardIsEquivalentToReference) {
  Random random(1);
  this->for_each_use([&](ModelData const& data, auto& model, int t, Use const& use, std::vector<int> const& species) {
    int const C = data.architecture.channels, degrees = use.l_max + 1;
    auto const x = random.normals(species.size() * num_lm(use.l_x) * C);
    auto const start = random.normals(species.size() * num_lm(use.l_y) * C);
    double const* W = reference::weights(data, t, use.tensor);
    auto const mixed = reference::mix(x, use.l_x, use.l_max, C, [&](std::size_t i) {
      return W + (use.by_species ? species[i] * degrees * C * C : 0);
    });
    auto const op = this->operation(model, use, t, species);
    for (GemmMode const mode : {GemmMode::accumulate, GemmMode::overwrite}) {
      auto const y = to_features<TypeParam>(start, num_lm(use.l_y), C);
      channel_mixing_forward<TypeParam, double>(TypeParam{}, op, to_features<TypeParam>(x, num_lm(use.l_x), C), y,
                                                mode);
      auto expected = start;
      for (std::size_t i = 0; i < species.size(); ++i)
        for (int k = 0; k < num_lm(use.l_max) * C; ++k) {
          double& value = expected[i * num_lm(use.l_y) * C + k];
          value = (mode == GemmMode::accumulate ? value : 0.0) + mixed[i * num_lm(use.l_max) * C + k];
        }
      EXPECT_TRUE(all_near_relative(from_features<TypeParam>(y, num_lm(use.l_y), C), expected, 1e-13));
    }
  });
}

TYPED_TEST(ChannelMixingTest, BackwardIsTheAdjoint) {
  Random random(2);
  this->for_each_use([&](ModelData const& data, auto& model, int t, Use const& use, std::vector<int> const& species) {
    int const C = data.architecture.channels, rows_x = num_lm(use.l_x), rows_y = num_lm(use.l_y);
    auto const op = this->operation(model, use, t, species);
    auto const x = random.normals(species.size() * rows_x * C);
    auto const y_adj = random.normals(species.size() * rows_y * C);
    auto const forward = [&](std::vector<double> const& input) {
      auto const y = to_features<TypeParam>(std::vector<double>(y_adj.size(), 0.0), rows_y, C);
      channel_mixing_forward<TypeParam, double>(TypeParam{}, op, to_features<TypeParam>(input, rows_x, C), y,
                                                GemmMode::accumulate);
      return from_features<TypeParam>(y, rows_y, C);
    };
    auto const start = random.normals(x.size());
    auto const x_adj = to_features<TypeParam>(start, rows_x, C);
    auto const weight_adj = worker_gradients(model, this->workers);
    channel_mixing_backward<TypeParam, double>(TypeParam{}, op, to_features<TypeParam>(x, rows_x, C),
                                               to_features<TypeParam>(y_adj, rows_y, C), x_adj, GemmMode::accumulate,
                                               weight_adj);
    auto added = from_features<TypeParam>(x_adj, rows_x, C);
    for (std::size_t k = 0; k < added.size(); ++k) added[k] -= start[k];
    expect_adjoint(forward, x, added, y_adj, 1e-9);
    this->expect_weight_gradient(
        data, model, {"layer_" + std::to_string(t) + "/" + use.tensor}, weight_adj, y_adj, [&] { return forward(x); },
        1e-9);

    // overwriting, and without the weights' gradient
    auto const overwritten = to_features<TypeParam>(start, rows_x, C);
    channel_mixing_backward<TypeParam, double>(TypeParam{}, op, to_features<TypeParam>(x, rows_x, C),
                                               to_features<TypeParam>(y_adj, rows_y, C), overwritten,
                                               GemmMode::overwrite, {});
    auto expected = start;
    for (std::size_t i = 0; i < species.size(); ++i)
      for (int k = 0; k < num_lm(use.l_max) * C; ++k) expected[i * rows_x * C + k] = added[i * rows_x * C + k];
    EXPECT_TRUE(all_near_relative(from_features<TypeParam>(overwritten, rows_x, C), expected, 1e-13));
  });
}

}  // namespace
}  // namespace tesseral::test

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/message/message_mixing.hpp"

#include "reference/node.hpp"
#include "support/layer_test.hpp"

namespace tesseral::test {
namespace {

constexpr int many = 101;  // atoms: several tiles of the kernel

template <class Space>
class MessageMixingTest : public LayerTest<Space> {
 public:
  static ChannelMixing<Space, double> operation(Model<Space, double> const& model, int t,
                                                std::vector<int> const& species) {
    return message_mixing(model, t, message_blocks<Space>(model.architecture(), t),
                          Array1<int const, Space>(to_space<Space>(species)), static_cast<int>(species.size()));
  }
  /// Onto `start`.
  static std::vector<double> forward(Model<Space, double> const& model, int t, std::vector<int> const& species,
                                     std::vector<double> const& M, std::vector<double> const& start, GemmMode mode) {
    Architecture const& a = model.architecture();
    auto const A = to_features<Space>(start, num_lm(a.l_max), a.channels);
    channel_mixing_forward<Space, double>(Space{}, operation(model, t, species),
                                          to_features<Space>(M, message_rows(a, t), a.channels), A, mode);
    return from_features<Space>(A, num_lm(a.l_max), a.channels);
  }
};
TYPED_TEST_SUITE(MessageMixingTest, Spaces);

TYPED_TEST(MessageMixingTest, ForwardIsEquivalentToReference) {
  Random random(1);
  this->for_each_layer([&](ModelData const& data, auto& model, int t) {
    Architecture const& a = data.architecture;
    auto const species = this->random_species(a, many);
    auto const M = random.normals(many * message_rows(a, t) * a.channels);
    auto const start = random.normals(many * num_lm(a.l_max) * a.channels);
    auto const mixed = reference::mix_message(data, t, species, M);
    EXPECT_TRUE(all_near_relative(this->forward(model, t, species, M, start, GemmMode::overwrite), mixed, 1e-13));
    auto added = start;
    for (std::size_t k = 0; k < added.size(); ++k) added[k] += mixed[k];
    EXPECT_TRUE(all_near_relative(this->forward(model, t, species, M, start, GemmMode::accumulate), added, 1e-13));
  });
}

TYPED_TEST(MessageMixingTest, BackwardIsTheAdjoint) {
  Random random(2);
  this->for_each_layer([&](ModelData const& data, auto& model, int t) {
    Architecture const& a = data.architecture;
    int const rows = num_lm(a.l_max), rows_in = message_rows(a, t), C = a.channels;
    auto const species = this->random_species(a, many);
    auto const M = random.normals(many * rows_in * C), A_adj = random.normals(many * rows * C);
    std::vector<double> const zero(A_adj.size(), 0.0);
    auto const forward = [&](std::vector<double> const& input) {
      return this->forward(model, t, species, input, zero, GemmMode::overwrite);
    };
    for (GemmMode const mode : {GemmMode::overwrite, GemmMode::accumulate}) {
      std::vector<double> const start(M.size(), mode == GemmMode::overwrite ? 5.0 : 0.0);
      auto const M_adj = to_features<TypeParam>(start, rows_in, C);
      auto const weight_adj = worker_gradients(model, this->workers);
      channel_mixing_backward<TypeParam, double>(TypeParam{}, this->operation(model, t, species),
                                                 to_features<TypeParam>(M, rows_in, C),
                                                 to_features<TypeParam>(A_adj, rows, C), M_adj, mode, weight_adj);
      expect_adjoint(forward, M, from_features<TypeParam>(M_adj, rows_in, C), A_adj, 1e-9);
      this->expect_weight_gradient(
          data, model, {"layer_" + std::to_string(t) + "/mixing_message"}, weight_adj, A_adj,
          [&] { return forward(M); }, 1e-9);
    }
  });
}

}  // namespace
}  // namespace tesseral::test

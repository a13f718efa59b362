// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/embedding.hpp"

#include "support/layer_test.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class Embedding : public LayerTest<Space> {
 public:
  static std::vector<double> forward(Model<Space, double> const& model, std::vector<int> const& species) {
    int const C = model.architecture().channels, n = static_cast<int>(species.size());
    auto const h = to_features<Space>(std::vector<double>(n * C, 0.0), 1, C);
    embedding_forward<Space, double>(Space{}, model.values(), model.embedding(), to_space<Space>(species), n, h);
    return from_features<Space>(h, 1, C);
  }
};
TYPED_TEST_SUITE(Embedding, Spaces);

TYPED_TEST(Embedding, IsTheRowOfTheSpecies) {
  this->for_each_layer([&](ModelData const& data, auto& model, int) {
    int const C = data.architecture.channels;
    auto const species = this->random_species(data.architecture);
    std::vector<double> expected;
    for (int const s : species)
      for (int c = 0; c < C; ++c) expected.push_back(reference::weights(data, "embedding")[s * C + c]);
    EXPECT_TRUE(all_near(this->forward(model, species), expected, 0.0));
  });
}

TYPED_TEST(Embedding, BackwardIsTheAdjoint) {
  Random random(1);
  this->for_each_layer([&](ModelData const& data, auto& model, int) {
    int const C = data.architecture.channels;
    auto const species = this->random_species(data.architecture);
    auto const h_adj = random.normals(species.size() * C);
    auto const weight_adj = worker_gradients(model, this->workers);
    embedding_backward<TypeParam, double>(TypeParam{}, model.embedding(), to_space<TypeParam>(species),
                                          static_cast<int>(species.size()), to_features<TypeParam>(h_adj, 1, C),
                                          weight_adj);
    this->expect_weight_gradient(
        data, model, {"embedding"}, weight_adj, h_adj, [&] { return this->forward(model, species); }, 1e-10);
  });
}

}  // namespace
}  // namespace tesseral::test

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/readout.hpp"

#include "reference/node.hpp"
#include "support/layer_test.hpp"

namespace tesseral::test {
namespace {

template <class Space>
class ReadoutTest : public LayerTest<Space> {
 public:
  static Readout<Space, double> operation(Model<Space, double> const& model, int t, int atoms) {
    Readout<Space, double> op;
    op.weights = model.values();
    op.last = t == model.architecture().layers - 1;
    op.linear = model.layer(t).readout;
    op.first = model.layer(t).readout_0;
    op.second = model.layer(t).readout_1;
    op.channels = model.channels();
    op.atoms = atoms;
    return op;
  }

  // Added to what stands in e.
  static std::vector<double> forward(Model<Space, double> const& model, int t, int atoms, std::vector<double> const& h,
                                     double start = 0.0) {
    auto const& a = model.architecture();
    auto const e = to_space<Space>(std::vector<double>(atoms, start));
    readout_forward<Space, double>(Space{}, operation(model, t, atoms),
                                   to_features<Space>(h, num_lm(a.l_out(t)), a.channels), e);
    return to_host(e);
  }
};
TYPED_TEST_SUITE(ReadoutTest, Spaces);

TYPED_TEST(ReadoutTest, ForwardIsEquivalentToReference) {
  Random random(1);
  this->for_each_layer([&](ModelData const& data, auto& model, int t) {
    auto const h = random.normals(this->atoms * num_lm(data.architecture.l_out(t)) * data.architecture.channels);
    auto expected = reference::readout(data, t, h);
    for (double& e : expected) e += 2.0;
    EXPECT_TRUE(all_near_relative(this->forward(model, t, this->atoms, h, 2.0), expected, 1e-13));
  });
}

TYPED_TEST(ReadoutTest, BackwardIsTheAdjoint) {
  Random random(2);
  this->for_each_layer([&](ModelData const& data, auto& model, int t) {
    auto const& a = data.architecture;
    int const rows = num_lm(a.l_out(t)), C = a.channels;
    auto const h = random.normals(this->atoms * rows * C), start = random.normals(h.size());
    auto const e_adj = random.normals(this->atoms);
    auto const h_adj = to_features<TypeParam>(start, rows, C);
    auto const weight_adj = worker_gradients(model, this->workers);
    readout_backward<TypeParam, double>(TypeParam{}, this->operation(model, t, this->atoms),
                                        to_features<TypeParam>(h, rows, C), to_space<TypeParam>(e_adj), h_adj,
                                        weight_adj);
    auto added = from_features<TypeParam>(h_adj, rows, C);
    for (std::size_t k = 0; k < added.size(); ++k) added[k] -= start[k];
    auto const forward = [&](std::vector<double> const& input) { return this->forward(model, t, this->atoms, input); };
    expect_adjoint(forward, h, added, e_adj, 1e-9);
    std::string const layer = "layer_" + std::to_string(t) + "/";
    auto const names = t == a.layers - 1 ? std::vector<std::string>{layer + "readout_0", layer + "readout_1"}
                                         : std::vector<std::string>{layer + "readout"};
    this->expect_weight_gradient(
        data, model, names, weight_adj, e_adj, [&] { return forward(h); }, 1e-9);
  });
}

}  // namespace
}  // namespace tesseral::test

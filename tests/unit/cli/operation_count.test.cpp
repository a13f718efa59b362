// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/layers/operation_count.hpp"

#include "support/coupling_factors.hpp"
#include "support/spaces.hpp"
#include "support/tally.hpp"
#include "tesseral/core/pack_math.hpp"
#include "tesseral/network/attention/attention_kind.hpp"
#include "tesseral/network/layers/layers_maker.hpp"
#include "tesseral/sphere/rotation_generators.hpp"
#include "tesseral/tensor_product/cp/cp.hpp"
#include "tesseral/tensor_product/edge/edge_coupling.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

std::vector<OperationCount> count_operations(Architecture const& a, ProductAlgorithms const& products, int real_size,
                                             double edges) {
  return layers_maker<HostSpace, double>(a.layer_kind).count_operations(a, products, real_size, edges);
}

template <int l>
void add_torque(int l_max) {
  Tally const p[2 * l + 1], q[2 * l + 1];
  Tally torque[3];
  if (l <= l_max) subtract_generators<l, double>(p, q, torque);
}

Architecture one_layer(int l_max) {
  Architecture a;
  a.layers = 1;
  a.channels = 8;
  a.l_max = l_max;
  a.l_hidden = 0;
  a.correlation = 2;
  a.product_terms = 1;
  return a;
}

OperationCount find(std::vector<OperationCount> const& counts, std::string const& kernel) {
  for (auto const& count : counts)
    if (count.kernel == kernel) return count;
  ADD_FAILURE() << kernel << " is not counted";
  return {};
}

std::vector<OperationCount> counted(Architecture const& a, int real_size, double edges) {
  return count_operations(a, ProductAlgorithms(a.layers, ProductAlgorithm::cp), real_size, edges);
}

// flops per edge that do not depend on the number of channels
double per_edge(Architecture a, std::string const& kernel) {
  double const once = find(counted(a, 8, 1.0), kernel).flops;
  a.channels *= 2;
  return 2 * once - find(counted(a, 8, 1.0), kernel).flops;
}

TEST(OperationCount, FollowsTheLoopsOfASmallNetwork) {
  // One edge, eight channels, paths (0,0,0) and (0,1,1): Q = 2 and n = 4. Per channel: 2 products R u and 4 times K.
  Architecture const a = one_layer(1);
  auto const counts = counted(a, 8, 1.0);
  double const geometry = per_edge(a, "message::forward");
  EXPECT_EQ(find(counts, "message::forward").flops, 8 * (2 + 2 * 4) + geometry);
  // R u; T and M; R_adj; u_adj; the torque of l = 1: 5 minors, 2 sums, 6 for x, y and z
  EXPECT_EQ(find(counts, "message::backward").flops, 8 * (2 + 2 * 2 * 4 + 2 + 2 * 2 + (3 * 3 + 2 * 3)) + geometry);
  EXPECT_EQ(find(counts, "radial_table::forward").flops, 8 * 2 * 10);
  EXPECT_EQ(find(counts, "radial_table::backward").flops, 8 * 2 * 20);
  // W of the message for l = 0, 1 and of the output; in front of the layer: the same for l = 0, twice, forward only
  EXPECT_EQ(find(counts, "channel_mixing::backward").flops, 2 * 64 * (4 + 1));
  EXPECT_EQ(find(counts, "channel_mixing::forward").flops, 2 * 64 * (4 + 1 + 1 + 1));
  // degree 2 needs 3 pairs of points; for each: f_0 1, f_1 5; even 1, odd 2, F 2; at both points w_2 F + w_1 2, times F
  // 1; their sum, added to p 2; times w_g 1; B 2
  EXPECT_EQ(find(counts, "power::forward").flops, 8 * 3 * (1 + 5 + 5 + 2 * 3 + 2 + 1 + 2));
  // f 6; b 2; F 5; slope 1, 1 + 2 * 2, F_adj 2 * 2; their sum and difference 2; f_adj 4; A_adj 8
  EXPECT_EQ(find(counts, "power::backward").flops, 8 * 3 * (6 + 2 + 5 + 6 + 4 + 2 + 4 + 8));
}

TEST(OperationCount, FollowsTheLoopsOfASecondLayer) {
  Architecture a = one_layer(1);
  a.layers = 2;
  a.l_hidden = 1;
  double const edges = 3;
  auto const counts = counted(a, 8, edges);
  double const geometry = per_edge(a, "message::forward");
  // paths (0,0,0), (0,1,1), (1,0,1), (1,1,0): Q = 4, n = 1 + 3 + 9 + 3, and 8 numbers R u
  EXPECT_EQ(find(counts, "message::forward").flops, edges * (8 * ((2 + 2 * 4) + (8 + 2 * 16)) + geometry));
  // and torques of a and u, and u_adj in memory
  int const first = 2 + 2 * 2 * 4 + 2 + 2 * 2 + 15, second = 8 + 2 * 2 * 16 + (2 * 8 - 4) + 2 * 8 + 2 * 15 + 4;
  EXPECT_EQ(find(counts, "message::backward").flops, edges * (8 * (first + second) + geometry));
  EXPECT_EQ(find(counts, "radial_table::backward").flops, edges * 8 * (2 + 4) * 20);
  // message and output of both layers; in front of the second, and its residual, which has scalars only
  EXPECT_EQ(find(counts, "channel_mixing::backward").flops, 2 * 64 * ((4 + 4) + (4 + 1) + 4 + 1));

  int const scalar_row = 8 * 8, row = 4 * scalar_row;
  EXPECT_EQ(find(counts, "message::backward").streamed_bytes,
            scalar_row + row + edges * 80 + 2 * row + row + edges * (80 + 8));
  EXPECT_EQ(find(counts, "message::backward").gathered_bytes, edges * (scalar_row + row + 3 * row + row));
}

TEST(OperationCount, SelfProductsAddTwoMixingsAndAProduct) {
  Architecture a = one_layer(1);
  a.layers = 2;
  a.l_hidden = 1;
  auto const plain = count_operations(a, {ProductAlgorithm::direct, ProductAlgorithm::direct}, 8, 3.0);
  for (auto const& count : plain) EXPECT_NE(count.kernel, "self_product::forward");
  // coefficients: 1 + 3 * 3 of the Gaunt product, and the 6 of the cross product
  for (auto const& [coupling, nonzeros] : {std::pair{Coupling::gaunt, 10}, {Coupling::clebsch_gordan, 16}}) {
    a.self_product = coupling;
    auto const counts = count_operations(a, {ProductAlgorithm::direct, ProductAlgorithm::direct}, 8, 3.0);
    // one layer of two has it; h' += z
    EXPECT_EQ(find(counts, "self_product::forward").flops, 8 * (3 * nonzeros + 4)) << name(coupling);
    EXPECT_EQ(find(counts, "self_product::backward").flops, 8 * 6 * nonzeros) << name(coupling);
    for (char const* const pass : {"channel_mixing::forward", "channel_mixing::backward"})
      EXPECT_EQ(find(counts, pass).flops, find(plain, pass).flops + 2 * 2 * 64 * 4) << pass;
    int const row = 4 * 8 * 8;
    EXPECT_EQ(find(counts, "channel_mixing::forward").streamed_bytes,
              find(plain, "channel_mixing::forward").streamed_bytes + 2 * 2 * row);
    EXPECT_EQ(find(counts, "channel_mixing::backward").streamed_bytes,
              find(plain, "channel_mixing::backward").streamed_bytes + 2 * 3 * row);
  }
  a.self_product = Coupling::gaunt;
  auto const by_points = counted(a, 8, 3.0);
  OrbitRule const rule = gaunt_product_rule({1, 1, 1, 8});
  ASSERT_EQ(rule.classes, 2);
  // each half: three sums over 4 (l, m), their reflections of 2, and 2 points; then three scales, and h' += z
  double const orbits = static_cast<double>(rule.points.size());
  EXPECT_EQ(find(by_points, "self_product::forward").flops, 8 * (orbits * (24 + 3 * 2 + 2) + 12 + 4));
  EXPECT_EQ(find(by_points, "self_product::backward").flops, 8 * (orbits * (40 + 5 * 2 + 3 * 2) + 24));
}

TEST(OperationCount, BytesFollowTheRowsOfASmallNetwork) {
  auto const counts = counted(one_layer(1), 8, 3.0);
  int const scalar_row = 8 * 8, row = 4 * scalar_row;
  EXPECT_EQ(find(counts, "message::forward").streamed_bytes, scalar_row + row + 3 * (24 + 4));
  EXPECT_EQ(find(counts, "message::forward").gathered_bytes, 3 * scalar_row);
  EXPECT_EQ(find(counts, "message::backward").streamed_bytes, scalar_row + row + 3 * (72 + 8));
  EXPECT_EQ(find(counts, "message::backward").gathered_bytes, 3 * (scalar_row + row));
  EXPECT_EQ(find(counts, "radial_table::forward").gathered_bytes, 3 * 6 * 2 * scalar_row);
  EXPECT_EQ(find(counts, "channel_mixing::backward").streamed_bytes, 2 * row + 2 * scalar_row);
  // in front of the layer: a map, and one that adds to its result
  EXPECT_EQ(find(counts, "channel_mixing::forward").streamed_bytes, 2 * row + (2 + 2 + 3) * scalar_row);
  EXPECT_EQ(find(counts, "power::backward").streamed_bytes, 2 * row + scalar_row);
}

// Formulas against the code itself, run on a number that counts.
TEST(OperationCount, GeometryIsWhatTheBasisFunctionsDo) {
  for (int l_max = 1; l_max <= 4; ++l_max) {
    auto const coupling = make_edge_coupling<HostSpace>(0, l_max, 1.0);
    Tally Y[num_lm(max_l)];
    Tally::flops = 0;
    spherical_harmonics(l_max, Tally(), Tally(), Tally(), Y);
    for (int entry = 0; entry < coupling.n_entries; ++entry) coupling.contract(entry, Y);
    double const distance_and_table = 10 + 2;
    EXPECT_EQ(per_edge(one_layer(l_max), "message::forward"), Tally::flops + distance_and_table) << l_max;
  }
}

TEST(OperationCount, TorqueIsWhatTheGeneratorsDo) {
  for (int l_max = 1; l_max <= 4; ++l_max) {
    Tally::flops = 0;
    add_torque<1>(l_max);
    add_torque<2>(l_max);
    add_torque<3>(l_max);
    add_torque<4>(l_max);
    Architecture const a = one_layer(l_max);
    double other = 0;
    for (Path const& path : message_paths(0, l_max)) other += 4 + 4 * (2 * path.l + 1);
    double const backward = find(counted(a, 8, 1.0), "message::backward").flops;
    EXPECT_EQ(backward, 8 * (other + Tally::flops) + per_edge(a, "message::backward")) << l_max;
  }
}

/// Edges of attention with l_max 1, four (l, m), eight channels, two heads in a pack of eight, by the loops of
/// attention_tile.hpp and attention_backward.cpp.
struct SmallAttention {
  static constexpr int exponential = 34, d = 4, C = 8, heads = 2, padded_heads = 8;
  Architecture a;
  SharedCoupling<HostSpace> coupling;
  Tally Y[d], Y_adj[d], K[d * d];

  SmallAttention(int layers, ProductAlgorithm algorithm) : a(one_layer(1)) {
    set_attention_defaults(a);
    a.layers = layers;
    a.l_hidden = 1;
    a.heads = heads;
    a.factors = coupling_factors(1);
    coupling = make_shared_coupling<HostSpace>(a.factors, algorithm);
  }

  template <class Function>
  static double cost(Function const& function) {
    Tally::flops = Tally::exponentials = 0;
    function();
    return Tally::flops + exponential * Tally::exponentials;
  }
  double silu_cost = cost([] { silu(Tally()); });
  double slope_cost = cost([] { silu_derivative(Tally()); });
  double sigmoid_cost = cost([] { sigmoid(Tally()); });

  double harmonics() {
    return cost([&] { spherical_harmonics(1, Tally(), Tally(), Tally(), Y); });
  }
  double geometry() {
    double const distance_and_table = 10 + 2;
    return distance_and_table + harmonics() + cost([&] { coupling.contract_all(Y, [](int, Tally) {}); });
  }
  double torque() {
    return harmonics() + cost([&] {
             coupling.contract_adjoint(K, Y_adj);
             add_torque<1>(1);
           });
  }
  // scores, then tanh(a / b) and its slope, e^a and w
  static double weights_of_heads() {
    return C * 2 * padded_heads + padded_heads * ((exponential + 4) + 2 + (1 + exponential) + 1);
  }
  // R u and K, leaky(s), s G0 and s G1; for one channel, as what follows
  double visit(int inputs) const { return inputs * (1 + 2 * d) + (silu_cost + 3) + 2 * 2 * C; }

  double forward(int inputs, int outputs) {
    double const gate = silu_cost + sigmoid_cost + 3, sum = 1 + d * (1 + 2 * outputs);
    return geometry() + weights_of_heads() + C * (visit(inputs) + gate + sum);
  }
  double backward(int inputs, int outputs, bool to_senders) {
    double const W_and_wRV = 1 + d * (2 * outputs - 1) + d * 2 + d;  // w R; W; VW; w R V
    double const scalar = silu_cost + 2 + slope_cost, vectors = sigmoid_cost + 3 * 5 + 3;
    double const RVW_and_R_adj = 2, head_sums = C + 4 * heads;
    double const s_adj = 2 * 2 * C + 2 * heads + (slope_cost + 2) + 1 + 1;
    double const y = inputs * (2 * d - 1 + 2 + (to_senders ? 2 : 0)) + 1;
    double const K_adj = d * 2 * outputs + inputs * (1 + 2 * d);
    double const sums_over_lanes = 7 * (d * d + 1);  // of K_adj, and of the adjoint of the table
    return geometry() + torque() + weights_of_heads() + head_sums + sums_over_lanes +
           C * (visit(inputs) + W_and_wRV + scalar + vectors + RVW_and_R_adj + s_adj + y + K_adj);
  }
};

TEST(OperationCount, FollowsTheLoopsOfAttention) {
  double const edges = 3;
  for (ProductAlgorithm const algorithm : {ProductAlgorithm::direct, ProductAlgorithm::cp}) {
    SmallAttention one(1, algorithm), two(2, algorithm);
    auto const last = count_operations(one.a, {algorithm}, 8, edges);
    EXPECT_EQ(find(last, "attention::forward").flops, edges * one.forward(1, 1));
    EXPECT_EQ(find(last, "attention::backward").flops, edges * one.backward(1, 1, false));
    auto const both = count_operations(two.a, {algorithm, algorithm}, 8, edges);
    EXPECT_EQ(find(both, "attention::forward").flops, edges * (two.forward(1, 4) + two.forward(4, 1)));
    EXPECT_EQ(find(both, "attention::backward").flops, edges * (two.backward(1, 4, false) + two.backward(4, 1, true)));
    // first product and sum; first product, W, y, K_adj for each lm1 of the sender, and the slope
    EXPECT_EQ(find(both, "radial_table::forward").flops, edges * 8 * 2 * (2 * 10));
    EXPECT_EQ(find(both, "radial_table::backward").flops, edges * 8 * ((3 + 1) * 10 + (3 + 4) * 10 + 2 * 20));
  }
}

TEST(OperationCount, FollowsTheMapsOfAttention) {
  ProductAlgorithm const cp = ProductAlgorithm::cp;
  auto const one = count_operations(SmallAttention(1, cp).a, {cp}, 8, 3.0);
  int const square = 2 * 8 * 8, feed = 2 * 8 * 16;
  // mixing_in, mixing_out; feed_in in both passes, feed_out
  EXPECT_EQ(find(one, "channel_mixing::forward").flops, 2 * square + 3 * feed);
  EXPECT_EQ(find(one, "channel_mixing::backward").flops, square + 2 * feed);
  auto const two = count_operations(SmallAttention(2, cp).a, {cp, cp}, 8, 3.0);
  // layers 0 -> 1 and 1 -> 0; the gate is that of the first
  EXPECT_EQ(find(two, "channel_mixing::forward").flops, (1 + 4 + 4 + 1) * square + (3 * 4 + 2 + 3 * 1) * feed);
  EXPECT_EQ(find(two, "channel_mixing::backward").flops, (4 + 4 + 1) * square + (2 * 4 + 1 + 2 * 1) * feed);
}

TEST(OperationCount, BytesFollowTheRowsOfAttention) {
  ProductAlgorithm const cp = ProductAlgorithm::cp;
  double const edges = 3;
  int const scalar_row = 8 * 8, row = 4 * scalar_row, heads = 2 * 8;
  auto const counts = count_operations(SmallAttention(2, cp).a, {cp, cp}, 8, edges);
  EXPECT_EQ(find(counts, "attention::forward").streamed_bytes, 2 * (scalar_row + row + heads) + 2 * edges * (24 + 4));
  EXPECT_EQ(find(counts, "attention::forward").gathered_bytes, edges * (scalar_row + row));
  // u, N and n_adj of both layers; u_adj of the second
  EXPECT_EQ(find(counts, "attention::backward").streamed_bytes,
            2 * (scalar_row + row + heads) + row + 2 * edges * (72 + 8) + edges * 8);
  // u three times, u_adj read and written; N for W, and for each row of K_adj
  EXPECT_EQ(find(counts, "attention::backward").gathered_bytes,
            edges * (3 * scalar_row + 5 * row + (1 + 4) * (row + scalar_row)));
  EXPECT_EQ(find(counts, "radial_table::forward").gathered_bytes, edges * 2 * 2 * 6 * scalar_row);
  EXPECT_EQ(find(counts, "radial_table::backward").gathered_bytes, edges * (5 + 8) * 6 * scalar_row);
  // mixing_in; mixing_out and feed_out add to their results; feed_in twice, hidden rows are twice as long
  auto const one = count_operations(SmallAttention(1, cp).a, {cp}, 8, edges);
  EXPECT_EQ(find(one, "channel_mixing::forward").streamed_bytes, (2 + 3 + 2 * (1 + 2) + (2 + 2)) * scalar_row);
  EXPECT_EQ(find(one, "channel_mixing::backward").streamed_bytes, (2 + (1 + 2) + (2 + 1)) * scalar_row);
}

// The loops of factored_message.cpp in both layers of a network, with l_max 1, so four (l, m), and eight channels.
TEST(OperationCount, FollowsTheLoopsOfAFactoredMessage) {
  double const edges = 3;
  int const d = 4, C = 8, scalar_row = 8 * 8, row = d * scalar_row;
  for (ProductAlgorithm const algorithm : {ProductAlgorithm::direct, ProductAlgorithm::cp}) {
    SmallAttention edge(2, algorithm);
    Architecture a = one_layer(1);
    a.layers = 2;
    a.l_hidden = 1;
    a.coupling = Coupling::clebsch_gordan;
    a.radial_weights = RadialWeights::shared;
    a.factors = edge.a.factors;
    auto const both = count_operations(a, ProductAlgorithms(2, {ProductAlgorithm::cp, algorithm}), 8, edges);
    auto const forward = [&](int inputs) { return C * inputs * (1 + 2 * d) + edge.geometry(); };
    EXPECT_EQ(find(both, "message::forward").flops, edges * (forward(1) + forward(4)));
    auto const backward = [&](int inputs, bool to_senders) {
      double const T = 2 * d - 1, R_adj = 2, u_adj = to_senders ? 2 : 0, K_adj = 1 + 2 * d, slope = 2;
      double const sums_over_lanes = 7 * (d * d + 1);  // of K_adj, and of the adjoint of the table
      return C * (inputs * (T + R_adj + u_adj + K_adj) + slope) + edge.geometry() + edge.torque() + sums_over_lanes;
    };
    EXPECT_EQ(find(both, "message::backward").flops, edges * (backward(1, false) + backward(4, true)));
    EXPECT_EQ(find(both, "radial_table::forward").flops, edges * C * 2 * 10);
    // T, K_adj for each lm1 of the sender, and the slope
    EXPECT_EQ(find(both, "radial_table::backward").flops, edges * C * ((1 + 1) * 10 + (1 + 4) * 10 + 2 * 20));
    EXPECT_EQ(find(both, "message::forward").gathered_bytes, edges * (scalar_row + row));
    // u twice, u_adj read and written; a for T, and for each row of K_adj
    EXPECT_EQ(find(both, "message::backward").gathered_bytes,
              edges * (2 * scalar_row + 4 * row + (1 + 1) * row + (1 + 4) * row));
  }
}

TEST(OperationCount, ChannelsComeInWholePacks) {
  Architecture a = one_layer(2);
  a.channels = 17;
  auto const single = counted(a, 4, 5.0), twice = counted(a, 8, 5.0);
  a.channels = 32;
  EXPECT_EQ(single[0].flops, counted(a, 4, 5.0)[0].flops);
  a.channels = 24;
  EXPECT_EQ(twice[0].flops, counted(a, 8, 5.0)[0].flops);
  EXPECT_EQ(single[4].streamed_bytes * 24 * 8, twice[4].streamed_bytes * 32 * 4);
}

}  // namespace
}  // namespace tesseral::test

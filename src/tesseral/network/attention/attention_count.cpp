// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/attention/attention_count.hpp"

#include "tesseral/tensor_product/edge/shared_coupling.hpp"

namespace tesseral {
namespace {

// core/pack_math.hpp
constexpr double exponential = 34, sigmoid = 3 + exponential, silu = 3 + exponential, silu_slope = 7 + exponential;

struct Counter {
  Architecture const& a;
  ProductAlgorithms const& products;
  int real_size;
  double edges, channels, hidden;  // padded channels, those inside feed_forward

  double row_bytes(int l) const { return num_lm(l) * channels * real_size; }

  // scores of the heads, and from each its weight
  double head_flops() const {
    double const padded_heads = whole_packs(a.heads, real_size);
    return 2 * a.channels * padded_heads + padded_heads * (8 + 2 * exponential);
  }

  // AttentionTile::visit, for one channel: first product, leaky(s), and the two maps in front of the gate
  double visit_flops(int t) const {
    double const inputs = num_lm(a.l_in(t)), d = num_lm(a.l_max);
    return inputs * (1 + 2 * d) + 3 + silu + 2 * 2 * channels;
  }

  void add_forward(int t, OperationCount& attention, OperationCount& radial) const {
    double const d = num_lm(a.l_max), outputs = num_lm(a.l_out(t));
    double const geometry = distance_flops + table_place_flops + harmonics_flops(a.l_max) +
                            count_shared_coupling(a.factors, products[t].product).forward;
    double const gate = silu + sigmoid + (d - 1), second_product = 1 + d * (1 + 2 * outputs);
    attention.flops += edges * (geometry + head_flops() + channels * (visit_flops(t) + gate + second_product));
    constexpr double displacement = 3 * sizeof(double), index = sizeof(int);
    attention.streamed_bytes +=
        row_bytes(a.l_in(t)) + row_bytes(a.l_out(t)) + a.heads * real_size + edges * (displacement + index);
    attention.gathered_bytes += edges * row_bytes(a.l_in(t));
    add_radial(2, 0, radial);
  }

  void add_backward(int t, OperationCount& attention, OperationCount& radial) const {
    double const inputs = num_lm(a.l_in(t)), d = num_lm(a.l_max), outputs = num_lm(a.l_out(t));
    bool const to_senders = t > 0;  // what is in front of the first layer depends on no position
    auto const matrix = count_shared_coupling(a.factors, products[t].product);
    double const geometry = distance_flops + table_place_flops + 2 * harmonics_flops(a.l_max) + matrix.forward +
                            matrix.backward + torque_flops_up_to(a.l_max);
    double const W = 2 * outputs - 1;
    double const second_product = 1 + sigmoid + d * (W + 3) + silu + 2 + silu_slope + 5 * (d - 1) + 3 + 2;
    double const scalars = 2 * 2 * channels + 2 * a.heads + silu_slope + 4;
    double const first_product = inputs * (2 * d + 1 + (to_senders ? 2 : 0)) + 1;
    double const matrix_adjoint = 2 * d * outputs + inputs * (1 + 2 * d);
    int const lanes = 64 / real_size;
    double const sums_over_lanes = (d * d + 1) * (lanes - 1);
    attention.flops +=
        edges * (geometry + head_flops() + a.channels + 4 * a.heads + sums_over_lanes +
                 channels * (visit_flops(t) + second_product + scalars + first_product + matrix_adjoint));
    constexpr double displacement = 3 * sizeof(double), index = sizeof(int);
    attention.streamed_bytes += row_bytes(a.l_in(t)) * (to_senders ? 2 : 1) + row_bytes(a.l_out(t)) +
                                a.heads * real_size +
                                edges * (3 * displacement + 2 * index + (to_senders ? sizeof(EdgeIndex) : 0));
    attention.gathered_bytes += edges * (row_bytes(a.l_in(t)) * (to_senders ? 5 : 3) + row_bytes(a.l_out(t)) * (1 + d));
    add_radial(3 + inputs, 1, radial);
  }

  // values and, where wanted, slopes of the shared radial functions
  void add_radial(double values, double slopes, OperationCount& radial) const {
    radial.flops += edges * channels * (10 * values + 20 * slopes);
    radial.gathered_bytes += edges * channels * 6 * real_size * (values + slopes);
  }

  void add_mixings(int t, OperationCount& forward, OperationCount& backward) const {
    int const l_in = a.l_in(t), l_out = a.l_out(t);
    auto const add = [&](int l, double in, double out, bool accumulate, OperationCount& count) {
      add_mixing(l, in, out, accumulate, real_size, count);
    };
    add(l_in, channels, channels, false, forward);
    add(l_out, channels, channels, true, forward);
    for (int pass = 0; pass < 2; ++pass) {  // the adjoint of feed_forward computes what is in front of its gates again
      add(l_out, channels, hidden, false, forward);
      if (l_out > 0) add(0, channels, hidden, false, forward);
    }
    add(l_out, hidden, channels, true, forward);

    add(l_out, channels, hidden, false, backward);
    add(l_out, hidden, channels, false, backward);
    if (l_out > 0) add(0, hidden, channels, true, backward);
    add(l_out, channels, channels, false, backward);
    if (t > 0) add(l_in, channels, channels, false, backward);
  }
};

}  // namespace

std::vector<OperationCount> count_attention(Architecture const& a, ProductAlgorithms const& products, int real_size,
                                            double edges_per_atom) {
  Counter const counter{a,
                        products,
                        real_size,
                        edges_per_atom,
                        static_cast<double>(whole_packs(a.channels, real_size)),
                        static_cast<double>(whole_packs(2 * a.channels, real_size))};
  OperationCount attention[2] = {{"attention::forward"}, {"attention::backward"}};
  OperationCount radial[2] = {{"radial_table::forward"}, {"radial_table::backward"}};
  OperationCount mixing[2] = {{"channel_mixing::forward"}, {"channel_mixing::backward"}};
  for (int t = 0; t < a.layers; ++t) {
    counter.add_forward(t, attention[0], radial[0]);
    counter.add_backward(t, attention[1], radial[1]);
    counter.add_mixings(t, mixing[0], mixing[1]);
  }
  return {attention[0], attention[1], radial[0], radial[1], mixing[0], mixing[1]};
}

}  // namespace tesseral

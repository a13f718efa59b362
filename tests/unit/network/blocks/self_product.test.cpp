// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/self_product.hpp"

#include "reference/clebsch_gordan_product.hpp"
#include "reference/node.hpp"
#include "support/adjoint.hpp"
#include "support/product_operands.hpp"
#include "support/turned.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/network/blocks/atom_rows.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tesseral::test {
namespace {

constexpr int atoms = 5, l_max = 2;

/// Features, an adjoint of the result, and all weights in one array: two mixings, then the factors of x, y and z.
template <class Space>
struct Interaction {
  int C = padded<Space, double>(5);
  Coupling coupling;
  ProductAlgorithm algorithm;
  std::vector<double> h, out_adj, weights;

  explicit Interaction(Coupling of, ProductAlgorithm by = ProductAlgorithm::direct) : coupling(of), algorithm(by) {
    Random random(61);
    h = random.normals(atoms * num_lm(l_max) * C);
    out_adj = random.normals(h.size());
    weights = random.normals(2 * matrices() + 3 * (l_max + 1) * C);
  }
  std::size_t matrices() const { return static_cast<std::size_t>(l_max + 1) * C * C; }
  double const* mixing(int which) const { return weights.data() + which * matrices(); }
  double const* scale(int which) const { return mixing(2) + static_cast<std::ptrdiff_t>(which) * (l_max + 1) * C; }

  SelfProductWeights refs() const {
    auto const scale_ref = [&](std::size_t which) {
      return WeightRef{2 * matrices() + which * (l_max + 1) * C, 1, C, l_max + 1};
    };
    return {{0, C, C, l_max + 1}, {matrices(), C, C, l_max + 1}, scale_ref(0), scale_ref(1), scale_ref(2)};
  }
  SelfProduct<Space, double> operation(ProductSpec const& spec, SelfProductWeights const& where) const {
    std::vector<double> transposed(weights.size());
    for (std::size_t l = 0; l < 2 * (l_max + 1); ++l)
      for (int p = 0; p < C; ++p)
        for (int q = 0; q < C; ++q) transposed[(l * C + p) * C + q] = weights[(l * C + q) * C + p];
    auto const product = coupling == Coupling::gaunt ? make_gaunt_product<Space, double>(spec, algorithm)
                                                     : make_sparse_product<Space, double>(
                                                           spec, coupling_entries(coupling, l_max, l_max, l_max));
    return {product, where, numbers_in_space<Space, double>(weights), numbers_in_space<Space, double>(transposed)};
  }
  SelfProduct<Space, double> operation() const { return operation({l_max, l_max, l_max, C}, refs()); }
  std::vector<double> forward() const {
    auto const out = rows_in_space<Space, double>(atoms, h);
    auto op = operation();
    op.prepare(atoms, atoms, false);
    op.forward(Space{}, {0, atoms}, out);
    return to_host(out);
  }
};

template <class Space>
std::vector<double> reference_interaction(Interaction<Space> const& in) {
  int const C = in.C, rows = num_lm(l_max);
  auto const x = reference::mix(in.h, l_max, l_max, C, [&](std::size_t) { return in.mixing(0); });
  auto const y = reference::mix(in.h, l_max, l_max, C, [&](std::size_t) { return in.mixing(1); });
  std::vector<double> out = in.h;
  for (int i = 0; i < atoms; ++i)
    for (int c = 0; c < C; ++c) {
      std::vector<double> a, b;
      for (int lm = 0; lm < rows; ++lm) {
        a.push_back(x[(i * rows + lm) * C + c]);
        b.push_back(y[(i * rows + lm) * C + c]);
      }
      auto const weight = [&](int l1, int l2, int l) {
        return in.scale(0)[l1 * C + c] * in.scale(1)[l2 * C + c] * in.scale(2)[l * C + c];
      };
      auto const part = in.coupling == Coupling::gaunt
                            ? reference::gaunt_product(l_max, l_max, l_max, a, b, weight)
                            : reference::clebsch_gordan_product(l_max, l_max, l_max, a, b, weight);
      for (int lm = 0; lm < rows; ++lm) out[(i * rows + lm) * C + c] += part[lm];
    }
  return out;
}

/// Each coupling by every algorithm that has it.
template <class Space>
std::vector<Interaction<Space>> interactions() {
  std::vector<Interaction<Space>> list = {Interaction<Space>(Coupling::clebsch_gordan)};
  for (ProductAlgorithm const algorithm : product_algorithms)
    if (algorithm != ProductAlgorithm::fft || has_fast_fourier<Space>()) list.emplace_back(Coupling::gaunt, algorithm);
  return list;
}

template <class Space>
std::string trace(Interaction<Space> const& in) {
  return std::string(name(in.coupling)) + ", " + name(in.algorithm);
}

template <class Space>
class SelfProductTest : public testing::Test {};
TYPED_TEST_SUITE(SelfProductTest, Spaces);

TYPED_TEST(SelfProductTest, ForwardIsEquivalentToReference) {
  for (auto const& in : interactions<TypeParam>())
    EXPECT_TRUE(all_near_relative(in.forward(), reference_interaction(in), 1e-12)) << trace(in);
}

TYPED_TEST(SelfProductTest, BackwardIsTheAdjoint) {
  using Space = TypeParam;
  for (auto const& in : interactions<Space>()) {
    SCOPED_TRACE(trace(in));
    auto const h = rows_in_space<Space, double>(atoms, in.h), h_adj = rows_in_space<Space, double>(atoms, in.out_adj);
    auto const weight_adj = rows_in_space<Space, double>(2, std::vector<double>(2 * in.weights.size(), 0.0));
    auto op = in.operation();
    op.prepare(atoms, atoms, true);
    op.forward(Space{}, {0, atoms}, h);
    op.backward(Space{}, {0, atoms}, h_adj, weight_adj);
    std::vector<double> gradient(in.weights.size(), 0.0);
    auto const workers = to_host(weight_adj);
    for (std::size_t k = 0; k < workers.size(); ++k) gradient[k % gradient.size()] += workers[k];
    auto const expect = [&](std::vector<double> Interaction<Space>::*input, std::vector<double> const& adjoint,
                            std::size_t begin, std::size_t end) {
      auto const f = [&](std::vector<double> const& values) {
        auto moved = in;
        moved.*input = values;
        return moved.forward();
      };
      expect_adjoint(f, in.*input, adjoint, in.out_adj, begin, end, 1e-8);
    };
    expect(&Interaction<Space>::h, to_host(h_adj), 0, in.h.size());
    std::size_t const scales = (l_max + 1) * in.C;
    std::vector<std::size_t> begins = {0, in.matrices()};
    for (std::size_t which = 0; which <= 3; ++which) begins.push_back(2 * in.matrices() + which * scales);
    for (std::size_t k = 0; k + 1 < begins.size(); ++k) {
      SCOPED_TRACE("tensor " + std::to_string(k));
      expect(&Interaction<Space>::weights, gradient, begins[k], begins[k + 1]);
    }
  }
}

// Blocks of atoms, one after the other, and no memory of h: what forces need.
TYPED_TEST(SelfProductTest, BlocksGiveTheSameBits) {
  using Space = TypeParam;
  for (auto const& in : interactions<Space>()) {
    std::vector<double> answers[2];
    for (int const block : {atoms, 2}) {
      auto const h = rows_in_space<Space, double>(atoms, in.h), h_adj = rows_in_space<Space, double>(atoms, in.out_adj);
      auto op = in.operation();
      op.prepare(atoms, block, false);
      auto const for_each_block = [&](auto const& function) {
        for (int first = 0; first < atoms; first += block) {
          AtomRange const some{first, std::min(block, atoms - first)};
          function(some);
        }
      };
      for_each_block([&](AtomRange some) { op.forward(Space{}, some, rows_of<Space, double>(h, some)); });
      for_each_block([&](AtomRange some) { op.backward(Space{}, some, rows_of<Space, double>(h_adj, some), {}); });
      answers[block == 2] = to_host(h);
      auto const adjoint = to_host(h_adj);
      answers[block == 2].insert(answers[block == 2].end(), adjoint.begin(), adjoint.end());
    }
    EXPECT_EQ(answers[0], answers[1]) << trace(in);
  }
}

TYPED_TEST(SelfProductTest, IsEquivariant) {
  Random random(62);
  for (auto const& in : interactions<TypeParam>()) {
    Matrix3 const R = random_rotation(random);
    auto moved = in;
    moved.h = turned(in.h, atoms, l_max, R);
    EXPECT_TRUE(all_near_relative(moved.forward(), turned(in.forward(), atoms, l_max, R), 1e-13)) << trace(in);
  }
}

// Why there are two mixings: with one the result of odd paths would be zero. In these degrees they alone change parity.
TYPED_TEST(SelfProductTest, OddPathsNeedTwoMixings) {
  for (bool const same : {false, true}) {
    Interaction<TypeParam> in(Coupling::clebsch_gordan);
    if (same) std::copy_n(in.weights.begin(), in.matrices(), in.weights.begin() + in.matrices());
    for (int which = 0; which < 2; ++which)
      std::fill_n(in.weights.begin() + (in.scale(which) - in.weights.data()), (l_max + 1) * in.C, 1.0);
    auto inverted = in;
    inverted.h = turned(in.h, atoms, l_max, inversion);
    bool const parity =
        static_cast<bool>(all_near_relative(inverted.forward(), turned(in.forward(), atoms, l_max, inversion), 1e-12));
    EXPECT_EQ(parity, same);
  }
}

TYPED_TEST(SelfProductTest, CountsItsMemory) {
  Interaction<TypeParam> const in(Coupling::gaunt, ProductAlgorithm::cp);
  std::size_t const row = num_lm(l_max) * in.C * sizeof(double);
  auto op = in.operation();
  op.prepare(100, 10, false);
  EXPECT_EQ(op.bytes(), 2 * (110 + 11) * row);
  op.prepare(50, 5, true);  // arrays only grow
  EXPECT_EQ(op.bytes(), (2 * (110 + 11) + 55) * row);
}

TYPED_TEST(SelfProductTest, WhatDoesNotFitIsAnError) {
  Interaction<TypeParam> const in(Coupling::gaunt);
  auto const make = [&](ProductSpec const& spec, SelfProductWeights const& refs) -> std::string {
    try {
      in.operation(spec, refs);
    } catch (Error const& error) {
      return error.what();
    }
    return "no error";
  };
  ProductSpec const spec{l_max, l_max, l_max, in.C};
  EXPECT_EQ(make(spec, in.refs()), "no error");
  EXPECT_NE(make({l_max, l_max, l_max, in.C, SecondOperand::broadcast}, in.refs()).find("differ in degrees"),
            std::string::npos);
  EXPECT_NE(make({l_max, l_max, l_max - 1, in.C}, in.refs()).find("differ in degrees"), std::string::npos);
  auto refs = in.refs();
  refs.y.count = l_max;
  EXPECT_NE(make(spec, refs).find("mixing of other degrees"), std::string::npos);
}

}  // namespace
}  // namespace tesseral::test

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/network/blocks/self_mix.hpp"

#include "reference/clebsch_gordan_product.hpp"
#include "reference/node.hpp"
#include "support/adjoint.hpp"
#include "support/product_operands.hpp"
#include "support/turned.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/sphere/coupling_entries.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

constexpr int atoms = 5, l_max = 2;

/// Features, two mixings one after the other in one array of weights, and an adjoint of the result.
template <class Space>
struct Interaction {
  int C = padded<Space, double>(5);
  Coupling coupling;
  std::vector<double> h, z_adj, weights;

  explicit Interaction(Coupling of) : coupling(of) {
    Random random(61);
    h = random.normals(atoms * num_lm(l_max) * C);
    z_adj = random.normals(h.size());
    weights = random.normals(2 * matrices());
  }
  std::size_t matrices() const { return static_cast<std::size_t>(l_max + 1) * C * C; }
  double const* U(int which) const { return weights.data() + which * matrices(); }

  ChannelMixing<Space, double> mixing(int which) const {
    std::vector<double> transposed(weights.size());
    for (std::size_t l = 0; l < 2 * (l_max + 1); ++l)
      for (int p = 0; p < C; ++p)
        for (int q = 0; q < C; ++q) transposed[(l * C + p) * C + q] = weights[(l * C + q) * C + p];
    return {numbers_in_space<Space, double>(weights),
            numbers_in_space<Space, double>(transposed),
            {which * matrices(), C, C, l_max + 1},
            l_max,
            atoms,
            {}};
  }
  SelfMix<Space, double> operation() const {
    ProductSpec const spec{l_max, l_max, l_max, C, SecondOperand::per_channel};
    auto const product = coupling == Coupling::gaunt ? make_gaunt_product<Space, double>(spec, ProductAlgorithm::cp)
                                                     : make_sparse_product<Space, double>(
                                                           spec, coupling_entries(coupling, l_max, l_max, l_max));
    return make_self_mix<Space, double>(product, mixing(0), mixing(1));
  }
  std::vector<double> forward() const {
    auto const z = rows_in_space<Space, double>(atoms, std::vector<double>(h.size(), 7.0));
    self_mix_forward<Space, double>(Space{}, operation(), {}, rows_in_space<Space, double>(atoms, h), z);
    return to_host(z);
  }
};

template <class Space>
std::vector<double> reference_interaction(Interaction<Space> const& in) {
  int const C = in.C, rows = num_lm(l_max);
  auto const x = reference::mix(in.h, l_max, l_max, C, [&](std::size_t) { return in.U(0); });
  auto const y = reference::mix(in.h, l_max, l_max, C, [&](std::size_t) { return in.U(1); });
  std::vector<double> z(in.h.size());
  auto const one = [](int, int, int) { return 1.0; };
  for (int i = 0; i < atoms; ++i)
    for (int c = 0; c < C; ++c) {
      std::vector<double> a, b;
      for (int lm = 0; lm < rows; ++lm) {
        a.push_back(x[(i * rows + lm) * C + c]);
        b.push_back(y[(i * rows + lm) * C + c]);
      }
      auto const part = in.coupling == Coupling::gaunt
                            ? reference::gaunt_product(l_max, l_max, l_max, a, b, one)
                            : reference::clebsch_gordan_product(l_max, l_max, l_max, a, b, one);
      for (int lm = 0; lm < rows; ++lm) z[(i * rows + lm) * C + c] = part[lm];
    }
  return z;
}

template <class Space>
class SelfMixTest : public testing::Test {};
TYPED_TEST_SUITE(SelfMixTest, Spaces);

TYPED_TEST(SelfMixTest, ForwardIsEquivalentToReference) {
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan}) {
    Interaction<TypeParam> const in(coupling);
    EXPECT_TRUE(all_near_relative(in.forward(), reference_interaction(in), 1e-12)) << name(coupling);
  }
}

TYPED_TEST(SelfMixTest, BackwardIsTheAdjoint) {
  using Space = TypeParam;
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan}) {
    SCOPED_TRACE(name(coupling));
    Interaction<Space> const in(coupling);
    auto const h_adj = rows_in_space<Space, double>(atoms, std::vector<double>(in.h.size(), 7.0));
    auto const weight_adj = rows_in_space<Space, double>(2, std::vector<double>(2 * in.weights.size(), 0.0));
    self_mix_backward<Space, double>(Space{}, in.operation(), {}, rows_in_space<Space, double>(atoms, in.h),
                                     rows_in_space<Space, double>(atoms, in.z_adj), h_adj, weight_adj);
    std::vector<double> gradient(in.weights.size(), 0.0);
    auto const workers = to_host(weight_adj);
    for (std::size_t k = 0; k < workers.size(); ++k) gradient[k % gradient.size()] += workers[k];
    auto const expect = [&](std::vector<double> Interaction<Space>::*input, std::vector<double> const& adjoint) {
      auto const f = [&](std::vector<double> const& values) {
        auto moved = in;
        moved.*input = values;
        return moved.forward();
      };
      expect_adjoint(f, in.*input, adjoint, in.z_adj, 1e-8);
    };
    expect(&Interaction<Space>::h, to_host(h_adj));
    expect(&Interaction<Space>::weights, gradient);
  }
}

TYPED_TEST(SelfMixTest, IsEquivariant) {
  Random random(62);
  for (Coupling const coupling : {Coupling::gaunt, Coupling::clebsch_gordan}) {
    Interaction<TypeParam> const in(coupling);
    Matrix3 const R = random_rotation(random);
    auto moved = in;
    moved.h = turned(in.h, atoms, l_max, R);
    EXPECT_TRUE(all_near_relative(moved.forward(), turned(in.forward(), atoms, l_max, R), 1e-13)) << name(coupling);
  }
}

// Why there are two mixings: with one the result of odd paths would be zero. In these degrees they alone change parity.
TYPED_TEST(SelfMixTest, OddPathsNeedTwoMixings) {
  for (bool const same : {false, true}) {
    Interaction<TypeParam> in(Coupling::clebsch_gordan);
    if (same) std::copy_n(in.weights.begin(), in.matrices(), in.weights.begin() + in.matrices());
    auto inverted = in;
    inverted.h = turned(in.h, atoms, l_max, inversion);
    bool const parity =
        static_cast<bool>(all_near_relative(inverted.forward(), turned(in.forward(), atoms, l_max, inversion), 1e-12));
    EXPECT_EQ(parity, same);
  }
}

TYPED_TEST(SelfMixTest, WhatDoesNotFitIsAnError) {
  Interaction<TypeParam> const in(Coupling::gaunt);
  auto const make = [&](ProductSpec const& spec, ChannelMixing<TypeParam, double> const& second) -> std::string {
    try {
      make_self_mix<TypeParam, double>(make_gaunt_product<TypeParam, double>(spec, ProductAlgorithm::cp), in.mixing(0),
                                       second);
    } catch (Error const& error) {
      return error.what();
    }
    return "no error";
  };
  ProductSpec const spec{l_max, l_max, l_max, in.C};
  EXPECT_EQ(make(spec, in.mixing(1)), "no error");
  EXPECT_NE(make({l_max, l_max, l_max, in.C, SecondOperand::broadcast}, in.mixing(1)).find("operands differ"),
            std::string::npos);
  auto other = in.mixing(1);
  other.atoms = atoms + 1;
  EXPECT_NE(make(spec, other).find("mixing of other degrees"), std::string::npos);
}

}  // namespace
}  // namespace tesseral::test

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/symmetric_power.hpp"

#include "support/adjoint.hpp"
#include "support/symmetric_operands.hpp"
#include "support/turned.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/sphere/gaunt_coefficients.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_kernels.hpp"
#include "tesseral/tensor_product/direct/symmetric_power_unrolled.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

using Numbers = std::vector<double>;

/// (a (x) b)_l of a of degree l1 and b of degree l2.
Numbers coupled(int l1, int l2, int l, Numbers const& a, Numbers const& b) {
  Numbers c(2 * l + 1, 0.0);
  for (CouplingTerm const& term : gaunt_terms(l1, l2, l)) c[term.m] += term.value * a[term.m1] * b[term.m2];
  return c;
}

/// The sum of its definition, coupling by coupling, of one channel of one item after another.
Numbers reference_power(SymmetricOperands const& in) {
  SymmetricSpec const& spec = in.spec;
  int const C = spec.channels, rows = num_lm(spec.l_x), rows_z = num_lm(spec.l_z);
  Numbers z(in.items * rows_z * C, 0.0);
  for (int i = 0; i < in.items; ++i)
    for (int c = 0; c < C; ++c) {
      auto const x = [&](int l) {
        Numbers values;
        for (int lm = l * l; lm < num_lm(l); ++lm) values.push_back(in.x[(i * rows + lm) * C + c]);
        return values;
      };
      int const type = in.type.empty() ? 0 : in.type[i];
      auto const add = [&](int l, Numbers const& weights, std::size_t k, std::size_t of, Numbers const& values) {
        for (int m = 0; m < 2 * l + 1; ++m)
          z[(i * rows_z + l * l + m) * C + c] += weights[(type * of + k) * C + c] * values[m];
      };
      for (int l = 0; l <= std::min(spec.l_x, spec.l_z); ++l) add(l, in.linear, l, spec.l_z + 1, x(l));
      for (std::size_t k = 0; k < spec.pairs.size(); ++k) {
        auto const [l1, l2, l] = spec.pairs[k];
        add(l, in.pair, k, spec.pairs.size(), coupled(l1, l2, l, x(l1), x(l2)));
      }
      for (std::size_t k = 0; k < spec.triples.size(); ++k) {
        auto const [l1, l2, l12, l3, l] = spec.triples[k];
        Numbers const square = coupled(l1, l2, l12, x(l1), x(l2));
        add(l, in.triple, k, spec.triples.size(), coupled(l12, l3, l, square, x(l3)));
      }
    }
  return z;
}

/// A power and whether its code is unrolled.
struct Case {
  std::string name;
  SymmetricSpec spec;
  bool unrolled;
};

/// Complete lists, parts of them and others; numbers of packs that are odd.
template <class Space, class Real = double>
std::vector<Case> cases() {
  int const C = padded<Space, Real>(5), more = 3 * lanes_of<Space, Real>;
  std::vector<Case> all;
  for (int l_x : {2, 3})
    for (int l_z : {0, 1, 2}) {
      std::string const name = "all of " + std::to_string(l_x) + " to " + std::to_string(l_z);
      SymmetricSpec spec = complete_spec(l_x, l_z, l_z == 1 ? more : C, 3);
      all.push_back({name, spec, true});
      spec.triples.clear();
      all.push_back({name + ", pairs", spec, true});
      spec = complete_spec(l_x, l_z, C, 2);
      spec.pairs.clear();
      all.push_back({name + ", triples", spec, false});
    }
  all.push_back({"nothing", {3, 1, C, 2, {}, {}}, false});
  all.push_back({"degree 0", complete_spec(0, 0, C), false});
  all.push_back({"1 to 2", complete_spec(1, 2, more, 2), false});
  all.push_back({"3 to 3", complete_spec(3, 3, more, 2), false});
  all.push_back({"4 to 1", complete_spec(4, 1, C, 2), false});
  all.push_back({"6 to 2", complete_spec(6, 2, C, 1), false});
  all.push_back({"some of 3 to 1", random_spec(3, 1, more, 3, 0.5, 61), false});
  all.push_back({"some of 4 to 3", random_spec(4, 3, C, 2, 0.3, 62), false});
  all.push_back({"some of 6 to 6", random_spec(6, 6, C, 2, 0.03, 63), false});
  return all;
}

template <class Space>
class SymmetricPowerTest : public testing::Test {
 public:
  /// By tables, and by unrolled code where there is such.
  template <class Test>
  static void for_each_power(Test const& test) {
    for (Case const& a : cases<Space>())
      for (bool const unrolled : {false, true}) {
        if (unrolled && !a.unrolled) continue;
        SCOPED_TRACE(a.name + (unrolled ? ", unrolled" : ""));
        auto const power = make_symmetric_power<Space, double>(a.spec, unrolled);
        EXPECT_EQ(power.unrolled, unrolled);
        test(a.spec, power);
      }
  }
};
TYPED_TEST_SUITE(SymmetricPowerTest, Spaces);

TYPED_TEST(SymmetricPowerTest, IsTheSumOfItsCouplings) {
  this->for_each_power([](SymmetricSpec const& spec, auto const& power) {
    SymmetricOperands const in(spec, 4, 1);
    EXPECT_TRUE(all_near_relative(forward(power, in), reference_power(in), 1e-13));
  });
}

TYPED_TEST(SymmetricPowerTest, BackwardIsTheAdjointOfEveryInput) {
  this->for_each_power([](SymmetricSpec const& spec, auto const& power) {
    SymmetricOperands const in(spec, 7, 2);
    auto const adjoints = backward(power, in, 3);
    auto const expect = [&](Numbers SymmetricOperands::*input, Numbers const& adjoint) {
      if ((in.*input).empty()) return;
      auto const f = [&](Numbers const& values) {
        SymmetricOperands moved = in;
        moved.*input = values;
        return forward(power, moved);
      };
      expect_adjoint(f, in.*input, adjoint, in.z_adj, 1e-8);
    };
    expect(&SymmetricOperands::x, adjoints.x);
    expect(&SymmetricOperands::linear, adjoints.linear);
    expect(&SymmetricOperands::pair, adjoints.pair);
    expect(&SymmetricOperands::triple, adjoints.triple);
    EXPECT_TRUE(all_near_relative(backward(power, in, 0).x, adjoints.x, 1e-14));
  });
}

// The power is linear in its weights, and its parts of each degree are homogeneous in x: identities without
// differences.
TYPED_TEST(SymmetricPowerTest, AdjointsKeepTheProductWithTheResult) {
  this->for_each_power([](SymmetricSpec const& spec, auto const& power) {
    SymmetricOperands const in(spec, 5, 3);
    auto const adjoints = backward(power, in, 2);
    double const parts[] = {dot(in.linear, adjoints.linear), dot(in.pair, adjoints.pair),
                            dot(in.triple, adjoints.triple)};
    double const size = std::sqrt(dot(in.z_adj, in.z_adj)) * std::sqrt(dot(forward(power, in), forward(power, in)));
    EXPECT_NEAR(dot(in.z_adj, forward(power, in)), parts[0] + parts[1] + parts[2], 1e-13 * size);
    EXPECT_NEAR(dot(in.x, adjoints.x), parts[0] + 2.0 * parts[1] + 3.0 * parts[2], 1e-13 * size);
  });
}

// Numbers of items that no share divides, some workers without any.
TYPED_TEST(SymmetricPowerTest, FormsAgreeForAnyNumberOfItemsAndWorkers) {
  using Space = TypeParam;
  auto const spec = complete_spec(3, 1, 5 * lanes_of<Space, double>, 3);
  auto const listed = make_symmetric_power<Space, double>(spec, false);
  auto const unrolled = make_symmetric_power<Space, double>(spec);
  for (int const items : {1, 37, 301}) {
    SymmetricOperands const in(spec, items, 4);
    EXPECT_TRUE(all_near_relative(forward(unrolled, in), forward(listed, in), 1e-13));
    auto const expected = backward(listed, in, 1);
    for (int const workers : {1, 5, 40}) {
      auto const adjoints = backward(unrolled, in, workers);
      EXPECT_TRUE(all_near_relative(adjoints.x, expected.x, 1e-13));
      EXPECT_TRUE(all_near_relative(adjoints.linear, expected.linear, 1e-13));
      EXPECT_TRUE(all_near_relative(adjoints.pair, expected.pair, 1e-13));
      EXPECT_TRUE(all_near_relative(adjoints.triple, expected.triple, 1e-13));
    }
  }
}

// More rows than items, as a caller's arrays have: only those of the items are touched.
TYPED_TEST(SymmetricPowerTest, OtherRowsStayAsTheyAre) {
  using Space = TypeParam;
  auto const spec = complete_spec(3, 1, padded<Space, double>(1));
  SymmetricOperands const in(spec, 3, 5);
  for (bool const unrolled : {false, true})
    for (int const items : {0, 2}) {
      auto const power = make_symmetric_power<Space, double>(spec, unrolled);
      auto const x = rows_in_space<Space, double>(3, in.x), z_adj = rows_in_space<Space, double>(3, in.z_adj);
      auto const z = rows_in_space<Space, double>(3, Numbers(in.z_adj.size(), 7.0));
      auto const x_adj = rows_in_space<Space, double>(3, Numbers(in.x.size(), 7.0));
      auto const weights = in.weights<Space, double>();
      symmetric_power_forward<Space, double>(Space{}, power, weights, items, x, z);
      symmetric_power_backward<Space, double>(Space{}, power, weights, items, x, z_adj, x_adj, {});
      for (auto const& values : {to_host(z), to_host(x_adj)})
        for (std::size_t k = values.size() / 3 * items; k < values.size(); ++k) EXPECT_EQ(values[k], 7.0);
    }
}

// As devices have it.
TYPED_TEST(SymmetricPowerTest, BackwardIsTheSumOfItsPartsOfDegrees) {
  using Space = TypeParam;
  using P = PackOf<Space, double>;
  auto const spec = complete_spec(3, 2, padded<Space, double>(3), 2);
  SymmetricOperands const in(spec, 4, 8);
  auto const power = make_symmetric_power<Space, double>(spec);
  auto const x_adj = rows_in_space<Space, double>(4, Numbers(in.x.size(), 7.0));
  auto const add = [&](auto degrees) {
    UnrolledSymmetricPower<P, double, decltype(degrees)> const form(spec.channels);
    launch_symmetric_backward<Space, double>(Space{}, form, power, in.weights<Space, double>(), 4,
                                             rows_in_space<Space, double>(4, in.x),
                                             rows_in_space<Space, double>(4, in.z_adj), x_adj, {});
  };
  add(detail::SymmetricDegrees<3, 1, 3>{});
  add(detail::SymmetricDegrees<3, 2, 3, 2, 0, 2>{});
  add(detail::SymmetricDegrees<3, 2, 3, 2, 3>{});
  EXPECT_TRUE(all_near_relative(to_host(x_adj), backward(power, in, 0).x, 1e-14));
}

TYPED_TEST(SymmetricPowerTest, FloatTracksDouble) {
  using Space = TypeParam;
  for (Case const& a : cases<Space, float>()) {
    SCOPED_TRACE(a.name);
    SymmetricOperands const in(a.spec, 3, 6);
    auto const exact = make_symmetric_power<Space, double>(a.spec);
    auto const power = make_symmetric_power<Space, float>(a.spec);
    EXPECT_TRUE(all_near_relative(forward(power, in), forward(exact, in), 1e-5));
    auto const adjoints = backward(power, in, 2), expected = backward(exact, in, 2);
    EXPECT_TRUE(all_near_relative(adjoints.x, expected.x, 1e-5));
    EXPECT_TRUE(all_near_relative(adjoints.linear, expected.linear, 1e-5));
    EXPECT_TRUE(all_near_relative(adjoints.pair, expected.pair, 1e-5));
    EXPECT_TRUE(all_near_relative(adjoints.triple, expected.triple, 1e-5));
  }
}

TYPED_TEST(SymmetricPowerTest, IsEquivariant) {
  this->for_each_power([](SymmetricSpec const& spec, auto const& power) {
    Random random(52);
    SymmetricOperands const in(spec, 2, 7);
    for (Matrix3 const& R : {random_rotation(random), random_rotation(random), inversion}) {
      SymmetricOperands moved = in;
      moved.x = turned(in.x, in.items, spec.l_x, R);
      EXPECT_TRUE(all_near_relative(forward(power, moved), turned(forward(power, in), in.items, spec.l_z, R), 1e-13));
    }
  });
}

TEST(SymmetricPower, WrongListsAreErrors) {
  using Space = HostSpace;
  int const C = padded<Space, double>(1);
  auto const error_of = [](SymmetricSpec const& spec) -> std::string {
    try {
      make_symmetric_power<Space, double>(spec);
    } catch (Error const& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(error_of({3, 1, C, 1, {{1, 1, 0}, {0, 1, 1}}, {{1, 1, 0, 0, 0}, {1, 1, 2, 2, 0}}}), "no error");
  expect_says(error_of({7, 1, C, 1, {}, {}}), "degree 7 to 1");
  expect_says(error_of({1, -1, C, 1, {}, {}}), "degree 1 to -1");
  expect_says(error_of({1, 1, C + 1, 1, {}, {}}), std::to_string(C + 1) + " channels");
  expect_says(error_of({1, 1, 0, 1, {}, {}}), "0 channels");
  expect_says(error_of({1, 1, C, 0, {}, {}}), "0 types");
  for (PairPath const& path : {PairPath{1, 0, 1}, {-1, 1, 0}, {0, 4, 4}, {1, 1, 1}, {1, 3, 0}, {1, 1, 2}})
    expect_says(error_of({3, 1, C, 1, {path}, {}}), "not a Gaunt path of its degrees");
  for (TriplePath const& path : {TriplePath{1, 0, 1, 1, 0},
                                 {1, 1, 1, 1, 0},
                                 {1, 1, 2, 1, 0},
                                 {1, 1, 2, 4, 2},
                                 {0, 4, 4, 4, 0},
                                 {1, 1, 0, -1, 1},
                                 {1, 1, 2, 2, 2}})
    expect_says(error_of({3, 1, C, 1, {}, {path}}), "not two Gaunt paths of its degrees");
  expect_says(error_of({4, 1, C, 1, {}, {{4, 4, 8, 8, 0}}}), "(4, 4, 8, 8, 0)");
  expect_says(error_of({3, 1, C, 1, {{2, 2, 0}, {1, 1, 0}}, {}}), "(2, 2, 0) and (1, 1, 0)");
  expect_says(error_of({3, 1, C, 1, {{1, 1, 0}, {1, 1, 0}}, {}}), "sort them, each once");
  expect_says(error_of({3, 1, C, 1, {}, {{0, 0, 0, 1, 1}, {1, 1, 2, 2, 0}}}), "sort them, each once");
}

}  // namespace
}  // namespace tesseral::test

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/direct/path_power.hpp"

#include "reference/clebsch_gordan_product.hpp"
#include "reference/tensor_product.hpp"
#include "support/adjoint.hpp"
#include "support/product_operands.hpp"
#include "support/turned.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {
namespace {

constexpr Coupling couplings[] = {Coupling::gaunt, Coupling::clebsch_gordan};
constexpr int items = 3, types = 2;
constexpr int cases[][3] = {{2, 2, 2}, {2, 1, 3}, {1, 2, 4}, {1, 1, 6}};  // l_x, l_z, correlation

/// A power of random weights in either coupling, its input and an adjoint of its result.
template <class Space>
struct Operands {
  PowerSpec spec;
  Coupling coupling;
  PathPower<Space, double> power;
  std::vector<double> x, z_adj, nested, linear, last;

  Operands(int const (&c)[3], Coupling of)
      : spec{c[0], c[1], c[2], padded<Space, double>(1), 1, types},
        coupling(of),
        power(make_path_power<Space, double>(spec, of)) {
    Random random(51);
    int const C = spec.channels;
    x = random.normals(items * num_lm(spec.l_x) * C);
    z_adj = random.normals(items * num_lm(spec.l_z) * C);
    nested = random.normals((spec.correlation - 2) * power.nested.paths.paths.size() * C);
    linear = random.normals(types * (spec.l_z + 1) * C);
    last = random.normals((spec.correlation - 1) * types * power.last.paths.paths.size() * C);
  }
  int type(int item) const { return item % types; }
  PathPowerWeights<Space, double> weights() const {
    std::vector<int> all;
    for (int i = 0; i < items; ++i) all.push_back(type(i));
    return {numbers_in_space<Space, double>(nested), numbers_in_space<Space, double>(linear),
            numbers_in_space<Space, double>(last), to_space<Space>(all)};
  }
  std::vector<double> forward() const {
    auto const z = rows_in_space<Space, double>(items, std::vector<double>(z_adj.size(), 7.0));
    path_power_forward<Space, double>(Space{}, power, weights(), items, rows_in_space<Space, double>(items, x), z);
    return to_host(z);
  }
};

/// ((x (x) x) (x) x) …, one channel of one item after another.
template <class Space>
std::vector<double> reference_power(Operands<Space> const& in) {
  PowerSpec const& spec = in.spec;
  int const C = spec.channels, rows = num_lm(spec.l_x), rows_z = num_lm(spec.l_z);
  auto const product = [&](int l_z, std::vector<double> const& T, std::vector<double> const& x, auto const& weight) {
    return in.coupling == Coupling::gaunt ? reference::gaunt_product(spec.l_x, spec.l_x, l_z, T, x, weight)
                                          : reference::clebsch_gordan_product(spec.l_x, spec.l_x, l_z, T, x, weight);
  };
  std::vector<double> z(items * rows_z * C, 0.0);
  for (int i = 0; i < items; ++i)
    for (int c = 0; c < C; ++c) {
      std::vector<double> x;
      for (int lm = 0; lm < rows; ++lm) x.push_back(in.x[(i * rows + lm) * C + c]);
      auto T = x;
      for (int l = 0; l <= std::min(spec.l_x, spec.l_z); ++l)
        for (int lm = l * l; lm < num_lm(l); ++lm)
          z[(i * rows_z + lm) * C + c] += in.linear[(in.type(i) * (spec.l_z + 1) + l) * C + c] * x[lm];
      for (int n = 2; n <= spec.correlation; ++n) {
        auto const& last = in.power.last.paths;
        auto const part = product(spec.l_z, T, x, [&](int l1, int l2, int l) {
          int const path = last.find(l1, l2, l), paths = static_cast<int>(last.paths.size());
          return path < 0 ? 0.0 : in.last[(((n - 2) * types + in.type(i)) * paths + path) * C + c];
        });
        for (int lm = 0; lm < rows_z; ++lm) z[(i * rows_z + lm) * C + c] += part[lm];
        if (n == spec.correlation) break;
        auto const& nested = in.power.nested.paths;
        T = product(spec.l_x, T, x, [&](int l1, int l2, int l) {
          int const path = nested.find(l1, l2, l), paths = static_cast<int>(nested.paths.size());
          return path < 0 ? 0.0 : in.nested[((n - 2) * paths + path) * C + c];
        });
      }
    }
  return z;
}

template <class Space>
class PathPowerTest : public testing::Test {
 public:
  template <class Test>
  static void for_each_case(Test const& test) {
    for (auto const& c : cases)
      for (Coupling const coupling : couplings) {
        SCOPED_TRACE(std::string(name(coupling)) + ", correlation " + std::to_string(c[2]));
        test(Operands<Space>(c, coupling));
      }
  }
};
TYPED_TEST_SUITE(PathPowerTest, Spaces);

TYPED_TEST(PathPowerTest, IsTheLeftNestedPower) {
  this->for_each_case([](auto const& in) { EXPECT_TRUE(all_near_relative(in.forward(), reference_power(in), 1e-12)); });
}

TYPED_TEST(PathPowerTest, BackwardIsTheAdjoint) {
  using Space = TypeParam;
  this->for_each_case([](auto const& in) {
    int constexpr workers = 2;
    auto const rows = [&](std::vector<double> const& weights) {
      return rows_in_space<Space, double>(workers, std::vector<double>(workers * weights.size(), 0.0));
    };
    PathPowerGradient<Space, double> gradient{{}, rows(in.linear), rows(in.last)};
    if (!in.nested.empty()) gradient.nested = rows(in.nested);
    auto const x_adj = rows_in_space<Space, double>(items, std::vector<double>(in.x.size(), 7.0));
    path_power_backward<Space, double>(Space{}, in.power, in.weights(), items,
                                       rows_in_space<Space, double>(items, in.x),
                                       rows_in_space<Space, double>(items, in.z_adj), x_adj, gradient);
    auto const expect = [&](std::vector<double> Operands<Space>::*input, std::vector<double> const& adjoint) {
      if ((in.*input).empty()) return;
      std::vector<double> sum((in.*input).size(), 0.0);
      for (std::size_t k = 0; k < adjoint.size(); ++k) sum[k % sum.size()] += adjoint[k];
      auto const f = [&](std::vector<double> const& values) {
        auto moved = in;
        moved.*input = values;
        return moved.forward();
      };
      expect_adjoint(f, in.*input, sum, in.z_adj, 1e-7);
    };
    expect(&Operands<Space>::x, to_host(x_adj));
    expect(&Operands<Space>::nested, to_host(gradient.nested));
    expect(&Operands<Space>::linear, to_host(gradient.linear));
    expect(&Operands<Space>::last, to_host(gradient.last));
  });
}

TYPED_TEST(PathPowerTest, IsEquivariant) {
  this->for_each_case([](auto const& in) {
    Random random(52);
    std::vector<Matrix3> matrices = {random_rotation(random), random_rotation(random)};
    if (in.coupling == Coupling::gaunt) matrices.push_back(inversion);
    for (Matrix3 const& R : matrices) {
      auto moved = in;
      moved.x = turned(in.x, items, in.spec.l_x, R);
      EXPECT_TRUE(all_near_relative(moved.forward(), turned(in.forward(), items, in.spec.l_z, R), 1e-13));
    }
  });
}

// With equal weights the paths with an odd sum vanish in x (x) x, and do not in (x (x) x) (x) x.
TYPED_TEST(PathPowerTest, OddPathsComeWithTheThirdPower) {
  for (int const correlation : {2, 3}) {
    Operands<TypeParam> in({2, 2, correlation}, Coupling::clebsch_gordan);
    std::fill(in.last.begin(), in.last.end(), 1.0);
    auto even = in;
    auto const& paths = in.power.last.paths.paths;
    for (std::size_t k = 0; k < in.last.size(); ++k) {
      auto const& path = paths[k / in.spec.channels % paths.size()];
      if ((path.l1 + path.l2 + path.l) % 2 != 0) even.last[k] = 0.0;
    }
    EXPECT_EQ(static_cast<bool>(all_near_relative(even.forward(), in.forward(), 1e-12)), correlation == 2);
  }
}

}  // namespace
}  // namespace tesseral::test

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/architecture.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/network/radial/bessel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace tesseral {
namespace {

Architecture small() {
  Architecture a;
  a.species = 3;
  a.layers = 3;
  a.channels = 5;
  a.l_max = 3;
  a.l_hidden = 1;
  a.correlation = 4;
  a.product_terms = 2;
  a.bessel = 6;
  a.radial_hidden = {7, 8};
  a.readout_hidden = 9;
  return a;
}

using Shape = std::vector<int>;

TEST(Architecture, PathsAreThoseOfTheFormatPage) {
  for (int l_in = 0; l_in <= 3; ++l_in)
    for (int l_max = l_in; l_max <= 6; ++l_max) {
      auto const paths = message_paths(l_in, l_max);
      std::size_t q = 0;
      for (int l1 = 0; l1 <= l_in; ++l1)
        for (int l2 = 0; l2 <= l_max; ++l2)
          for (int l = 0; l <= l_max; ++l) {
            if (std::abs(l1 - l2) > l || l > l1 + l2 || (l1 + l2 + l) % 2 != 0) continue;
            ASSERT_LT(q, paths.size());
            EXPECT_EQ((std::vector{paths[q].l1, paths[q].l2, paths[q].l}), (std::vector{l1, l2, l}));
            ++q;
          }
      EXPECT_EQ(q, paths.size()) << "l_in " << l_in << ", l_max " << l_max;
    }
}

// Shapes written out by hand from the table in potentials/FORMAT.md.
TEST(Architecture, TensorsHaveTheShapesOfTheFormatPage) {
  auto const tensors = weight_tensors(small());
  auto const shape = [&](char const* name) { return find_tensor(tensors, name).shape; };
  EXPECT_EQ(shape("embedding"), (Shape{3, 5}));
  EXPECT_EQ(shape("layer_0/mixing_in"), (Shape{1, 5, 5}));
  EXPECT_EQ(shape("layer_1/mixing_in"), (Shape{2, 5, 5}));
  EXPECT_EQ(shape("layer_0/radial_0"), (Shape{6, 7}));
  EXPECT_EQ(shape("layer_0/radial_1"), (Shape{7, 8}));
  EXPECT_EQ(shape("layer_0/radial_2"), (Shape{8, 4, 5}));   // (0, l, l), l <= 3
  EXPECT_EQ(shape("layer_1/radial_2"), (Shape{8, 10, 5}));  // and (1, l, l ± 1)
  EXPECT_EQ(shape("layer_1/mixing_message"), (Shape{4, 5, 5}));
  EXPECT_EQ(shape("layer_1/product_scale"), (Shape{2, 4, 5}));
  EXPECT_EQ(shape("layer_1/product_weight"), (Shape{2, 4, 3, 2, 5}));
  EXPECT_EQ(shape("layer_2/product_weight"), (Shape{2, 4, 3, 1, 5}));
  EXPECT_EQ(shape("layer_1/mixing_out"), (Shape{2, 5, 5}));
  EXPECT_EQ(shape("layer_2/mixing_out"), (Shape{1, 5, 5}));
  EXPECT_EQ(shape("layer_0/residual"), (Shape{3, 1, 5, 5}));
  EXPECT_EQ(shape("layer_1/residual"), (Shape{3, 2, 5, 5}));
  EXPECT_EQ(shape("layer_2/residual"), (Shape{3, 1, 5, 5}));
  EXPECT_EQ(shape("layer_1/readout"), (Shape{5}));
  EXPECT_EQ(shape("layer_2/readout_0"), (Shape{5, 9}));
  EXPECT_EQ(shape("layer_2/readout_1"), (Shape{9}));
  EXPECT_EQ(tensors.size(), 1u + 3 * 9 + 2 * 1 + 2);
  EXPECT_THROW(find_tensor(tensors, "layer_2/readout"), Error);
  EXPECT_THROW(find_tensor(tensors, "layer_0/degree_in"), Error);
}

TEST(Architecture, DegreeWeightsAndALinearRadialNetwork) {
  Architecture a = small();
  a.radial_weights = RadialWeights::degree;
  a.radial_hidden = {};
  auto const tensors = weight_tensors(a);
  EXPECT_EQ(find_tensor(tensors, "layer_1/radial_0").shape, (Shape{6, 4, 5}));
  EXPECT_EQ(find_tensor(tensors, "layer_1/degree_in").shape, (Shape{2, 5}));
  EXPECT_EQ(find_tensor(tensors, "layer_1/degree_out").shape, (Shape{4, 5}));
  EXPECT_THROW(find_tensor(tensors, "layer_1/radial_1"), Error);
}

TEST(Architecture, SharedWeightsAreOneRadialFunctionForAllPaths) {
  Architecture a = small();
  a.radial_weights = RadialWeights::shared;
  EXPECT_NO_THROW(check(a));
  auto const tensors = weight_tensors(a);
  EXPECT_EQ(find_tensor(tensors, "layer_1/radial_2").shape, (Shape{8, 1, 5}));
  EXPECT_THROW(find_tensor(tensors, "layer_1/degree_in"), Error);
}

// Its largest argument of silu, root mean square: below 1, silu is nearly a parabola through the origin.
TEST(Architecture, AFreshRadialNetworkIsNearlyLinearAtBondLengths) {
  for (double const r_cut : {4.0, 5.0, 6.0}) {
    Architecture a;
    a.r_cut = r_cut;
    double const deviation = find_tensor(weight_tensors(a), "layer_0/radial_0").init_scale;
    double largest = 0.0;
    for (double r = 0.9; r < r_cut; r += 0.1) {
      std::vector<double> x(a.bessel), slopes(a.bessel);
      bessel_basis(r, r_cut, a.cutoff_power, a.bessel, x.data(), slopes.data());
      double squares = 0.0;
      for (double const value : x) squares += value * value;
      largest = std::max(largest, deviation * std::sqrt(squares));
    }
    EXPECT_LT(largest, 0.9) << r_cut;
    EXPECT_GT(largest, 0.3) << r_cut;
  }
}

std::string message_of(Architecture const& a) {
  try {
    check(a);
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

TEST(Architecture, ExactNodeProductsHaveAWeightForEveryPath) {
  Architecture a = small();
  a.node_product = NodeProductKind::exact;
  EXPECT_NE(message_of(a).find("product_terms"), std::string::npos) << message_of(a);
  a.product_terms = 1;
  EXPECT_EQ(message_of(a), "");
  auto const shape = [&](char const* name) { return find_tensor(weight_tensors(a), name).shape; };
  // degrees up to 3: 23 paths to l <= 3 (Gaunt coefficients that do not vanish), 10 to l <= 1 and 4 to l = 0
  EXPECT_EQ(shape("layer_1/product_nested"), (Shape{2, 23, 5}));
  EXPECT_EQ(shape("layer_1/product_linear"), (Shape{3, 2, 5}));
  EXPECT_EQ(shape("layer_1/product_path"), (Shape{3, 3, 10, 5}));
  EXPECT_EQ(shape("layer_2/product_path"), (Shape{3, 3, 4, 5}));
  EXPECT_THROW(shape("layer_1/product_scale"), Error);
  EXPECT_THROW(shape("layer_1/product_weight"), Error);
  a.correlation = 2;
  EXPECT_EQ(shape("layer_1/product_path"), (Shape{1, 3, 10, 5}));
  EXPECT_THROW(shape("layer_1/product_nested"), Error);
  a.correlation = 1;
  EXPECT_THROW(shape("layer_1/product_path"), Error);
  EXPECT_EQ(shape("layer_1/product_linear"), (Shape{3, 2, 5}));
}

TEST(Architecture, SelfProductsStandBetweenLayers) {
  Architecture a = small();
  std::size_t const without = weight_tensors(a).size();
  a.self_product = Coupling::gaunt;
  auto const tensors = weight_tensors(a);
  EXPECT_EQ(tensors.size(), without + 2 * 5);
  auto const shape = [&](char const* name) { return find_tensor(tensors, name).shape; };
  for (char const* const name : {"layer_0/self_x", "layer_0/self_y", "layer_1/self_x"})
    EXPECT_EQ(shape(name), (Shape{2, 5, 5})) << name;
  for (char const* const name : {"layer_0/self_scale_x", "layer_1/self_scale_y", "layer_1/self_scale_z"})
    EXPECT_EQ(shape(name), (Shape{2, 5})) << name;
  EXPECT_THROW(shape("layer_2/self_x"), Error);

  EXPECT_TRUE(layer_kind(a.layer_kind).is_mirror_symmetric(a));
  EXPECT_EQ(message_of(a), "");
  a.self_product = Coupling::clebsch_gordan;
  EXPECT_FALSE(layer_kind(a.layer_kind).is_mirror_symmetric(a));
  a.l_hidden = 0;
  EXPECT_TRUE(layer_kind(a.layer_kind).is_mirror_symmetric(a));
  a.layers = 1;
  EXPECT_NE(message_of(a).find("self_product and one layer"), std::string::npos) << message_of(a);
}

TEST(Architecture, KindsOfSelfProductsAreToldApart) {
  Architecture a = small();
  auto const& kind = layer_kind(a.layer_kind);
  auto const none = kind.identity(a);
  EXPECT_EQ(none.size(), 0u);
  a.self_product = Coupling::gaunt;
  auto const gaunt = kind.identity(a);
  EXPECT_EQ(kind.describe(a).back().second, "of features between layers, gaunt coupling, degrees up to 1");
  a.self_product = Coupling::clebsch_gordan;
  EXPECT_NE(kind.identity(a), gaunt);
  EXPECT_NE(kind.identity(a), none);
  EXPECT_EQ(kind.describe(a).back().second, "rotations, not inversion");
}

TEST(Architecture, TensorsFillTheFlatVectorWithoutGaps) {
  auto const tensors = weight_tensors(small());
  std::size_t offset = 0;
  for (auto const& tensor : tensors) {
    std::size_t size = 1;
    for (int extent : tensor.shape) size *= extent;
    EXPECT_EQ(tensor.offset, offset) << tensor.name;
    EXPECT_EQ(tensor.size, size) << tensor.name;
    EXPECT_EQ(tensor.lane.size(), tensor.shape.size()) << tensor.name;
    offset += size;
  }
  EXPECT_EQ(weight_count(tensors), offset);
}

TEST(Architecture, LimitsAreAllowedAndWhatLiesBeyondIsNamed) {
  struct Range {
    char const* name;
    std::function<int&(Architecture&)> value;
    int low, high;
  };
  std::vector<Range> const ranges = {
      {"elements", [](Architecture& a) -> int& { return a.species; }, 1, 118},
      {"layers", [](Architecture& a) -> int& { return a.layers; }, 1, 8},
      {"channels", [](Architecture& a) -> int& { return a.channels; }, 1, 1024},
      {"l_max", [](Architecture& a) -> int& { return a.l_max; }, 1, 6},  // as l_hidden is 1
      {"l_hidden", [](Architecture& a) -> int& { return a.l_hidden; }, 0, 3},
      {"correlation", [](Architecture& a) -> int& { return a.correlation; }, 1, 6},
      {"product_terms", [](Architecture& a) -> int& { return a.product_terms; }, 1, 16},
      {"bessel", [](Architecture& a) -> int& { return a.bessel; }, 1, 64},
      {"cutoff_power", [](Architecture& a) -> int& { return a.cutoff_power; }, 2, 32},
      {"radial_hidden", [](Architecture& a) -> int& { return a.radial_hidden[1]; }, 1, 1024},
      {"readout_hidden", [](Architecture& a) -> int& { return a.readout_hidden; }, 1, 1024}};
  for (auto const& range : ranges) {
    for (int value : {range.low, range.high}) {
      Architecture a = small();
      range.value(a) = value;
      EXPECT_EQ(message_of(a), "") << range.name;
    }
    for (int value : {range.low - 1, range.high + 1}) {
      Architecture a = small();
      range.value(a) = value;
      // l_max = 0 is refused because of l_hidden = 1.
      std::string const blamed = std::string(range.name) == "l_max" && value == 0 ? "l_hidden" : range.name;
      EXPECT_NE(message_of(a).find(blamed), std::string::npos) << range.name << ": " << message_of(a);
    }
  }
}

TEST(Architecture, LHiddenIsAtMostLMax) {
  Architecture a = small();
  a.l_max = 2;
  a.l_hidden = 3;
  EXPECT_NE(message_of(a).find("0 to 2"), std::string::npos) << message_of(a);
}

TEST(Architecture, ARadialNetworkHasAtMostFourHiddenLayers) {
  Architecture a = small();
  a.radial_hidden = {4, 4, 4, 4};
  EXPECT_EQ(message_of(a), "");
  a.radial_hidden.push_back(4);
  EXPECT_NE(message_of(a).find("radial_hidden"), std::string::npos);
}

TEST(Architecture, LengthsArePositiveNumbers) {
  for (double value : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Architecture a = small();
    a.r_cut = value;
    EXPECT_NE(message_of(a).find("r_cut"), std::string::npos) << value;
    a = small();
    a.average_neighbors = value;
    EXPECT_NE(message_of(a).find("average_neighbors"), std::string::npos) << value;
  }
}

}  // namespace
}  // namespace tesseral

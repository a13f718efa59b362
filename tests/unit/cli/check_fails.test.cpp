// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What makes a model file wrong without making it unreadable: `tesseral check` tells. (An energy that jumps at the
/// cutoff needs other code, own_layer_kind.test.cpp; shipped potentials pass, reference.potential_passes_check.)
#include "support/coupling_factors.hpp"
#include "tesseral/core/error.hpp"
#include "unit/cli/command_test.hpp"
#include "unit/model/file_editor.hpp"

namespace tesseral::test {
namespace {

class CheckFails : public CommandTest {
 protected:
  /// What the program prints: of an error, its line.
  std::string failures() {
    Output output;
    try {
      output = output_of([&] { return cli::check(model); });
      EXPECT_EQ(output.code, 1) << output.text;
    } catch (Error const& error) {
      testing::internal::GetCapturedStdout();
      output.text = error.what();
    }
    return output.text;
  }
  std::string failures_of(ModelData const& damaged) {
    write_model(model, damaged);
    return failures();
  }
};

TEST_F(CheckFails, APerturbedWeight) {
  auto const tensors = weight_tensors(data.architecture);
  for (auto const& tensor : tensors) {
    SCOPED_TRACE(tensor.name);
    ModelData damaged = data;
    damaged.weights[tensor.offset] += 0.01;
    EXPECT_TRUE(contains(failures_of(damaged), "FAILED  self-test, energy"));
  }
}

TEST_F(CheckFails, ElementsThatChangedPlaces) {
  {
    FileEditor editor(model);
    editor.put("/elements", std::vector<std::string>{data.elements[1], data.elements[0], data.elements[2]});
  }
  std::string const text = failures();
  EXPECT_TRUE(contains(text, "/self_test/0/symbols: atom ")) << text;
  EXPECT_TRUE(contains(text, "not those of these weights")) << text;
}

TEST_F(CheckFails, ATableThatIsCut) {
  {
    FileEditor editor(model);
    std::string const name = "/weights/layer_0/radial_1";
    auto shape = editor.shape(name);
    auto numbers = editor.numbers(name);
    numbers.resize(numbers.size() / shape[0] * (shape[0] - 1));
    --shape[0];
    editor.put(name, shape, numbers);
  }
  std::string const text = failures();
  EXPECT_TRUE(contains(text, "/weights/layer_0/radial_1: shape is")) << text;
}

TEST_F(CheckFails, AnotherCutoff) {
  for (double const change : {-0.05, 0.05}) {
    ModelData damaged = data;
    damaged.architecture.r_cut += change;
    EXPECT_TRUE(contains(failures_of(damaged), "FAILED  self-test, energy"));
  }
}

TEST_F(CheckFails, ShiftScaleOrE0OfAnother) {
  ModelData damaged = data;
  damaged.shift += 0.1;
  EXPECT_TRUE(contains(failures_of(damaged), "FAILED  self-test, energy"));
  damaged = data;
  damaged.scale *= 1.01;
  EXPECT_TRUE(contains(failures_of(damaged), "FAILED  self-test, energy"));
  damaged = data;
  std::swap(damaged.E0[0], damaged.E0[2]);
  ASSERT_NE(data.E0[0], data.E0[2]);
  EXPECT_TRUE(contains(failures_of(damaged), "FAILED  self-test, energy"));
}

// They say themselves how far from a coupling they are.
TEST_F(CheckFails, FactorsThatAreNoCoupling) {
  for (auto const& variant : variants()) {
    if (variant.architecture.coupling == Coupling::gaunt || variant.architecture.l_max < 2) continue;
    ModelData network = random_model(variant.architecture, 5, variant.zbl);
    network.architecture.factors = coupling_factors(variant.architecture.l_max, 0.5);
    ASSERT_GT(network.architecture.factors.equivariance_error, 0.2);
    compute_self_test(network, {molecule(6, variant.architecture.species, 1)});
    std::string const text = failures_of(network);
    EXPECT_TRUE(contains(text, "FAILED  equivariance error of the factors")) << text;
    return;
  }
  FAIL() << "there is no such variant";
}

}  // namespace
}  // namespace tesseral::test

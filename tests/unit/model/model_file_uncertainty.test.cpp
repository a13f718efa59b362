// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The group uncertainty: what is written is read, and what cannot be is refused by name.
#include "unit/model/damage_test.hpp"

#include <cmath>

namespace tesseral::test {
namespace {

constexpr char const* group = "/uncertainty";

class ModelFileUncertainty : public DamageTest {
 protected:
  // An entry of a dataset replaced.
  static auto entry(std::string const& name, std::size_t at, double value) {
    return [=](FileEditor& f) {
      auto numbers = f.numbers(name);
      numbers[at] = value;
      f.put(name, f.shape(name), numbers);
    };
  }
};

TEST_F(ModelFileUncertainty, RoundTripKeepsItOrItsAbsence) {
  ModelData model = sample_model();
  ASSERT_TRUE(model.uncertainty);
  write_model(path_, model);
  EXPECT_EQ(all_bytes(read_model(path_)), all_bytes(model));
  model.uncertainty.reset();
  write_model(path_, model);
  EXPECT_FALSE(read_model(path_).uncertainty);
}

TEST_F(ModelFileUncertainty, WhatIsMissingOrUnknownIsNamed) {
  for (std::string const name : {"/uncertainty/center", "/uncertainty/whitening", "/uncertainty/scale"})
    expect_error({name, "missing"}, [&](FileEditor& f) { f.remove(name); });
  expect_error({"/uncertainty: holds the attribute 'power'", "update Tesseral"},
               [](FileEditor& f) { f.put_attribute(group, "power", 1.0); });
  expect_error({"/uncertainty: holds the group or dataset 'median'"},
               [](FileEditor& f) { f.put("/uncertainty/median", {1}, std::vector{1.0}); });
}

TEST_F(ModelFileUncertainty, ValuesAreChecked) {
  expect_error({"/uncertainty/scale[1]", "must be finite and not negative"}, entry("/uncertainty/scale", 1, -0.1));
  expect_error({"/uncertainty/scale[0]", "finite"}, entry("/uncertainty/scale", 0, std::nan("")));
  expect_error({"/uncertainty/center[1][0]", "finite"}, entry("/uncertainty/center", 6, INFINITY));
  expect_error({"/uncertainty/whitening[1][0]", "finite"}, entry("/uncertainty/whitening", 6, std::nan("")));
  expect_error({"/uncertainty/whitening[0][5]", "lower triangle"}, entry("/uncertainty/whitening", 5, 1.0));
}

}  // namespace
}  // namespace tesseral::test

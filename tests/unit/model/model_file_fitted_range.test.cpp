// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The group fitted_range: what is written is read, and what cannot be is refused by name.
#include "unit/model/damage_test.hpp"

#include <cmath>

namespace tesseral::test {
namespace {

using Integers = std::vector<long long>;
constexpr char const* group = "/fitted_range";

class ModelFileFittedRange : public DamageTest {
 protected:
  // Bytes of the sample with this range, before and after a file.
  void expect_round_trip(std::optional<FittedRange> const& range) const {
    ModelData model = sample_model();
    model.fitted_range = range;
    write_model(path_, model);
    EXPECT_EQ(all_bytes(read_model(path_)), all_bytes(model));
  }
};

TEST_F(ModelFileFittedRange, RoundTripKeepsWhatIsKnown) {
  FittedRange range = sample_range(2, 4.5);
  expect_round_trip(range);
  range.atoms[1] = 0;
  range.neighbors[1] = {0, 0};
  expect_round_trip(range);
  range.energy.reset();
  expect_round_trip(range);
  range.largest_force.reset();
  expect_round_trip(range);
  expect_round_trip({});
  EXPECT_FALSE(read_model(path_).fitted_range);
}

TEST_F(ModelFileFittedRange, WhatIsMissingOrUnknownIsNamed) {
  expect_error({"attribute /fitted_range/frames", "missing"},
               [](FileEditor& f) { f.remove_attribute(group, "frames"); });
  for (std::string const name : {"/fitted_range/atoms", "/fitted_range/closest", "/fitted_range/neighbors"})
    expect_error({name, "missing"}, [&](FileEditor& f) { f.remove(name); });
  expect_error({"/fitted_range: holds the attribute 'pressure'", "update Tesseral"},
               [](FileEditor& f) { f.put_attribute(group, "pressure", 1.0); });
  expect_error({"/fitted_range: holds the group or dataset 'farthest'"},
               [](FileEditor& f) { f.put("/fitted_range/farthest", {1}, std::vector{1.0}); });
  expect_error({group, "group"}, [](FileEditor& f) {
    f.remove(group);
    f.put(group, {1}, std::vector{1.0});
  });
}

TEST_F(ModelFileFittedRange, ShapesAndTypesAreChecked) {
  expect_error({"/fitted_range/atoms", "[3]", "[2]"}, [](FileEditor& f) {
    f.put("/fitted_range/atoms", {3}, Integers{1, 1, 1});
  });
  expect_error({"/fitted_range/atoms", "float", "integer"}, [](FileEditor& f) {
    f.put("/fitted_range/atoms", {2}, std::vector{1.0, 1.0});
  });
  expect_error({"/fitted_range/neighbors", "[2]", "[2][2]"}, [](FileEditor& f) {
    f.put("/fitted_range/neighbors", {2}, Integers{1, 1});
  });
  expect_error({"/fitted_range/closest", "[2]", "[2][2]"}, [](FileEditor& f) {
    f.put("/fitted_range/closest", {2}, std::vector{1.0, 1.0});
  });
  expect_error({"/fitted_range/energy", "[3]", "[2]"}, [](FileEditor& f) {
    f.put("/fitted_range/energy", {3}, std::vector{1.0, 1.0, 1.0});
  });
  expect_error({"/fitted_range/largest_force", "integer", "64-bit"},
               [](FileEditor& f) { f.put_attribute(group, "largest_force", 1LL); });
  expect_error({"/fitted_range/frames", "float", "integer"},
               [](FileEditor& f) { f.put_attribute(group, "frames", 7.0); });
}

TEST_F(ModelFileFittedRange, NumbersThatCannotBeAreRefused) {
  auto const closest = [](std::vector<double> const& values) {
    return [values](FileEditor& f) { f.put("/fitted_range/closest", {2, 2}, values); };
  };
  EXPECT_EQ(message_after(closest({4.5, 1.0, 1.0, 0.1})), "");
  expect_error({"/fitted_range/closest", "symmetric"}, closest({1.0, 1.0, 1.1, 1.0}));
  expect_error({"/fitted_range/closest[1][1]", "above 0"}, closest({1.0, 1.0, 1.0, 0.0}));
  expect_error({"/fitted_range/closest[0][0]", "4.600 Å", "r_cut, 4.500 Å"}, closest({4.6, 1.0, 1.0, 1.0}));
  expect_error({"/fitted_range/closest[0][1]", "nan", "finite"}, closest({1.0, std::nan(""), 1.0, 1.0}));
  auto const neighbors = [](Integers const& values) {
    return [values](FileEditor& f) { f.put("/fitted_range/neighbors", {2, 2}, values); };
  };
  expect_error({"/fitted_range/neighbors[1]", "-1 and 3"}, neighbors({0, 3, -1, 3}));
  expect_error({"/fitted_range/neighbors[0]", "4 and 3", "fewest"}, neighbors({4, 3, 1, 3}));
  expect_error({"/fitted_range/neighbors[0]", "not 0 and 0"}, [](FileEditor& f) {
    f.put("/fitted_range/atoms", {2}, Integers{0, 1});
  });
  expect_error({"/fitted_range/atoms[1]", "-1"}, [](FileEditor& f) {
    f.put("/fitted_range/atoms", {2}, Integers{1, -1});
  });
  expect_error({"/fitted_range/frames", "0"}, [](FileEditor& f) { f.put_attribute(group, "frames", 0LL); });
  for (auto const& energy : {std::vector{-1.0, -2.0}, std::vector{-1.0, std::nan("")}, std::vector{-HUGE_VAL, 0.0},
                             std::vector{0.0, HUGE_VAL}})
    expect_error({"/fitted_range/energy", "lowest", "finite"},
                 [&](FileEditor& f) { f.put("/fitted_range/energy", {2}, energy); });
  for (double const force : {-1.0, std::nan(""), HUGE_VAL})
    expect_error({"/fitted_range/largest_force", "finite"},
                 [&](FileEditor& f) { f.put_attribute(group, "largest_force", force); });
}

TEST_F(ModelFileFittedRange, WhatCouldNotBeReadBackIsNotWritten) {
  struct Fault {
    char const* named;
    void (*make)(FittedRange&);
  };
  for (auto const& fault : {Fault{"/fitted_range/atoms", [](FittedRange& r) { r.atoms.pop_back(); }},
                            Fault{"/fitted_range/closest", [](FittedRange& r) { r.closest.pop_back(); }},
                            Fault{"/fitted_range/closest", [](FittedRange& r) { r.closest[1].pop_back(); }},
                            Fault{"/fitted_range/neighbors", [](FittedRange& r) {
                                    r.neighbors.push_back({0, 0});
                                  }}}) {
    ModelData model = sample_model();
    fault.make(*model.fitted_range);
    try {
      write_model(path_, model);
      FAIL() << fault.named;
    } catch (Error const& error) {
      expect_message(error.what(), {fault.named, "2 elements"});
    }
  }
}

}  // namespace
}  // namespace tesseral::test

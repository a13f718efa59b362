// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/potential_options.hpp"

#include "tesseral/core/error.hpp"

#include <gtest/gtest.h>

namespace tesseral {
namespace {

std::string error_of(std::string const& name, std::string const& value) {
  PotentialOptions options;
  try {
    set_option(options, name, value);
  } catch (Error const& error) {
    return error.what();
  }
  return "no error";
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

// One table for all who ask: each value is taken, and said again; the first is the default.
TEST(PotentialOptions, AreWhatTheirTableSays) {
  for (OptionDescription const& option : option_descriptions()) {
    EXPECT_EQ(option_value({}, option.name), option.values.front());
    EXPECT_FALSE(option.help.empty());
    for (std::string const& value : option.values) {
      PotentialOptions options;
      set_option(options, option.name, value);
      EXPECT_EQ(option_value(options, option.name), value) << option.name;
      for (OptionDescription const& other : option_descriptions())
        if (other.name != option.name) {
          EXPECT_EQ(option_value(options, other.name), other.values.front()) << other.name << " by " << option.name;
        }
    }
  }
}

TEST(PotentialOptions, UnknownOnesAreAnsweredWithThoseThereAre) {
  EXPECT_TRUE(contains(error_of("precision", "half"), "no precision 'half' (there is: double, single, mixed)"));
  EXPECT_TRUE(contains(error_of("product", "gemm"), "auto, direct, cp, fourier, fft"));
  EXPECT_TRUE(contains(error_of("presicion", "double"), "unknown option 'presicion'"));
  EXPECT_TRUE(contains(error_of("presicion", "double"), "radial table|network"));
  EXPECT_TRUE(contains(error_of("radial", ""), "no radial ''"));
}

}  // namespace
}  // namespace tesseral

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A law is tried on every architecture, every structure and every space.
#pragma once

#include "support/architectures.hpp"
#include "support/evaluate.hpp"
#include "support/near.hpp"
#include "support/random_model.hpp"
#include "support/rotation.hpp"
#include "support/spaces.hpp"
#include "support/structures.hpp"

#include <gtest/gtest.h>

namespace tesseral::test {

template <class Space>
class LawTest : public testing::Test {
 public:
  /// law(potential, structure) for all combinations, radial functions by the network and from tables; a failure names
  /// its architecture and structure.
  template <class Law>
  static void for_each_case(Law const& law) {
    for_each_case(RadialEvaluation::network, law);
    for_each_case(RadialEvaluation::table, law);
  }

  template <class Law>
  static void for_each_case(RadialEvaluation radial, Law const& law) {
    SCOPED_TRACE(radial == RadialEvaluation::table ? "radial functions from tables"
                                                   : "radial functions by the network");
    for (auto const& variant : variants()) {
      SCOPED_TRACE(variant.name);
      ModelData data = random_model(variant);
      // weights have no gradient with one, and with tables none either
      if (variant.guarded && radial == RadialEvaluation::table) give_floor(data);
      Potential<Space> potential(data, radial);
      for (auto const& [name, structure] : test_structures(variant.architecture.species, variant.architecture.r_cut)) {
        SCOPED_TRACE(name);
        law(potential, structure);
      }
    }
  }
};

}  // namespace tesseral::test

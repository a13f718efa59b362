// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Fixture of tests that run a layer's kernels with teams of several sizes.
#pragma once

#include "support/features.hpp"
#include "support/layer_test.hpp"
#include "support/random.hpp"
#include "support/spaces.hpp"

#include <initializer_list>
#include <vector>

namespace tesseral::test {

class TeamTest : public LayerTest<HostSpace> {
 public:
  using HostFeatures = Features<double, HostSpace>;
  using HostModel = Model<HostSpace, double>;

  HostFeatures random_features(HostModel const& model, int atoms, int l_max) {
    return random_rows(model, atoms, num_lm(l_max));
  }
  HostFeatures random_rows(HostModel const& model, int atoms, int rows) {
    int const C = model.architecture().channels;
    return to_features<HostSpace>(random_.normals(atoms * rows * C), rows, C);
  }

  /// All numbers of some arrays, one after the other.
  static std::vector<double> numbers(std::initializer_list<Array2<double, HostSpace>> arrays) {
    std::vector<double> all;
    for (auto const& array : arrays) {
      auto const part = to_host(array);
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }

 private:
  Random random_{4};
};

}  // namespace tesseral::test

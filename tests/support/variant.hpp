// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// An architecture that laws are tried on.
#pragma once

#include "tesseral/model/architecture.hpp"

#include <string>

namespace tesseral::test {

struct Variant {
  std::string name;
  Architecture architecture;
  bool zbl = false;
  bool guarded = false;      // E0 for lone atoms, and inner radii
  bool transformed = false;  // Agnesi distances, other ZBL constants and Bessel frequencies
};

}  // namespace tesseral::test

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A ForceUncertainty (model/force_uncertainty.hpp) in the memory of a space.
#pragma once

#include "tesseral/core/types.hpp"
#include "tesseral/model/force_uncertainty.hpp"

namespace tesseral {

/// Rows are padded with zeros to whole packs.
template <class Space>
struct Rigidity {
  Rigidity() = default;
  explicit Rigidity(ForceUncertainty const&);

  int scalars = 0;                      // F; 0: unknown
  int row = 0;                          // padded F
  Array1<double const, Space> center;   // [species][F]
  Array1<double const, Space> columns;  // W transposed, [F][row]
  Array1<double const, Space> scale;    // [species], eV/Å
};

}  // namespace tesseral

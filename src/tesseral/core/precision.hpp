// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The precisions that a user can choose, and the type that the network's templates are instantiated for.
///
/// `single` and `mixed` are the same computation: what mixed precision asks to be double costs next to nothing and is
/// double in both, and harmonics in double would not be seen behind features in float. With the shipped potentials the
/// forces differ from double by 1e-6 of their root mean square (`tesseral check`).
#pragma once

#include "tesseral/core/error.hpp"

#include <array>
#include <string>

namespace tesseral {

enum class Precision { double_, single, mixed };

inline constexpr std::array<char const*, 3> precision_names = {"double", "single", "mixed"};

inline std::string to_string(Precision precision) { return precision_names[static_cast<int>(precision)]; }

/// Throws Error that lists the names if this is none of them.
inline Precision precision_of(std::string const& name) {
  for (Precision const each : {Precision::double_, Precision::single, Precision::mixed})
    if (name == to_string(each)) return each;
  throw Error("no precision '" + name + "' (there are double, single and mixed) choose one of these");
}

/// function(Real()) with the type of features, weights and products. Displacements, distances, energies, edge
/// gradients, forces and virials are doubles with any of them.
template <class Function>
auto with_real(Precision precision, Function const& function) {
  return precision == Precision::double_ ? function(double()) : function(float());
}

}  // namespace tesseral

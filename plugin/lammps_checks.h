// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// What is right in each line of an input and wrong in their combination.
#pragma once

#include "pair.h"

#include <string>
#include <vector>

namespace tesseral::lammps {

/// Throws Error where the KOKKOS package of this version of LAMMPS loses forces, whatever the pair style.
void check_accelerated_host(LAMMPS_NS::LAMMPS const&, LAMMPS_NS::Pair const&);

/// A line for each type whose mass is not within 5 % of its element's: elements in another order than the types are the
/// usual reason. `elements` [type - 1], NULL for types of other styles.
std::vector<std::string> odd_masses(LAMMPS_NS::Atom const&, std::vector<std::string> const& elements);

}  // namespace tesseral::lammps

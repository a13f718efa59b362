// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "lammps_checks.h"

#include "atom.h"
#include "force.h"
#include "lammps.h"
#include "lammps_compat.h"
#include "tesseral/core/error.hpp"
#include "tesseral/model/elements.hpp"

#include <cmath>
#include <sstream>

namespace tesseral::lammps {

void check_accelerated_host(LAMMPS_NS::LAMMPS const& lmp, LAMMPS_NS::Pair const& pair) {
  LAMMPS_NS::Force const& force = *lmp.force;
  bool const in_accelerated_hybrid = force.pair != &pair && force.pair->kokkosable != 0;
  bool const has_bonds =
      force.bond != nullptr || force.angle != nullptr || force.dihedral != nullptr || force.improper != nullptr;
  if (kokkos_hybrid_loses_forces && in_accelerated_hybrid && (has_bonds || force.kspace != nullptr)) {
    throw Error(
        "pair_style tesseral: a hybrid with bonds or kspace under KOKKOS (this version of LAMMPS clears the pair "
        "forces, "
        "from the first step on, and says nothing) run without `-sf kk`, or use LAMMPS 4 Jul 2026 or newer");
  }
  if (kokkos_tiled_loses_forces && pair.kokkosable != 0 && lmp.comm->style != 0 && lmp.comm->nprocs > 1) {
    throw Error(
        "pair_style tesseral: comm_style tiled on several ranks under KOKKOS (this version of LAMMPS finds wrong "
        "ghost atoms, and says nothing) run without `-sf kk`, use comm_style brick, or LAMMPS 4 Jul 2026 or newer");
  }
}

std::vector<std::string> odd_masses(LAMMPS_NS::Atom const& atom, std::vector<std::string> const& elements) {
  std::vector<std::string> lines;
  if (atom.mass == nullptr) return lines;
  for (int type = 1; type <= atom.ntypes; ++type) {
    std::string const& element = elements[type - 1];
    if (element == "NULL" || atom.mass_setflag[type] == 0) continue;
    double const expected = atomic_mass(atomic_number(element));
    if (std::abs(atom.mass[type] - expected) <= 0.05 * expected) continue;
    std::ostringstream line;
    line << "pair_style tesseral: type " << type << " is " << element << " and has mass " << atom.mass[type]
         << " (that of " << element << " is " << expected << ") check the order of the elements in pair_coeff";
    lines.push_back(line.str());
  }
  return lines;
}

}  // namespace tesseral::lammps

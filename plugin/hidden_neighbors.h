// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// What LAMMPS hides from a many-body style: neighbors that special bonds and exclusions take off its lists. An atom's
/// energy would be that of another environment, without a word.
#pragma once

#include "lammps_compat.h"

#include <string>
#include <vector>

namespace LAMMPS_NS {
class Atom;
class Comm;
class Force;
class Group;
}  // namespace LAMMPS_NS

namespace tesseral::lammps {

/// What is wrong, in words, if atoms with bonds are there: special bonds that take neighbors away, or weigh them where
/// no other style of a hybrid may want it. Empty: nothing.
std::string problem_of_special_bonds(LAMMPS_NS::Force const&, bool in_hybrid);
/// Whether some owned atom has neighbors by bonds; those of a template of molecules are not looked into.
bool has_special_neighbors(LAMMPS_NS::Atom const&);
/// Throws Error with the problem if there is one, and an atom with bonds on any rank. Collective over `world`.
void check_special_bonds(std::string const& problem, LAMMPS_NS::Atom const&, MPI_Comm world);

/// Throws Error if lists or ghosts are those of a group alone (`neigh_modify include`, `comm_modify group`) that some
/// atom of the potential is not in. `species_of_type` [type], -1: not of the potential. Collective over `world`.
void check_groups(LAMMPS_NS::Neighbor const&, LAMMPS_NS::Comm const&, LAMMPS_NS::Atom const&, LAMMPS_NS::Group const&,
                  std::vector<int> const& species_of_type, MPI_Comm world);

/// Throws Error if `neigh_modify exclude` hides atoms of the potential from others of it. Atoms that are hidden from
/// `all` are no such case: they are absent. `species_of_type` and `world` as above.
void check_exclusions(LAMMPS_NS::Neighbor const&, LAMMPS_NS::Atom const&, LAMMPS_NS::Group const&,
                      std::vector<int> const& species_of_type, MPI_Comm world);

/// Bits of the groups whose atoms are hidden from all others, as trial deletions of `fix gcmc` are: such atoms have
/// neither neighbors nor energy.
int absent_groups(LAMMPS_NS::Neighbor const&, LAMMPS_NS::Group const&);
/// Their names, separated by commas.
std::string names_of_absent_groups(LAMMPS_NS::Neighbor const&, LAMMPS_NS::Group const&);

}  // namespace tesseral::lammps

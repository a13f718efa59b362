// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "hidden_neighbors.h"

#include "atom.h"
#include "comm.h"
#include "force.h"
#include "group.h"
#include "tesseral/core/error.hpp"

#include <algorithm>

namespace tesseral::lammps {
namespace {

using LAMMPS_NS::Atom;
using LAMMPS_NS::Group;
using LAMMPS_NS::Neighbor;

bool on_any_rank(bool here, MPI_Comm world) {
  int mine = here ? 1 : 0, any = 0;
  MPI_Allreduce(&mine, &any, 1, MPI_INT, MPI_MAX, world);
  return any != 0;
}

bool in_potential(Atom const& atom, int i, std::vector<int> const& species_of_type) {
  return species_of_type[atom.type[i]] >= 0;
}

// The group whose atoms alone become ghosts; LAMMPS keeps it from all but its own communication, in all versions.
struct BorderGroup : LAMMPS_NS::Comm {
  static int of(LAMMPS_NS::Comm const& comm) { return comm.*(&BorderGroup::bordergroup); }
};

// Whether atoms of the potential are in a group, or outside of it.
bool has_atoms_of(Atom const& atom, int bit, bool inside, std::vector<int> const& species_of_type, MPI_Comm world) {
  bool here = false;
  for (int i = 0; i < atom.nlocal && !here; ++i) {
    here = ((atom.mask[i] & bit) != 0) == inside && in_potential(atom, i, species_of_type);
  }
  return on_any_rank(here, world);
}

bool group_has_atoms_of(Atom const& atom, int bit, std::vector<int> const& species_of_type, MPI_Comm world) {
  return has_atoms_of(atom, bit, true, species_of_type, world);
}

// Number of the group that exclusion k hides from all, -1 if it is another kind of exclusion. LAMMPS knows the groups'
// numbers from the command on, their bits from the start of a run.
int hidden_from_all(Neighbor const& neighbor, int k) {
  constexpr int all = 0;
  int const first = neighbor.ex1_group[k], second = neighbor.ex2_group[k];
  if (first != all && second == all) return first;
  if (first == all && second != all) return second;
  return -1;
}

void refuse(std::string const& exclusion) {
  throw Error(
      "pair_style tesseral: `neigh_modify exclude " + exclusion +
      "` (neighbors that an atom's energy depends on would be missing, and forces on all atoms near them wrong) "
      "leave it out; `fix setforce 0 0 0` holds atoms, and an exclusion against `all` takes them away");
}

}  // namespace

bool has_special_neighbors(Atom const& atom) {
  if (atom.molecular == Atom::TEMPLATE) return true;
  if (atom.molecular != Atom::MOLECULAR) return false;
  for (int i = 0; i < atom.nlocal; ++i) {
    if (atom.nspecial[i][2] > 0) return true;
  }
  return false;
}

std::string problem_of_special_bonds(LAMMPS_NS::Force const& force, bool in_hybrid) {
  bool takes_away = false, weighs = false;
  for (int k = 1; k <= 3; ++k) {
    // LAMMPS keeps such neighbors on its lists where a long-range solver has to subtract them
    takes_away = takes_away || (force.special_lj[k] == 0.0 && force.special_coul[k] == 0.0 && force.kspace == nullptr);
    weighs = weighs || force.special_lj[k] != 1.0;
  }
  if (!takes_away && (in_hybrid || !weighs)) return "";
  return std::string("pair_style tesseral: special_bonds are not 1 1 1 (") +
         (takes_away ? "bonded neighbors, which an atom's energy depends on, would be missing from LAMMPS' lists"
                     : "a many-body energy has no part of a pair to weigh") +
         ") add the line `special_bonds lj/coul 1 1 1`" +
         (in_hybrid ? ", or give 1e-100 instead of 0 where another style of the hybrid wants none" : "");
}

void check_special_bonds(std::string const& problem, Atom const& atom, MPI_Comm world) {
  if (!problem.empty() && on_any_rank(has_special_neighbors(atom), world)) throw Error(problem);
}

void check_groups(Neighbor const& neighbor, LAMMPS_NS::Comm const& comm, Atom const& atom, Group const& group,
                  std::vector<int> const& species_of_type, MPI_Comm world) {
  struct Restriction {
    char const* command;
    int group;
  };
  for (Restriction const& one : {Restriction{"neigh_modify include", neighbor.includegroup},
                                 Restriction{"comm_modify group", BorderGroup::of(comm)}}) {
    if (one.group == 0 || !has_atoms_of(atom, group.bitmask[one.group], false, species_of_type, world)) continue;
    throw Error(std::string("pair_style tesseral: `") + one.command + " " + group.names[one.group] +
                "` (atoms outside of the group would be missing from the neighbors of those in it) leave it out; `fix "
                "setforce 0 0 0` holds atoms");
  }
}

void check_exclusions(Neighbor const& neighbor, Atom const& atom, Group const& group,
                      std::vector<int> const& species_of_type, MPI_Comm world) {
  for (int k = 0; k < neighbor.nex_type; ++k) {
    int const a = neighbor.ex1_type[k], b = neighbor.ex2_type[k];
    if (species_of_type[a] >= 0 && species_of_type[b] >= 0)
      refuse("type " + std::to_string(a) + " " + std::to_string(b));
  }
  for (int k = 0; k < neighbor.nex_group; ++k) {
    if (hidden_from_all(neighbor, k) >= 0) continue;
    bool const first = group_has_atoms_of(atom, group.bitmask[neighbor.ex1_group[k]], species_of_type, world);
    bool const second = group_has_atoms_of(atom, group.bitmask[neighbor.ex2_group[k]], species_of_type, world);
    if (first && second) {
      refuse(std::string("group ") + group.names[neighbor.ex1_group[k]] + " " + group.names[neighbor.ex2_group[k]]);
    }
  }
  for (int k = 0; k < neighbor.nex_mol; ++k) {
    if (group_has_atoms_of(atom, group.bitmask[neighbor.ex_mol_group[k]], species_of_type, world)) {
      refuse(std::string(neighbor.ex_mol_intra[k] != 0 ? "molecule/intra " : "molecule/inter ") +
             group.names[neighbor.ex_mol_group[k]]);
    }
  }
}

int absent_groups(Neighbor const& neighbor, Group const& group) {
  int bits = 0;
  for (int k = 0; k < neighbor.nex_group; ++k) {
    int const hidden = hidden_from_all(neighbor, k);
    if (hidden >= 0) bits |= group.bitmask[hidden];
  }
  return bits;
}

std::string names_of_absent_groups(Neighbor const& neighbor, Group const& group) {
  std::string names;
  for (int k = 0; k < neighbor.nex_group; ++k) {
    int const hidden = hidden_from_all(neighbor, k);
    if (hidden >= 0) names += (names.empty() ? "" : ", ") + std::string(group.names[hidden]);
  }
  return names;
}

}  // namespace tesseral::lammps

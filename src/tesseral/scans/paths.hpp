// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Paths on which atoms are brought together, and what is asked of the energy on them. R_i is the covalent radius, D_ij
/// the deepest bond known, contact 0.8 (R_i + R_j).
#pragma once

#include "tesseral/model/model_data.hpp"
#include "tesseral/scans/curve.hpp"

#include <vector>

namespace tesseral::scans {

constexpr double closest_scanned = 0.05;  // Å
constexpr double depth_share = 1.2;       // of the deepest bond known, or of the lowest energy that was fitted to

struct Path {
  Curve curve;                        // without energies
  std::vector<Structure> structures;  // [distance]
  double zero = 0.0;                  // eV, the energy that the curve's are above
};

/// 0.8 (R_i + R_j), Å.
double contact_distance(ModelData const&, int species_i, int species_j);

/// Sets how deep a curve may be: 1.2 times the sum of the deepest bonds known for its pairs of species.
void limit_depth(Curve&, ModelData const&);

/// Two atoms, of every pair of species, from 0.05 Å to the cutoff; above the sum of E0, and no deeper than 1.2 D_ij.
std::vector<Path> dimer_paths(ModelData const&);

/// A third atom k, of every species, on the bisector of every pair i, j at R_i + R_j; the distance is that from the
/// pair's middle, from 0.05 Å to the cutoff. In contact: with both, where nothing but repulsion can be. Above the sum
/// of E0, and no deeper than 1.2 (D_ij + D_ik + D_jk): no molecule of three atoms is known to be bound by more.
std::vector<Path> third_atom_paths(ModelData const&);

/// An atom of every species in the self-tests, moved to 0.05 Å from up to three of its neighbours, nearest first, on
/// straight ways: those on which no atom but the neighbour is ever in contact with it, so that the one bond with the
/// neighbour is all it can gain, and the energy is no deeper than 1.2 D_ij below that of the self-test.
std::vector<Path> pushed_atom_paths(ModelData const&);

/// Each self-test that has neighbours, its positions and cell scaled until its closest pair, whose distance is the
/// curve's, is at half their contact: the many neighbours of a dense structure, which two or three atoms do not have.
/// Above the sum of E0, and nowhere deeper than 1.2 times the lowest energy per atom that the potential was fitted to.
/// Whether it falls all the way is not asked: what lies behind a wall of keV per atom is never reached.
std::vector<Path> compression_paths(ModelData const&);

}  // namespace tesseral::scans

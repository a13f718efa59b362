// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// E0 of every element of a data set, from the first source that has it: the configuration's table, its file of single
/// atoms, or else isolated atoms among the frames; the cohesive energy E_coh > 0 of a crystal or a liquid of the
/// element or of a compound, of which its elements are the parts x_s,
///     Σ_s x_s E0_s = min over training frames of that composition of E/N  +  E_coh,
/// so that vacuum lies E_coh above the deepest frame, which stands for the ground state. What compounds leave open, how
/// E0 of their elements differ, is the least-squares solution over the training frames, and no difference where all
/// have one composition: there it moves no atom. Then the model that is fine-tuned. If there is none of these for any
/// element: least squares over the training frames.
#pragma once

#include "tesseral/data/data_config.hpp"
#include "tesseral/data/labelled_frame.hpp"

#include <map>
#include <string>
#include <vector>

namespace tesseral {

struct ReferenceEnergy {
  double E0 = 0.0;     // eV
  std::string source;  // in words
  bool is_of_start = false;
};

/// By element.
using ReferenceEnergies = std::map<std::string, ReferenceEnergy>;

/// What is known before the frames are; `atoms` are the isolated ones among them. Throws Error if an element has two
/// sources that contradict each other, or none while others have one.
ReferenceEnergies given_energies(DataConfig const&, std::vector<Frame> const& atoms,
                                 std::vector<std::string> const& elements);

/// Adds what the training frames tell. Throws Error if there is a cohesive energy but no frame of that composition.
void complete_energies(ReferenceEnergies&, DataConfig const&, std::vector<LabelledFrame> const& train,
                       std::vector<std::string> const& elements);

/// E0 [species], eV; empty if some are not known yet.
std::vector<double> in_order(ReferenceEnergies const&, std::vector<std::string> const& elements);

/// "H -13.6, O -2041 eV (atoms.xyz)"
std::string description(ReferenceEnergies const&, std::vector<std::string> const& elements);

}  // namespace tesseral

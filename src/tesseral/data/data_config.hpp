// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What reading labelled data is told: the section [data] of a training file.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tesseral {

/// [data]: what a frame must keep to, or else it is bad.
struct FrameLimits {
  bool allow_missing_labels = false;  // frames without energy or without forces
  bool allow_isolated_atoms = false;  // atoms of larger frames without a neighbour within r_cut
  double max_force = 300.0;           // eV/Å, norm; 0: no limit
  double max_energy = 50.0;           // eV/atom, E - sum of E0 off its median over the file; 0: no limit
  double max_stress = 2.0;            // eV/Å^3, component of -virial/volume; 0: no limit
  double min_distance = 0.3;          // of the sum of two covalent radii; 0: no limit
};

/// [data]: where frames come from. Relative file names have been joined to the data folder.
struct DataConfig {
  std::string train;                 // extended XYZ file
  std::string validation;            // extended XYZ file; empty: some frames of `train` are held out
  double validation_fraction = 0.1;  // of the frames of `train`
  int validation_count = 0;          // frames held out; 0: validation_fraction decides
  int train_count = 0;               // frames to train on; 0: all that are not held out
  double test_fraction = 0.0;        // of the frames of `train`; they serve for nothing but the final errors
  int test_count = 0;                // frames of that part; 0: test_fraction decides; neither: all that are left over
  // Cross-validation: fold `fold` (from 0) of `folds` is the test part, whatever the counts above say of it and of the
  // frames to train on, and all others are trained or validated on.
  int folds = 0;  // 0: none
  int fold = 0;
  std::vector<std::string> test;           // more extended XYZ files for final errors
  std::uint64_t seed = 1;                  // of the split
  std::vector<std::string> elements;       // symbols; empty: those that occur, by atomic number
  std::string E0_file;                     // frames of one atom each
  std::map<std::string, double> E0;        // eV; neither file nor table: least squares over the training frames
  std::map<std::string, double> start_E0;  // eV, of a model that is fine-tuned: for elements that nothing else tells
  // By element or formula, eV/atom, positive: E0 lies by so much above the training frame of lowest energy, see
  // reference_energies.hpp.
  std::map<std::string, double> cohesive_energy;
  // Names of the labels; empty: the usual ones.
  std::string energy_key, forces_key, stress_key, virial_key;
  std::string group_key = "config_type";        // its value in the comment line is a frame's group
  std::map<std::string, double> group_weights;  // of the frames of a group in the loss; 1 for other groups
  FrameLimits limits;
  bool may_learn_stress = false;  // where frames have it: stress_weight is left to the data
  bool learns_stress = false;     // the loss has it, so that frames must: [training] stress_weight
  bool skip_bad_frames = false;   // bad frames are left out; otherwise the first ends the run
};

}  // namespace tesseral

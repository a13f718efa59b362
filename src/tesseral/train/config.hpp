// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a training run is told: the TOML file of `tesseral train`. potentials/3bpa-small.toml shows every key.
#pragma once

#include "tesseral/data/data_config.hpp"
#include "tesseral/model/architecture.hpp"
#include "tesseral/train/pair_radii.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tesseral {

/// Weights of the terms of the loss, see loss.hpp.
struct LossWeights {
  double energy = 1.0;            // of squared eV/atom
  double forces = 100.0;          // of squared eV/Å
  double stress = 0.0;            // of squared eV/atom, virial per atom
  double huber_energy = 0.0;      // eV/atom; larger errors count linearly; 0: never
  double huber_forces = 0.0;      // eV/Å, the same per force component
  bool energy_per_frame = false;  // `energy` and `huber_energy` are those of the error of a frame, not of an atom
};

/// TrainingConfig::epochs of a run that its time limit ends.
constexpr int unlimited_epochs = 1000000;

enum class ScheduleKind { cosine, plateau };

/// See optimiser.hpp.
enum class OptimiserKind { adam, amsgrad, adamw, muon };

/// [training]
struct TrainingConfig {
  int epochs = 100;
  int batch_size = 5;                 // frames
  std::uint64_t seed = 1;             // of fresh weights and of the order of the frames
  double learning_rate = 0.01;        // in units of WeightTensor::init_scale; a file's default depends on its optimiser
  double final_learning_rate = 1e-4;  // the floor of both schedules
  double warmup_epochs = 1.0;
  ScheduleKind schedule = ScheduleKind::cosine;
  double plateau_factor = 0.5;
  int plateau_patience = 10;  // epochs
  OptimiserKind optimiser = OptimiserKind::muon;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double momentum = 0.98;           // of Muon
  double weight_decay = 0.0;        // per step and learning rate; a file's default depends on its optimiser
  std::vector<std::string> freeze;  // parts of the network that stay as they are, see frozen_tensors()
  double clip = 10.0;               // largest norm of a gradient in units of init_scale; 0: no limit
  double ema_decay = 0.99;
  double displacement = 2e-5;        // Å, of the directional derivative of the weight gradient
  double time_limit_minutes = 0.0;   // 0: none
  double checkpoint_seconds = 60.0;  // at most so much work is lost
  LossWeights loss;
  int patience = 0;                 // epochs without a better one that end a stage; 0: any number
  double second_stage_start = 1.0;  // progress (0 … 1) from which `second_stage` replaces `loss`; 1: never
  LossWeights second_stage;
};

/// [output]
struct OutputConfig {
  std::string directory;  // made if it does not exist
  std::string model;      // file name inside `directory`
  int self_test_frames = 3;
  bool write_split = false;  // write train.xyz, validation.xyz and test.xyz into `directory`
};

/// What the file leaves open and the frames decide, see data_defaults.hpp.
struct LeftToData {
  bool epochs = false, batch_size = false;
  bool energy_weights = false;  // of both stages, and where the second one begins
  bool stress_weight = false;
  bool learning_rate = false;  // Muon's, which depends on the network that is fine-tuned
};

/// The rate that was measured to suit Muon and this width (docs/measurements/training.md).
double muon_learning_rate(int channels);

struct TrainingFile {
  DataConfig data;
  std::string start_from;  // model file to fine-tune, see continued_model(); empty: fresh weights
  /// species, r_cut and average_neighbors included; average_neighbors <= 0: taken from the data.
  Architecture architecture;
  LoneAtom lone_atom = LoneAtom::faded;
  double full_neighbors = 0.2;  // of their mean: from so many on the shift is whole; or from 0.9 of the fewest, if more
  PairReaches reaches;
  TrainingConfig training;
  LeftToData left_to_data;
  OutputConfig output;
  std::string text;  // the file as read
};

/// Reads a configuration. Relative data files are looked for in `data_directory`; if that is empty, beside the
/// configuration. Throws Error that names file, line and key; a misspelt key is answered with the nearest known one.
TrainingFile read_training_file(std::string const& path, std::string const& data_directory = "");

}  // namespace tesseral

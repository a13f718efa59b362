// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The subcommands of `tesseral`. Each prints its result on standard output, returns the exit code and throws Error on
/// bad input. All but `split` and `factors` need Kokkos to be initialised.
#pragma once

#include "tesseral/data/extxyz.hpp"
#include "tesseral/potential_options.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace tesseral::cli {

/// Prints what a model file holds, and which algorithms compute its node products here.
int info(std::string const& model);

/// Validates a model, its node products computed as asked for: file, self-test, forces, symmetries, and scans of atoms
/// that meet, drawn to the file `plot` (.png or .svg; empty: not). 0 if all holds that must, else 1.
int check(std::string const& model, ProductRequest product = {}, std::string const& plot = "");

/// Errors are those of the network itself, without the tables that dynamics use.
struct EvalOptions {
  std::string model, file;  // A.h5,B.h5: a committee; the file may be part of one, FILE@start:stop:step
  ExtxyzKeys keys;
  PotentialOptions engine = {Precision::double_, {}, ChoiceBasis::measured, RadialEvaluation::network};
  bool json = false;
  std::string write;         // extended XYZ file for the predictions; empty: none
  std::string plot;          // parity plot, .png or .svg; empty: none
  std::string per_frame;     // CSV file with a row per frame; empty: none
  bool uncertainty = false;  // errors that the model expects, beside the true ones
  std::string group;         // key of the comment line whose values are groups; empty: config_type
};
/// Errors of a model on labelled frames.
int eval(EvalOptions const&);

struct CalibrateOptions {
  std::string model, learnt, others, output;
  ExtxyzKeys keys;
};
/// Writes a model again that knows what errors of forces to expect, by frames that it was fitted to and others.
int calibrate(CalibrateOptions const&);

struct BenchOptions {
  std::string model;
  std::string structure;  // the first frame of an extended XYZ file; empty: the model's first self-test
  std::array<int, 3> replicate = {1, 1, 1};
  PotentialOptions engine;
  bool json = false;
};
/// Time and memory per atom of an energy and its forces.
int bench(BenchOptions const&);

struct TrainCommand {
  std::string config;
  std::string data_directory;  // empty: that of the configuration
  std::string time_limit;      // such as 90m, 1.5h or 3600s; empty: none
  bool resume = false;
  std::vector<std::uint64_t> seeds;  // of a committee's members; empty: one model
  int folds = 0;                     // of a cross-validation; 0: none
};
/// Several processes may share the work, see Ranks; one that fails ends all. SIGINT and SIGTERM end it with a
/// checkpoint, and it returns 128 and the signal's number.
int train(TrainCommand const&);

struct SplitOptions {
  std::string config;
  std::string data_directory;  // empty: that of the configuration
  std::string directory;       // of the files; empty: the output folder of the configuration
};
/// Writes the frames to train, to validate and to test on as files of their own.
int split(SplitOptions const&);

struct LammpsOptions {
  std::string model, structure;  // extended XYZ, FILE@index for another frame than the first
  std::string folder = "md";
  double temperature = 300.0;  // K
};
/// Writes a data file and an input for LAMMPS that run the structure with the model; never over one that is there.
int lammps(LammpsOptions const&);

struct FactorOptions {
  std::string coupling = "clebsch_gordan";
  std::vector<int> l_max;  // of x, y and z, or one for all
  int rank = 0;            // 0: 7 l_max^2; the exact factors for gaunt
  std::uint64_t seed = 1;
  int starts = 10;
  bool exact = false;  // no fit
  std::string out;     // HDF5 file; empty: none
  std::string check;   // read and judge this file instead
};
/// CP factors of a coupling: fitted or exact ones, or those of a file.
int factors(FactorOptions const&);

}  // namespace tesseral::cli

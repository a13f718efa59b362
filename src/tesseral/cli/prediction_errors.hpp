// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Errors of predictions against the labels of frames.
#pragma once

#include "tesseral/data/extxyz.hpp"
#include "tesseral/potential.hpp"

#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace tesseral::cli {

/// Root mean square and mean absolute value of numbers added one by one; NaN if there are none.
class ErrorMean {
 public:
  void add(double error) {
    squares_ += error * error;
    absolute_ += std::abs(error);
    ++count_;
  }
  long count() const { return count_; }
  double rmse() const { return std::sqrt(squares_ / static_cast<double>(count_)); }
  double mae() const { return absolute_ / static_cast<double>(count_); }

 private:
  double squares_ = 0.0;
  double absolute_ = 0.0;
  long count_ = 0;
};

/// In meV and Å. Frames without a label are left out of its error.
struct PredictionErrors {
  long frames = 0;
  long atoms = 0;
  ErrorMean energy;                                    // per frame, meV
  ErrorMean energy_per_atom;                           // per frame, meV/atom
  ErrorMean forces;                                    // per component, meV/Å
  std::map<std::string, ErrorMean> forces_by_element;  // by symbol
  ErrorMean stress;           // per component of the 3x3 matrix, meV/Å^3; not of free molecules
  ErrorMean virial_per_atom;  // per component of the 3x3 matrix, meV/atom; what training minimises

  void add(Frame const&, StructureResult const&);
};

PredictionErrors prediction_errors(std::vector<Frame> const&, std::vector<StructureResult> const&);

/// The frame's group: the value of `key` in its comment line, "none" without it.
std::string group_of(Frame const&, std::string const& key);

/// Errors of each group of frames.
std::map<std::string, PredictionErrors> group_errors(std::vector<Frame> const&, std::vector<StructureResult> const&,
                                                     std::string const& key);

}  // namespace tesseral::cli

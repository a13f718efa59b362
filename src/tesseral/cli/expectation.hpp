// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What a potential expects its forces to be wrong by, beside what they are wrong by.
#pragma once

#include "tesseral/data/extxyz.hpp"
#include "tesseral/potential.hpp"

#include <array>
#include <vector>

namespace tesseral::cli {

/// Errors of an atom are norms of the difference of two forces, those of a frame the root of their mean square, meV/Å.
struct Expectation {
  std::vector<double> expected_of_atoms, found_of_atoms;
  std::vector<double> expected_of_frames, found_of_frames;

  double expected() const;  // root mean square over atoms
  double found() const;
  double rank_correlation_of_atoms() const;
  double rank_correlation_of_frames() const;
  /// The part of the atoms whose error is at most `times` the expected one.
  double within(double times) const;
};

/// Of the frames with forces; `results` have expected errors.
Expectation expectation(std::vector<Frame> const&, std::vector<StructureResult> const&);

/// Root mean square and largest expected error of a frame, meV/Å.
std::array<double, 2> expected_of(StructureResult const&);

}  // namespace tesseral::cli

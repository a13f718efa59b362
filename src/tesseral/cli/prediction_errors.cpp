// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/prediction_errors.hpp"

#include "tesseral/data/cell.hpp"

namespace tesseral::cli {

void PredictionErrors::add(Frame const& frame, StructureResult const& result) {
  constexpr double milli = 1e3;
  double const n = static_cast<double>(frame.symbols.size());
  ++frames;
  atoms += static_cast<long>(frame.symbols.size());
  if (frame.energy) {
    double const error = milli * (result.energy - *frame.energy);
    energy.add(error);
    energy_per_atom.add(error / n);
  }
  for (std::size_t i = 0; i < frame.forces.size(); ++i) {
    ErrorMean& of_element = forces_by_element[frame.symbols[i]];
    for (int d = 0; d < 3; ++d) {
      double const error = milli * (result.forces[i][d] - frame.forces[i][d]);
      forces.add(error);
      of_element.add(error);
    }
  }
  if (!frame.virial) return;
  double const volume = cell_volume(frame.cell);
  bool const has_stress = (frame.periodic[0] || frame.periodic[1] || frame.periodic[2]) && volume > 0.0;
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      double const error = milli * (result.virial[a][b] - (*frame.virial)[a][b]);
      virial_per_atom.add(error / n);
      if (has_stress) stress.add(error / volume);
    }
}

PredictionErrors prediction_errors(std::vector<Frame> const& frames, std::vector<StructureResult> const& results) {
  PredictionErrors errors;
  for (std::size_t k = 0; k < frames.size(); ++k) errors.add(frames[k], results[k]);
  return errors;
}

std::string group_of(Frame const& frame, std::string const& key) {
  auto const found = frame.info.find(key);
  return found == frame.info.end() ? "none" : found->second;
}

std::map<std::string, PredictionErrors> group_errors(std::vector<Frame> const& frames,
                                                     std::vector<StructureResult> const& results,
                                                     std::string const& key) {
  std::map<std::string, PredictionErrors> groups;
  for (std::size_t k = 0; k < frames.size(); ++k) groups[group_of(frames[k], key)].add(frames[k], results[k]);
  return groups;
}

}  // namespace tesseral::cli

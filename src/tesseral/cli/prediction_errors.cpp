// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/prediction_errors.hpp"

#include "tesseral/train/cell.hpp"

namespace tesseral::cli {

PredictionErrors prediction_errors(std::vector<Frame> const& frames, std::vector<StructureResult> const& results) {
  constexpr double milli = 1e3;
  PredictionErrors errors;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    Frame const& frame = frames[k];
    StructureResult const& result = results[k];
    double const atoms = static_cast<double>(frame.symbols.size());
    ++errors.frames;
    errors.atoms += static_cast<long>(frame.symbols.size());
    if (frame.energy) {
      double const error = milli * (result.energy - *frame.energy);
      errors.energy.add(error);
      errors.energy_per_atom.add(error / atoms);
    }
    for (std::size_t i = 0; i < frame.forces.size(); ++i) {
      ErrorMean& of_element = errors.forces_by_element[frame.symbols[i]];
      for (int d = 0; d < 3; ++d) {
        double const error = milli * (result.forces[i][d] - frame.forces[i][d]);
        errors.forces.add(error);
        of_element.add(error);
      }
    }
    double const volume = cell_volume(frame.cell);
    bool const periodic = frame.periodic[0] || frame.periodic[1] || frame.periodic[2];
    if (frame.virial && periodic && volume > 0.0)
      for (int a = 0; a < 3; ++a)
        for (int b = 0; b < 3; ++b) errors.stress.add(milli * (result.virial[a][b] - (*frame.virial)[a][b]) / volume);
  }
  return errors;
}

}  // namespace tesseral::cli

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/calibration.hpp"

#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/model/model_file.hpp"

#include <fmt/format.h>

namespace tesseral::cli {

int calibrate(CalibrateOptions const& options) {
  ModelData model = read_model(options.model);
  std::vector<Structure> learnt;
  for (Frame const& frame : read_extxyz(options.learnt, options.keys))
    learnt.push_back(to_structure(frame, model.elements));
  std::vector<KnownForces> others;
  for (Frame const& frame : read_extxyz(options.others, options.keys))
    if (!frame.forces.empty()) others.push_back({to_structure(frame, model.elements), frame.forces});
  auto const calibration = tesseral::calibrate(model, learnt, others);
  require(calibration.has_value(), fmt::format("{} and {}: nothing to learn from (no forces in the second, or atoms of "
                                               "the first that are all alike) give the frames of training and others "
                                               "of their kind, with forces",
                                               options.learnt, options.others));
  model.uncertainty = calibration->uncertainty;
  model.provenance["uncertainty"] = calibration_line(*calibration);
  write_model(options.output, model);
  fmt::print("{}\nmodel: {}\n", calibration_line(*calibration), options.output);
  return 0;
}

}  // namespace tesseral::cli

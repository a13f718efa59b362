// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/calibration.hpp"

#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/model/model_file.hpp"

#include <fmt/format.h>

namespace tesseral::cli {
namespace {

// Refuses here what would be a structure without name among many others later.
Structure structure_of(Frame const& frame, ModelData const& model, std::string const& file) {
  std::string place = file + ", ";
  try {
    Structure structure = to_structure(frame, model.elements);  // names frame and line
    place += fmt::format("frame {}, line {}: ", frame.number, frame.line);
    find_edges(structure, model.architecture.r_cut);
    return structure;
  } catch (Error const& error) {
    throw Error(place + error.what());
  }
}

}  // namespace

int calibrate(CalibrateOptions const& options) {
  ModelData model = read_model(options.model);
  std::vector<Structure> learnt;
  for (Frame const& frame : read_extxyz(options.learnt, options.keys))
    learnt.push_back(structure_of(frame, model, options.learnt));
  std::vector<KnownForces> others;
  for (Frame const& frame : read_extxyz(options.others, options.keys))
    if (!frame.forces.empty()) others.push_back({structure_of(frame, model, options.others), frame.forces});
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

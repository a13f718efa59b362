// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A model file and labelled frames for the subcommands, and what these print.
#pragma once

#include "support/random_model.hpp"
#include "support/structures.hpp"
#include "support/temporary_folder.hpp"
#include "tesseral/cli/commands.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/self_test.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace tesseral::test {

inline ModelData model_with_self_test() {
  ModelData data = random_model(variants()[3]);
  compute_self_test(data, {molecule(6, 3, 1), triclinic_cell(5, 3, 2)});
  return data;
}

/// What a command prints, with its exit code.
struct Output {
  int code = -1;
  std::string text;
};
template <class Command>
Output output_of(Command const& command) {
  testing::internal::CaptureStdout();
  Output output;
  output.code = command();
  std::fflush(stdout);
  output.text = testing::internal::GetCapturedStdout();
  return output;
}

inline bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

/// The number behind "key": of a JSON object; NaN if there is none.
inline double json_number(std::string const& json, std::string const& key) {
  auto const found = json.find("\"" + key + "\": ");
  double value = std::nan("");
  if (found != std::string::npos) std::sscanf(json.c_str() + found + key.size() + 4, "%lf", &value);
  return value;
}

class CommandTest : public testing::Test {
 protected:
  CommandTest() : data(model_with_self_test()), model(folder.file("model.h5")) { write_model(model, data); }

  // Frames with the engine's own answers as labels.
  std::vector<Frame> labelled_frames() const {
    std::vector<Frame> frames;
    for (SelfTest const& test : data.self_tests) {
      Frame frame;
      for (int const s : test.structure.species) frame.symbols.push_back(data.elements[s]);
      frame.positions = test.structure.positions;
      frame.cell = test.structure.cell;
      frame.periodic = test.structure.periodic;
      frame.energy = test.energy;
      frame.forces = test.forces;
      frame.virial = test.virial;
      frames.push_back(frame);
    }
    return frames;
  }
  Output eval_json(std::vector<Frame> const& frames) const {
    cli::EvalOptions options;
    options.model = model;
    options.file = folder.file("frames.xyz");
    options.json = true;
    write_extxyz(options.file, frames);
    return output_of([&] { return cli::eval(options); });
  }

  TemporaryFolder folder;
  ModelData data;
  std::string model;
};

}  // namespace tesseral::test

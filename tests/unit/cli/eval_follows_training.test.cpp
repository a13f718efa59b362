// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// What training says of the parts of its data, `tesseral eval` says of their files, to the last digit.
#include "support/temporary_folder.hpp"
#include "tesseral/cli/commands.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/train/trainer.hpp"
#include "unit/train/small_training_set.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <map>

namespace tesseral::test {
namespace {

// Cells and molecules with random labels, under names of their own.
std::string frames_with_labels(int count) {
  TemporaryFolder const folder;
  Random random(6);
  std::vector<Frame> frames;
  for (int n = 0; n < count; ++n) {
    bool const is_cell = n % 2 == 0;
    LabelledFrame const labelled =
        labelled_frame(is_cell ? triclinic_cell(3, 2, 60 + n) : molecule(4, 2, 60 + n), 4.0, true, random);
    Frame& frame = frames.emplace_back();
    for (int s : labelled.structure.species) frame.symbols.push_back(s == 0 ? "H" : "O");
    frame.positions = labelled.structure.positions;
    frame.cell = labelled.structure.cell;
    frame.periodic = labelled.structure.periodic;
    frame.energy = labelled.energy;
    frame.forces = labelled.forces;
    frame.virial = labelled.virial;
  }
  write_extxyz(folder.file("frames.xyz"), frames);
  return folder.read("frames.xyz");
}

TEST(EvalFollowsTraining, ToTheLastDigitThatIsPrinted) {
  TemporaryFolder const folder;
  std::string const frames = folder.write("frames.xyz", frames_with_labels(16));
  TrainOptions options;
  options.config = folder.write("run.toml",
                                "[data]\ntrain = \"frames.xyz\"\nvalidation_count = 4\ntest_count = 3\n"
                                "test = \"frames.xyz@1::5\"\n"
                                "[model]\nr_cut = 4.0\nchannels = 4\nl_max = 1\nl_hidden = 1\ncorrelation = 2\n"
                                "radial_hidden = [4]\n"
                                "[training]\nbatch_size = 3\nepochs = 2\nstress_weight = 1.0\n"
                                "[output]\nwrite_split = true\nmodel = \"m.h5\"\ndirectory = '" +
                                    folder.file("out") + "'\n");
  std::vector<std::string> lines;
  Ranks alone;
  run_training(
      options, [&](Progress const& progress) { lines.push_back(progress.line); }, alone);

  std::string const errors = read_model(folder.file("out/m.h5")).provenance.at("errors");
  std::map<std::string, std::string> const files = {{"training RMSE:", folder.file("out/train.xyz")},
                                                    {"validation RMSE:", folder.file("out/validation.xyz")},
                                                    {"(3 untouched frames)", folder.file("out/test.xyz")},
                                                    {"(3 frames of frames.xyz@1::5", frames + "@1::5"}};
  int told = 0;
  for (auto const& [mark, file] : files)
    for (std::string const& line : lines) {
      if (line.find(mark) == std::string::npos) continue;
      ++told;
      cli::EvalOptions eval;
      eval.model = folder.file("out/m.h5");
      eval.file = file;
      testing::internal::CaptureStdout();
      cli::eval(eval);
      std::fflush(stdout);
      std::string const table = testing::internal::GetCapturedStdout();
      for (char const* name : {"energy", "forces", "virial"}) {
        std::size_t const in_line = line.find(std::string(name) + " "), in_table = table.find(name);
        ASSERT_NE(in_line, std::string::npos) << name << " in " << line;
        ASSERT_NE(in_table, std::string::npos) << name << " in " << table;
        char trained[64], evaluated[64];
        ASSERT_EQ(std::sscanf(line.c_str() + in_line + 6, "%63s", trained), 1);
        ASSERT_EQ(std::sscanf(table.c_str() + in_table + 6, "%63s", evaluated), 1);
        EXPECT_STREQ(trained, evaluated) << line << "\n" << table;
        EXPECT_NE(errors.find(std::string(name) + " " + trained), std::string::npos) << errors;
      }
    }
  EXPECT_EQ(told, 4);
}

}  // namespace
}  // namespace tesseral::test

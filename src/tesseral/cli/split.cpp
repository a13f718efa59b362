// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/data/frame_split.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/train/config.hpp"
#include "tesseral/train/fine_tuning.hpp"

#include <fmt/format.h>

namespace tesseral::cli {

int split(SplitOptions const& options) {
  TrainingFile config = read_training_file(options.config, options.data_directory);
  if (!config.start_from.empty()) adopt_network(config, read_model(config.start_from));  // as `tesseral train` does
  Dataset const data = read_dataset(config.data, config.architecture.r_cut);
  for (auto const& problem : data.rejected) fmt::print("left out: {}\n", problem);
  std::string const& folder = options.directory.empty() ? config.output.directory : options.directory;
  for (auto const& line : write_split(folder, config.data, data)) fmt::print("{}\n", line);
  return 0;
}

}  // namespace tesseral::cli

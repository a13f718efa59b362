// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Which frames of a file are for training, which for validation and which stay untouched.
#pragma once

#include "tesseral/data/data_config.hpp"
#include "tesseral/data/dataset.hpp"

#include <string>
#include <vector>

namespace tesseral {

/// Indices of the frames of each part.
struct Split {
  std::vector<int> train, validation, test;  // ascending
};

/// Deals `frames` frames out by the seed, see DataConfig: first those of the validation, then those to train on, then
/// the test part, which takes what is left over if neither its count nor its fraction is given. With a validation file
/// nothing is held out for it. Of `folds`, each frame is in the test part of exactly one.
Split split_frames(int frames, DataConfig const&);

/// Writes train.xyz, validation.xyz and, if there is an untouched part, test.xyz into the folder: the frames of the
/// data set as their files have them, with the labels under the usual keys. Returns a line of text for each file.
std::vector<std::string> write_split(std::string const& folder, DataConfig const&, Dataset const&);

}  // namespace tesseral

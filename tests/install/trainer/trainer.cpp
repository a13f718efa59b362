// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// Needs the trainer and all that is beneath it: reads a configuration that is not there and shows the error.
#include <tesseral/core/error.hpp>
#include <tesseral/train/config.hpp>

#include <cstdio>

int main() {
  try {
    tesseral::read_training_file("missing.toml");
  } catch (tesseral::Error const& error) {
    std::puts(error.what());
  }
}

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/train/extxyz_comment.hpp"
#include "tesseral/train/trainer.hpp"

#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace tesseral::cli {
namespace {

double seconds_of(std::string const& time) {
  std::string number = time;
  double unit = 1.0;
  if (!number.empty() && (number.back() == 's' || number.back() == 'm' || number.back() == 'h')) {
    unit = number.back() == 's' ? 1.0 : number.back() == 'm' ? 60.0 : 3600.0;
    number.pop_back();
  }
  double value = 0.0;
  require(
      extxyz::parse_number(number, value) && std::isfinite(value) && value > 0.0,
      "--time-limit " + time + " cannot be understood (it is a positive number of s, m or h) write for example 90m");
  return value * unit;
}

}  // namespace

int train(TrainCommand const& command) {
  TrainOptions options;
  options.config = command.config;
  options.data_directory = command.data_directory;
  options.resume = command.resume;
  options.seeds = command.seeds;
  if (!command.time_limit.empty()) options.time_limit_seconds = seconds_of(command.time_limit);

  // On a terminal the progress line is rewritten in place; a log gets only the lines that stay true.
  bool const on_terminal = isatty(STDOUT_FILENO) != 0;
  bool open_line = false;
  auto const print = [&](Progress const& progress) {
    if (progress.replaceable && !on_terminal) return;
    if (open_line) std::fputs("\r\033[K", stdout);
    std::fputs(progress.line.c_str(), stdout);
    open_line = progress.replaceable;
    if (!open_line) std::fputc('\n', stdout);
    std::fflush(stdout);
  };
  try {
    return run_training(options, print);
  } catch (Error const&) {
    if (open_line) std::fputc('\n', stdout);
    throw;
  }
}

}  // namespace tesseral::cli

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/data/extxyz_comment.hpp"
#include "tesseral/train/ranks.hpp"
#include "tesseral/train/trainer.hpp"

#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <thread>

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

volatile std::sig_atomic_t signal_taken = 0;

// Ctrl-C, and the end of a batch job's time: the first asks for an end, the second is one.
extern "C" void take_signal(int number) {
  signal_taken = number;
  std::signal(number, SIG_DFL);
}

}  // namespace

int train(TrainCommand const& command) {
  TrainOptions options;
  options.config = command.config;
  options.data_directory = command.data_directory;
  options.resume = command.resume;
  options.seeds = command.seeds;
  options.folds = command.folds;
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
  std::unique_ptr<Ranks> const ranks = make_ranks();
  for (int const number : {SIGINT, SIGTERM})
    if (std::signal(number, take_signal) == SIG_IGN)
      std::signal(number, SIG_IGN);  // as in `nohup` and in scripts' jobs
  options.interrupted = [] { return signal_taken != 0; };
  try {
    return run_training(options, print, *ranks);
  } catch (Interrupted const& end) {
    if (open_line) std::fputc('\n', stdout);
    if (ranks->rank() == 0) std::fprintf(stderr, "tesseral: %s\n", end.what());
    return 128 + (signal_taken != 0 ? signal_taken : SIGTERM);  // as shells do
  } catch (std::exception const& error) {
    if (open_line) std::fputc('\n', stdout);
    if (ranks->count() > 1) {
      std::signal(SIGTERM, SIG_DFL);  // by which MPI ends the others
      // Where all fail alike, rank 0 speaks for them.
      if (ranks->rank() > 0) std::this_thread::sleep_for(std::chrono::seconds(1));
      std::fprintf(stderr, "tesseral: rank %d of %d: %s\n", ranks->rank(), ranks->count(), error.what());
      ranks->abort();
    }
    throw;
  }
}

}  // namespace tesseral::cli

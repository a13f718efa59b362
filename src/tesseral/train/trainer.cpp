// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/trainer.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/train/evaluate_structures.hpp"
#include "tesseral/train/initial_model.hpp"
#include "tesseral/train/provenance.hpp"
#include "tesseral/train/report.hpp"
#include "tesseral/train/sha256.hpp"
#include "tesseral/train/training_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace tesseral {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Sink = std::function<void(Progress const&)>;

// Largest structure of a self-test: `tesseral check` must be quick.
constexpr std::size_t self_test_atoms = 64;
constexpr double seconds_between_lines = 2.0;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

std::string digest_of(std::vector<double> const& numbers) {
  return sha256({reinterpret_cast<char const*>(numbers.data()), numbers.size() * sizeof(double)});
}

// What two runs must share for one to continue the other: data, split, network, fresh weights and batches.
std::string run_digest(TrainingFile const& config, ModelData const& fresh, std::string const& data_digest) {
  std::vector<double> numbers = fresh.weights;
  numbers.insert(numbers.end(), fresh.E0.begin(), fresh.E0.end());
  for (auto const& row : fresh.zbl_cutoff) numbers.insert(numbers.end(), row.begin(), row.end());
  Architecture const& a = fresh.architecture;
  for (double x : {fresh.scale, fresh.shift, a.r_cut, a.average_neighbors, 1.0 * a.layers, 1.0 * a.channels,
                   1.0 * a.l_max, 1.0 * a.l_hidden, 1.0 * a.correlation, 1.0 * a.product_terms, 1.0 * a.cutoff_power,
                   1.0 * config.training.batch_size, 1.0 * config.training.seed})
    numbers.push_back(x);
  return sha256(digest_of(numbers) + data_digest);
}

// Frames for the self-test: small ones, of different sizes first.
std::vector<Structure> self_test_structures(std::vector<LabelledFrame> const& frames, std::size_t wanted) {
  std::vector<LabelledFrame const*> by_size;
  for (auto const& frame : frames) by_size.push_back(&frame);
  auto const atoms = [](LabelledFrame const* frame) { return frame->structure.species.size(); };
  std::stable_sort(by_size.begin(), by_size.end(), [&](auto const* a, auto const* b) { return atoms(a) < atoms(b); });

  std::vector<LabelledFrame const*> chosen;
  std::set<std::size_t> sizes;
  for (bool const only_new_size : {true, false})
    for (auto const* frame : by_size) {
      bool const is_small = atoms(frame) <= self_test_atoms || chosen.empty();
      bool const is_new = std::find(chosen.begin(), chosen.end(), frame) == chosen.end();
      if (chosen.size() < wanted && is_small && is_new && (!only_new_size || sizes.insert(atoms(frame)).second))
        chosen.push_back(frame);
    }
  std::vector<Structure> structures;
  for (auto const* frame : chosen) structures.push_back(frame->structure);
  return structures;
}

// Keeps `wanted` frames, spread over all.
void keep_evenly(std::vector<LabelledFrame>& frames, int wanted) {
  std::size_t const all = frames.size();
  for (int n = 0; n < wanted; ++n) std::swap(frames[n], frames[n * all / wanted]);
  frames.resize(wanted);
}

// Prints steps now and then, and writes a checkpoint after an epoch when the last one is old enough.
void train(TrainingRun& run, TrainingFile const& config, fs::path const& directory, Sink const& sink) {
  auto last_line = Clock::now();
  auto last_checkpoint = last_line;
  auto const after_step = [&](StepReport const& report) {
    if (seconds_since(last_line) < seconds_between_lines) return;
    sink({step_line(report, config.training.epochs), true});
    last_line = Clock::now();
  };
  while (!run.finished()) {
    run.run_epoch(after_step);
    Checkpoint const& state = run.state();
    sink({epoch_line(state.history.back(), config.training.epochs, state.best_epoch == state.epoch), false});
    write_metrics((directory / "metrics.csv").string(), state.history);
    if (run.finished() || seconds_since(last_checkpoint) >= config.training.checkpoint_seconds) {
      write_checkpoint((directory / "checkpoint.bin").string(), state);
      last_checkpoint = Clock::now();
    }
  }
}

// Errors of the best weights, and the files that stay.
void finish(TrainingRun& run, Dataset const& data, OutputConfig const& output, ModelData model, Sink const& sink) {
  fs::path const directory = output.directory;
  Checkpoint const& state = run.state();
  std::vector<Predictions> on_train, on_validation;
  ErrorSums const train_errors = run.evaluate(state.best, data.train, &on_train);
  ErrorSums const validation_errors = run.evaluate(state.best, data.validation, &on_validation);
  model.weights = state.best;
  model.provenance["errors"] =
      fmt::format("RMSE on {} validation frames: {}; on {} training frames: {}", data.validation.size(),
                  error_line(validation_errors), data.train.size(), error_line(train_errors));
  compute_self_test(model, self_test_structures(data.validation, output.self_test_frames));
  std::string const model_path = (directory / output.model).string();
  write_model(model_path, model);
  write_metrics((directory / "metrics.csv").string(), state.history);

  sink({fmt::format("best weights: epoch {} of {}", state.best_epoch, state.epoch), false});
  sink({"validation RMSE: " + error_line(validation_errors), false});
  sink({"training RMSE:   " + error_line(train_errors), false});
  sink({"model: " + model_path, false});
  std::string const curve = (directory / "learning_curve.png").string();
  std::string const parity = (directory / "parity.png").string();
  try {
    plot_learning_curve(curve, state.history);
    plot_predictions(parity, data, on_train, on_validation);
    sink({"plots: " + curve + ", " + parity, false});
  } catch (Error const& problem) {
    // The model is what was asked for; it stands without its plots.
    sink({std::string("no plots: ") + problem.what(), false});
  }
}

}  // namespace

int run_training(TrainOptions const& options, Sink const& sink) {
  auto const began = Clock::now();
  TrainingFile config = read_training_file(options.config, options.data_directory);
  ModelData start;
  if (!config.start_from.empty()) {
    start = read_model(config.start_from);
    adopt_network(config, start);
  }
  Dataset data = read_dataset(config.data, config.architecture.r_cut);
  std::string const data_digest = sha256_of_file(config.data.train);
  ModelData model = config.start_from.empty() ? initial_model(config, data) : continued_model(std::move(start), data);

  fs::path const directory = config.output.directory;
  std::error_code error;
  fs::create_directories(directory, error);
  require(!error, fmt::format("{}: the output folder cannot be made ({}) correct [output] directory",
                              directory.string(), error.message()));

  sink({fmt::format("{} frames to train on, {} to validate on; {}; {:.1f} neighbours per atom; {} weights",
                    data.train.size(), data.validation.size(), fmt::join(data.elements, " "), data.average_neighbors,
                    model.weights.size()),
        false});
  TrainingRun run(config.training, data, model, run_digest(config, model, data_digest));
  if (options.resume) {
    run.resume(read_checkpoint((directory / "checkpoint.bin").string()));
    sink({fmt::format("resumed after epoch {}", run.state().epoch), false});
  }
  double limit = options.time_limit_seconds.value_or(60.0 * config.training.time_limit_minutes);
  if (limit > 0.0) limit = std::max(1e-3, limit - seconds_since(began));
  run.start(limit);
  if (!options.resume) sink({epoch_line(run.state().history.back(), config.training.epochs, false), false});

  train(run, config, directory, sink);
  model.provenance = provenance_of(options.config, config.data.train, data_digest, data);
  if (!config.start_from.empty()) model.provenance["start"] = fs::path(config.start_from).filename().string();
  keep_evenly(data.train, run.affordable_frames());
  finish(run, data, config.output, std::move(model), sink);
  sink({"time: " + duration(seconds_since(began)), false});
  return 0;
}

}  // namespace tesseral

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/trainer.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/data/frame_range.hpp"
#include "tesseral/data/frame_split.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/scans/scans.hpp"
#include "tesseral/self_test.hpp"
#include "tesseral/train/calibration.hpp"
#include "tesseral/train/data_defaults.hpp"
#include "tesseral/train/fine_tuning.hpp"
#include "tesseral/train/initial_model.hpp"
#include "tesseral/train/provenance.hpp"
#include "tesseral/train/report.hpp"
#include "tesseral/train/self_test_frames.hpp"
#include "tesseral/train/settled_contact.hpp"
#include "tesseral/train/settled_floor.hpp"
#include "tesseral/train/sha256.hpp"
#include "tesseral/train/training_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace tesseral {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Sink = std::function<void(Progress const&)>;

constexpr double seconds_between_lines = 2.0;
// From which the calibration learns what is usual; more take time and tell the same.
constexpr std::size_t calibration_atoms = 20000;
// Bad frames whose problems are told.
constexpr std::size_t reasons_shown = 5;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

std::string digest_of(std::vector<double> const& numbers) {
  return sha256({reinterpret_cast<char const*>(numbers.data()), numbers.size() * sizeof(double)});
}

// What two runs must share for one to continue the other: data, split, network, fresh weights and batches.
std::string run_digest(TrainingFile const& config, Dataset const& data, ModelData const& fresh,
                       std::string const& data_digest) {
  std::vector<double> numbers = fresh.weights;
  numbers.insert(numbers.end(), fresh.E0.begin(), fresh.E0.end());
  numbers.push_back(static_cast<double>(fresh.lone_atom));
  for (auto const& part : {fresh.full_neighbors, fresh.full_bonds, flat(fresh.bond_radius), flat(fresh.inner_radius),
                           flat(fresh.zbl_cutoff), flat(fresh.zbl_polynomial)})
    numbers.insert(numbers.end(), part.begin(), part.end());
  Architecture const& a = fresh.architecture;
  for (double x : {fresh.scale, fresh.shift, a.r_cut, a.average_neighbors, 1.0 * a.layers, 1.0 * a.channels,
                   1.0 * a.l_max, 1.0 * a.l_hidden, 1.0 * a.correlation, 1.0 * a.product_terms, 1.0 * a.cutoff_power,
                   1.0 * config.training.batch_size, 1.0 * config.training.seed})
    numbers.push_back(x);
  auto const identity = layer_kind(a.layer_kind).identity(a);
  numbers.insert(numbers.end(), identity.begin(), identity.end());
  for (auto const& frame : data.train) {
    FrameWeights const& w = frame.weights;
    if (w.energy != 1.0 || w.forces != 1.0 || w.stress != 1.0)
      numbers.insert(numbers.end(), {1.0 * frame.number, w.energy, w.forces, w.stress});
  }
  return sha256(digest_of(numbers) + data_digest);
}

// Keeps `wanted` frames, spread over all.
void keep_evenly(std::vector<LabelledFrame>& frames, int wanted) {
  std::size_t const all = frames.size();
  for (int n = 0; n < wanted; ++n) std::swap(frames[n], frames[n * all / wanted]);
  frames.resize(wanted);
}

// Where a run leaves its files.
struct OutputFiles {
  std::string model, metrics, checkpoint, learning_curve, parity;
};

// `mark` is empty, or tells a member of a committee from the others.
OutputFiles output_files(OutputConfig const& output, std::string const& mark) {
  fs::path const directory = output.directory;
  auto const marked = [&](fs::path const& name) {
    return (directory / (name.stem().string() + mark + name.extension().string())).string();
  };
  return {marked(output.model), marked("metrics.csv"), marked("checkpoint.bin"), marked("learning_curve.png"),
          marked("parity.png")};
}

// Prints steps now and then, and writes a checkpoint after an epoch when the last one is old enough, or when it is
// asked to end. An epoch that is broken off is computed again.
void train(TrainingRun& run, TrainingConfig const& config, OutputFiles const& files, bool writes,
           std::function<bool()> const& interrupted, Sink const& sink) {
  auto last_line = Clock::now();
  auto last_checkpoint = last_line;
  auto const after_step = [&](StepReport const& report) {
    if (seconds_since(last_line) < seconds_between_lines) return;
    sink({step_line(report, config.epochs), true});
    last_line = Clock::now();
  };
  Checkpoint last = run.state();
  while (!run.finished()) {
    if (!run.run_epoch(after_step, interrupted)) {
      if (writes) write_checkpoint(files.checkpoint, last);
      throw Interrupted(fmt::format("interrupted after epoch {} (its state is in {}) go on with --resume", last.epoch,
                                    files.checkpoint));
    }
    last = run.state();
    Checkpoint const& state = last;
    sink({epoch_line(state.history.back(), config.epochs, state.best_epoch == state.epoch), false});
    if (!writes) continue;
    write_metrics(files.metrics, state.history);
    if (run.finished() || seconds_since(last_checkpoint) >= config.checkpoint_seconds) {
      write_checkpoint(files.checkpoint, state);
      last_checkpoint = Clock::now();
    }
  }
}

// What was read, why some of it was not used, and what it decided.
void describe(Dataset const& data, bool learns_stress, ModelData const& model, std::vector<std::string> const& chosen,
              Sink const& sink) {
  std::string tests;
  for (auto const& part : data.test) tests += ", " + part.description();
  if (!tests.empty()) tests = "; to test on:" + tests.substr(1);
  std::string const copies =
      data.validation_known > 0
          ? fmt::format(" ({} of them copies of frames that are trained on)", data.validation_known)
          : std::string();
  sink({fmt::format("{} frames to train on, {} to validate on{}{}; {}; {:.1f} neighbours per atom; {} weights",
                    data.train.size(), data.validation.size(), copies, tests, fmt::join(data.elements, " "),
                    data.average_neighbors, model.weights.size()),
        false});
  sink({"E0: " + model.provenance.at("E0"), false});
  auto const stresses = std::count_if(data.train.begin(), data.train.end(),
                                      [](LabelledFrame const& frame) { return frame.virial.has_value(); });
  if (learns_stress)
    sink({fmt::format("stress: of {} of the {} frames to train on", stresses, data.train.size()), false});
  for (auto const& line : chosen) sink({"by the data: " + line, false});
  for (auto const& note : data.notes) sink({"note: " + note, false});
  if (data.rejected.empty()) return;
  sink({fmt::format("{} bad frames left out; the first:", data.rejected.size()), false});
  for (std::size_t n = 0; n < std::min(data.rejected.size(), reasons_shown); ++n)
    sink({"  " + data.rejected[n], false});
  if (data.rejected.size() > reasons_shown) sink({"  (`tesseral split` lists all)", false});
}

// What weights cannot learn: floors, and what acts at contact. All is as rank 0 finds it: another one's energies may
// differ in the last bit.
void settle(ModelData& model, Dataset const& data, TrainingRun& run, Ranks& ranks, Sink const& sink) {
  std::vector<std::string> lines;
  if (ranks.rank() == 0) {
    std::vector<LabelledFrame const*> frames;
    for (auto const* part : {&data.train, &data.validation})
      for (LabelledFrame const& frame : *part) frames.push_back(&frame);
    lines = settle_floor(model, frames);
    for (auto& line : settle_contact(model)) lines.push_back(std::move(line));
  }
  std::size_t const floors = is_E0_alone(model.lone_atom) ? model.elements.size() : 0;
  for (std::vector<double>* energies : {&model.soft_below, &model.energy_floor}) {
    energies->resize(floors);
    for (double& energy : *energies) energy = ranks.of_first(energy);
  }
  for (SpeciesPairs* pairs : {&model.inner_radius, &model.zbl_cutoff})
    for (auto& row : *pairs)
      for (double& radius : row) radius = ranks.of_first(radius);
  run.settle(model);
  for (auto const& line : lines) sink({line, false});
}

// What the file promises and does not hold, as `tesseral check` will say.
void warn_of_broken_promises(ModelData const& model, Sink const& sink) {
  // A file that promises nothing is not looked at: an imported one may have ninety elements.
  if (!is_E0_alone(model.lone_atom)) return;
  Potential<> potential(model, exact_options());
  for (scans::Finding const& finding : scans::findings(model, scans::scan_all(model, potential)))
    if (finding.promised && !finding.passed) sink({"warning: " + finding.text, false});
}

// What errors to expect, of the weights as they are; empty without forces to compare with.
std::optional<Calibration> calibration_of(ModelData const& model, Dataset const& data) {
  std::size_t atoms = 0;
  for (LabelledFrame const& frame : data.train) atoms += frame.structure.species.size();
  std::size_t const step = std::max<std::size_t>(1, (atoms + calibration_atoms - 1) / calibration_atoms);
  std::vector<Structure> learnt;
  for (std::size_t k = 0; k < data.train.size(); k += step) learnt.push_back(data.train[k].structure);
  std::vector<KnownForces> others;
  for (LabelledFrame const& frame : data.validation)
    if (!frame.forces.empty()) others.push_back({frame.structure, frame.forces});
  return calibrate(model, learnt, others);
}

// What a run's best weights err by.
struct RunErrors {
  ErrorSums validation;
  std::optional<ErrorSums> untouched;  // of the test part that was held out of the training file
};

// Errors of the best weights, and the files that stay.
RunErrors finish(TrainingRun& run, Dataset data, int self_test_frames, OutputFiles const& files, Ranks& ranks,
                 ModelData model, Sink const& sink) {
  Checkpoint const& state = run.state();
  std::vector<Structure> const self_tests = self_test_structures(data.validation, self_test_frames);
  model.weights = state.best;
  compute_self_test(model, self_tests);
  keep_evenly(data.train, run.affordable_frames());
  settle(model, data, run, ranks, sink);
  std::vector<Predictions> on_train, on_validation;
  ErrorSums const train_errors = run.evaluate(state.best, data.train, &on_train);
  ErrorSums const validation_errors = run.evaluate(state.best, data.validation, &on_validation);
  std::vector<PredictedPart> parts = {{"train", data.train, std::move(on_train)},
                                      {"validation", data.validation, std::move(on_validation)}};
  std::string record =
      fmt::format("RMSE on {} validation frames: {}; on {} training frames: {}", data.validation.size(),
                  error_line(validation_errors), data.train.size(), error_line(train_errors));
  std::vector<std::string> test_lines;
  std::optional<ErrorSums> untouched;
  for (auto const& part : data.test) {
    std::vector<Predictions> predictions;
    ErrorSums const of_part = run.evaluate(state.best, part.frames, &predictions);
    if (part.is_untouched) untouched = of_part;
    record += fmt::format("; on {}: {}", part.description(), error_line(of_part));
    test_lines.push_back(fmt::format("test RMSE:       {} ({})", error_line(of_part), part.description()));
    parts.push_back({part.name, part.frames, std::move(predictions)});
  }
  RunErrors const errors = {validation_errors, untouched};
  if (ranks.rank() != 0) return errors;
  model.provenance["errors"] = record;
  compute_self_test(model, self_tests);
  std::string expectation;
  if (auto const calibration = calibration_of(model, data)) {
    model.uncertainty = calibration->uncertainty;
    model.provenance["uncertainty"] = expectation = calibration_line(*calibration);
  }
  write_model(files.model, model);
  write_metrics(files.metrics, state.history);

  sink({fmt::format("best weights: epoch {} of {}", state.best_epoch, state.epoch), false});
  sink({"validation RMSE: " + error_line(validation_errors), false});
  sink({"training RMSE:   " + error_line(train_errors), false});
  for (auto const& line : test_lines) sink({line, false});
  if (!expectation.empty()) sink({expectation, false});
  if (std::string const cost = cost_line(run.times()); !cost.empty()) sink({cost, false});
  warn_of_broken_promises(model, sink);
  sink({"model: " + files.model, false});
  sink({"metrics: " + files.metrics, false});
  try {
    plot_learning_curve(files.learning_curve, state.history, static_cast<int>(state.best_epoch), untouched);
    plot_predictions(files.parity, model, parts);
    sink({"plots: " + files.learning_curve + ", " + files.parity, false});
  } catch (Error const& problem) {
    // The model is what was asked for; it stands without its plots.
    sink({std::string("no plots: ") + problem.what(), false});
  }
  return errors;
}

// E0 and where they come from, with those that continued_model() has fitted.
std::string reference_energies(Dataset const& data, ModelData const& model) {
  std::string fitted;
  for (std::size_t s = 0; s < model.elements.size(); ++s)
    if (model.E0[s] != data.E0[s])
      fitted += fmt::format("{} {} {:.4f}", fitted.empty() ? "; by the data:" : ",", model.elements[s], model.E0[s]);
  return data.E0_source + fitted + (fitted.empty() ? "" : " eV");
}

// What all members of a committee share.
struct Task {
  TrainingFile config;
  Dataset data;
  std::string data_digest;
  std::vector<std::string> chosen;  // by the data, see set_by_data()
  std::optional<ModelData> start;   // the model to fine-tune
  double time_limit = 0.0;          // s; 0: none
  std::map<std::string, std::string> provenance;
};

// `fold` (from 0) of a cross-validation, if the options ask for one.
Task read_task(TrainOptions const& options, int ranks, int fold) {
  Task task;
  task.config = read_training_file(options.config, options.data_directory);
  task.config.data.folds = options.folds;
  task.config.data.fold = fold;
  if (!task.config.start_from.empty()) {
    task.start = read_model(task.config.start_from);
    adopt_network(task.config, *task.start);
  }
  task.data = read_dataset(task.config.data, task.config.architecture.r_cut);
  task.time_limit = options.time_limit_seconds.value_or(60.0 * task.config.training.time_limit_minutes);
  task.chosen = set_by_data(task.config, task.data, task.time_limit > 0.0, ranks);
  task.data_digest = sha256_of_file(parse_frame_source(task.config.data.train).file);
  task.provenance = provenance_of(options.config, task.config.data.train, task.data_digest);
  if (!task.chosen.empty()) task.provenance["settings"] = fmt::format("{}", fmt::join(task.chosen, "; "));
  if (task.start) task.provenance["start"] = fs::path(task.config.start_from).filename().string();
  return task;
}

// One run from fresh weights, or from its checkpoint, to its files. `seconds_limit` 0: no limit.
RunErrors run_one(Task const& task, TrainingFile const& config, std::string const& mark, bool resume,
                  double seconds_limit, std::function<bool()> const& interrupted, Ranks& ranks, Sink const& sink) {
  Dataset const& data = task.data;
  OutputFiles const files = output_files(config.output, mark);
  ModelData model = task.start ? continued_model(*task.start, data) : initial_model(config, data);
  model.provenance = task.provenance;
  model.provenance["seed"] = std::to_string(config.training.seed);
  model.provenance["E0"] = reference_energies(data, model);
  describe(data, config.data.learns_stress, model, task.chosen, sink);
  if (task.start)
    for (auto const& line : silent_pairs(model, data)) sink({"warning: " + line, false});
  std::optional<Checkpoint> checkpoint;
  if (resume) checkpoint = read_checkpoint(files.checkpoint);
  TrainingConfig training = config.training;
  // A run that had a time limit goes on without one at the pace that it had.
  if (checkpoint && config.left_to_data.epochs && checkpoint->progress > 0.0)
    training.epochs = std::max(
        training.epochs, static_cast<int>(std::ceil(static_cast<double>(checkpoint->epoch) / checkpoint->progress)));
  TrainingRun run(training, data, model, run_digest(config, data, model, task.data_digest), ranks);
  bool const writes = ranks.rank() == 0;
  if (checkpoint) {
    run.resume(std::move(*checkpoint));
    sink({fmt::format("resumed after epoch {}", run.state().epoch), false});
  }
  run.start(seconds_limit);
  if (!resume) sink({epoch_line(run.state().history.back(), training.epochs, false), false});
  train(run, training, files, writes, interrupted, sink);
  return finish(run, data, config.output.self_test_frames, files, ranks, std::move(model), sink);
}

}  // namespace

int run_training(TrainOptions const& options, Sink const& sink_of_one, Ranks& ranks) {
  auto const began = Clock::now();
  Sink const sink = ranks.rank() == 0 ? sink_of_one : [](Progress const&) {};
  require(std::set<std::uint64_t>(options.seeds.begin(), options.seeds.end()).size() == options.seeds.size(),
          "--seeds names a seed twice (the members would be the same) give different ones");
  require(options.folds == 0 || options.seeds.empty(),
          "--folds and --seeds are both given (a fold has one model, by [training] seed) choose one of them");
  Task task = read_task(options, ranks.count(), 0);
  std::string const& directory = task.config.output.directory;
  std::error_code error;
  fs::create_directories(directory, error);
  require(!error, fmt::format("{}: the output folder cannot be made ({}) correct [output] directory", directory,
                              error.message()));

  auto const run = [&](std::string const& mark, TrainingFile const& config, bool resume, std::size_t runs_left) {
    double const limit = task.time_limit;
    double const share =
        limit > 0.0 ? std::max(1e-3, (limit - seconds_since(began)) / static_cast<double>(runs_left)) : 0.0;
    return run_one(task, config, mark, resume, share, options.interrupted, ranks, sink);
  };
  auto const has_checkpoint = [&](std::string const& mark) {
    return options.resume && fs::exists(output_files(task.config.output, mark).checkpoint);
  };
  bool const writes_split = task.config.output.write_split && ranks.rank() == 0;

  std::vector<ErrorSums> folds;
  for (int fold = 0; fold < options.folds; ++fold) {
    if (fold > 0) task = read_task(options, ranks.count(), fold);
    std::string const mark = fmt::format("-fold{}", fold + 1);
    sink({fmt::format("fold {} of {}", fold + 1, options.folds), false});
    if (writes_split)
      for (auto const& line : write_split((fs::path(directory) / mark.substr(1)).string(), task.config.data, task.data))
        sink({line, false});
    folds.push_back(*run(mark, task.config, has_checkpoint(mark), options.folds - folds.size()).untouched);
  }
  if (options.folds > 0)
    for (auto const& line : cross_validation_lines(folds)) sink({line, false});
  else if (writes_split)
    for (auto const& line : write_split(directory, task.config.data, task.data)) sink({line, false});

  if (options.folds == 0 && options.seeds.empty()) run("", task.config, options.resume, 1);
  std::vector<ErrorSums> members;
  for (std::uint64_t const seed : options.seeds) {
    TrainingFile config = task.config;
    config.training.seed = seed;
    std::string const mark = fmt::format("-{}", seed);
    sink({fmt::format("member {} of {}, seed {}", members.size() + 1, options.seeds.size(), seed), false});
    members.push_back(run(mark, config, has_checkpoint(mark), options.seeds.size() - members.size()).validation);
  }
  if (members.size() > 1) sink({committee_line(members), false});
  sink({"time: " + duration(seconds_since(began)), false});
  return 0;
}

}  // namespace tesseral

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/training_run.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/core/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tesseral {
namespace {

// Atoms that are validated together: enough for all cores, few enough for the caches and the memory.
constexpr std::size_t validation_atoms = 512;
// Time kept for writing the model and for gnuplot.
double output_seconds(double limit) { return std::min(4.0, 0.2 * limit); }

double atoms_of(std::vector<LabelledFrame> const& frames) {
  double atoms = 0.0;
  for (auto const& frame : frames) atoms += static_cast<double>(frame.structure.species.size());
  return atoms;
}

// The part of a batch's predictions that belongs to frame f, whose first atom is `first`.
Predictions of_frame(Predictions const& batch, std::size_t f, std::size_t first, std::size_t atoms) {
  Predictions result;
  result.energy = {batch.energy[f]};
  result.forces.assign(batch.forces.begin() + first, batch.forces.begin() + first + atoms);
  result.virial = {batch.virial[f]};
  return result;
}

// Appends the predictions of all frames, of which this rank has `own`: every count-th, from its own number on.
void gather(Ranks& ranks, std::vector<LabelledFrame const*> const& frames, std::vector<Predictions> const& own,
            std::vector<Predictions>& all) {
  // Each number is that of one rank; zeros come from the others.
  std::vector<double> numbers;
  auto next = own.begin();
  for (std::size_t f = 0; f < frames.size(); ++f) {
    std::size_t const begin = numbers.size();
    std::size_t const atoms = frames[f]->structure.species.size();
    numbers.resize(begin + 10 + 3 * atoms, 0.0);
    if (static_cast<int>(f % ranks.count()) != ranks.rank()) continue;
    double* to = numbers.data() + begin;
    *to++ = next->energy[0];
    for (auto const& row : next->virial[0]) to = std::copy(row.begin(), row.end(), to);
    for (auto const& force : next->forces) to = std::copy(force.begin(), force.end(), to);
    ++next;
  }
  ranks.sum(numbers);
  double const* from = numbers.data();
  for (auto const* frame : frames) {
    Predictions& predicted = all.emplace_back();
    predicted.energy = {*from++};
    predicted.virial.resize(1);
    for (auto& row : predicted.virial[0])
      for (double& x : row) x = *from++;
    predicted.forces.resize(frame->structure.species.size());
    for (auto& force : predicted.forces)
      for (double& x : force) x = *from++;
  }
}

}  // namespace

TrainingRun::TrainingRun(TrainingConfig const& config, Dataset const& data, ModelData const& fresh, std::string digest,
                         Ranks& ranks)
    : config_(config),
      data_(data),
      ranks_(ranks),
      model_(std::make_shared<HostModel>(fresh)),
      gradient_of_(model_, config.displacement),
      optimiser_(config, weight_tensors(fresh.architecture)),
      average_(config.ema_decay, fresh.weights),
      schedule_(config) {
  model_->set_floor({}, {});  // of a model that is fine-tuned: it belongs to the weights of before
  state_.run = std::move(digest);
  state_.weights = fresh.weights;
  state_.best = fresh.weights;
}

void TrainingRun::resume(Checkpoint checkpoint) {
  require(checkpoint.run == state_.run && checkpoint.weights.size() == state_.weights.size(),
          "checkpoint: it belongs to another run (data, [model], batch_size or seed differ) restore them, or train "
          "without --resume");
  optimiser_.set_state(checkpoint.optimiser);
  average_.set_state(checkpoint.average_updates, checkpoint.average);
  schedule_.set_state(checkpoint.schedule);
  state_ = std::move(checkpoint);
  // A run that was complete gets another leg if it is given more epochs, but not as many as a new time limit allows.
  if (state_.progress >= 1.0 && config_.epochs < unlimited_epochs)
    state_.progress = std::min(1.0, static_cast<double>(state_.epoch) / config_.epochs);
}

void TrainingRun::start(double seconds_limit) {
  begin_ = std::chrono::steady_clock::now();
  seconds_limit_ = seconds_limit;
  seconds_before_ = state_.seconds;
  progress_before_ = state_.progress;
  if (state_.history.empty()) {
    validate(ErrorSums{}, 0.0);
  } else {
    double const before = seconds();
    evaluate(average_.average(), data_.validation);
    validation_seconds_ = seconds() - before;
  }
}

double TrainingRun::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

double TrainingRun::test_seconds() const {
  double atoms = 0.0;
  for (auto const& part : data_.test) atoms += atoms_of(part.frames);
  return 1.2 * validation_seconds_ * atoms / atoms_of(data_.validation);
}

// What the limit leaves for steps. An epoch's validation and the final one must fit in too, the test, and the final
// evaluation of the training frames, or, where that would take long, as many of them as fit.
double TrainingRun::seconds_for_steps() const {
  double const training = validation_seconds_ * atoms_of(data_.train) / atoms_of(data_.validation);
  double const reserve = 2.4 * validation_seconds_ + test_seconds() + std::min(1.2 * training, 0.1 * seconds_limit_) +
                         output_seconds(seconds_limit_);
  return std::max(0.1 * seconds_limit_, seconds_limit_ - reserve);
}

int TrainingRun::affordable_frames() const {
  int const all = static_cast<int>(data_.train.size());
  if (seconds_limit_ <= 0.0) return all;
  double const each = validation_seconds_ / atoms_of(data_.validation) * atoms_of(data_.train) / all;
  double const left =
      seconds_limit_ - seconds() - 1.2 * validation_seconds_ - test_seconds() - output_seconds(seconds_limit_);
  return static_cast<int>(ranks_.of_first(std::clamp(left / std::max(each, 1e-9), 1.0, 1.0 * all)));
}

double TrainingRun::progress(double epochs) const {
  // Clocks differ; that of rank 0 counts.
  return ranks_.of_first(run_progress(epochs, config_.epochs, seconds(),
                                      seconds_limit_ > 0.0 ? seconds_for_steps() : 0.0, progress_before_));
}

bool TrainingRun::finished() const {
  bool const is_last_stage = state_.stage != 0 || config_.second_stage_start >= 1.0;
  return state_.progress >= 1.0 || state_.epoch >= config_.epochs || (is_last_stage && is_stalled());
}

int TrainingRun::steps_per_epoch() const {
  return static_cast<int>((data_.train.size() + config_.batch_size - 1) / config_.batch_size);
}

void TrainingRun::choose_stage() {
  if (state_.stage != 0 || (state_.progress < config_.second_stage_start && !is_stalled())) return;
  state_.stage = 1;
  // Losses of the two stages cannot be compared.
  state_.best_root_loss = std::numeric_limits<double>::infinity();
  schedule_.forget_best();
}

std::vector<LabelledFrame const*> TrainingRun::own_part(std::vector<LabelledFrame const*> const& frames) const {
  std::vector<LabelledFrame const*> part;
  for (std::size_t f = ranks_.rank(); f < frames.size(); f += ranks_.count()) part.push_back(frames[f]);
  return part;
}

ErrorSums TrainingRun::whole_gradient(std::vector<LabelledFrame const*> const& batch) {
  if (ranks_.count() == 1) return gradient_of_(loss(), batch, gradient_);
  std::vector<LabelledFrame const*> const part = own_part(batch);
  ErrorSums errors;
  gradient_.assign(state_.weights.size(), 0.0);
  if (!part.empty()) errors = gradient_of_(loss(), part, gradient_);
  // The loss is a mean over the frames of a batch.
  double const share = static_cast<double>(part.size()) / static_cast<double>(batch.size());
  for (double& g : gradient_) g *= share;
  for (double x : errors.values()) gradient_.push_back(x);
  double const before = seconds();
  ranks_.sum(gradient_);
  times_.ranks += seconds() - before;
  errors = ErrorSums::of(gradient_.data() + state_.weights.size());
  gradient_.resize(state_.weights.size());
  return errors;
}

void TrainingRun::step(std::vector<LabelledFrame const*> const& batch, double learning_rate, ErrorSums& sums) {
  sums += whole_gradient(batch);
  double const before = seconds();
  double const norm = optimiser_.step(learning_rate, gradient_, state_.weights);
  require(std::isfinite(norm),
          fmt::format("training diverged in epoch {} (the gradient of the loss is not finite) lower "
                      "[training] learning_rate, or look for wrong labels",
                      state_.epoch + 1));
  average_.update(state_.weights);
  model_->set_weights(state_.weights);
  times_.optimiser += seconds() - before;
  for (auto const* frame : batch) times_.atoms += static_cast<double>(frame->structure.species.size());
}

RunTimes TrainingRun::times() const {
  RunTimes times = times_;
  times.gradient = gradient_of_.times();
  return times;
}

bool TrainingRun::run_epoch(std::function<void(StepReport const&)> const& after_step,
                            std::function<bool()> const& interrupted) {
  choose_stage();
  model_->set_weights(state_.weights);
  int const frames = static_cast<int>(data_.train.size());
  std::vector<int> const order = shuffled(frames, config_.seed + 0x9e3779b97f4a7c15u * (state_.epoch + 1));
  StepReport report;
  report.epoch = static_cast<int>(state_.epoch) + 1;
  report.steps = steps_per_epoch();
  double atoms = 0.0;
  double const began = seconds();
  while (report.step < report.steps && state_.progress < 1.0) {
    std::vector<LabelledFrame const*> batch;
    int const last = std::min(frames, (report.step + 1) * config_.batch_size);
    for (int n = report.step * config_.batch_size; n < last; ++n) {
      batch.push_back(&data_.train[order[n]]);
      atoms += static_cast<double>(batch.back()->structure.species.size());
    }
    ++report.step;
    double const epochs = static_cast<double>(state_.epoch) + static_cast<double>(report.step) / report.steps;
    report.learning_rate = schedule_.learning_rate(state_.progress, epochs);
    step(batch, report.learning_rate, report.errors);
    state_.progress = progress(epochs);

    double const spent = seconds();
    report.milliseconds_per_atom = 1e3 * (spent - began) / atoms;
    double const done = state_.progress - progress_before_;
    report.seconds_left = done > 0.0 ? spent * (1.0 - state_.progress) / done : 0.0;
    if (after_step) after_step(report);
    // all ranks end together
    if (interrupted && ranks_.of_first(interrupted() ? 1.0 : 0.0) > 0.0) return false;
  }
  ++state_.epoch;
  validate(report.errors, report.learning_rate);
  return true;
}

void TrainingRun::validate(ErrorSums const& training, double learning_rate) {
  double const before = seconds();
  ErrorSums const errors = evaluate(average_.average(), data_.validation);
  validation_seconds_ = std::max(validation_seconds_, seconds() - before);
  times_.validation += seconds() - before;

  EpochMetrics row;
  row.epoch = static_cast<int>(state_.epoch);
  row.learning_rate = learning_rate;
  row.loss = training.mean_loss();
  row.validation_loss = errors.mean_loss();
  row.validation_root_loss = errors.mean_root_loss();
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  bool const has_energies = errors.energies > 0.0, has_forces = errors.components > 0.0;
  row.train_energy = has_energies ? training.energy_rmse() : unknown;
  row.train_forces = has_forces ? training.forces_rmse() : unknown;
  row.validation_energy = has_energies ? errors.energy_rmse() : unknown;
  row.validation_forces = has_forces ? errors.forces_rmse() : unknown;
  row.seconds = seconds_before_ + seconds();
  state_.history.push_back(row);
  if (row.validation_root_loss < state_.best_root_loss) {
    state_.best_root_loss = row.validation_root_loss;
    state_.best_epoch = state_.epoch;
    state_.best = average_.average();
  }
  if (state_.epoch > 0) schedule_.record(row.validation_root_loss);

  state_.seconds = row.seconds;
  state_.optimiser = optimiser_.state();
  state_.average_updates = average_.updates();
  state_.average = average_.average();
  state_.schedule = schedule_.state();
}

ErrorSums TrainingRun::evaluate(std::vector<double> const& weights, std::vector<LabelledFrame> const& frames,
                                std::vector<Predictions>* predictions) {
  model_->set_weights(weights);
  std::vector<LabelledFrame const*> all;
  for (auto const& frame : frames) all.push_back(&frame);
  std::vector<LabelledFrame const*> const part = own_part(all);
  std::vector<Predictions> own;  // [frame of the part]
  ErrorSums sums;
  for (std::size_t next = 0; next < part.size();) {
    std::vector<LabelledFrame const*> batch;
    for (std::size_t atoms = 0; next < part.size() && (batch.empty() || atoms < validation_atoms); ++next) {
      batch.push_back(part[next]);
      atoms += part[next]->structure.species.size();
    }
    Predictions const predicted = gradient_of_.predict(batch);
    sums += compare(loss(), batch, predicted);
    std::size_t first = 0;
    for (std::size_t f = 0; predictions != nullptr && f < batch.size(); ++f) {
      std::size_t const atoms = batch[f]->structure.species.size();
      own.push_back(of_frame(predicted, f, first, atoms));
      first += atoms;
    }
  }
  auto const partial = sums.values();
  std::vector<double> numbers(partial.begin(), partial.end());
  ranks_.sum(numbers);
  if (predictions != nullptr) gather(ranks_, all, own, *predictions);
  return ErrorSums::of(numbers.data());
}

}  // namespace tesseral

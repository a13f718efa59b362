// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The program `tesseral`: command line, Kokkos, exit code. 0: done; 1: failed; 2: wrong command line.
#include "tesseral/cli/commands.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/version.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <functional>
#include <new>
#include <string>

namespace {

using namespace tesseral;

/// --NAME for an option of potentials, with its values and their explanation.
void add_option(CLI::App& command, PotentialOptions& options, std::string const& name) {
  for (OptionDescription const& option : option_descriptions()) {
    if (option.name != name) continue;
    std::string values;
    for (std::string const& value : option.values) values += (values.empty() ? "" : "|") + value;
    command
        .add_option_function<std::string>(
            "--" + name, [&options, name](std::string const& value) { set_option(options, name, value); }, option.help)
        ->type_name(values)
        ->default_str(option_value(options, name));
  }
}

void add_engine_options(CLI::App& command, PotentialOptions& options) {
  for (OptionDescription const& option : option_descriptions()) add_option(command, options, option.name);
}

void add_threads(CLI::App& command, int& threads) {
  command.add_option("--threads", threads, "threads of this machine (default: OMP_NUM_THREADS, or all)")
      ->check(CLI::Range(1, 4096))
      ->type_name("N");
}

int fail(char const* problem) {
  std::string line = problem;
  for (char& c : line)
    if (c == '\n') c = ' ';
  std::fprintf(stderr, "tesseral: %s\n", line.c_str());
  return 1;
}

/// All subcommands with their options, and what the command line asked for.
class CommandLine {
 public:
  CommandLine() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "tesseral " TESSERAL_VERSION);
    add_info();
    add_check();
    add_eval();
    add_calibrate();
    add_bench();
    add_train();
    add_split();
    add_factors();
    add_lammps();
  }

  CLI::App& app() { return app_; }
  int threads() const { return threads_; }
  int run_command() const { return command_(); }

 private:
  void add_info() {
    CLI::App& info = *app_.add_subcommand("info", "print what a model file holds");
    info.add_option("MODEL", model_, "model file")->required();
    add_threads(info, threads_);
    info.callback([this] { command_ = [this] { return cli::info(model_); }; });
  }

  void add_check() {
    CLI::App& check =
        *app_.add_subcommand("check", "validate a model: file, self-test, forces, symmetries, atoms that meet");
    check.add_option("MODEL", model_, "model file")->required();
    check.add_option("--plot", check_plot_, "the energy of two atoms, and of one pushed into a structure")
        ->type_name("OUT.png|svg");
    add_option(check, check_options_, "product");
    add_threads(check, threads_);
    check.callback([this] { command_ = [this] { return cli::check(model_, check_options_.product, check_plot_); }; });
  }

  void add_eval() {
    CLI::App& eval = *app_.add_subcommand("eval", "errors of a model on labelled structures");
    eval.add_option("MODEL", eval_options_.model, "model file, or a committee's: A.h5,B.h5")->required();
    eval.add_option("FILE", eval_options_.file, "structures, extended XYZ; FILE@start:stop:step takes some frames")
        ->required();
    eval.add_flag("--json", eval_options_.json, "print one JSON object and nothing else");
    eval.add_option("--write", eval_options_.write, "write the structures with the model's energy, forces and virial")
        ->type_name("OUT.extxyz");
    eval.add_flag("--uncertainty", eval_options_.uncertainty,
                  "what errors of forces the model expects, or how far members are apart, beside the true errors");
    eval.add_option("--plot", eval_options_.plot, "parity plot")->type_name("OUT.png|svg");
    eval.add_option("--energy-key", eval_options_.keys.energy, "label of the energies (default: energy)")
        ->type_name("KEY");
    eval.add_option("--forces-key", eval_options_.keys.forces, "label of the forces (default: forces, or force)")
        ->type_name("KEY");
    eval.add_option("--stress-key", eval_options_.keys.stress, "label of the stresses (default: stress)")
        ->type_name("KEY");
    eval.add_option("--virial-key", eval_options_.keys.virial, "label of the virials (default: virial)")
        ->type_name("KEY");
    eval.add_option("--group", eval_options_.group, "key whose values are groups of frames (default: config_type)")
        ->type_name("KEY");
    eval.add_option("--per-frame", eval_options_.per_frame, "write a row of errors for each frame")
        ->type_name("OUT.csv");
    add_engine_options(eval, eval_options_.engine);
    add_threads(eval, threads_);
    eval.callback([this] { command_ = [this] { return cli::eval(eval_options_); }; });
  }

  void add_calibrate() {
    CLI::App& calibrate = *app_.add_subcommand(
        "calibrate", "let a model know what errors of forces to expect, as `train` does with each that it fits");
    calibrate.add_option("MODEL", calibrate_options_.model, "model file")->required();
    calibrate.add_option("LEARNT", calibrate_options_.learnt, "frames that it was fitted to, extended XYZ")->required();
    calibrate.add_option("OTHERS", calibrate_options_.others, "frames of their kind that it was not, with forces")
        ->required();
    calibrate.add_option("--output", calibrate_options_.output, "the model that knows")
        ->type_name("OUT.h5")
        ->required();
    calibrate
        .add_option("--forces-key", calibrate_options_.keys.forces, "label of the forces (default: forces, or force)")
        ->type_name("KEY");
    add_threads(calibrate, threads_);
    calibrate.callback([this] { command_ = [this] { return cli::calibrate(calibrate_options_); }; });
  }

  void add_bench() {
    CLI::App& bench = *app_.add_subcommand("bench", "time and memory per atom of an energy and its forces");
    bench.add_option("MODEL", bench_options_.model, "model file")->required();
    bench
        .add_option("--structure", bench_options_.structure,
                    "its first frame is computed (default: the model's self-test)")
        ->type_name("FILE");
    bench.add_option("--replicate", bench_options_.replicate, "cells along each vector; copies, along open directions")
        ->check(CLI::Range(1, 10000))
        ->type_name("N");
    bench.add_flag("--json", bench_options_.json, "print one JSON array and nothing else");
    add_engine_options(bench, bench_options_.engine);
    add_threads(bench, threads_);
    bench.callback([this] { command_ = [this] { return cli::bench(bench_options_); }; });
  }

  void add_train() {
    CLI::App& train = *app_.add_subcommand("train", "train a model");
    train.add_option("CONFIG", train_options_.config, "configuration, TOML")->required();
    train.add_flag("--resume", train_options_.resume, "go on from the last checkpoint");
    train.add_option("--time-limit", train_options_.time_limit, "end in time, e.g. 90m, 1.5h or 3600s")
        ->type_name("TIME");
    train.add_option("--data", train_options_.data_directory, "folder of the data (default: that of CONFIG)")
        ->type_name("FOLDER");
    train
        .add_option("--seeds", train_options_.seeds, "train a committee, one member MODEL-SEED.h5 per seed, e.g. 1,2,3")
        ->delimiter(',')
        ->type_name("SEEDS");
    train
        .add_option("--folds", train_options_.folds,
                    "cross-validation: K models MODEL-fold1.h5 ..., each judged by the frames that it has not seen")
        ->check(CLI::Range(2, 1000))
        ->type_name("K");
    add_threads(train, threads_);
    train.callback([this] { command_ = [this] { return cli::train(train_options_); }; });
  }

  void add_split() {
    CLI::App& split = *app_.add_subcommand("split", "write the frames that `train` trains, validates and tests on");
    split.add_option("CONFIG", split_options_.config, "configuration, TOML")->required();
    split.add_option("--data", split_options_.data_directory, "folder of the data (default: that of CONFIG)")
        ->type_name("FOLDER");
    split.add_option("--output", split_options_.directory, "folder for train.xyz, validation.xyz and test.xyz")
        ->type_name("FOLDER");
    split.callback([this] { command_ = [this] { return cli::split(split_options_); }; });
  }

  void add_factors() {
    CLI::App& factors =
        *app_.add_subcommand("factors", "CP factors of a tensor product: fitted, exact or those of a file");
    factors.add_option("--coupling", factor_options_.coupling, "gaunt, or clebsch_gordan with all paths of weight 1")
        ->type_name("gaunt|clebsch_gordan")
        ->capture_default_str();
    CLI::Option* const l_max =
        factors.add_option("--l-max", factor_options_.l_max, "largest degrees of x, y and z, or one for all")
            ->expected(1, 3)
            ->check(CLI::Range(0, 10))
            ->type_name("L");
    CLI::Option* const rank =
        factors.add_option("--rank", factor_options_.rank, "number of terms (default: 7 L^2; gaunt: --exact)")
            ->check(CLI::Range(1, 65536))
            ->type_name("R");
    factors.add_option("--seed", factor_options_.seed, "of the random starts")->type_name("S")->capture_default_str();
    factors.add_option("--starts", factor_options_.starts, "how many at most; an exact one ends the search")
        ->check(CLI::Range(1, 1000000))
        ->type_name("N")
        ->capture_default_str();
    factors.add_flag("--exact", factor_options_.exact, "by quadrature on the sphere; no fit")->excludes(rank);
    factors.add_option("--out", factor_options_.out, "write the factors")->type_name("FILE.h5");
    CLI::Option* const check_factors =
        factors.add_option("--check", factor_options_.check, "judge the factors of a file instead")
            ->type_name("FILE.h5");
    factors.callback([this, l_max, check_factors] {
      if (l_max->count() + check_factors->count() == 0) throw CLI::RequiredError("--l-max");
      command_ = [this] { return cli::factors(factor_options_); };
    });
  }

  void add_lammps() {
    CLI::App& lammps = *app_.add_subcommand("lammps", "write an input and a data file for dynamics in LAMMPS");
    lammps.add_option("MODEL", lammps_options_.model, "model file")->required();
    lammps
        .add_option("FILE", lammps_options_.structure, "the structure, extended XYZ; FILE@INDEX, from 0, another one")
        ->required();
    lammps.add_option("--out", lammps_options_.folder, "folder for in.lmp and structure.data")
        ->type_name("FOLDER")
        ->capture_default_str();
    lammps.add_option("--temperature", lammps_options_.temperature, "of the dynamics, K")
        ->check(CLI::PositiveNumber)
        ->type_name("T")
        ->capture_default_str();
    add_threads(lammps, threads_);
    lammps.callback([this] { command_ = [this] { return cli::lammps(lammps_options_); }; });
  }

  CLI::App app_{"Tesseral: train, judge and inspect equivariant machine-learned interatomic potentials"};
  int threads_ = 0;
  std::function<int()> command_;
  std::string model_, check_plot_;
  PotentialOptions check_options_;
  cli::EvalOptions eval_options_;
  cli::CalibrateOptions calibrate_options_;
  cli::BenchOptions bench_options_;
  cli::TrainCommand train_options_;
  cli::SplitOptions split_options_;
  cli::FactorOptions factor_options_;
  cli::LammpsOptions lammps_options_;
};

int run(int argc, char** argv) {
  CommandLine line;
  CLI::App& app = line.app();
  if (argc > 1 && argv[1][0] != '-' &&
      app.get_subcommands([&](CLI::App* s) { return s->get_name() == argv[1]; }).empty()) {
    fail((std::string("there is no command '") + argv[1] +
          "' (it is info, check, eval, calibrate, bench, train, split, factors or lammps) see tesseral --help")
             .c_str());
    return 2;
  }
  try {
    app.parse(argc, argv);
  } catch (CLI::Success const& request) {  // --help, --version
    return app.exit(request);
  } catch (CLI::ParseError const& error) {
    fail((std::string(error.what()) + " (the command line is wrong) see tesseral --help").c_str());
    return 2;
  }

  KokkosSession const kokkos(line.threads());
  int const code = line.run_command();
  require(std::fflush(stdout) == 0,
          "standard output cannot be written (the disk may be full or the pipe closed) make room");
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (std::bad_alloc const&) {
    return fail(
        "out of memory (the work arrays grow with the atoms that are computed together) use fewer atoms or a "
        "smaller batch_size");
  } catch (std::exception const& error) {
    return fail(error.what());
  }
}

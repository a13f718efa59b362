// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/config.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/network/attention/attention_kind.hpp"
#include "tesseral/sphere/symmetric_paths.hpp"
#include "tesseral/train/data_section.hpp"
#include "tesseral/train/network_factors.hpp"
#include "tesseral/train/toml_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

namespace tesseral {
namespace {

constexpr int any_count = std::numeric_limits<int>::max();
constexpr double any_size = std::numeric_limits<double>::infinity();
// Smallest value of what must be positive.
constexpr double positive = 1e-300;

// The model to fine-tune. It brings its network, so that nothing else can stand in [model].
std::string read_start_from(std::string const& file, toml::table const& root) {
  toml::table const* const model = root["model"].as_table();
  if (model == nullptr || !model->contains("from")) return "";
  std::string from;
  TomlSection(file, root, "model").read("from", from);
  for (auto const& entry : *model)
    require(entry.first.str() == "from",
            fmt::format("{}: [model] has {} beside from (the network is that of {}) remove one of them", file,
                        entry.first.str(), from));
  return resolved(from, std::filesystem::path(file).parent_path());
}

// Sets what [model] size stands for; the keys that follow override it.
void read_size(TomlSection& section, Architecture& a) {
  int size = -1;
  section.read_choice("size", size, {"small", "medium", "large"});
  if (size < 0) return;
  a.channels = std::vector<int>{32, 64, 128}[size];
  a.l_hidden = size;
}

enum class Preset { gaunt, exact, tdn, mace };

// What [model] preset stands for; the keys that follow override it.
Preset read_preset(TomlSection& section, Architecture& a) {
  int preset = 0;
  section.read_choice("preset", preset, {"gaunt", "exact", "tdn", "mace"});
  if (static_cast<Preset>(preset) == Preset::exact) a.node_product = NodeProductKind::exact;
  if (static_cast<Preset>(preset) == Preset::tdn) {
    set_attention_defaults(a);
    a.l_max = 2;
    a.heads = 4;
  }
  if (static_cast<Preset>(preset) == Preset::mace) {
    a.node_product = NodeProductKind::symmetric;
    a.message_mixing = MessageMixing::path;
    a.cutoff_power = 5;
    a.radial_hidden = {64, 64, 64};
  }
  return static_cast<Preset>(preset);
}

// The keys of a coupling's factors; that of attention is clebsch_gordan, as set before.
FactorsSource read_coupling(std::string const& file, TomlSection& section, Architecture& a) {
  FactorsSource source;
  int coupling = a.coupling == Coupling::gaunt ? 0 : 1;
  section.read_choice("coupling", coupling, {"gaunt", "clebsch_gordan"});
  section.read("factors", source.file);
  section.read("factors_rank", source.rank, 1, 65536);
  source.file = resolved(source.file, std::filesystem::path(file).parent_path());
  a.coupling = coupling == 0 ? Coupling::gaunt : Coupling::clebsch_gordan;
  if (a.coupling == Coupling::gaunt) {
    require(source.file.empty() && source.rank == 0,
            file +
                ": [model] has factors or factors_rank (only a clebsch_gordan coupling has factors) remove them, or "
                "write coupling = \"clebsch_gordan\"");
    return source;
  }
  require(source.file.empty() || source.rank == 0,
          file + ": [model] has both factors and factors_rank (a file's factors have a rank) remove one");
  require(a.l_max <= 3, file + ": [model] l_max is above 3 (the largest of a clebsch_gordan coupling) lower it");
  require(a.radial_weights == RadialWeights::shared || !section.has("radial_weights"),
          file +
              ": [model] radial_weights is not \"shared\" (the paths of a clebsch_gordan coupling share their radial "
              "function) remove it");
  a.radial_weights = RadialWeights::shared;
  return source;
}

// The keys of attention, and none that it does not have.
void read_attention(std::string const& file, TomlSection& section, Preset preset, Architecture& a) {
  section.read("heads", a.heads, 1, 1024);
  if (preset != Preset::tdn) {
    require(!section.has("heads"), file + ": [model] has heads (only preset = \"tdn\" has attention) remove it");
    return;
  }
  for (char const* const key : {"l_hidden", "correlation", "node_product", "product_terms", "radial_weights",
                                "self_product", "coupling", "message_mixing", "normalisation"})
    require(!section.has(key),
            fmt::format("{}: [model] has {} (preset = \"tdn\" leaves no choice) remove it", file, key));
  require(a.channels % a.heads == 0,
          fmt::format("{}: [model] heads is {} (it must divide the channels, {}) change one of them", file, a.heads,
                      a.channels));
  a.l_hidden = a.l_max;
}

// true is the paper's, the Gaunt product.
void read_self_product(std::string const& file, TomlSection& section, Architecture& a) {
  int kind = 0;
  if (section.is_boolean("self_product")) {
    bool wanted = false;
    section.read("self_product", wanted);
    kind = wanted ? 1 : 0;
  } else {
    section.read_choice("self_product", kind, {"none", "gaunt", "clebsch_gordan"});
  }
  if (kind > 0) a.self_product = kind == 1 ? Coupling::gaunt : Coupling::clebsch_gordan;
  require(!a.self_product || a.layers > 1,
          file + ": [model] self_product with one layer (it stands between layers) raise layers or remove it");
}

// What messages of a Gaunt coupling can have. The first layer of the preset's network is MACE's plain one: matrices of
// each species for the message, and no residual.
void read_message_options(std::string const& file, TomlSection& section, Preset preset, Architecture& a) {
  int mixing = static_cast<int>(a.message_mixing), normalisation = 0;
  section.read_choice("message_mixing", mixing, {"degree", "path"});
  section.read_choice("normalisation", normalisation, {"average", "density"});
  a.message_mixing = static_cast<MessageMixing>(mixing);
  a.normalisation = static_cast<Normalisation>(normalisation);
  if (preset == Preset::mace) {
    a.species_mixing.assign(a.layers, 0);
    a.residual.assign(a.layers, 1);
    a.species_mixing.front() = 1;
    a.residual.front() = 0;
  }
  if (a.node_product != NodeProductKind::symmetric) return;
  require(a.correlation <= 3, file + ": [model] correlation is " + std::to_string(a.correlation) +
                                  " (a symmetric node product has at most 3 factors) lower it");
  if (a.correlation > 1) a.product_pairs = symmetric_pairs(a.l_max, a.l_hidden);
  if (a.correlation > 2) a.product_triples = symmetric_triples(a.l_max, a.l_hidden);
}

void read_reaches(TomlSection& section, TrainingFile& config) {
  PairReaches& reaches = config.reaches;
  section.read("full_neighbors", config.full_neighbors, 0.0, 1.0);
  section.read("bond_reach", reaches.bond_reach, positive, any_size);
  section.read("inner_reach", reaches.inner_reach, 0.0, 1.0);
  section.read("zbl", reaches.zbl);
  section.read("zbl_reach", reaches.zbl_reach, positive, any_size);
}

// All but the factors of its coupling, which come from `factors`.
Architecture read_architecture(std::string const& file, toml::table const& root, TrainingFile& config,
                               FactorsSource& factors) {
  Architecture a;
  a.average_neighbors = 0.0;
  int radial_weights = 0, node_product = 0, lone_atom = static_cast<int>(config.lone_atom);
  TomlSection section(file, root, "model");
  Preset const preset = read_preset(section, a);
  node_product = static_cast<int>(a.node_product);
  read_size(section, a);
  section.read("r_cut", a.r_cut, positive, 100.0);
  section.read("layers", a.layers, 1, 8);
  section.read("channels", a.channels, 1, 1024);
  section.read("l_max", a.l_max, 0, 6);
  section.read("l_hidden", a.l_hidden, 0, 3);
  section.read("correlation", a.correlation, 1, 6);
  section.read_choice("node_product", node_product, {"gaunt", "exact", "symmetric"});
  a.node_product = static_cast<NodeProductKind>(node_product);
  if (a.node_product != NodeProductKind::gaunt) a.product_terms = 1;
  section.read("product_terms", a.product_terms, 1, a.node_product == NodeProductKind::gaunt ? 16 : 1);
  read_self_product(file, section, a);
  section.read("bessel", a.bessel, 1, 64);
  section.read("cutoff_power", a.cutoff_power, 2, 32);
  section.read("radial_hidden", a.radial_hidden, 1, 1024);
  section.read_choice("radial_weights", radial_weights, {"path", "degree", "shared", "first"});
  section.read("readout_hidden", a.readout_hidden, 1, 1024);
  section.read("average_neighbors", a.average_neighbors, positive, any_size);
  section.read_choice("lone_atom", lone_atom, {lone_atom_names.begin(), lone_atom_names.end()});
  config.lone_atom = static_cast<LoneAtom>(lone_atom);
  read_reaches(section, config);
  section.has("from");  // see read_start_from()
  if (preset != Preset::tdn) a.radial_weights = static_cast<RadialWeights>(radial_weights);
  read_message_options(file, section, preset, a);
  read_attention(file, section, preset, a);
  factors = read_coupling(file, section, a);
  section.finish();
  require(a.l_hidden <= a.l_max,
          file + ": [model] l_hidden is larger than l_max (messages have no such degree) lower l_hidden");
  require(a.radial_hidden.size() <= 4,
          file + ": [model] radial_hidden has more than 4 entries (the model file allows 4 layers) shorten it");
  return a;
}

void read_loss(TomlSection& section, LossWeights& loss) {
  section.read("energy_weight", loss.energy, 0.0, any_size);
  section.read("forces_weight", loss.forces, 0.0, any_size);
  section.read("stress_weight", loss.stress, 0.0, any_size);
  int energy_per = loss.energy_per_frame ? 1 : 0;
  section.read_choice("energy_per", energy_per, {"atom", "frame"});
  loss.energy_per_frame = energy_per == 1;
  section.read("huber_energy", loss.huber_energy, 0.0, any_size);
  section.read("huber_forces", loss.huber_forces, 0.0, any_size);
}

void read_optimiser(std::string const& file, TomlSection& section, int channels, TrainingConfig& t) {
  int kind = static_cast<int>(t.optimiser);
  bool amsgrad = true;  // what older configurations call it
  bool const is_named = section.has("optimiser");
  bool const is_flagged = section.has("amsgrad");
  section.read_choice("optimiser", kind, {"adam", "amsgrad", "adamw", "muon"});
  section.read("amsgrad", amsgrad);
  require(!(is_named && is_flagged),
          file + ": [training] has both optimiser and amsgrad (one says it all) remove amsgrad");
  t.optimiser = static_cast<OptimiserKind>(kind);
  if (is_flagged) t.optimiser = amsgrad ? OptimiserKind::amsgrad : OptimiserKind::adamw;
  if (t.optimiser == OptimiserKind::muon) {
    t.learning_rate = muon_learning_rate(channels);
    t.weight_decay = 0.003;
  } else if (is_named && t.optimiser == OptimiserKind::adamw) {
    t.weight_decay = 0.01;
  }
  section.read("learning_rate", t.learning_rate, positive, any_size);
  section.read("weight_decay", t.weight_decay, 0.0, any_size);
  require(t.optimiser != OptimiserKind::adam || t.weight_decay == 0.0,
          file + ": [training] optimiser = \"adam\" has a weight_decay (Adam with one is AdamW) write \"adamw\"");
}

TrainingConfig read_training(std::string const& file, toml::table const& root, int channels, LeftToData& left) {
  TrainingConfig t;
  int schedule = 0;
  TomlSection section(file, root, "training");
  // a section of its own, [training.second_stage]; asked for first, so that it is known
  bool const has_second_stage = section.has("second_stage");
  bool const weighs_energies =
      has_second_stage || section.has("energy_weight") || section.has("energy_per") || section.has("huber_energy");
  left.epochs = !section.has("epochs");
  left.batch_size = !section.has("batch_size");
  left.energy_weights = !weighs_energies;
  left.stress_weight = !section.has("stress_weight");
  section.read("epochs", t.epochs, 1, any_count);
  section.read("batch_size", t.batch_size, 1, any_count);
  section.read("seed", t.seed);
  section.read("final_learning_rate", t.final_learning_rate, 0.0, any_size);
  section.read("warmup_epochs", t.warmup_epochs, 0.0, any_size);
  section.read_choice("schedule", schedule, {"cosine", "plateau"});
  section.read("plateau_factor", t.plateau_factor, 0.01, 0.99);
  section.read("plateau_patience", t.plateau_patience, 1, any_count);
  read_optimiser(file, section, channels, t);
  left.learning_rate = t.optimiser == OptimiserKind::muon && !section.has("learning_rate");
  section.read("beta1", t.beta1, 0.0, 0.999999);
  section.read("beta2", t.beta2, 0.0, 0.999999);
  section.read("epsilon", t.epsilon, positive, any_size);
  section.read("momentum", t.momentum, 0.0, 0.999999);
  section.read_list("freeze", t.freeze);
  section.read("clip", t.clip, 0.0, any_size);
  section.read("ema_decay", t.ema_decay, 0.0, 0.999999);
  section.read("displacement", t.displacement, 1e-7, 1e-2);
  section.read("time_limit_minutes", t.time_limit_minutes, 0.0, any_size);
  section.read("checkpoint_seconds", t.checkpoint_seconds, 0.0, any_size);
  section.read("patience", t.patience, 0, any_count);
  read_loss(section, t.loss);
  section.finish();
  t.schedule = schedule == 0 ? ScheduleKind::cosine : ScheduleKind::plateau;
  require(
      t.final_learning_rate <= t.learning_rate,
      file +
          ": [training] final_learning_rate is larger than learning_rate (it is the floor of the schedule) lower it");

  t.second_stage = t.loss;
  if (auto const* training = root["training"].as_table(); training != nullptr && training->contains("second_stage")) {
    TomlSection second(file, *training, "second_stage");
    t.second_stage_start = 0.75;
    second.read("start", t.second_stage_start, 0.0, 1.0);
    if (second.has("stress_weight")) left.stress_weight = false;
    read_loss(second, t.second_stage);
    second.finish();
  }
  for (auto const* loss : {&t.loss, &t.second_stage})
    require(loss->energy + loss->forces + loss->stress > 0.0,
            file +
                ": [training] energy_weight, forces_weight and stress_weight are all 0 (nothing would be learnt) raise "
                "one");
  return t;
}

OutputConfig read_output(std::string const& file, toml::table const& root) {
  OutputConfig output;
  std::string const stem = std::filesystem::path(file).stem().string();
  output.directory = stem;
  output.model = stem + ".h5";
  TomlSection section(file, root, "output");
  section.read("directory", output.directory);
  section.read("model", output.model);
  section.read("self_test_frames", output.self_test_frames, 1, 16);
  section.read("write_split", output.write_split);
  section.finish();
  require(!output.directory.empty(),
          file + ": [output] directory is empty (files need a folder) write \".\" for the current one");
  require(!output.model.empty(),
          file + ": [output] model is empty (the potential needs a file name) give one that ends in .h5");
  require(std::filesystem::path(output.model).filename() == output.model,
          file + ": [output] model = \"" + output.model +
              "\" has a folder (all files of a run go into directory) give a name "
              "alone and set directory");
  return output;
}

}  // namespace

double muon_learning_rate(int channels) { return std::min(0.02, 0.64 / channels); }

TrainingFile read_training_file(std::string const& path, std::string const& data_directory) {
  std::ifstream stream(path);
  require(stream.good(), path + ": cannot be read (it does not exist or is not readable) give the path of a TOML file");
  std::ostringstream text;
  text << stream.rdbuf();

  toml::table root;
  try {
    root = toml::parse(text.str());
  } catch (toml::parse_error const& error) {
    throw Error(fmt::format("{}, line {}: {} (not valid TOML) correct it", path, error.source().begin.line,
                            error.description()));
  }
  check_sections(path, root, {"data", "model", "training", "output"});

  TrainingFile config;
  std::filesystem::path const directory =
      data_directory.empty() ? std::filesystem::path(path).parent_path() : std::filesystem::path(data_directory);
  config.data = read_data_section(path, root, directory.string());
  config.start_from = read_start_from(path, root);
  FactorsSource factors;
  config.architecture = read_architecture(path, root, config, factors);
  config.training = read_training(path, root, config.architecture.channels, config.left_to_data);
  config.data.may_learn_stress = config.left_to_data.stress_weight;
  config.data.learns_stress = config.training.loss.stress > 0.0 || config.training.second_stage.stress > 0.0;
  if (config.architecture.coupling == Coupling::clebsch_gordan)
    config.architecture.factors = network_factors(config.architecture.l_max, factors, config.training.seed);
  config.output = read_output(path, root);
  config.text = text.str();
  return config;
}

}  // namespace tesseral

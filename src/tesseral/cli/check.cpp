// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/check_report.hpp"
#include "tesseral/cli/commands.hpp"
#include "tesseral/cli/plot_scans.hpp"
#include "tesseral/cli/transformations.hpp"
#include "tesseral/core/larger.hpp"
#include "tesseral/core/vector3.hpp"
#include "tesseral/factors/factor_errors.hpp"
#include "tesseral/model/element_subset.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/potential.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace tesseral::cli {
namespace {

// Two machines or two orders of summation agree far better than this.
constexpr double energy_limit = 1e-9;    // eV/atom
constexpr double table_limit = 1e-6;     // eV/atom and eV/Å, of interpolated radial functions
constexpr double forces_limit = 1e-8;    // eV/Å
constexpr double virial_limit = 1e-8;    // eV/atom
constexpr double gradient_limit = 1e-6;  // relative to the largest force
// Of float against double, as dynamics run: forces relative to the root mean square of their components.
constexpr double float_rms_limit = 1e-5;
constexpr double float_largest_limit = 1e-4;
constexpr double float_energy_limit = 1e-5;  // eV/atom
constexpr double factors_limit = 1e-9;       // of the errors of factors
constexpr double smallest_force = 0.1;       // eV/Å: a perfect crystal has no forces to compare with
// Five times what TDN publishes for its default rank (src/tesseral/factors/README.md).
constexpr double equivariance_limit = 0.1;

double difference(std::vector<Vector3> const& a, std::vector<Vector3> const& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (int d = 0; d < 3; ++d) largest = larger(largest, std::abs(a[i][d] - b[i][d]));
  return largest;
}

double largest_component(std::vector<Vector3> const& a) {
  return difference(a, std::vector<Vector3>(a.size(), Vector3{}));
}

// As molecular dynamics run.
PotentialOptions table_options(ProductRequest product, Precision precision) {
  PotentialOptions options;
  options.product = product;
  options.precision = precision;
  return options;
}

// Largest differences between what the file stores and what the engine finds.
struct SelfTestErrors {
  double energy = 0.0, forces = 0.0, virial = 0.0;  // eV/atom, eV/Å, eV/atom

  SelfTestErrors(std::vector<SelfTest> const& tests, std::vector<StructureResult> const& results) {
    for (std::size_t k = 0; k < tests.size(); ++k) {
      double const atoms = static_cast<double>(tests[k].structure.species.size());
      energy = larger(energy, std::abs(results[k].energy - tests[k].energy) / atoms);
      forces = larger(forces, difference(results[k].forces, tests[k].forces));
      for (int a = 0; a < 3; ++a)
        for (int b = 0; b < 3; ++b)
          virial = larger(virial, std::abs(results[k].virial[a][b] - tests[k].virial[a][b]) / atoms);
    }
  }
};

void check_self_tests(ModelData const& data, ProductRequest product, std::vector<Structure> const& structures,
                      std::vector<StructureResult> const& results, CheckReport& report) {
  SelfTestErrors const exact(data.self_tests, results);
  report.line("self-test, energy", exact.energy, energy_limit, "eV/atom");
  report.line("self-test, forces", exact.forces, forces_limit, "eV/Å");
  report.line("self-test, virial", exact.virial, virial_limit, "eV/atom");
  SelfTestErrors const table(data.self_tests,
                             Potential<>(data, table_options(product, Precision::double_)).evaluate(structures));
  report.line("self-test with the radial table, energy", table.energy, table_limit, "eV/atom");
  report.line("self-test with the radial table, forces", table.forces, table_limit, "eV/Å");
}

double rms(std::vector<Vector3> const& a) {
  double sum = 0.0;
  for (Vector3 const& x : a) sum += dot(x, x);
  return std::sqrt(sum / (3.0 * static_cast<double>(a.size())));
}

// Forces of all structures one after another, less those of `reference` if there are any.
std::vector<Vector3> all_forces(std::vector<StructureResult> const& results,
                                std::vector<StructureResult> const* reference = nullptr) {
  std::vector<Vector3> forces;
  for (std::size_t k = 0; k < results.size(); ++k)
    for (std::size_t i = 0; i < results[k].forces.size(); ++i) {
      forces.push_back(results[k].forces[i]);
      for (int d = 0; reference != nullptr && d < 3; ++d) forces.back()[d] -= (*reference)[k].forces[i][d];
    }
  return forces;
}

void check_precisions(ModelData const& data, ProductRequest product, std::vector<Structure> const& structures,
                      CheckReport& report) {
  auto const evaluate = [&](Precision precision) {
    return Potential<>(data, table_options(product, precision)).evaluate(structures);
  };
  auto const exact = evaluate(Precision::double_);
  double const scale = std::max(rms(all_forces(exact)), smallest_force);
  for (Precision const precision : {Precision::single, Precision::mixed}) {
    auto const results = evaluate(precision);
    auto const differences = all_forces(results, &exact);
    double energy = 0.0;
    for (std::size_t k = 0; k < results.size(); ++k)
      energy =
          larger(energy, std::abs(results[k].energy - exact[k].energy) / static_cast<double>(results[k].forces.size()));
    std::string const name = to_string(precision) + " against double precision, ";
    report.line(name + "forces, root mean square", rms(differences) / scale, float_rms_limit, "relative");
    report.line(name + "forces, largest", largest_component(differences) / scale, float_largest_limit, "relative");
    report.line(name + "energy", energy, float_energy_limit, "eV/atom");
  }
}

// Relative difference of the forces on a few atoms from central differences of the energy, extrapolated to order h^4.
// The constants E0 and shift are left out: their digits would be missing in the differences. A shift that comes with
// neighbours is none.
double gradient_error(ModelData data, ProductRequest product, std::vector<Structure> const& structures) {
  constexpr double h = 3e-5;  // Å, small since third derivatives jump where an atom crosses a cutoff
  constexpr int most_atoms = 4;
  std::fill(data.E0.begin(), data.E0.end(), 0.0);
  if (!is_E0_alone(data.lone_atom)) data.shift = 0.0;
  Potential<> potential(data, exact_options(product));
  double largest = 0.0;
  for (Structure const& structure : structures) {
    auto const forces = potential.evaluate(structure).forces;
    int const atoms = static_cast<int>(forces.size());
    int const tried = std::min(atoms, most_atoms);
    std::vector<Structure> displaced;
    for (int k = 0; k < tried; ++k)
      for (int d = 0; d < 3; ++d)
        for (double const step : {-2.0, -1.0, 1.0, 2.0}) {
          displaced.push_back(structure);
          displaced.back().positions[k * atoms / tried][d] += step * h;
        }
    auto const results = potential.evaluate(displaced);
    double const scale = std::max(largest_component(forces), smallest_force);
    for (int k = 0; k < tried; ++k)
      for (int d = 0; d < 3; ++d) {
        auto const* const at = &results[4 * (3 * k + d)];
        double const slope = (8.0 * (at[2].energy - at[1].energy) - (at[3].energy - at[0].energy)) / (12.0 * h);
        largest = larger(largest, std::abs(slope + forces[k * atoms / tried][d]) / scale);
      }
  }
  return largest;
}

// The largest difference of energies of two atoms, of all pairs of species, just within the cutoff and just beyond it.
double jump_at_cutoff(ModelData data, ProductRequest product) {
  constexpr double h = 1e-6;                       // Å; the cutoff function is below h^2 there
  std::fill(data.E0.begin(), data.E0.end(), 0.0);  // whose digits would be missing
  int const species = static_cast<int>(data.elements.size());
  std::vector<Structure> pairs;
  for (int s = 0; s < species; ++s)
    for (int t = 0; t <= s; ++t)
      for (double const step : {-h, h}) {
        Structure& pair = pairs.emplace_back();
        pair.species = {s, t};
        pair.positions = {{0.0, 0.0, 0.0}, {0.0, 0.0, data.architecture.r_cut + step}};
      }
  auto const results = Potential<>(data, exact_options(product)).evaluate(pairs);
  double largest = 0.0;
  for (std::size_t k = 0; k < results.size(); k += 2)
    largest = larger(largest, std::abs(results[k].energy - results[k + 1].energy));
  return largest;
}

// `error` is what the file declares of the products, relative; the whole network may have several times as much.
void check_symmetry(Potential<>& potential, Transformation const& transformation, double error, double scale,
                    std::vector<SelfTest> const& tests, std::vector<StructureResult> const& results,
                    CheckReport& report) {
  constexpr double growth = 10.0;
  std::vector<Structure> moved;
  for (SelfTest const& test : tests) moved.push_back(transformation.of_structure(test.structure));
  auto const after = potential.evaluate(moved);
  double energy = 0.0, forces = 0.0;
  for (std::size_t k = 0; k < tests.size(); ++k) {
    energy =
        larger(energy, std::abs(after[k].energy - results[k].energy) / static_cast<double>(after[k].forces.size()));
    forces = larger(forces, difference(after[k].forces, transformation.of_forces(results[k].forces)));
  }
  double const largest = largest_component(all_forces(results));
  report.line(transformation.name + ", energy", energy, std::max(energy_limit, growth * error * std::abs(scale)),
              "eV/atom");
  report.line(transformation.name + ", forces", forces, std::max(forces_limit, growth * error * largest), "eV/Å");
}

// That the factors are what the file says of them.
void check_factors(CpFactors const& stated, CheckReport& report) {
  CpFactors measured = stated;
  measure_errors(measured);
  report.line(fmt::format("factors of rank {}, declared relative error {:.1e}", stated.rank, stated.relative_error),
              std::abs(measured.relative_error - stated.relative_error), factors_limit, "off");
  report.line(fmt::format("declared equivariance error {:.1e}", stated.equivariance_error),
              std::abs(measured.equivariance_error - stated.equivariance_error), factors_limit, "off");
  report.line("equivariance error of the factors", stated.equivariance_error, equivariance_limit, "relative");
}

// Pairs of so many elements are scanned in a minute or two.
constexpr std::size_t most_checked_elements = 12;

std::vector<std::string> elements_of_self_tests(ModelData const& data) {
  std::set<int> species;
  for (SelfTest const& test : data.self_tests)
    species.insert(test.structure.species.begin(), test.structure.species.end());
  std::vector<std::string> elements;
  for (int const s : species) elements.push_back(data.elements[s]);
  return elements;
}

}  // namespace

int check(std::string const& path, ProductRequest product, std::string const& plot) {
  ModelData data = read_model(path);
  fmt::print("ok      file: valid, {} weights\n", data.weights.size());
  if (data.self_tests.empty()) {
    fmt::print("FAILED  self-test: the file has none, so that nothing can be checked; write the model anew\n");
    return 1;
  }
  if (data.elements.size() > most_checked_elements) {
    std::size_t const all = data.elements.size();
    data = with_elements(data, elements_of_self_tests(data));
    fmt::print("ok      elements: {} of {}, those of the self-tests\n", data.elements.size(), all);
  }
  CheckReport report;
  Potential<> potential(data, exact_options(product));
  std::vector<Structure> structures;
  for (SelfTest const& test : data.self_tests) structures.push_back(test.structure);
  auto const results = potential.evaluate(structures);
  bool const names_elements = !data.self_tests.front().symbols.empty();
  report.finding({names_elements, false,
                  names_elements ? "elements: those of the self-test"
                                 : "elements: the file does not repeat them in its self-test, so that elements which "
                                   "changed places could not be seen"});
  check_self_tests(data, product, structures, results, report);

  check_precisions(data, product, structures, report);
  report.line("energy of two atoms that part at the cutoff", jump_at_cutoff(data, product), energy_limit, "eV");
  report.line("forces are minus the gradient", gradient_error(data, product, structures), gradient_limit, "relative");
  double const error = data.architecture.factors.equivariance_error;
  for (Transformation const& transformation : {permutation(), translation()})
    check_symmetry(potential, transformation, 0.0, data.scale, data.self_tests, results, report);
  check_symmetry(potential, rotation(), error, data.scale, data.self_tests, results, report);
  if (data.architecture.coupling == Coupling::clebsch_gordan) check_factors(data.architecture.factors, report);
  if (layer_kind(data.architecture.layer_kind).is_mirror_symmetric(data.architecture))
    check_symmetry(potential, inversion(), 0.0, data.scale, data.self_tests, results, report);

  auto const found = scans::scan_all(data, potential);
  for (scans::Finding const& finding : scans::findings(data, found)) report.finding(finding);
  if (!plot.empty()) plot_scans(plot, found);
  report.end(path);
  return report.failed() == 0 ? 0 : 1;
}

}  // namespace tesseral::cli

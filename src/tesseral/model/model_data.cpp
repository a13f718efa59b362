// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/model/model_data.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/model/elements.hpp"

#include <algorithm>
#include <cmath>

namespace tesseral {
namespace {

[[noreturn]] void fail(std::string const& dataset, std::string const& problem, std::string const& why,
                       std::string const& remedy = "replace the file or correct what wrote it") {
  throw Error(dataset + ": " + problem + " (" + why + ") " + remedy);
}

void check_count(std::string const& dataset, std::size_t count, std::size_t expected, char const* of_what) {
  if (count != expected)
    fail(dataset, "has " + std::to_string(count) + " rows",
         "the model needs " + std::to_string(expected) + ", one for each " + of_what);
}

void check_finite(std::string const& dataset, double value) {
  if (!std::isfinite(value)) fail(dataset, "is " + std::to_string(value), "every number must be finite");
}

template <class Rows>
void check_finite_rows(std::string const& dataset, Rows const& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t k = 0; k < rows[i].size(); ++k)
      check_finite(dataset + "[" + std::to_string(i) + "][" + std::to_string(k) + "]", rows[i][k]);
}

// "[2][0][7]" for a row-major position in a tensor.
std::string subscripts(std::vector<int> const& shape, std::size_t position) {
  std::string text;
  for (std::size_t d = shape.size(); d-- > 0; position /= shape[d])
    text = "[" + std::to_string(position % shape[d]) + "]" + text;
  return text;
}

void check_elements(ModelData const& model) {
  auto const& elements = model.elements;
  if (elements.empty()) fail("/elements", "is empty", "a model has at least one element");
  for (std::size_t s = 0; s < elements.size(); ++s) {
    if (atomic_number(elements[s]) == 0)
      fail("/elements", "'" + elements[s] + "' is no element", "chemical symbols such as H or Si are expected");
    if (std::find(elements.begin(), elements.begin() + s, elements[s]) != elements.begin() + s)
      fail("/elements", "'" + elements[s] + "' stands there twice", "each element has one species index");
  }
}

void check_weights(ModelData const& model) {
  auto const tensors = weight_tensors(model.architecture);
  if (model.weights.size() != weight_count(tensors))
    fail("/weights", "has " + std::to_string(model.weights.size()) + " numbers in all",
         "the architecture needs " + std::to_string(weight_count(tensors)));
  for (auto const& tensor : tensors)
    for (std::size_t k = 0; k < tensor.size; ++k)
      if (double const value = model.weights[tensor.offset + k]; !std::isfinite(value))
        check_finite("/weights/" + tensor.name + subscripts(tensor.shape, k), value);
}

// A number for each pair.
void check_square(ModelData const& model, std::string const& dataset, SpeciesPairs const& pairs) {
  std::size_t const species = model.elements.size();
  check_count(dataset, pairs.size(), species, "element");
  for (auto const& row : pairs) check_count(dataset + " (columns)", row.size(), species, "element");
  check_finite_rows(dataset, pairs);
}

void check_symmetry(ModelData const& model, std::string const& dataset, SpeciesPairs const& pairs) {
  std::size_t const species = model.elements.size();
  for (std::size_t s = 0; s < species; ++s)
    for (std::size_t z = s + 1; z < species; ++z)
      if (pairs[s][z] != pairs[z][s])
        fail(dataset, "is not symmetric",
             model.elements[s] + "-" + model.elements[z] + " and " + model.elements[z] + "-" + model.elements[s] +
                 " are the same pair");
}

void check_pairs(ModelData const& model, std::string const& dataset, SpeciesPairs const& radius) {
  check_square(model, dataset, radius);
  std::size_t const species = model.elements.size();
  for (std::size_t s = 0; s < species; ++s)
    for (std::size_t z = 0; z < species; ++z)
      if (radius[s][z] <= 0.0 || radius[s][z] > model.architecture.r_cut)
        fail(dataset + subscripts({int(species), int(species)}, s * species + z),
             "is " + std::to_string(radius[s][z]) + " Å",
             "it must be above 0 and at most r_cut, " + std::to_string(model.architecture.r_cut) + " Å");
  check_symmetry(model, dataset, radius);
}

// Elements that changed places, or others, would pass every other test.
void check_symbols(std::string const& group, SelfTest const& test, std::vector<std::string> const& elements) {
  if (!test.symbols.empty())
    check_count(group + "/symbols", test.symbols.size(), test.structure.species.size(), "atom");
  for (std::size_t i = 0; i < test.symbols.size(); ++i)
    require(test.symbols[i] == elements[test.structure.species[i]],
            group + "/symbols: atom " + std::to_string(i) + " is '" + test.symbols[i] +
                "' (by /elements it would be '" + elements[test.structure.species[i]] +
                "', so they are not those of these weights) give a whole file");
}

void check_self_test(std::string const& group, SelfTest const& test, int species) {
  Structure const& structure = test.structure;
  std::size_t const atoms = structure.species.size();
  if (atoms == 0) fail(group + "/species", "is empty", "a structure has at least one atom");
  for (std::size_t i = 0; i < atoms; ++i)
    if (structure.species[i] < 0 || structure.species[i] >= species)
      fail(group + "/species[" + std::to_string(i) + "]", "is " + std::to_string(structure.species[i]),
           "species indices run from 0 to " + std::to_string(species - 1));
  check_count(group + "/positions", structure.positions.size(), atoms, "atom");
  check_count(group + "/forces", test.forces.size(), atoms, "atom");
  check_finite_rows(group + "/positions", structure.positions);
  check_finite_rows(group + "/cell", structure.cell);
  check_finite(group + "/energy", test.energy);
  check_finite_rows(group + "/forces", test.forces);
  check_finite_rows(group + "/virial", test.virial);
}

void check_full(ModelData const& model, std::string const& dataset, std::vector<double> const& full) {
  check_count(dataset, full.size(), is_E0_alone(model.lone_atom) ? model.elements.size() : 0,
              "element, with lone_atom = reference or faded");
  for (std::size_t s = 0; s < full.size(); ++s)
    if (!(full[s] > 0.0) || !std::isfinite(full[s]))
      fail(dataset + "[" + std::to_string(s) + "]", "is " + std::to_string(full[s]), "it must be above 0");
}

void check_floor(ModelData const& model) {
  std::size_t const floors = model.soft_below.empty() && model.energy_floor.empty() ? 0 : model.elements.size();
  check_count("/soft_below", model.soft_below.size(), floors, "element, as energy_floor");
  check_count("/energy_floor", model.energy_floor.size(), floors, "element, as soft_below");
  if (floors > 0 && !is_E0_alone(model.lone_atom))
    fail("/energy_floor", "stands beside lone_atom = network", "only energies relative to E0 have a floor");
  for (std::size_t s = 0; s < floors; ++s) {
    std::string const subscript = "[" + std::to_string(s) + "]";
    check_finite("/energy_floor" + subscript, model.energy_floor[s]);
    if (!(model.soft_below[s] <= 0.0 && model.soft_below[s] > model.energy_floor[s]))
      fail("/soft_below" + subscript, "is " + std::to_string(model.soft_below[s]) + " eV",
           "it must be above the energy floor, " + std::to_string(model.energy_floor[s]) + " eV, and at most 0");
  }
}

void check_zbl_cutoff(ModelData const& model) {
  check_pairs(model, "/zbl/cutoff", model.zbl_cutoff);
  for (std::size_t a = 0; a < model.inner_radius.size(); ++a)
    for (std::size_t b = 0; b < model.inner_radius.size(); ++b)
      if (double const silent = inner_silence * model.inner_radius[a][b]; !(model.zbl_cutoff[a][b] > silent))
        fail("/zbl/cutoff[" + std::to_string(a) + "][" + std::to_string(b) + "]",
             "is " + std::to_string(model.zbl_cutoff[a][b]),
             "it must be above " + std::to_string(silent) + ", where the network falls silent");
}

void check_zbl_polynomial(ModelData const& model) {
  std::string const dataset = "/zbl/polynomial";
  if (model.zbl_cutoff.empty() || model.inner_radius.empty())
    fail(dataset, "stands without " + std::string(model.zbl_cutoff.empty() ? "ZBL" : "inner_radius"),
         "only ZBL beside inner radii has a choice");
  check_square(model, dataset, model.zbl_polynomial);
  for (std::size_t a = 0; a < model.zbl_polynomial.size(); ++a)
    for (std::size_t b = 0; b < model.zbl_polynomial.size(); ++b)
      if (double const x = model.zbl_polynomial[a][b]; x != 0.0 && x != 1.0)
        fail(dataset + "[" + std::to_string(a) + "][" + std::to_string(b) + "]", "is " + std::to_string(x),
             "it must be 0 or 1");
  check_symmetry(model, dataset, model.zbl_polynomial);
}

void check_positive(std::string const& name, double value) {
  if (!(value > 0.0) || !std::isfinite(value)) fail(name, "is " + std::to_string(value), "it must be above 0");
}

void check_zbl_constants(ZblConstants const& zbl) {
  check_positive("attribute /zbl/strength", zbl.strength);
  check_positive("attribute /zbl/exponent", zbl.exponent);
  check_positive("attribute /zbl/length", zbl.length);
  if (zbl.cutoff_power < 2 || zbl.cutoff_power > 32)
    fail("attribute /zbl/cutoff_power", "is " + std::to_string(zbl.cutoff_power), "it must be 2 to 32");
  for (int n = 0; n < 4; ++n) {
    std::string const subscript = "[" + std::to_string(n) + "]";
    check_positive("/zbl/decay" + subscript, zbl.decay[n]);
    if (!(zbl.amplitude[n] >= 0.0) || !std::isfinite(zbl.amplitude[n]))
      fail("/zbl/amplitude" + subscript, "is " + std::to_string(zbl.amplitude[n]), "it must not be negative");
  }
}

void check_radial_distance(ModelData const& model) {
  bool const plain = model.architecture.layer_kind == "message" && model.architecture.coupling == Coupling::gaunt;
  if (model.agnesi) {
    Agnesi const& agnesi = *model.agnesi;
    if (!plain) fail("/agnesi", "is not for these layers", "only layers of kind message with a gaunt coupling have it");
    check_positive("attribute /agnesi/a", agnesi.a);
    check_positive("attribute /agnesi/q", agnesi.q);
    check_positive("attribute /agnesi/p", agnesi.p);
    if (!(agnesi.q < agnesi.p))
      fail("attribute /agnesi/q", "is " + std::to_string(agnesi.q), "it must be below p, " + std::to_string(agnesi.p));
    check_count("/agnesi/radii", agnesi.radii.size(), model.elements.size(), "element");
    for (std::size_t s = 0; s < agnesi.radii.size(); ++s)
      check_positive("/agnesi/radii[" + std::to_string(s) + "]", agnesi.radii[s]);
  }
  if (model.bessel_frequencies.empty()) return;
  check_count("/bessel_frequencies", model.bessel_frequencies.size(), model.architecture.bessel, "Bessel function");
  for (std::size_t n = 0; n < model.bessel_frequencies.size(); ++n)
    check_positive("/bessel_frequencies[" + std::to_string(n) + "]", model.bessel_frequencies[n]);
}

}  // namespace

bool operator==(ZblConstants const& a, ZblConstants const& b) {
  return a.strength == b.strength && a.exponent == b.exponent && a.length == b.length &&
         a.cutoff_power == b.cutoff_power && a.amplitude == b.amplitude && a.decay == b.decay;
}

std::vector<double> flat(SpeciesPairs const& pairs) {
  std::vector<double> numbers;
  for (auto const& row : pairs) numbers.insert(numbers.end(), row.begin(), row.end());
  return numbers;
}

void check(ModelData const& model) {
  check_elements(model);
  check(model.architecture);
  check_count("/elements", model.elements.size(), model.architecture.species, "species of the architecture");
  check_count("/E0", model.E0.size(), model.elements.size(), "element");
  for (std::size_t s = 0; s < model.E0.size(); ++s) check_finite("/E0[" + std::to_string(s) + "]", model.E0[s]);
  check_finite("attribute /scale", model.scale);
  check_finite("attribute /shift", model.shift);
  check_weights(model);
  check_full(model, "/full_neighbors", model.full_neighbors);
  check_full(model, "/full_bonds", model.full_bonds);
  if (is_E0_alone(model.lone_atom))
    check_pairs(model, "/bond_radius", model.bond_radius);
  else
    check_count("/bond_radius", model.bond_radius.size(), 0, "element, with lone_atom = network");
  check_floor(model);
  if (!model.inner_radius.empty()) check_pairs(model, "/inner_radius", model.inner_radius);
  if (!model.zbl_cutoff.empty()) check_zbl_cutoff(model);
  if (!model.zbl_polynomial.empty()) check_zbl_polynomial(model);
  check_zbl_constants(model.zbl);
  check_radial_distance(model);
  if (model.fitted_range) check(*model.fitted_range, model.architecture.species, model.architecture.r_cut);
  if (model.uncertainty)
    check(*model.uncertainty, model.architecture.species, model.architecture.layers * model.architecture.channels);
  for (std::size_t k = 0; k < model.self_tests.size(); ++k) {
    std::string const group = "/self_test/" + std::to_string(k);
    check_self_test(group, model.self_tests[k], model.architecture.species);
    check_symbols(group, model.self_tests[k], model.elements);
  }
}

int index_of_element(std::vector<std::string> const& elements, std::string const& element) {
  auto const found = std::find(elements.begin(), elements.end(), element);
  if (found != elements.end()) return static_cast<int>(found - elements.begin());
  std::string known;
  for (auto const& symbol : elements) known += (known.empty() ? "" : ", ") + symbol;
  throw Error("element '" + element + "' is unknown to the model (it was trained for " + known +
              ") use one of these, or train a model that has it");
}

int species_of(ModelData const& model, std::string const& element) { return index_of_element(model.elements, element); }

}  // namespace tesseral

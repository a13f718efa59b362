// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// potentials/FORMAT.md, read: from an open file to ModelData. Internal: included by model_file.cpp only.
#pragma once

#include "tesseral/model/factors_group.hpp"
#include "tesseral/model/hdf5_input.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/model/model_data.hpp"

#include <map>
#include <set>

namespace tesseral::hdf5 {

constexpr int newest_format_version = 2;

inline Shape shape_of(WeightTensor const& tensor) { return Shape(tensor.shape.begin(), tensor.shape.end()); }

/// Returns the version of the format.
inline int check_identity(InputGroup const& root) {
  auto const not_ours = [](std::string const& why) {
    throw Error("is HDF5 but no Tesseral model (" + why + ") give a file that 'tesseral train' wrote");
  };
  if (!root.has_attribute("format")) not_ours("it has no attribute 'format'");
  if (auto const format = root.attribute("format").string(); format != "tesseral-model")
    not_ours("its attribute 'format' is " + quoted(format) + ", not 'tesseral-model'");
  int const version = root.attribute("format_version").integer();
  require(version <= newest_format_version, "attribute /format_version is " + std::to_string(version) +
                                                " (this program reads up to " + std::to_string(newest_format_version) +
                                                ") update Tesseral");
  if (version < 1) fail("attribute /format_version", "is " + std::to_string(version), "the first version is 1");
  if (auto const units = root.attribute("units").string(); units != "metal")
    throw Error("attribute /units is " + quoted(units) +
                " (only 'metal' is known: eV and Å) convert the potential, or train one in these units");
  return version;
}

inline std::vector<std::string> read_elements(InputGroup const& root) {
  Values const elements = root.dataset("elements");
  if (elements.shape().size() != 1 || elements.shape()[0] < 1 || elements.shape()[0] > 118)
    fail(elements.name(), "shape is " + to_text(elements.shape()),
         "expected [1] to [118], one symbol for each element");
  return elements.strings(elements.shape());
}

/// A group's attributes as a kind of layers reads them.
class GroupAttributes final : public AttributeSource {
 public:
  explicit GroupAttributes(InputGroup const& group) : group_(group) {}
  bool has(std::string const& name) const override { return group_.has_attribute(name); }
  int integer(std::string const& name) const override { return group_.attribute(name).integer(); }
  double real(std::string const& name) const override { return group_.attribute(name).real(); }
  std::string text(std::string const& name) const override { return group_.attribute(name).string(); }
  std::vector<int> integers(std::string const& name, int columns) const override {
    Values const values = group_.attribute(name);
    Shape const& shape = values.shape();
    bool const fits = columns == 1 ? shape.size() == 1 : shape.size() == 2 && shape[1] == hsize_t(columns);
    bool const empty = shape.size() == 1 && shape[0] == 0;
    if (!fits && !empty)
      fail(values.name(), "shape is " + to_text(shape),
           columns == 1 ? "expected a list" : "expected " + std::to_string(columns) + " columns");
    return values.integers(shape);
  }

 private:
  InputGroup const& group_;
};

// All but the number of species and r_cut, which stand elsewhere.
inline void read_architecture(InputGroup const& group, Architecture& a) {
  auto const integer = [&](char const* name) { return group.attribute(name).integer(); };
  a.layers = integer("layers");
  a.channels = integer("channels");
  a.l_max = integer("l_max");
  a.l_hidden = integer("l_hidden");
  a.correlation = integer("correlation");
  a.product_terms = integer("product_terms");
  a.bessel = integer("bessel");
  a.cutoff_power = integer("cutoff_power");
  a.readout_hidden = integer("readout_hidden");
  a.average_neighbors = group.attribute("average_neighbors").real();

  Values const hidden = group.attribute("radial_hidden");
  if (hidden.shape().size() != 1 || hidden.shape()[0] > 4)
    fail(hidden.name(), "shape is " + to_text(hidden.shape()), "expected [0] to [4], one width for each hidden layer");
  a.radial_hidden = hidden.integers(hidden.shape());

  Values const weights = group.attribute("radial_weights");
  std::string const radial = weights.string();
  bool is_known = false;
  for (RadialWeights const kind :
       {RadialWeights::path, RadialWeights::degree, RadialWeights::shared, RadialWeights::first}) {
    if (radial != name(kind)) continue;
    a.radial_weights = kind;
    is_known = true;
  }
  if (!is_known) fail(weights.name(), "is " + quoted(radial), "must be 'path', 'degree', 'shared' or 'first'");

  if (group.has_attribute("node_product")) {  // absent: gaunt
    Values const product = group.attribute("node_product");
    std::string const node_product = product.string();
    bool known = false;
    for (NodeProductKind const kind : {NodeProductKind::gaunt, NodeProductKind::exact, NodeProductKind::symmetric}) {
      if (node_product != name(kind)) continue;
      a.node_product = kind;
      known = true;
    }
    if (!known) fail(product.name(), "is " + quoted(node_product), "must be 'gaunt', 'exact' or 'symmetric'");
  }

  Values const coupling = group.attribute("coupling");
  std::string const found = coupling.string();
  if (found != name(Coupling::gaunt) && found != name(Coupling::clebsch_gordan))
    fail(coupling.name(), "is " + quoted(found), "must be 'gaunt' or 'clebsch_gordan'");
  a.coupling = found == name(Coupling::gaunt) ? Coupling::gaunt : Coupling::clebsch_gordan;

  if (group.has_attribute("layer_kind")) {  // absent: message
    Values const kind = group.attribute("layer_kind");
    a.layer_kind = kind.string();
    std::string known;
    for (LayerKind const* each : layer_kinds()) known += (known.empty() ? "'" : " or '") + each->name() + "'";
    if (known.find("'" + a.layer_kind + "'") == std::string::npos)
      fail(kind.name(), "is " + hdf5::quoted(a.layer_kind), "must be " + known);
  }
  layer_kind(a.layer_kind).read(GroupAttributes(group), a);
}

inline void reject_unknown(InputGroup const& group, std::string const& path, std::set<std::string> const& known) {
  for (hsize_t k = 0; k < group.member_count(); ++k)
    if (auto const name = group.member(k); known.count(name) == 0)
      fail(path, "holds " + quoted(name), "this architecture has no such weights");
}

inline std::vector<double> read_weights(InputGroup const& group, Architecture const& architecture) {
  auto const tensors = weight_tensors(architecture);
  // Every shape is checked before memory for the first number is asked for.
  std::vector<Values> datasets;
  std::map<std::string, std::set<std::string>> known;  // group below /weights -> its members; "" is /weights itself
  for (auto const& tensor : tensors) {
    datasets.push_back(group.dataset(tensor.name));
    datasets.back().require_doubles(shape_of(tensor));
    auto const slash = tensor.name.find('/');
    known[""].insert(tensor.name.substr(0, slash));
    if (slash != std::string::npos) known[tensor.name.substr(0, slash)].insert(tensor.name.substr(slash + 1));
  }
  for (auto const& [name, members] : known) {
    if (name.empty())
      reject_unknown(group, "/weights", members);
    else
      reject_unknown(group.group(name), "/weights/" + name, members);
  }
  std::vector<double> weights(weight_count(tensors));
  for (std::size_t k = 0; k < tensors.size(); ++k)
    datasets[k].read_doubles(shape_of(tensors[k]), weights.data() + tensors[k].offset);
  return weights;
}

inline std::vector<double> read_species(InputGroup const& group, std::string const& name, hsize_t species) {
  std::vector<double> values(species);
  group.dataset(name).read_doubles({species}, values.data());
  return values;
}

inline SpeciesPairs read_pairs(InputGroup const& group, std::string const& name, hsize_t species) {
  std::vector<double> flat(species * species);
  group.dataset(name).read_doubles({species, species}, flat.data());
  SpeciesPairs pairs;
  for (hsize_t s = 0; s < species; ++s) pairs.emplace_back(&flat[s * species], &flat[s * species] + species);
  return pairs;
}

/// The published constants without the group's attributes; all or none of them.
inline ZblConstants read_zbl_constants(InputGroup const& group) {
  ZblConstants zbl;
  bool any = false;
  for (char const* const name : {"strength", "exponent", "length", "cutoff_power"}) any |= group.has_attribute(name);
  for (char const* const name : {"amplitude", "decay"}) any |= group.contains(name);
  if (!any) return zbl;
  zbl.strength = group.attribute("strength").real();
  zbl.exponent = group.attribute("exponent").real();
  zbl.length = group.attribute("length").real();
  zbl.cutoff_power = group.attribute("cutoff_power").integer();
  group.dataset("amplitude").read_doubles({4}, zbl.amplitude.data());
  group.dataset("decay").read_doubles({4}, zbl.decay.data());
  return zbl;
}

inline Agnesi read_agnesi(InputGroup const& group, hsize_t species) {
  Agnesi agnesi{group.attribute("a").real(), group.attribute("q").real(), group.attribute("p").real(),
                read_species(group, "radii", species)};
  group.reject_unasked();
  return agnesi;
}

inline LoneAtom read_lone_atom(InputGroup const& root) {
  if (!root.has_attribute("lone_atom")) return LoneAtom::network;
  auto const name = root.attribute("lone_atom").string();
  auto const found = std::find(lone_atom_names.begin(), lone_atom_names.end(), name);
  if (found == lone_atom_names.end())
    fail("attribute /lone_atom", "is " + quoted(name), "'network', 'reference' and 'faded' are known");
  return static_cast<LoneAtom>(found - lone_atom_names.begin());
}

inline FittedRange read_fitted_range(InputGroup const& group, hsize_t species) {
  FittedRange range;
  range.frames = group.attribute("frames").integer();
  range.atoms = group.dataset("atoms").integers({species});
  range.closest = read_pairs(group, "closest", species);
  std::vector<int> const neighbors = group.dataset("neighbors").integers({species, 2});
  for (hsize_t s = 0; s < species; ++s) range.neighbors.push_back({neighbors[2 * s], neighbors[2 * s + 1]});
  if (group.contains("energy")) group.dataset("energy").read_doubles({2}, range.energy.emplace().data());
  if (group.has_attribute("largest_force")) range.largest_force = group.attribute("largest_force").real();
  group.reject_unasked();
  return range;
}

inline ForceUncertainty read_uncertainty(InputGroup const& group, hsize_t species, hsize_t scalars) {
  ForceUncertainty uncertainty;
  std::vector<double> center(species * scalars);
  // Shapes are checked before memory for the largest is asked for.
  Values const whitening = group.dataset("whitening");
  whitening.require_doubles({scalars, scalars});
  group.dataset("center").read_doubles({species, scalars}, center.data());
  for (hsize_t s = 0; s < species; ++s)
    uncertainty.center.emplace_back(&center[s * scalars], &center[s * scalars] + scalars);
  uncertainty.whitening.resize(scalars * scalars);
  whitening.read_doubles({scalars, scalars}, uncertainty.whitening.data());
  uncertainty.scale = read_species(group, "scale", species);
  group.reject_unasked();
  return uncertainty;
}

inline SelfTest read_self_test(InputGroup const& group) {
  SelfTest test;
  Structure& structure = test.structure;
  Values const species = group.dataset("species");
  if (species.shape().size() != 1 || species.shape()[0] == 0)
    fail(species.name(), "shape is " + to_text(species.shape()), "expected [n], n atoms and at least one");
  structure.species = species.integers(species.shape());
  hsize_t const atoms = structure.species.size();

  Values const positions = group.dataset("positions");
  Values const forces = group.dataset("forces");
  positions.require_doubles({atoms, 3});
  forces.require_doubles({atoms, 3});
  structure.positions.resize(atoms);
  test.forces.resize(atoms);
  positions.read_doubles({atoms, 3}, structure.positions.data()->data());
  forces.read_doubles({atoms, 3}, test.forces.data()->data());
  group.dataset("cell").read_doubles({3, 3}, structure.cell.data()->data());
  group.dataset("virial").read_doubles({3, 3}, test.virial.data()->data());
  test.energy = group.dataset("energy").real();

  Values const pbc = group.dataset("pbc");
  auto const flags = pbc.integers({3});
  for (int d = 0; d < 3; ++d) {
    if (flags[d] != 0 && flags[d] != 1) fail(pbc.name(), "holds " + std::to_string(flags[d]), "must be 0 or 1");
    structure.periodic[d] = flags[d] == 1;
  }
  if (group.contains("symbols")) test.symbols = group.dataset("symbols").strings({atoms});
  return test;
}

inline ModelData read_model(InputGroup const& root) {
  int const version = check_identity(root);
  bool const names_unknown = version >= 2;  // what files of before held besides was passed over
  ModelData model;
  model.elements = read_elements(root);
  hsize_t const species = model.elements.size();
  model.architecture.species = static_cast<int>(species);
  model.architecture.r_cut = root.attribute("r_cut").real();
  InputGroup const architecture = root.group("architecture");
  read_architecture(architecture, model.architecture);
  if (names_unknown) architecture.reject_unasked();
  if (model.architecture.coupling == Coupling::clebsch_gordan)
    model.architecture.factors = read_factors(root.group("factors"));
  check(model.architecture);

  model.scale = root.attribute("scale").real();
  model.shift = root.attribute("shift").real();
  model.E0 = read_species(root, "E0", species);
  model.weights = read_weights(root.group("weights"), model.architecture);
  if (version >= 2) {
    model.lone_atom = read_lone_atom(root);
    if (is_E0_alone(model.lone_atom)) {
      model.full_neighbors = read_species(root, "full_neighbors", species);
      model.full_bonds = read_species(root, "full_bonds", species);
      model.bond_radius = read_pairs(root, "bond_radius", species);
    }
    if (root.contains("soft_below")) model.soft_below = read_species(root, "soft_below", species);
    if (root.contains("energy_floor")) model.energy_floor = read_species(root, "energy_floor", species);
    if (root.contains("inner_radius")) model.inner_radius = read_pairs(root, "inner_radius", species);
    if (root.contains("fitted_range")) model.fitted_range = read_fitted_range(root.group("fitted_range"), species);
    if (root.contains("uncertainty"))
      model.uncertainty = read_uncertainty(root.group("uncertainty"), species,
                                           hsize_t(model.architecture.layers) * model.architecture.channels);
  }
  if (root.contains("zbl")) {
    InputGroup const zbl = root.group("zbl");
    model.zbl_cutoff = read_pairs(zbl, "cutoff", species);
    if (version >= 2) {
      model.zbl = read_zbl_constants(zbl);
      if (zbl.contains("polynomial")) model.zbl_polynomial = read_pairs(zbl, "polynomial", species);
      zbl.reject_unasked();
    }
  }
  if (version >= 2) {
    if (root.contains("agnesi")) model.agnesi = read_agnesi(root.group("agnesi"), species);
    if (root.contains("bessel_frequencies"))
      model.bessel_frequencies = read_species(root, "bessel_frequencies", model.architecture.bessel);
  }
  InputGroup const provenance = root.group("provenance");
  for (auto const& name : provenance.attribute_names()) model.provenance[name] = provenance.attribute(name).string();
  InputGroup const self_test = root.group("self_test");
  for (hsize_t k = 0; k < self_test.member_count(); ++k)
    model.self_tests.push_back(read_self_test(self_test.group(std::to_string(k))));
  if (names_unknown) root.reject_unasked();
  check(model);
  return model;
}

}  // namespace tesseral::hdf5

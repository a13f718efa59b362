// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// potentials/FORMAT.md, written: from ModelData to the bytes of a file. Internal: included by model_file.cpp only.
#pragma once

#include "tesseral/model/factors_group.hpp"
#include "tesseral/model/hdf5_output.hpp"
#include "tesseral/model/layer_kind.hpp"
#include "tesseral/model/model_data.hpp"

#include <optional>

namespace tesseral::hdf5 {

/// A group's attributes as a kind of layers writes them.
class AttributesOfGroup final : public AttributeSink {
 public:
  explicit AttributesOfGroup(OutputGroup const& group) : group_(group) {}
  void integer(std::string const& name, int value) override { group_.attribute(name, value); }
  void real(std::string const& name, double value) override { group_.attribute(name, value); }
  void text(std::string const& name, std::string const& value) override { group_.attribute(name, value); }
  void integers(std::string const& name, std::vector<int> const& values, int columns) override {
    group_.attribute(name, values, columns);
  }

 private:
  OutputGroup const& group_;
};

inline void write_architecture(OutputGroup const& group, Architecture const& a) {
  group.attribute("layer_kind", a.layer_kind);
  group.attribute("layers", a.layers);
  group.attribute("channels", a.channels);
  group.attribute("l_max", a.l_max);
  group.attribute("l_hidden", a.l_hidden);
  group.attribute("correlation", a.correlation);
  group.attribute("node_product", std::string(name(a.node_product)));
  group.attribute("product_terms", a.product_terms);
  group.attribute("bessel", a.bessel);
  group.attribute("cutoff_power", a.cutoff_power);
  group.attribute("radial_hidden", a.radial_hidden);
  group.attribute("radial_weights", std::string(name(a.radial_weights)));
  group.attribute("coupling", std::string(name(a.coupling)));
  group.attribute("readout_hidden", a.readout_hidden);
  group.attribute("average_neighbors", a.average_neighbors);
  AttributesOfGroup sink(group);
  layer_kind(a.layer_kind).write(sink, a);
}

inline void write_weights(OutputGroup const& group, ModelData const& model) {
  std::string layer;
  std::optional<OutputGroup> layer_group;
  for (auto const& tensor : weight_tensors(model.architecture)) {
    Shape const shape(tensor.shape.begin(), tensor.shape.end());
    double const* const values = model.weights.data() + tensor.offset;
    auto const slash = tensor.name.find('/');
    if (slash == std::string::npos) {
      group.dataset(tensor.name, shape, values);
      continue;
    }
    if (layer != tensor.name.substr(0, slash)) {
      layer = tensor.name.substr(0, slash);
      layer_group.emplace(group.group(layer));
    }
    layer_group->dataset(tensor.name.substr(slash + 1), shape, values);
  }
}

inline void write_pairs(OutputGroup const& group, std::string const& name, SpeciesPairs const& pairs) {
  group.dataset(name, {pairs.size(), pairs.size()}, flat(pairs).data());
}

inline void write_fitted_range(OutputGroup const& group, FittedRange const& range) {
  hsize_t const species = range.atoms.size();
  group.attribute("frames", range.frames);
  group.dataset("atoms", {species}, range.atoms.data());
  write_pairs(group, "closest", range.closest);
  group.dataset("neighbors", {species, 2}, range.neighbors.data()->data());
  if (range.energy) group.dataset("energy", {2}, range.energy->data());
  if (range.largest_force) group.attribute("largest_force", *range.largest_force);
}

inline void write_uncertainty(OutputGroup const& group, ForceUncertainty const& uncertainty) {
  hsize_t const species = uncertainty.scale.size();
  hsize_t const scalars = uncertainty.center.front().size();
  std::vector<double> center;
  for (auto const& row : uncertainty.center) center.insert(center.end(), row.begin(), row.end());
  group.dataset("center", {species, scalars}, center.data());
  group.dataset("whitening", {scalars, scalars}, uncertainty.whitening.data());
  group.dataset("scale", {species}, uncertainty.scale.data());
}

inline void write_zbl(OutputGroup const& group, ModelData const& model) {
  write_pairs(group, "cutoff", model.zbl_cutoff);
  if (!model.zbl_polynomial.empty()) write_pairs(group, "polynomial", model.zbl_polynomial);
  if (model.zbl == ZblConstants{}) return;
  group.attribute("strength", model.zbl.strength);
  group.attribute("exponent", model.zbl.exponent);
  group.attribute("length", model.zbl.length);
  group.attribute("cutoff_power", model.zbl.cutoff_power);
  group.dataset("amplitude", {4}, model.zbl.amplitude.data());
  group.dataset("decay", {4}, model.zbl.decay.data());
}

inline void write_agnesi(OutputGroup const& group, Agnesi const& agnesi) {
  group.attribute("a", agnesi.a);
  group.attribute("q", agnesi.q);
  group.attribute("p", agnesi.p);
  group.dataset("radii", {agnesi.radii.size()}, agnesi.radii.data());
}

inline void write_self_test(OutputGroup const& group, SelfTest const& test, std::vector<std::string> const& elements) {
  Structure const& structure = test.structure;
  std::vector<std::string> symbols;
  for (int const s : structure.species) symbols.push_back(elements[s]);
  hsize_t const atoms = structure.species.size();
  int const pbc[] = {structure.periodic[0], structure.periodic[1], structure.periodic[2]};
  group.dataset("species", {atoms}, structure.species.data());
  group.dataset("symbols", symbols);
  group.dataset("positions", {atoms, 3}, structure.positions.data()->data());
  group.dataset("cell", {3, 3}, structure.cell.data()->data());
  group.dataset("pbc", {3}, pbc);
  group.dataset("energy", {}, &test.energy);
  group.dataset("forces", {atoms, 3}, test.forces.data()->data());
  group.dataset("virial", {3, 3}, test.virial.data()->data());
}

/// The bytes of a model file; `model` has passed check().
inline std::string model_bytes(ModelData const& model) {
  MemoryFile const file;
  {
    OutputGroup const root = file.root();
    root.attribute("format", std::string("tesseral-model"));
    root.attribute("format_version", 2);
    root.attribute("units", std::string("metal"));
    root.attribute("r_cut", model.architecture.r_cut);
    root.attribute("scale", model.scale);
    root.attribute("shift", model.shift);
    root.dataset("elements", model.elements);
    root.dataset("E0", {model.E0.size()}, model.E0.data());
    write_architecture(root.group("architecture"), model.architecture);
    if (model.architecture.coupling == Coupling::clebsch_gordan)
      write_factors(root.group("factors"), model.architecture.factors);
    write_weights(root.group("weights"), model);
    if (is_E0_alone(model.lone_atom)) {
      root.attribute("lone_atom", std::string(lone_atom_names[static_cast<int>(model.lone_atom)]));
      root.dataset("full_neighbors", {model.full_neighbors.size()}, model.full_neighbors.data());
      root.dataset("full_bonds", {model.full_bonds.size()}, model.full_bonds.data());
      write_pairs(root, "bond_radius", model.bond_radius);
    }
    if (!model.energy_floor.empty()) {
      root.dataset("soft_below", {model.soft_below.size()}, model.soft_below.data());
      root.dataset("energy_floor", {model.energy_floor.size()}, model.energy_floor.data());
    }
    if (!model.inner_radius.empty()) write_pairs(root, "inner_radius", model.inner_radius);
    if (!model.zbl_cutoff.empty()) write_zbl(root.group("zbl"), model);
    if (model.agnesi) write_agnesi(root.group("agnesi"), *model.agnesi);
    if (!model.bessel_frequencies.empty())
      root.dataset("bessel_frequencies", {model.bessel_frequencies.size()}, model.bessel_frequencies.data());
    if (model.fitted_range) write_fitted_range(root.group("fitted_range"), *model.fitted_range);
    if (model.uncertainty) write_uncertainty(root.group("uncertainty"), *model.uncertainty);
    OutputGroup const provenance = root.group("provenance");
    for (auto const& [name, text] : model.provenance) provenance.attribute(name, text);
    OutputGroup const self_test = root.group("self_test");
    for (std::size_t k = 0; k < model.self_tests.size(); ++k)
      write_self_test(self_test.group(std::to_string(k)), model.self_tests[k], model.elements);
  }
  return file.bytes();
}

}  // namespace tesseral::hdf5

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/scans/scans.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tesseral::scans {
namespace {

constexpr double lone_atom_limit = 1e-9;  // eV

std::string energy_text(double value) { return fmt::format("{:.3g}", value == 0.0 ? 0.0 : value); }

Finding about_lone_atoms(ModelData const& data, std::vector<double> const& differences) {
  std::size_t worst = 0;
  for (std::size_t s = 1; s < differences.size() && !std::isnan(differences[worst]); ++s)
    if (!(std::abs(differences[s]) <= std::abs(differences[worst]))) worst = s;
  // Elsewhere an atom alone keeps what the network gives it.
  return {std::abs(differences[worst]) <= lone_atom_limit, is_E0_alone(data.lone_atom),
          fmt::format("atoms alone, energy less E0: {} (limit {:.0e} eV), {}", energy_text(differences[worst]),
                      lone_atom_limit, data.elements[worst])};
}

bool promises_all(ModelData const& data) {
  return is_E0_alone(data.lone_atom) && !data.inner_radius.empty() && !data.zbl_cutoff.empty();
}

// That the energy falls as atoms part, up to contact.
Finding about_rise(std::string const& name, std::vector<Curve> const& curves, bool promised) {
  Curve const* worst = &curves.front();
  Verdict verdict = judge(*worst);
  for (Curve const& curve : curves)
    if (Verdict const other = judge(curve); other.rise > verdict.rise) {
      worst = &curve;
      verdict = other;
    }
  return {verdict.falls(), promised,
          fmt::format("{}, rise as they part, up to contact: {} (limit 0 eV), {} from {:.2f} to {:.2f} Å", name,
                      energy_text(verdict.rise), worst->name, verdict.rise_from, verdict.rise_to)};
}

// That nothing binds as no bond does.
Finding about_depth(std::string const& name, std::vector<Curve> const& curves, bool promised) {
  Curve const* worst = nullptr;
  std::string unknown;
  for (Curve const& curve : curves) {
    if (std::isinf(curve.deepest)) {
      unknown = ", and " + curve.name + " not judged: " + curve.about_deepest;
    } else if (worst == nullptr || judge(curve).depth / curve.deepest > judge(*worst).depth / worst->deepest) {
      worst = &curve;
    }
  }
  if (worst == nullptr) return {true, promised, name + ", lowest energy beyond contact" + unknown};
  Verdict const verdict = judge(*worst);
  std::string const about = worst->about_deepest.empty() ? "" : ", " + worst->about_deepest;
  return {verdict.is_held(worst->deepest), promised,
          fmt::format("{}, lowest energy beyond contact: {} (limit {:.3g} eV), {} at {:.2f} Å{}{}", name,
                      energy_text(-verdict.depth), -worst->deepest, worst->name, verdict.depth_at, about, unknown)};
}

}  // namespace

std::vector<Curve> scan(Potential<>& potential, std::vector<Path> const& paths) {
  std::vector<Structure> structures;  // of all paths, since large batches give all threads work
  for (Path const& path : paths) structures.insert(structures.end(), path.structures.begin(), path.structures.end());
  auto const results = potential.evaluate(structures);
  auto result = results.begin();
  std::vector<Curve> curves;
  for (Path const& path : paths) {
    curves.push_back(path.curve);
    for (std::size_t k = 0; k < path.structures.size(); ++k, ++result)
      curves.back().energies.push_back(result->energy - path.zero);
  }
  return curves;
}

Scans scan_all(ModelData const& data, Potential<>& potential) {
  Scans scans;
  for (int s = 0; s < static_cast<int>(data.elements.size()); ++s) {
    Structure atom;
    atom.species = {s};
    atom.positions = {{0.0, 0.0, 0.0}};
    scans.lone_atoms.push_back(potential.evaluate(atom).energy - data.E0[s]);
  }
  scans.dimers = scan(potential, dimer_paths(data));
  scans.third_atoms = scan(potential, third_atom_paths(data));
  scans.pushed_atoms = scan(potential, pushed_atom_paths(data));
  scans.compressions = scan(potential, compression_paths(data));
  return scans;
}

std::vector<Finding> findings(ModelData const& data, Scans const& scans) {
  bool const promised = promises_all(data);
  std::vector<Finding> list = {about_lone_atoms(data, scans.lone_atoms)};
  auto const add = [&](std::string const& name, std::vector<Curve> const& curves) {
    if (curves.empty()) return;
    list.push_back(about_rise(name, curves, promised));
    list.push_back(about_depth(name, curves, promised));
  };
  add("pairs", scans.dimers);
  add("a third atom", scans.third_atoms);
  add("an atom pushed", scans.pushed_atoms);
  if (!scans.compressions.empty()) list.push_back(about_depth("all atoms pushed", scans.compressions, false));
  return list;
}

}  // namespace tesseral::scans

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The C interface: arrays to structures and graphs, exceptions to statuses. Whatever touches Kokkos, the birth and the
/// death of a potential included, goes through run_with_kokkos().
#include "tesseral/tesseral.h"

#include "tesseral/core/compensated_sum.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/core/kokkos_thread.hpp"
#include "tesseral/graph/image_halo.hpp"
#include "tesseral/graph/pair_graph.hpp"
#include "tesseral/potential.hpp"
#include "tesseral/version.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

struct tesseral_potential {
  tesseral_potential(char const* model_file, tesseral::PotentialOptions const& options)
      : engine(model_file, options),
        elements(engine.elements()),
        r_cut(engine.r_cut()),
        description(engine.description()) {}

  tesseral::Potential<tesseral::HostSpace> engine;
  tesseral::PairGraph pairs;
  tesseral::ImageHalo halo;
  // what can be asked without Kokkos
  std::vector<std::string> elements;
  double r_cut;
  std::string description;
};

namespace tesseral {
namespace {

thread_local char last_error[1024] = "";  // a longer sentence is cut; to allocate could fail

tesseral_status failed(tesseral_status status, char const* sentence) {
  std::snprintf(last_error, sizeof(last_error), "%s", sentence);
  return status;
}

template <class Function>
tesseral_status status_of(Function const& function) noexcept {
  last_error[0] = '\0';
  try {
    function();
    return TESSERAL_OK;
  } catch (Error const& error) {
    return failed(TESSERAL_BAD_INPUT, error.what());
  } catch (std::bad_alloc const&) {
    return failed(TESSERAL_FAILED, "out of memory (the system is too large for this machine) use fewer atoms");
  } catch (std::exception const& error) {
    return failed(TESSERAL_FAILED, error.what());
  } catch (...) {
    return failed(TESSERAL_FAILED, "an error of unknown kind (no exception of the C++ library) report it");
  }
}

// An argument of the caller: an array of `count`, which is not looked at if that is 0.
template <class T>
T* given(T* array, size_t count, char const* name) {
  require(array != nullptr || count == 0, std::string(name) + " is NULL (it has to be given) see tesseral.h");
  return array;
}

void check_species(tesseral_potential const& potential, int n_atoms, int const* species) {
  int const n_elements = static_cast<int>(potential.elements.size());
  given(species, n_atoms, "species");
  for (int i = 0; i < n_atoms; ++i)
    if (species[i] < 0 || species[i] >= n_elements)
      throw Error("atom " + std::to_string(i) + ": species " + std::to_string(species[i]) +
                  " does not exist (there are " + std::to_string(n_elements) + ", from 0) see tesseral_species");
}

Structure structure_of(int n_atoms, int const* species, double const* positions, double const* cell,
                       int const* periodic) {
  Structure structure;
  structure.species.assign(species, species + n_atoms);
  given(positions, n_atoms, "positions");
  for (double const* x = positions; x != positions + 3 * static_cast<size_t>(n_atoms); x += 3)
    structure.positions.push_back({x[0], x[1], x[2]});
  for (int a = 0; a < 3; ++a) {
    structure.periodic[a] = periodic != nullptr && periodic[a] != 0;
    given(cell, structure.periodic[a], "cell");
    for (int d = 0; d < 3; ++d) structure.cell[a][d] = cell == nullptr ? 0.0 : cell[3 * a + d];
  }
  return structure;
}

double sum_of(double const* energies, int n) {
  CompensatedSum sum;
  for (int i = 0; i < n; ++i) sum.add(energies[i]);
  return sum.value();
}

}  // namespace
}  // namespace tesseral

using namespace tesseral;

char const* tesseral_version(void) { return TESSERAL_VERSION; }

char const* tesseral_last_error(void) { return last_error; }

tesseral_status tesseral_open(char const* model_file, tesseral_option const* options, size_t n_options,
                              tesseral_potential** potential) {
  if (potential != nullptr) *potential = nullptr;
  return status_of([&] {
    given(model_file, 1, "model_file");
    given(potential, 1, "potential");
    given(options, n_options, "options");
    PotentialOptions chosen;
    for (size_t k = 0; k < n_options; ++k) {
      set_option(chosen, given(options[k].name, 1, "an option's name"),
                 given(options[k].value, 1, "an option's value"));
    }
    run_with_kokkos([&] { *potential = new tesseral_potential(model_file, chosen); });
  });
}

void tesseral_close(tesseral_potential* potential) {
  // Where Kokkos has ended, its memory has too, and the system takes back the rest with the process.
  if (potential != nullptr) status_of([&] { run_with_kokkos([&] { delete potential; }); });
}

int tesseral_n_elements(tesseral_potential const* potential) { return static_cast<int>(potential->elements.size()); }

char const* tesseral_element(tesseral_potential const* potential, int species) {
  return species >= 0 && species < tesseral_n_elements(potential) ? potential->elements[species].c_str() : nullptr;
}

int tesseral_species(tesseral_potential const* potential, char const* symbol) {
  int species = -1;
  status_of([&] { species = index_of_element(potential->elements, given(symbol, 1, "symbol")); });
  return species;
}

double tesseral_cutoff(tesseral_potential const* potential) { return potential->r_cut; }

char const* tesseral_description(tesseral_potential const* potential) { return potential->description.c_str(); }

tesseral_status tesseral_evaluate(tesseral_potential* potential, int n_atoms, int const* species,
                                  double const* positions, double const* cell, int const* periodic, double* energy,
                                  double* energies, double* forces, double* virial) {
  return status_of([&] {
    given(potential, 1, "potential");
    require(n_atoms >= 0, "n_atoms is " + std::to_string(n_atoms) + " (it is negative) correct the call");
    check_species(*potential, n_atoms, species);
    Structure const structure = structure_of(n_atoms, species, positions, cell, periodic);
    StructureResult result;
    run_with_kokkos([&] { result = potential->engine.evaluate(structure); });
    if (energy != nullptr) *energy = result.energy;
    if (energies != nullptr) std::copy(result.energies.begin(), result.energies.end(), energies);
    if (forces != nullptr)
      for (std::array<double, 3> const& force : result.forces) forces = std::copy(force.begin(), force.end(), forces);
    auto const& w = result.virial;
    std::array<double, 6> const six = {w[0][0], w[1][1], w[2][2], w[0][1], w[0][2], w[1][2]};
    if (virial != nullptr) std::copy(six.begin(), six.end(), virial);
  });
}

tesseral_status tesseral_evaluate_pairs(tesseral_potential* potential, int n_owned, int n_ghosts, int const* species,
                                        int const* owner, size_t n_pairs, int const* receivers, int const* senders,
                                        double const* displacements, double* energy, double* energies, double* forces,
                                        double* virial) {
  return status_of([&] {
    given(potential, 1, "potential");
    require(n_owned >= 0 && n_ghosts >= 0, "a number of atoms is negative (" + std::to_string(n_owned) + " owned, " +
                                               std::to_string(n_ghosts) + " ghosts) correct the call");
    int const n_total = n_owned + n_ghosts;
    check_species(*potential, n_total, species);
    auto& engine = potential->engine;
    require(
        n_ghosts == 0 || owner != nullptr || engine.halo_row_bytes() == 0,
        "owner is NULL (the network has several layers, and ghosts take their features from their owners) give each "
        "ghost's owner");
    PairList pairs;
    pairs.count = n_pairs;
    pairs.receiver = given(receivers, n_pairs, "receivers");
    pairs.sender = given(senders, n_pairs, "senders");
    pairs.displacement = given(displacements, n_pairs, "displacements");
    run_with_kokkos([&] {
      HostSpace const space{};
      potential->halo.set_owners(n_owned, owner == nullptr ? 0 : n_ghosts, owner);
      auto const& graph = potential->pairs.build(n_owned, n_total, species, pairs, potential->r_cut);
      auto const result = engine.evaluate(space, graph, potential->halo);
      space.fence();
      if (energy != nullptr) *energy = sum_of(result.energies.data(), n_owned);
      if (energies != nullptr) std::copy_n(result.energies.data(), n_owned, energies);
      if (forces != nullptr) std::copy_n(result.forces.data(), 3 * static_cast<size_t>(n_total), forces);
      if (virial != nullptr) {
        auto const six = engine.virial(space);
        std::copy(six.begin(), six.end(), virial);
      }
    });
  });
}

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// The entry point of the pair styles, which tesseralplugin.so calls in a LAMMPS that they were built for.
#include "force.h"
#include "lammps.h"
#include "lammps_c_interface.h"
#include "lammps_compat.h"
#include "pair_tesseral.h"
#ifdef LMP_KOKKOS
#include "pair_tesseral_kokkos.h"
#endif

#include <link.h>
#include <mpi.h>

#include <cstdlib>
#include <set>
#include <string>

namespace {

using LAMMPS_NS::LAMMPS;
using LAMMPS_NS::Pair;

Pair* create_plain(LAMMPS* lmp) { return new LAMMPS_NS::PairTesseral(lmp); }
#ifdef LMP_KOKKOS
Pair* create_device(LAMMPS* lmp) { return new LAMMPS_NS::PairTesseralKokkos<LMPDeviceType>(lmp); }
Pair* create_host(LAMMPS* lmp) { return new LAMMPS_NS::PairTesseralKokkos<LMPHostType>(lmp); }
#endif

using Files = std::set<std::string>;

int collect_kokkos(dl_phdr_info* info, std::size_t, void* found) {
  std::string const path = info->dlpi_name;
  if (path.find("libkokkoscore.so") != std::string::npos) static_cast<Files*>(found)->insert(path);
  return 0;
}

// All copies of Kokkos in the process: shared libraries of it, and the file whose Kokkos the plugin calls, which is
// liblammps.so if LAMMPS contains one.
Files copies_of_kokkos() {
  Files files;
  dl_iterate_phdr(collect_kokkos, &files);
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&Kokkos::is_initialized), &info) != 0) files.insert(info.dli_fname);
  return files;
}

// What is wrong with the Kokkos of the process; empty if nothing is.
std::string kokkos_problem(LAMMPS const& lmp) {
  Files const kokkos = copies_of_kokkos();
  if (kokkos.size() < 2 && (lmp.kokkos == nullptr || Kokkos::is_initialized())) return {};
  std::string files;
  for (std::string const& file : kokkos) files += " " + file;
  return "it was built with Kokkos " + std::to_string(KOKKOS_VERSION / 10000) + "." +
         std::to_string(KOKKOS_VERSION / 100 % 100) +
         ", which is not the Kokkos of this LAMMPS (two in one process fail; loaded:" + files +
         ") rebuild the plugin with the Kokkos that LAMMPS was built with";
}

// Processes that another MPI's mpirun has started do not know of each other; each would run the whole input alone.
std::string launcher_problem() {
  int ranks = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  if (ranks > 1) return {};
  for (char const* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE"}) {
    char const* const value = std::getenv(name);
    if (value == nullptr || std::atoi(value) < 2) continue;
    return std::string("mpirun started ") + value + " processes (" + name +
           "), but MPI knows of one (that mpirun belongs to another MPI) use the mpirun of the MPI that LAMMPS was "
           "built "
           "with, or unset " +
           name + " where each process is to run alone";
  }
  return {};
}

}  // namespace

extern "C" char const* tesseral_register_styles(void* lammps, void* handle, void* register_function) {
  using namespace tesseral::lammps;
  auto* const lmp = static_cast<LAMMPS*>(lammps);
  static std::string problem;
  problem = launcher_problem();
  if (problem.empty()) problem = kokkos_problem(*lmp);
  if (!problem.empty()) return problem.c_str();

  auto const add = [&](char const* name, Pair* (*create)(LAMMPS*)) {
    PluginTable table{TESSERAL_LAMMPS_VERSION_TEXT,
                      "pair",
                      name,
                      "equivariant machine-learned potentials (Tesseral)",
                      "The Tesseral authors",
                      reinterpret_cast<void* (*)(void*)>(create),
                      handle};
    if (!another_lammps_registered(name)) reinterpret_cast<RegisterFunction>(register_function)(&table, lammps);
    (*lmp->force->pair_map)[name] = create;  // a second LAMMPS of the process has a map of its own
  };
  add("tesseral", create_plain);
#ifdef LMP_KOKKOS
  add("tesseral/kk", create_device);
  add("tesseral/kk/device", create_device);
  add("tesseral/kk/host", create_host);
#endif
  return nullptr;
}

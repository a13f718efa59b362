// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// tesseralplugin.so, the door of `plugin load`: compares the LAMMPS that it was built for with the one that loads it,
/// and only then loads the pair styles, whose symbols another LAMMPS or MPI would not have. It calls nothing but C
/// functions that it finds by name.
#include "lammps_c_interface.h"
#include "lmptype.h"

#include <mpi.h>

#include <string>
#include <utility>

#if defined(OPEN_MPI)
#define TESSERAL_MPI_NAME "Open MPI"
#elif defined(MPICH_VERSION) || defined(I_MPI_VERSION)
#define TESSERAL_MPI_NAME "MPICH"
#else
#define TESSERAL_MPI_NAME "LAMMPS MPI STUBS"
#endif
// A test builds doors for LAMMPSes that are not there.
#ifndef TESSERAL_BUILT_FOR_MPI
#define TESSERAL_BUILT_FOR_MPI TESSERAL_MPI_NAME
#endif

namespace {

using namespace tesseral::lammps;

// Libraries with MPICH's ABI can stand for each other.
std::string family_of_mpi(std::string const& library) {
  auto const has = [&](char const* name) { return library.find(name) != std::string::npos; };
  for (char const* name : {"MPICH", "Intel(R) MPI", "MVAPICH", "ParaStation"}) {
    if (has(name)) return "MPICH";
  }
  if (has("Open MPI") || has("Spectrum MPI")) return "Open MPI";
  return library.substr(0, library.find('\n'));
}

std::string running_mpi() {
  auto* const get_version = in_process<int(char*, int*)>("MPI_Get_library_version");
  if (get_version == nullptr) return "no MPI";
  char text[8192] = {};  // every MPI's MPI_MAX_LIBRARY_VERSION_STRING is at most this
  int length = 0;
  get_version(text, &length);
  return family_of_mpi(text);
}

#ifdef LMP_KOKKOS
char const* kokkos_precision() {
#if defined(LMP_KOKKOS_SINGLE_SINGLE)
  return "single";
#elif defined(LMP_KOKKOS_SINGLE_DOUBLE)
  return "mixed";
#else
  return "double";
#endif
}
#endif

// What is wrong with loading into this LAMMPS; empty if nothing is.
std::string mismatch(void* lmp) {
  std::string const rebuild = " rebuild the plugin with -DLAMMPS_SOURCE_DIR or -DLAMMPS_PREFIX of the LAMMPS in use";
  int const version = running_version(lmp);
  if (version != TESSERAL_LAMMPS_VERSION) {
    return "it was built for LAMMPS " TESSERAL_LAMMPS_VERSION_TEXT " (" + std::to_string(TESSERAL_LAMMPS_VERSION) +
           ") but this is " + std::to_string(version) + " (their classes differ in memory)" + rebuild;
  }
  std::string const mpi = running_mpi();
  if (mpi != TESSERAL_BUILT_FOR_MPI) {
    return "it was built for " TESSERAL_BUILT_FOR_MPI " but this LAMMPS runs with " + mpi +
           " (their functions differ)" + rebuild;
  }
  std::pair<char const*, int> const types[] = {{"bigint", sizeof(LAMMPS_NS::bigint)},
                                               {"tagint", sizeof(LAMMPS_NS::tagint)},
                                               {"imageint", sizeof(LAMMPS_NS::imageint)}};
  for (auto const& [name, size] : types) {
    int const running = running_size(lmp, name);
    if (running != size) {
      return std::string("its ") + name + " has " + std::to_string(size) + " bytes but that of this LAMMPS " +
             std::to_string(running) + " (LAMMPS_SIZES differs)" + rebuild;
    }
  }
#ifdef LMP_KOKKOS
  if (!has_package("KOKKOS")) {
    return "it was built for a LAMMPS with the KOKKOS package, which this one lacks (they are different builds)" +
           rebuild;
  }
  if (!runs_kokkos_precision(kokkos_precision())) {
    return std::string("it was built for KOKKOS with ") + kokkos_precision() +
           " precision, which this LAMMPS does not have (KOKKOS_PREC differs)" + rebuild;
  }
#else
  if (has_package("KOKKOS")) {
    return "it was built for a LAMMPS without the KOKKOS package, which this one has (they are different builds)" +
           rebuild;
  }
#endif
  return {};
}

// The pair styles lie beside this file, which may have been moved; they stay loaded until the process ends, since
// Kokkos does.
std::string load_styles(void* lmp, void* handle, void* register_function) {
  Dl_info here;
  if (dladdr(reinterpret_cast<void*>(&load_styles), &here) == 0) return "its own file is not found";
  std::string file = here.dli_fname;
  file = file.substr(0, file.rfind('/') + 1) + TESSERAL_STYLES_FILE;
  void* const styles = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (styles == nullptr) {
    return std::string("its pair styles cannot be loaded (") + dlerror() +
           ") keep both files of the plugin together, and rebuild it where a library or symbol is missing";
  }
  auto* const register_styles = reinterpret_cast<StylesFunction>(dlsym(styles, "tesseral_register_styles"));
  if (register_styles == nullptr)
    return file + " is another file (it has no tesseral_register_styles) rebuild the plugin";
  char const* const problem = register_styles(lmp, handle, register_function);
  return problem == nullptr ? std::string() : problem;
}

}  // namespace

extern "C" void lammpsplugin_init(void* lmp, void* handle, void* register_function) {
  see_symbols_of(register_function);
  std::string problem = mismatch(lmp);
  if (problem.empty()) problem = load_styles(lmp, handle, register_function);
  if (!problem.empty()) stop(lmp, "plugin tesseral: " + problem);
}

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// The entry point of `plugin load`: refuses a LAMMPS that the plugin was not built for, then registers the styles.
#include "error.h"
#include "lammps.h"
#include "lammpsplugin.h"
#include "library.h"
#include "pair_tesseral.h"
#include "version.h"
#ifdef LMP_KOKKOS
#include "pair_tesseral_kokkos.h"
#endif

#include <dlfcn.h>
#include <link.h>

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

// What is wrong with loading into this LAMMPS; empty if nothing is. Only functions of LAMMPS' C interface are called
// before the versions are known to agree, since nothing else can be relied upon.
std::string mismatch(LAMMPS* lmp) {
  std::string const rebuild = " rebuild the plugin with -DLAMMPS_SOURCE_DIR of the LAMMPS in use";
  int const version = lammps_version(lmp);
  if (version != TESSERAL_LAMMPS_VERSION) {
    return "it was built for LAMMPS " LAMMPS_VERSION " (" + std::to_string(TESSERAL_LAMMPS_VERSION) + ") but this is " +
           std::to_string(version) + " (their classes differ in memory)" + rebuild;
  }
  struct {
    char const* name;
    int size;
  } const types[] = {{"bigint", sizeof(LAMMPS_NS::bigint)},
                     {"tagint", sizeof(LAMMPS_NS::tagint)},
                     {"imageint", sizeof(LAMMPS_NS::imageint)}};
  for (auto const& type : types) {
    int const size = lammps_extract_setting(lmp, type.name);
    if (size != type.size) {
      return std::string("its ") + type.name + " has " + std::to_string(type.size) + " bytes but that of this LAMMPS " +
             std::to_string(size) + " (LAMMPS_SIZES differs)" + rebuild;
    }
  }
  Files const kokkos = copies_of_kokkos();
  if (kokkos.size() > 1 || (lmp->kokkos != nullptr && !Kokkos::is_initialized())) {
    std::string files;
    for (std::string const& file : kokkos) files += " " + file;
    return "it was built with Kokkos " + std::to_string(KOKKOS_VERSION / 10000) + "." +
           std::to_string(KOKKOS_VERSION / 100 % 100) +
           ", which is not the Kokkos of this LAMMPS (two in one process fail;" + " loaded:" + files +
           ") rebuild the plugin with the Kokkos that LAMMPS was built with";
  }
  return {};
}

}  // namespace

extern "C" void lammpsplugin_init(void* lammps, void* handle, void* register_function) {
  auto* const lmp = static_cast<LAMMPS*>(lammps);
  std::string const problem = mismatch(lmp);
  if (!problem.empty()) lmp->error->all(FLERR, "plugin tesseral: " + problem);

  lammpsplugin_t plugin{};
  plugin.version = LAMMPS_VERSION;
  plugin.style = "pair";
  plugin.info = "equivariant machine-learned potentials (Tesseral)";
  plugin.author = "The Tesseral authors";
  plugin.handle = handle;
  auto const add = [&](char const* name, Pair* (*create)(LAMMPS*)) {
    plugin.name = name;
    plugin.creator.v1 = reinterpret_cast<lammpsplugin_factory1*>(create);
    reinterpret_cast<lammpsplugin_regfunc>(register_function)(&plugin, lammps);
  };
  add("tesseral", create_plain);
#ifdef LMP_KOKKOS
  add("tesseral/kk", create_device);
  add("tesseral/kk/device", create_device);
  add("tesseral/kk/host", create_host);
#endif
}

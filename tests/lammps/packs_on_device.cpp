// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// A plugin for the tests: loads the pair styles' plugin and adds tesseral/kk/packs_on_device, which is tesseral/kk in
/// all but the space that LAMMPS believes it to run on. LAMMPS calls the functions that pack for a device of no other
/// style, so that they would never be called on a machine without one.
#include "force.h"
#include "lammps.h"
#include "lammps_c_interface.h"
#include "pair.h"

namespace {

LAMMPS_NS::Pair* create(LAMMPS_NS::LAMMPS* lmp) {
  LAMMPS_NS::Pair* const pair = lmp->force->pair_map->at("tesseral/kk")(lmp);
  pair->execution_space = LAMMPS_NS::Device;  // the host's memory is the device's here
  return pair;
}

}  // namespace

extern "C" void lammpsplugin_init(void* lmp, void* handle, void* register_function) {
  using namespace tesseral::lammps;
  void* const styles = dlopen(TESSERAL_PLUGIN_FILE, RTLD_NOW);
  auto* const init = reinterpret_cast<void (*)(void*, void*, void*)>(dlsym(styles, "lammpsplugin_init"));
  init(lmp, styles, register_function);
  PluginTable table{TESSERAL_LAMMPS_VERSION_TEXT,
                    "pair",
                    "tesseral/kk/packs_on_device",
                    "for tests",
                    "The Tesseral authors",
                    reinterpret_cast<void* (*)(void*)>(create),
                    handle};
  reinterpret_cast<RegisterFunction>(register_function)(&table, lmp);
}

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// What a plugin may rely upon before it knows which LAMMPS has loaded it: C functions and the table of a plugin, the
/// same in every version since 2021. Declared here, since an installed LAMMPS lacks the header lammpsplugin.h.
#pragma once

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace tesseral::lammps {

/// LAMMPS' struct lammpsplugin_t (lammpsplugin.h).
struct PluginTable {
  char const* version;
  char const* style;
  char const* name;
  char const* info;
  char const* author;
  void* (*create)(void* lmp);
  void* handle;
};
using RegisterFunction = void (*)(PluginTable*, void* lmp);

/// tesseral_register_styles of the pair styles' file: registers them, or returns what is wrong. Null: nothing is.
using StylesFunction = char const* (*)(void* lmp, void* handle, void* register_function);

/// Makes the symbols of the file that holds `function`, and of those that it needs, visible to what is loaded next: a
/// host such as Python may have loaded LAMMPS for itself alone.
inline void see_symbols_of(void* function) {
  Dl_info info;
  if (dladdr(function, &info) != 0) static_cast<void>(dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL));
}

/// A function of LAMMPS or of the MPI that it runs with, null if the process has none of that name.
template <class Function>
Function* in_process(char const* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

/// LAMMPS' version as yyyymmdd.
inline int running_version(void* lmp) { return in_process<int(void*)>("lammps_version")(lmp); }
/// Bytes of a type of LAMMPS: bigint, tagint or imageint; -1 if it knows no such.
inline int running_size(void* lmp, char const* type) {
  return in_process<int(void*, char const*)>("lammps_extract_setting")(lmp, type);
}
inline bool has_package(char const* name) {
  return in_process<int(char const*)>("lammps_config_has_package")(name) != 0;
}
/// `precision`: double, single or mixed.
inline bool runs_kokkos_precision(char const* precision) {
  auto* const has = in_process<int(char const*, char const*, char const*)>("lammps_config_accelerator");
  return has("KOKKOS", "precision", precision) != 0;
}

/// LAMMPS' error->all(…) on every rank. Its C functions only store an error, and return. Symbols of the class, looked
/// up by name: older versions have the function with three arguments alone, in newer ones it may be inlined everywhere.
[[noreturn]] inline void stop(void* lmp, std::string const& message) {
  struct FirstMembers {  // of class LAMMPS, in every version
    void* memory;
    void* error;
  };
  void* const error = static_cast<FirstMembers*>(lmp)->error;
  using Text = std::string const&;
  char const* const three = "_ZN9LAMMPS_NS5Error3allERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEiS8_";
  char const* const four = "_ZN9LAMMPS_NS5Error3allERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEiiS8_";
  std::string const file = "plugin/tesseral_plugin.cpp";
  constexpr int no_argument_failed = -2;  // Error::NOPOINTER
  if (auto* const all = in_process<void(void*, Text, int, Text)>(three)) all(error, file, __LINE__, message);
  if (auto* const all = in_process<void(void*, Text, int, int, Text)>(four)) {
    all(error, file, __LINE__, no_argument_failed, message);
  }
  throw std::runtime_error(message);  // no LAMMPS that is known: better an end than a crash later
}

}  // namespace tesseral::lammps

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// Since March 2022 LAMMPS loads the plugins in the folders of LAMMPS_PLUGIN_PATH by itself: when it starts, and anew
/// when `clear` has forgotten them, wherever that stands. For an older one, LAMMPS' own main.cpp is linked with this
/// file. Both events end in LAMMPS::post_create, and a program's function is found before a shared library's of the
/// same name.
#include "input.h"
#include "lammps.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace {

// The files *plugin.so, folder by folder, in the same order on every rank.
std::vector<std::string> plugins_of_path() {
  std::vector<std::string> files;
  char const* const path = std::getenv("LAMMPS_PLUGIN_PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::size_t const first = files.size();
    std::error_code unreadable;
    for (auto const& entry : std::filesystem::directory_iterator(folder, unreadable)) {
      std::string const file = entry.path().string(), end = "plugin.so";
      if (file.size() >= end.size() && file.compare(file.size() - end.size(), end.size(), end) == 0)
        files.push_back(file);
    }
    std::sort(files.begin() + first, files.end());
  }
  return files;
}

}  // namespace

void LAMMPS_NS::LAMMPS::post_create() {
  using PostCreate = void(LAMMPS*);
  auto* const of_library = reinterpret_cast<PostCreate*>(dlsym(RTLD_NEXT, "_ZN9LAMMPS_NS6LAMMPS11post_createEv"));
  of_library(this);
  for (std::string const& file : plugins_of_path()) input->one("plugin load \"" + file + "\"");
}

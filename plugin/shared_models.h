// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// Model files read once, by the first rank, so that all ranks have the same model whatever their disks hold.
#pragma once

#include "collective.h"
#include "tesseral/model/model_file.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace tesseral::lammps {

/// `bytes` of rank 0 on every rank.
inline void broadcast(std::string& bytes, MPI_Comm world) {
  unsigned long long length = bytes.size();
  MPI_Bcast(&length, sizeof length, MPI_BYTE, 0, world);
  bytes.resize(length);
  constexpr std::size_t most = 1 << 30;  // MPI counts in int
  for (std::size_t begin = 0; begin < bytes.size(); begin += most) {
    MPI_Bcast(&bytes[begin], static_cast<int>(std::min(most, bytes.size() - begin)), MPI_CHAR, 0, world);
  }
}

/// [file]. Collective; every rank stops with the same message if one cannot be read.
inline std::vector<ModelData> read_shared_models(std::vector<std::string> const& files, Location const& at,
                                                 LAMMPS_NS::Error& error, MPI_Comm world) {
  int rank = 0;
  MPI_Comm_rank(world, &rank);
  std::vector<ModelData> models(files.size());
  for (std::size_t m = 0; m < files.size(); ++m) {
    std::string bytes;
    on_every_rank(at, error, world, [&] {
      if (rank == 0) bytes = model_file_bytes(files[m]);
    });
    broadcast(bytes, world);
    on_every_rank(at, error, world, [&] { models[m] = read_model(files[m], bytes); });
  }
  return models;
}

}  // namespace tesseral::lammps

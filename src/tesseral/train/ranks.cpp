// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/ranks.hpp"

#include "tesseral/core/error.hpp"
#include "tesseral/train/ranks_mpi.hpp"

#include <cstdlib>
#include <string>

namespace tesseral {
namespace {

// MPI_Init takes its time and opens sockets, so a process that nobody started as one of several does without.
int launched_ranks() {
  // Open MPI; MPICH, Intel MPI and Slurm's PMI-2; MVAPICH
  for (char const* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MV2_COMM_WORLD_SIZE"})
    if (char const* const size = std::getenv(name)) return std::atoi(size);
  // Slurm's PMIx tells the rank alone; MPI itself then tells of how many
  return std::getenv("PMIX_RANK") != nullptr ? 2 : 1;
}

}  // namespace

std::unique_ptr<Ranks> make_ranks() {
  int const launched = launched_ranks();
  if (launched <= 1) return std::make_unique<Ranks>();
  std::unique_ptr<Ranks> ranks = make_mpi_ranks();
  require(ranks != nullptr, "training was started as " + std::to_string(launched) +
                                " processes (this program was built without MPI) start one, or build with MPI");
  return ranks;
}

}  // namespace tesseral

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// From exceptions to LAMMPS' errors: no exception crosses into LAMMPS, and no rank waits for one that failed.
#pragma once

#include "error.h"

#include <mpi.h>

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

namespace tesseral::lammps {

/// Where an error is reported from: FLERR.
struct Location {
  char const* file;
  int line;
};

/// Runs `work`, which makes no MPI call, on every rank; if it throws on any, all ranks stop with the message of the
/// lowest such rank. For input, where waiting for each other costs nothing.
template <class Work>
void on_every_rank(Location const& at, LAMMPS_NS::Error& error, MPI_Comm world, Work const& work) {
  int rank = 0, ranks = 1;
  MPI_Comm_rank(world, &rank);
  MPI_Comm_size(world, &ranks);
  std::string message;
  bool failed = false;
  try {
    work();
  } catch (std::bad_alloc const&) {
    message = "pair_style tesseral: out of memory (the model does not fit) use a smaller model";
    failed = true;
  } catch (std::exception const& e) {
    message = e.what();
    failed = true;
  }
  int mine = failed ? rank : ranks, lowest = ranks;
  MPI_Allreduce(&mine, &lowest, 1, MPI_INT, MPI_MIN, world);
  if (lowest == ranks) return;
  int length = static_cast<int>(message.size());
  MPI_Bcast(&length, 1, MPI_INT, lowest, world);
  message.resize(length);
  MPI_Bcast(message.data(), length, MPI_CHAR, lowest, world);
  error.all(at.file, at.line, message);
}

/// Runs `work` in a time step, where a common decision would cost a message per step: a failure of one rank stops all
/// of them at once. LAMMPS' own exceptions, which are no std::runtime_error, pass through.
template <class Work>
void in_a_step(Location const& at, LAMMPS_NS::Error& error, Work const& work) {
  std::string message;
  try {
    work();
    return;
  } catch (std::runtime_error const& e) {
    message = std::string("pair_style tesseral: ") + e.what();
  } catch (std::bad_alloc const&) {
    message =
        "pair_style tesseral: out of memory (the work arrays grow with the atoms of a rank) use more ranks or fewer "
        "atoms";
  }
  error.one(at.file, at.line, message);
}

}  // namespace tesseral::lammps

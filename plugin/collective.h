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
#include <type_traits>

namespace tesseral::lammps {

/// Where an error is reported from: FLERR.
struct Location {
  char const* file;
  int line;
};

/// `text` of a rank on all of them.
inline std::string text_of_rank(int rank, std::string text, MPI_Comm world) {
  int length = static_cast<int>(text.size());
  MPI_Bcast(&length, 1, MPI_INT, rank, world);
  text.resize(length);
  MPI_Bcast(text.data(), length, MPI_CHAR, rank, world);
  return text;
}

/// The message of the exception that is being handled, for the user of a pair style. LAMMPS' own exceptions, which are
/// no std::runtime_error in old versions, pass through.
inline std::string message_of_failure() {
  try {
    throw;
  } catch (std::bad_alloc const&) {
    return "pair_style tesseral: out of memory (the work arrays grow with the atoms of a rank and the size of the "
           "model) "
           "use more ranks, fewer atoms or a smaller model";
  } catch (std::runtime_error const& e) {
    return e.what();
  }
}

/// The message of the exception that `work` throws, empty if it does not.
template <class Work>
std::string failure_of(Work const& work) {
  try {
    work();
  } catch (...) {
    return message_of_failure();
  }
  return {};
}

/// Runs `work`, which makes no MPI call, on every rank; if it throws on any, all ranks stop with the message of the
/// lowest such rank. `work` may return a text: then that of the lowest rank whose text is not empty is returned, on
/// every rank. Two numbers are sent, no more, unless something is to be told.
template <class Work>
std::string on_every_rank(Location const& at, LAMMPS_NS::Error& error, MPI_Comm world, Work const& work) {
  std::string notice;
  std::string const failure = failure_of([&] {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
    } else {
      notice = work();
    }
  });
  int rank = 0, ranks = 1;
  MPI_Comm_rank(world, &rank);
  MPI_Comm_size(world, &ranks);
  int mine[2] = {failure.empty() ? ranks : rank, notice.empty() ? ranks : rank};
  int lowest[2] = {mine[0], mine[1]};
  if (ranks > 1) MPI_Allreduce(mine, lowest, 2, MPI_INT, MPI_MIN, world);
  if (lowest[0] < ranks) error.all(at.file, at.line, text_of_rank(lowest[0], failure, world));
  return lowest[1] < ranks ? text_of_rank(lowest[1], notice, world) : std::string();
}

/// Runs `work`, which does the same on every rank and may make MPI calls.
template <class Work>
void alike_on_every_rank(Location const& at, LAMMPS_NS::Error& error, Work const& work) {
  std::string const failure = failure_of(work);
  if (!failure.empty()) error.all(at.file, at.line, failure);
}

/// Runs `work`, in which ranks exchange features: a failure of one, for want of memory, stops all of them at once,
/// since the others wait for it.
template <class Work>
void in_an_exchange(Location const& at, LAMMPS_NS::Error& error, Work const& work) {
  std::string const failure = failure_of(work);
  if (!failure.empty()) error.one(at.file, at.line, failure);
}

}  // namespace tesseral::lammps

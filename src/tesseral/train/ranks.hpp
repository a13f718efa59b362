// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The processes that share a training run. Each takes some frames of every batch and steps its own copy of the weights
/// by the gradient of the whole batch; rank 0 speaks and writes. All must come to the same calls in the same order.
#pragma once

#include <memory>
#include <vector>

namespace tesseral {

/// One process alone; ranks_mpi.cpp has several.
class Ranks {
 public:
  virtual ~Ranks() = default;
  virtual int rank() const { return 0; }
  virtual int count() const { return 1; }
  /// Replaces the values by their sums over all ranks, which are the same bits on each.
  virtual void sum(std::vector<double>&) {}
  /// The value of rank 0.
  virtual double of_first(double value) { return value; }
  /// Ends all ranks at once, since those that wait for this one would wait for ever.
  virtual void abort() {}
};

/// The ranks that mpirun, mpiexec or srun started, or one process alone; to be made once. Throws Error if there are
/// several and this program was built without MPI: they would write the same files.
std::unique_ptr<Ranks> make_ranks();

}  // namespace tesseral

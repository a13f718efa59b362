// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/train/ranks_mpi.hpp"

#include <mpi.h>

namespace tesseral {
namespace {

// Errors of MPI end all ranks by themselves, which is its default.
class MpiRanks final : public Ranks {
 public:
  MpiRanks() {
    // The engine's threads never call MPI.
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &count_);
  }
  ~MpiRanks() override { MPI_Finalize(); }
  MpiRanks(MpiRanks const&) = delete;
  MpiRanks& operator=(MpiRanks const&) = delete;

  int rank() const override { return rank_; }
  int count() const override { return count_; }

  // MPI_Allreduce may add in another order on each rank; the weights would drift apart.
  void sum(std::vector<double>& values) override {
    int const n = static_cast<int>(values.size());
    MPI_Reduce(rank_ == 0 ? MPI_IN_PLACE : values.data(), values.data(), n, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
    MPI_Bcast(values.data(), n, MPI_DOUBLE, 0, MPI_COMM_WORLD);
  }

  double of_first(double value) override {
    MPI_Bcast(&value, 1, MPI_DOUBLE, 0, MPI_COMM_WORLD);
    return value;
  }

  void abort() override { MPI_Abort(MPI_COMM_WORLD, 1); }

 private:
  int rank_ = 0, count_ = 1;
};

}  // namespace

std::unique_ptr<Ranks> make_mpi_ranks() { return std::make_unique<MpiRanks>(); }

}  // namespace tesseral

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// HaloExchange among domains of one process and one thread, which evaluate one after the other. What another domain
/// sends in an exchange is what it sent there in the previous round. Exchange k gets the right rows if exchanges before
/// k did one round earlier; hence after as many rounds as there are exchanges, every domain works with the right ones.
#pragma once

#include "support/domains.hpp"
#include "tesseral/graph/halo.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tesseral::test {

/// What each domain sent in each of its exchanges.
struct HaloRecord {
  explicit HaloRecord(std::vector<Domain> const& domains) : domains(domains), rows(domains.size()) {}
  std::vector<Domain> const& domains;
  std::vector<std::vector<std::vector<double>>> rows;  // [domain][exchange][local atom * width]
};

/// One evaluation of one domain.
template <class Space>
class InProcessHalo final : public AnyHaloExchange<Space> {
 public:
  InProcessHalo(HaloRecord& record, int domain) : record_(record), domain_(domain) {}

  void copy_owned_to_ghosts(Features<double, Space> const& features) override { copy(features); }
  void copy_owned_to_ghosts(Features<float, Space> const& features) override { copy(features); }
  void add_ghosts_to_owned(Features<double, Space> const& adjoints) override { add(adjoints); }
  void add_ghosts_to_owned(Features<float, Space> const& adjoints) override { add(adjoints); }

  /// Exchanges so far.
  std::size_t calls() const { return calls_; }

 private:
  template <class Real>
  void copy(Features<Real, Space> const& features) {
    exchange(features, [&](auto const& rows, std::size_t width) {
      Domain const& here = record_.domains[domain_];
      for (std::size_t g = 0; g < here.owner.size(); ++g) {
        double const* const source = sent(here.owner[g].domain, here.owner[g].row, width);
        for (std::size_t k = 0; k < width; ++k) rows(here.n_owned + g, k) = source ? source[k] : 0.0;
      }
    });
  }

  template <class Real>
  void add(Features<Real, Space> const& adjoints) {
    exchange(adjoints, [&](auto const& rows, std::size_t width) {
      for (std::size_t d = 0; d < record_.domains.size(); ++d) {
        Domain const& there = record_.domains[d];
        for (std::size_t g = 0; g < there.owner.size(); ++g) {
          double const* const source = sent(static_cast<int>(d), there.n_owned + g, width);
          if (there.owner[g].domain != domain_ || source == nullptr) continue;
          for (std::size_t k = 0; k < width; ++k) rows(there.owner[g].row, k) += source[k];
        }
      }
    });
  }

  // Records the rows, lets `receive` change them, and puts them back.
  template <class Real, class Receive>
  void exchange(Features<Real, Space> const& features, Receive const& receive) {
    auto const rows = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace(), features);
    std::size_t const width = features.extent(1), n = record_.domains[domain_].atom.size();
    ASSERT_GE(features.extent(0), n);
    auto& mine = record_.rows[domain_];
    if (mine.size() <= calls_) mine.resize(calls_ + 1);
    mine[calls_].assign(n * width, 0.0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k < width; ++k) mine[calls_][i * width + k] = rows(i, k);
    receive(rows, width);
    Kokkos::deep_copy(features, rows);
    ++calls_;
  }

  // A row that a domain sent in the present exchange, or null if it has not come so far yet.
  double const* sent(int domain, std::size_t row, std::size_t width) const {
    auto const& theirs = record_.rows[domain];
    if (theirs.size() <= calls_) return nullptr;
    EXPECT_EQ(theirs[calls_].size(), record_.domains[domain].atom.size() * width) << "rows of different width";
    return theirs[calls_].data() + row * width;
  }

  HaloRecord& record_;
  int domain_;
  std::size_t calls_ = 0;
};

}  // namespace tesseral::test

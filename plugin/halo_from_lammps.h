// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// The engine's halo exchange over LAMMPS' Comm, which calls the pair style back to pack and unpack rows.
#pragma once

#include "lammps_compat.h"
#include "tesseral/halo.hpp"

#include <utility>

namespace tesseral::lammps {

/// Copies or adds rows of `width` numbers between `rows` [atom][width] and a buffer [k][width]; `atom_of(k)` tells the
/// atom of the buffer's row k.
enum class RowMotion { to_buffer, from_buffer, add_from_buffer };
template <RowMotion motion, class Space, class AtomOf>
void move_rows(Space const& space, char const* label, int n, int width, AtomOf const& atom_of, double* rows,
               double* buffer) {
  // 64-bit products: atoms times width may exceed 2^31
  using Range = Kokkos::RangePolicy<Space, Kokkos::IndexType<EdgeIndex>>;
  Kokkos::parallel_for(
      label, Range(space, 0, n), KOKKOS_LAMBDA(EdgeIndex k) {
        double* const row = rows + atom_of(static_cast<int>(k)) * static_cast<EdgeIndex>(width);
        double* const entry = buffer + k * width;
        for (int c = 0; c < width; ++c) {
          if constexpr (motion == RowMotion::to_buffer) {
            entry[c] = row[c];
          } else if constexpr (motion == RowMotion::from_buffer) {
            row[c] = entry[c];
          } else {
            row[c] += entry[c];  // a list of Comm names each atom once
          }
        }
      });
  space.fence();  // Comm sends the buffer next
}

struct ListedAtom {
  int const* list;
  KOKKOS_INLINE_FUNCTION int operator()(int k) const { return list[k]; }
};
struct ConsecutiveAtom {
  int first;
  KOKKOS_INLINE_FUNCTION int operator()(int k) const { return first + k; }
};

/// Rows in host memory, and what Comm does with them; the buffers are Comm's.
struct HostRows {
  double* data = nullptr;  // [atom][width]
  int width = 0;

  int pack_owned(int n, int const* list, double* buffer) const {
    move_rows<RowMotion::to_buffer>(HostSpace(), "tesseral::lammps::pack_owned", n, width, ListedAtom{list}, data,
                                    buffer);
    return n * width;
  }
  void unpack_ghosts(int n, int first, double* buffer) const {
    move_rows<RowMotion::from_buffer>(HostSpace(), "tesseral::lammps::unpack_ghosts", n, width, ConsecutiveAtom{first},
                                      data, buffer);
  }
  int pack_ghosts(int n, int first, double* buffer) const {
    move_rows<RowMotion::to_buffer>(HostSpace(), "tesseral::lammps::pack_ghosts", n, width, ConsecutiveAtom{first},
                                    data, buffer);
    return n * width;
  }
  void add_to_owned(int n, int const* list, double* buffer) const {
    move_rows<RowMotion::add_from_buffer>(HostSpace(), "tesseral::lammps::add_to_owned", n, width, ListedAtom{list},
                                          data, buffer);
  }
};

/// Which memory a message passes through is Comm's decision; the pair style learns it from the callback. So the rows go
/// to the host only if a callback asks for them there, and return if they did.
template <class Space>
class HaloFromLammps final : public HaloExchange<Space, double> {
 public:
  HaloFromLammps(LAMMPS_NS::Comm& comm, LAMMPS_NS::Pair& pair) : comm_(comm), pair_(pair) {}

  void copy_owned_to_ghosts(Features<double, Space> const& features) override {
    begin(features);
    forward_comm(comm_, pair_);
    end();
  }
  void add_ghosts_to_owned(Features<double, Space> const& adjoints) override {
    begin(adjoints);
    reverse_comm(comm_, pair_);
    end();
  }

  /// The rows of the exchange under way, in host memory.
  HostRows host_rows() {
    if (!on_host_) {
      host_ = Kokkos::create_mirror_view(rows_);  // rows_ itself if the host can reach them
      Kokkos::deep_copy(host_, rows_);
      on_host_ = true;
    }
    return {host_.data(), static_cast<int>(host_.extent(1))};
  }
  /// The same in the memory of Space.
  Features<double, Space> const& rows() const { return rows_; }

 private:
  void begin(Features<double, Space> const& rows) {
    Space().fence();  // the engine's kernels that write the rows
    rows_ = rows;
    int const width = static_cast<int>(rows.extent(1));
    full_forward_ = pair_.comm_forward;
    full_reverse_ = pair_.comm_reverse;
    pair_.comm_forward = pair_.comm_reverse = width;  // Comm takes the length of the messages from here
    on_host_ = false;
  }
  void end() {
    if (on_host_) Kokkos::deep_copy(rows_, host_);
    rows_ = {};
    host_ = {};
    pair_.comm_forward = full_forward_;
    pair_.comm_reverse = full_reverse_;
  }

  LAMMPS_NS::Comm& comm_;
  LAMMPS_NS::Pair& pair_;
  Features<double, Space> rows_;
  decltype(Kokkos::create_mirror_view(std::declval<Features<double, Space>>())) host_;
  bool on_host_ = false;
  int full_forward_ = 0, full_reverse_ = 0;
};

}  // namespace tesseral::lammps

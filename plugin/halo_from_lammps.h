// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// The engine's halo exchange over LAMMPS' Comm, which calls the pair style back to pack and unpack rows.
#pragma once

#include "lammps_compat.h"
#include "tesseral/core/pack.hpp"
#include "tesseral/graph/halo.hpp"

#include <utility>

namespace tesseral::lammps {

/// Doubles of LAMMPS' buffers that hold a row of so many bytes.
constexpr int message_length(std::size_t bytes) {
  return static_cast<int>((bytes + sizeof(double) - 1) / sizeof(double));
}
template <class Real>
constexpr int message_length(int width) {
  return message_length(width * sizeof(Real));
}

struct ListedAtom {
  int const* list;
  KOKKOS_INLINE_FUNCTION int operator()(int k) const { return list[k]; }
};
struct ConsecutiveAtom {
  int first;
  KOKKOS_INLINE_FUNCTION int operator()(int k) const { return first + k; }
};

/// Copies or adds rows of `width` numbers between `rows` [atom][width] and a buffer of messages; `atom_of(k)` tells the
/// atom of the buffer's message k. Floats travel as floats, two in each double of the buffer.
enum class RowMotion { to_buffer, from_buffer, add_from_buffer };
template <RowMotion motion, class Space, class AtomOf, class Real>
void move_rows(char const* label, int n, int width, AtomOf const& atom_of, Real* rows, double* buffer) {
  Space const space;
  EdgeIndex const length = message_length<Real>(width);
  // 64-bit products: atoms times width may exceed 2^31
  using Range = Kokkos::RangePolicy<Space, Kokkos::IndexType<EdgeIndex>>;
  Kokkos::parallel_for(
      label, Range(space, 0, n), KOKKOS_LAMBDA(EdgeIndex k) {
        Real* const row = rows + atom_of(static_cast<int>(k)) * static_cast<EdgeIndex>(width);
        auto* const message = reinterpret_cast<unsigned char*>(buffer + k * length);
        for (int c = 0; c < width; ++c) {
          auto* const entry = message + c * sizeof(Real);
          // bytes, since the buffer's own type is double
          if constexpr (motion == RowMotion::to_buffer) {
            __builtin_memcpy(entry, &row[c], sizeof(Real));
          } else {
            Real number;
            __builtin_memcpy(&number, entry, sizeof(Real));
            row[c] = motion == RowMotion::add_from_buffer ? row[c] + number : number;  // each atom is there once
          }
        }
      });
  space.fence();  // Comm sends the buffer next
}

/// Rows of features in the memory of Space, doubles or floats, and what Comm does with them; the buffers are Comm's.
template <class Space>
class HaloRows {
 public:
  HaloRows() = default;
  HaloRows(double* data, int width) : doubles_(data), width_(width) {}
  HaloRows(float* data, int width) : floats_(data), width_(width) {}

  int pack_owned(int n, int const* list, double* buffer) const {
    return move<RowMotion::to_buffer>("tesseral::lammps::pack_owned", n, ListedAtom{list}, buffer);
  }
  void unpack_ghosts(int n, int first, double* buffer) const {
    move<RowMotion::from_buffer>("tesseral::lammps::unpack_ghosts", n, ConsecutiveAtom{first}, buffer);
  }
  int pack_ghosts(int n, int first, double* buffer) const {
    return move<RowMotion::to_buffer>("tesseral::lammps::pack_ghosts", n, ConsecutiveAtom{first}, buffer);
  }
  void add_to_owned(int n, int const* list, double* buffer) const {
    move<RowMotion::add_from_buffer>("tesseral::lammps::add_to_owned", n, ListedAtom{list}, buffer);
  }

 private:
  // Returns the doubles of the buffer that were in use.
  template <RowMotion motion, class AtomOf>
  int move(char const* label, int n, AtomOf const& atom_of, double* buffer) const {
    if (floats_ != nullptr) {
      move_rows<motion, Space>(label, n, width_, atom_of, floats_, buffer);
      return n * message_length<float>(width_);
    }
    move_rows<motion, Space>(label, n, width_, atom_of, doubles_, buffer);
    return n * message_length<double>(width_);
  }

  double* doubles_ = nullptr;  // [atom][width], or null and floats
  float* floats_ = nullptr;
  int width_ = 0;
};

/// Which memory a message passes through is Comm's decision; the pair style learns it from the callback. So the rows go
/// to the host only if a callback asks for them there, and return if they did.
template <class Space>
class HaloFromLammps final : public AnyHaloExchange<Space> {
 public:
  /// `comm` is LAMMPS' own pointer, since `comm_style` replaces what it points to.
  HaloFromLammps(LAMMPS_NS::Comm*& comm, LAMMPS_NS::Pair& pair) : comm_(comm), pair_(pair) {}

  void copy_owned_to_ghosts(Features<double, Space> const& rows) override { forward(doubles_, rows); }
  void copy_owned_to_ghosts(Features<float, Space> const& rows) override { forward(floats_, rows); }
  void add_ghosts_to_owned(Features<double, Space> const& rows) override { reverse(doubles_, rows); }
  void add_ghosts_to_owned(Features<float, Space> const& rows) override { reverse(floats_, rows); }

  /// The rows of the exchange under way, in host memory.
  HaloRows<HostSpace> host_rows() { return doubles_.is_open ? doubles_.host_rows() : floats_.host_rows(); }
  /// The same in the memory of Space.
  HaloRows<Space> rows() const { return doubles_.is_open ? doubles_.rows() : floats_.rows(); }

 private:
  /// Features of one type while they are exchanged.
  template <class Real>
  struct Exchange {
    Features<Real, Space> features;
    decltype(Kokkos::create_mirror_view(std::declval<Features<Real, Space>>())) host;
    bool is_open = false;
    bool on_host = false;

    HaloRows<HostSpace> host_rows() {
      if (!on_host) {
        host = Kokkos::create_mirror_view(features);  // features itself if the host can reach them
        Kokkos::deep_copy(host, features);
        on_host = true;
      }
      return {host.data(), static_cast<int>(host.extent(1))};
    }
    HaloRows<Space> rows() const { return {features.data(), static_cast<int>(features.extent(1))}; }
  };

  template <class Real>
  void forward(Exchange<Real>& exchange, Features<Real, Space> const& rows) {
    begin(exchange, rows);
    forward_comm(*comm_, pair_);
    end(exchange);
  }
  template <class Real>
  void reverse(Exchange<Real>& exchange, Features<Real, Space> const& rows) {
    begin(exchange, rows);
    reverse_comm(*comm_, pair_);
    end(exchange);
  }
  template <class Real>
  void begin(Exchange<Real>& exchange, Features<Real, Space> const& rows) {
    Space().fence();  // the engine's kernels that write the rows
    exchange.features = rows;
    exchange.is_open = true;
    exchange.on_host = false;
    int const length = message_length<Real>(static_cast<int>(rows.extent(1)));
    full_forward_ = pair_.comm_forward;
    full_reverse_ = pair_.comm_reverse;
    pair_.comm_forward = pair_.comm_reverse = length;  // Comm takes the length of the messages from here
  }
  template <class Real>
  void end(Exchange<Real>& exchange) {
    if (exchange.on_host) Kokkos::deep_copy(exchange.features, exchange.host);
    exchange = {};
    pair_.comm_forward = full_forward_;
    pair_.comm_reverse = full_reverse_;
  }

  LAMMPS_NS::Comm*& comm_;
  LAMMPS_NS::Pair& pair_;
  Exchange<double> doubles_;
  Exchange<float> floats_;
  int full_forward_ = 0, full_reverse_ = 0;
};

}  // namespace tesseral::lammps

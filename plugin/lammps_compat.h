// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// What differs between the versions of LAMMPS, from 29 Sep 2021 on. CMake sets TESSERAL_LAMMPS_VERSION (yyyymmdd) and
/// TESSERAL_LAMMPS_VERSION_TEXT to that of the LAMMPS that the plugin is built for.
#pragma once

#include "comm.h"
#include "neighbor.h"
#include "pair.h"

#if !defined(TESSERAL_LAMMPS_VERSION) || !defined(TESSERAL_LAMMPS_VERSION_TEXT)
#error "TESSERAL_LAMMPS_VERSION is not defined (the plugin's CMake files read it from LAMMPS): build with CMake"
#endif

// An installed LAMMPS lacks this header, and the plain style needs it of old versions only.
#if TESSERAL_LAMMPS_VERSION < 20220302 || defined(LMP_KOKKOS)
#include "neigh_request.h"
#endif
#ifdef LMP_KOKKOS
#include "kokkos_base.h"
#include "kokkos_type.h"
#endif

#if TESSERAL_LAMMPS_VERSION < 20220302
namespace LAMMPS_NS {
int plugin_find(char const* style, char const* name);  // of the PLUGIN package; -1: not loaded
}
#endif

namespace tesseral::lammps {

// Errors of LAMMPS itself, seen in 29 Sep 2021 and not in 4 Jul 2026; versions between were not tried. With a GPU the
// first does not appear, since LAMMPS clears the forces of hosts and devices apart.
#if TESSERAL_LAMMPS_VERSION < 20260704 && !defined(LMP_KOKKOS_GPU)
constexpr bool kokkos_hybrid_loses_forces = true;
#else
constexpr bool kokkos_hybrid_loses_forces = false;
#endif
constexpr bool kokkos_tiled_loses_forces = TESSERAL_LAMMPS_VERSION < 20260704;

/// Where a neighbour list lives: in LAMMPS' own pages, or in a Kokkos space.
enum class ListMemory { plain, kokkos_host, kokkos_device };

/// Asks for a list with every ordered pair (i, j), i owned. To be called from Pair::init_style.
inline void request_full_list(LAMMPS_NS::Neighbor& neighbor, LAMMPS_NS::Pair& pair, [[maybe_unused]] int instance,
                              [[maybe_unused]] ListMemory memory) {
#if TESSERAL_LAMMPS_VERSION < 20220302
  int const index = neighbor.request(&pair, instance);  // first: it may move the array `requests`
  LAMMPS_NS::NeighRequest& request = *neighbor.requests[index];
  request.half = 0;
  request.full = 1;
  request.kokkos_host = memory == ListMemory::kokkos_host;
  request.kokkos_device = memory == ListMemory::kokkos_device;
#else
  [[maybe_unused]] auto* const request = neighbor.add_request(&pair, LAMMPS_NS::NeighConst::REQ_FULL);
#ifdef LMP_KOKKOS
  request->set_kokkos_host(memory == ListMemory::kokkos_host);
  request->set_kokkos_device(memory == ListMemory::kokkos_device);
#endif
#endif
}

/// Whether LAMMPS would ignore the registration, since a LAMMPS of the same process made it; newer versions hand it on
/// to every LAMMPS that they make.
inline bool another_lammps_registered([[maybe_unused]] char const* pair_style) {
#if TESSERAL_LAMMPS_VERSION < 20220302
  return LAMMPS_NS::plugin_find("pair", pair_style) >= 0;
#else
  return false;
#endif
}

/// Rows of pair.comm_forward numbers from owned atoms to their ghosts.
inline void forward_comm(LAMMPS_NS::Comm& comm, LAMMPS_NS::Pair& pair) {
#if TESSERAL_LAMMPS_VERSION < 20220221
  comm.forward_comm_pair(&pair);
#else
  comm.forward_comm(&pair);
#endif
}

/// Rows of pair.comm_reverse numbers from ghosts to their owners.
inline void reverse_comm(LAMMPS_NS::Comm& comm, LAMMPS_NS::Pair& pair) {
#if TESSERAL_LAMMPS_VERSION < 20220221
  comm.reverse_comm_pair(&pair);
#else
  comm.reverse_comm(&pair);
#endif
}

#ifdef LMP_KOKKOS

#if TESSERAL_LAMMPS_VERSION < 20250910
using CommBuffer = DAT::tdual_xfloat_1d;
#else
using CommBuffer = DAT::tdual_double_1d;
#endif

/// Tells Comm that the pair style packs on the device for the way back, too; before July 2022 Comm takes it through
/// host memory.
inline void offer_reverse_comm_on_device([[maybe_unused]] LAMMPS_NS::Pair& pair) {
#if TESSERAL_LAMMPS_VERSION >= 20220701
  pair.reverse_comm_device = 1;
#endif
}

/// What Comm asks of a pair style that packs its rows on the device, free of the version's array types.
template <class DeviceType>
class DevicePacking : public LAMMPS_NS::KokkosBase {
 public:
  using Indices = Kokkos::View<int const*, Kokkos::LayoutRight, DeviceType, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;
  using Buffer = Kokkos::View<double*, Kokkos::LayoutRight, DeviceType, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

  /// buffer[k] = row of atom list[k]; returns the length of the buffer. Forward.
  virtual int pack_owned_on_device(Indices list, Buffer buffer) = 0;
  /// Row of atom first + k = buffer[k], k < n. Forward.
  virtual void unpack_ghosts_on_device(int n, int first, Buffer buffer) = 0;
  /// buffer[k] = row of atom first + k, k < n; returns the length of the buffer. Reverse.
  virtual int pack_ghosts_on_device(int n, int first, Buffer buffer) = 0;
  /// Row of atom list[k] += buffer[k]. Reverse.
  virtual void add_to_owned_on_device(Indices list, Buffer buffer) = 0;

#if TESSERAL_LAMMPS_VERSION < 20240226
  int pack_forward_comm_kokkos(int n, DAT::tdual_int_2d lists, int swap, CommBuffer& buffer, int, int*) final {
    return pack_owned_on_device(list_of(n, lists, swap), rows_of(buffer));
  }
#else
  int pack_forward_comm_kokkos(int n, DAT::tdual_int_1d list, CommBuffer& buffer, int, int*) final {
    return pack_owned_on_device(list_of(n, list), rows_of(buffer));
  }
#endif
  void unpack_forward_comm_kokkos(int n, int first, CommBuffer& buffer) final {
    unpack_ghosts_on_device(n, first, rows_of(buffer));
  }

#if TESSERAL_LAMMPS_VERSION >= 20220701
  int pack_reverse_comm_kokkos(int n, int first, CommBuffer& buffer) final {
    return pack_ghosts_on_device(n, first, rows_of(buffer));
  }
#if TESSERAL_LAMMPS_VERSION < 20240226
  void unpack_reverse_comm_kokkos(int n, DAT::tdual_int_2d lists, int swap, CommBuffer& buffer) final {
    add_to_owned_on_device(list_of(n, lists, swap), rows_of(buffer));
  }
#else
  void unpack_reverse_comm_kokkos(int n, DAT::tdual_int_1d list, CommBuffer& buffer) final {
    add_to_owned_on_device(list_of(n, list), rows_of(buffer));
  }
#endif
#endif

 private:
#if TESSERAL_LAMMPS_VERSION < 20240226
  static Indices list_of(int n, DAT::tdual_int_2d& lists, int swap) {
    auto const device = lists.template view<DeviceType>();  // [swap][k], k fastest
    return Indices(device.data() + swap * device.stride(0), n);
  }
#else
  static Indices list_of(int n, DAT::tdual_int_1d& list) { return Indices(list.template view<DeviceType>().data(), n); }
#endif
  static Buffer rows_of(CommBuffer& buffer) {
    auto const device = buffer.template view<DeviceType>();
    return Buffer(device.data(), device.extent(0));
  }
};

#endif  // LMP_KOKKOS

}  // namespace tesseral::lammps

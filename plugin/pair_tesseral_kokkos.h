// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
/// pair_style tesseral/kk, tesseral/kk/host, tesseral/kk/device: LAMMPS' atoms and lists where Kokkos keeps them.
#pragma once

#include "lammps_compat.h"
#include "pair_tesseral.h"

#include <type_traits>

namespace LAMMPS_NS {

template <class DeviceType>
class PairTesseralKokkos final : public PairTesseral, public tesseral::lammps::DevicePacking<DeviceType> {
 public:
  using Packing = tesseral::lammps::DevicePacking<DeviceType>;

  explicit PairTesseralKokkos(class LAMMPS*);
  void compute(int, int) override;

  int pack_owned_on_device(typename Packing::Indices list, typename Packing::Buffer buffer) override;
  void unpack_ghosts_on_device(int n, int first, typename Packing::Buffer buffer) override;
  int pack_ghosts_on_device(int n, int first, typename Packing::Buffer buffer) override;
  void add_to_owned_on_device(typename Packing::Indices list, typename Packing::Buffer buffer) override;

 protected:
  void bring_tags_to_host() const override;
  tesseral::ProductAlgorithms choose_products(tesseral::ModelData const&) override;
  std::unique_ptr<tesseral::lammps::AnyEngine> make_engine(std::vector<tesseral::ModelData> const&,
                                                           std::vector<tesseral::ProductAlgorithms> const&,
                                                           std::vector<int> const& species_of_type,
                                                           tesseral::lammps::EngineSettings const&) override;
  tesseral::lammps::ListMemory list_memory() const override {
    return std::is_same_v<DeviceType, LMPDeviceType> ? tesseral::lammps::ListMemory::kokkos_device
                                                     : tesseral::lammps::ListMemory::kokkos_host;
  }

 private:
  tesseral::lammps::Engine<DeviceType>& engine() {
    return static_cast<tesseral::lammps::Engine<DeviceType>&>(*engine_);
  }
};

}  // namespace LAMMPS_NS

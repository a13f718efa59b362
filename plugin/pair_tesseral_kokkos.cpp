// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "pair_tesseral_kokkos.h"

#include "atom_kokkos.h"
#include "atom_masks.h"
#include "collective.h"
#include "error.h"
#include "kokkos.h"
#include "lammps.h"

namespace LAMMPS_NS {

using namespace tesseral::lammps;

template <class DeviceType>
PairTesseralKokkos<DeviceType>::PairTesseralKokkos(LAMMPS* lmp) : PairTesseral(lmp) {
  if (lmp->kokkos == nullptr) {
    error->all(FLERR, std::string("pair_style tesseral/kk: LAMMPS runs without Kokkos (the style needs its arrays) "
                                  "start it with `-k on`, or use pair_style tesseral"));
  }
  kokkosable = 1;
  atomKK = static_cast<AtomKokkos*>(atom);
  execution_space = ExecutionSpaceFromDevice<DeviceType>::space;
  datamask_read = X_MASK | F_MASK | TYPE_MASK;
  datamask_modify = F_MASK;
  offer_reverse_comm_on_device(*this);
}

template <class DeviceType>
tesseral::ProductAlgorithms PairTesseralKokkos<DeviceType>::choose_products(tesseral::ModelData const& data) {
  return tesseral::Potential<DeviceType>::choose_algorithms(data, options_.potential);
}

template <class DeviceType>
std::unique_ptr<AnyEngine> PairTesseralKokkos<DeviceType>::make_engine(
    std::vector<tesseral::ModelData> const& models, std::vector<tesseral::ProductAlgorithms> const& products,
    std::vector<int> const& species_of_type, EngineSettings const& settings) {
  return std::make_unique<Engine<DeviceType>>(models, options_.potential, products, species_of_type, settings, comm,
                                              *this);
}

template <class DeviceType>
void PairTesseralKokkos<DeviceType>::compute(int eflag, int vflag) {
  ev_init(eflag, vflag);
  int const absent = absent_groups();
  atomKK->sync(execution_space, datamask_read | (absent != 0 ? MASK_MASK : 0));
  auto const x = atomKK->k_x.template view<DeviceType>();
  auto const type = atomKK->k_type.template view<DeviceType>();
  auto const mask = atomKK->k_mask.template view<DeviceType>();
  Atoms<decltype(x), decltype(type)> const atoms{x, type, mask, absent, atom->nlocal, atom->nlocal + atom->nghost};
  KokkosNeighbors<DeviceType> const neighbors(static_cast<NeighListKokkos<DeviceType> const&>(*list));
  prepare_together([&] { engine().prepare(neighbors, ListState(*neighbor), atoms); });
  double energy = 0.0;
  in_an_exchange({FLERR}, *error,
                 [&] { energy = engine().evaluate(atomKK->k_f.template view<DeviceType>(), wanted()); });
  tally_energy(energy);
  atomKK->modified(execution_space, datamask_modify);
}

template <class DeviceType>
void PairTesseralKokkos<DeviceType>::bring_tags_to_host() const {
  atomKK->sync(Host, TAG_MASK);
}

template <class DeviceType>
int PairTesseralKokkos<DeviceType>::pack_owned_on_device(typename Packing::Indices list,
                                                         typename Packing::Buffer buffer) {
  return engine().device_halo_rows().pack_owned(static_cast<int>(list.extent(0)), list.data(), buffer.data());
}
template <class DeviceType>
void PairTesseralKokkos<DeviceType>::unpack_ghosts_on_device(int n, int first, typename Packing::Buffer buffer) {
  engine().device_halo_rows().unpack_ghosts(n, first, buffer.data());
}
template <class DeviceType>
int PairTesseralKokkos<DeviceType>::pack_ghosts_on_device(int n, int first, typename Packing::Buffer buffer) {
  return engine().device_halo_rows().pack_ghosts(n, first, buffer.data());
}
template <class DeviceType>
void PairTesseralKokkos<DeviceType>::add_to_owned_on_device(typename Packing::Indices list,
                                                            typename Packing::Buffer buffer) {
  engine().device_halo_rows().add_to_owned(static_cast<int>(list.extent(0)), list.data(), buffer.data());
}

template class PairTesseralKokkos<LMPDeviceType>;
#ifdef LMP_KOKKOS_GPU
template class PairTesseralKokkos<LMPHostType>;
#endif

}  // namespace LAMMPS_NS

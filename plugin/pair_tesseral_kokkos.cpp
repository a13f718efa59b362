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
}

template <class DeviceType>
tesseral::ProductAlgorithms PairTesseralKokkos<DeviceType>::choose_products(tesseral::ModelData const& data) {
  return tesseral::Potential<DeviceType>::choose_algorithms(data, options_);
}

template <class DeviceType>
std::unique_ptr<AnyEngine> PairTesseralKokkos<DeviceType>::make_engine(tesseral::ModelData const& data,
                                                                       tesseral::ProductAlgorithms const& products,
                                                                       std::vector<int> const& species_of_type) {
  return std::make_unique<Engine<DeviceType>>(data, options_, products, species_of_type, *comm, *this);
}

template <class DeviceType>
void PairTesseralKokkos<DeviceType>::compute(int eflag, int vflag) {
  ev_init(eflag, vflag);
  atomKK->sync(execution_space, datamask_read);
  in_a_step({FLERR}, *error, [&] {
    auto const x = atomKK->k_x.template view<DeviceType>();
    auto const type = atomKK->k_type.template view<DeviceType>();
    auto const f = atomKK->k_f.template view<DeviceType>();
    Atoms<decltype(x), decltype(type)> const atoms{x, type, atom->nlocal, atom->nlocal + atom->nghost};
    KokkosNeighbors<DeviceType> const neighbors(static_cast<NeighListKokkos<DeviceType> const&>(*list));
    double const energy = engine().compute(neighbors, ListState(*neighbor), atoms, f, wanted());
    if (!std::isfinite(energy)) atomKK->sync(Host, TAG_MASK);  // for the message
    tally_energy(energy);
  });
  atomKK->modified(execution_space, datamask_modify);
}

template <class DeviceType>
int PairTesseralKokkos<DeviceType>::pack_device_rows(typename Packing::Indices list, typename Packing::Buffer buffer) {
  return engine().device_halo_rows().pack_owned(static_cast<int>(list.extent(0)), list.data(), buffer.data());
}

template <class DeviceType>
void PairTesseralKokkos<DeviceType>::unpack_device_rows(int n, int first, typename Packing::Buffer buffer) {
  engine().device_halo_rows().unpack_ghosts(n, first, buffer.data());
}

template class PairTesseralKokkos<LMPDeviceType>;
#ifdef LMP_KOKKOS_GPU
template class PairTesseralKokkos<LMPHostType>;
#endif

}  // namespace LAMMPS_NS

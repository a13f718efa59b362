// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "pair_tesseral.h"

#include "atom.h"
#include "collective.h"
#include "comm.h"
#include "error.h"
#include "force.h"
#include "kokkos_owner.h"
#include "memory.h"
#include "neigh_list.h"
#include "tesseral/core/error.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/model/warnings.hpp"
#include "update.h"
#include "utils.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace LAMMPS_NS {

using tesseral::HostSpace;
using namespace tesseral::lammps;

PairTesseral::PairTesseral(LAMMPS* lmp) : Pair(lmp) {
  single_enable = 0;
  restartinfo = 0;  // a restart names pair_style and pair_coeff anew
  one_coeff = 1;
  manybody_flag = 1;
  no_virial_fdotr_compute = 1;  // the engine's own sum over edges is exact without ghost forces
  centroidstressflag = CENTROID_AVAIL;
  // LAMMPS has bound its threads to OMP_NUM_THREADS, or to one if that is not set.
  start_kokkos_if_needed(comm->nthreads);
}

PairTesseral::~PairTesseral() {
  if (!allocated) return;
  memory->destroy(setflag);
  memory->destroy(cutsq);
}

void PairTesseral::allocate() {
  int const n = atom->ntypes + 1;
  memory->create(setflag, n, n, "pair:setflag");
  memory->create(cutsq, n, n, "pair:cutsq");
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) setflag[i][j] = 0;
  }
  allocated = 1;
}

void PairTesseral::settings(int narg, char** arg) {
  tesseral::ModelData data;
  on_every_rank({FLERR}, *error, world, [&] {
    options_ = read_style_options({arg, arg + narg});
    if (engine_) data = tesseral::read_model(model_file_);
  });
  // Where `pair_style tesseral` is given again, LAMMPS keeps the pair_coeff of before.
  if (engine_) start_engine(data);
}

void PairTesseral::coeff(int narg, char** arg) {
  if (!allocated) allocate();
  tesseral::ModelData data;
  on_every_rank({FLERR}, *error, world, [&] {
    check_coefficients({arg, arg + narg}, atom->ntypes);
    model_file_ = arg[2];
    data = tesseral::read_model(model_file_);
    species_of_type_ = species_of_types(data, {arg + 3, arg + narg});
    r_cut_ = data.architecture.r_cut;
  });
  start_engine(data);
  if (comm->me == 0) {
    utils::logmesg(lmp, "tesseral: " + model_file_ + ": " + engine_->description() + "\n");
    for (std::string const& text : tesseral::warnings_of(data)) error->warning(FLERR, model_file_ + ": " + text);
  }
  for (int i = 1; i <= atom->ntypes; ++i) {
    for (int j = i; j <= atom->ntypes; ++j) setflag[i][j] = species_of_type_[i] >= 0 && species_of_type_[j] >= 0;
  }
}

void PairTesseral::start_engine(tesseral::ModelData const& data) {
  tesseral::ProductAlgorithms common(data.architecture.layers);
  on_every_rank({FLERR}, *error, world, [&] {
    if (comm->me == 0) common = choose_products(data);
  });
  MPI_Bcast(common.data(), static_cast<int>(common.size() * sizeof(common[0])), MPI_BYTE, 0, world);
  on_every_rank({FLERR}, *error, world, [&] { engine_ = make_engine(data, common, species_of_type_); });
}

tesseral::ProductAlgorithms PairTesseral::choose_products(tesseral::ModelData const& data) {
  return tesseral::Potential<HostSpace>::choose_algorithms(data, options_);
}

std::unique_ptr<AnyEngine> PairTesseral::make_engine(tesseral::ModelData const& data,
                                                     tesseral::ProductAlgorithms const& products,
                                                     std::vector<int> const& species_of_type) {
  return std::make_unique<Engine<HostSpace>>(data, options_, products, species_of_type, *comm, *this);
}

void PairTesseral::init_style() {
  if (std::strcmp(update->unit_style, "metal") != 0) {
    error->all(FLERR, std::string("pair_style tesseral: units are '") + update->unit_style +
                          "' (its potentials are in eV and Angstrom) use `units metal`");
  }
  if (!force->newton_pair) {
    error->all(FLERR,
               std::string("pair_style tesseral: newton is off (forces on ghost atoms must return to their owners) "
                           "use `newton on`, or with KOKKOS `-pk kokkos newton on neigh half`"));
  }
  comm_forward = comm_reverse = engine_->message_length();
  // Comm sizes its buffers by the style that `pair_style` created; a hybrid one looked at this style before the model
  // file was read.
  force->pair->comm_forward = std::max(force->pair->comm_forward, comm_forward);
  force->pair->comm_reverse = std::max(force->pair->comm_reverse, comm_reverse);
  engine_->forget_list();
  request_full_list(*neighbor, *this, instance_me, list_memory());
}

double PairTesseral::init_one(int i, int j) {
  if (setflag[i][j] == 0) {
    error->all(FLERR,
               "pair_style tesseral: types " + std::to_string(i) + " and " + std::to_string(j) +
                   " have no potential (an element is NULL) name the element in pair_coeff, or use pair_style hybrid");
  }
  return r_cut_;
}

void PairTesseral::compute(int eflag, int vflag) {
  ev_init(eflag, vflag);
  in_a_step({FLERR}, *error, [&] {
    using Unmanaged = Kokkos::MemoryTraits<Kokkos::Unmanaged>;
    using Positions = Kokkos::View<double const* [3], Kokkos::LayoutRight, Kokkos::HostSpace, Unmanaged>;
    using Types = Kokkos::View<int const*, Kokkos::LayoutRight, Kokkos::HostSpace, Unmanaged>;
    using Forces = Kokkos::View<double* [3], Kokkos::LayoutRight, Kokkos::HostSpace, Unmanaged>;
    int const n_total = atom->nlocal + atom->nghost;
    bool const empty = n_total == 0;  // LAMMPS may not have allocated anything yet
    Atoms<Positions, Types> const atoms{Positions(empty ? nullptr : atom->x[0], n_total), Types(atom->type, n_total),
                                        atom->nlocal, n_total};
    Forces const f(empty ? nullptr : atom->f[0], n_total);
    tally_energy(static_cast<Engine<HostSpace>&>(*engine_).compute(PlainNeighbors(*list), ListState(*neighbor), atoms,
                                                                   f, wanted()));
  });
}

Wanted PairTesseral::wanted() {
  return {vflag_global ? virial : nullptr, eflag_atom ? eatom : nullptr, vflag_atom ? vatom : nullptr,
          cvflag_atom ? cvatom : nullptr};
}

void PairTesseral::tally_energy(double energy) {
  if (!std::isfinite(energy)) {
    std::string where = "no atom of this rank has a neighbor";
    ShortestEdge const closest = engine_->closest_atoms();
    if (closest.receiver >= 0) {
      auto const name = [&](int i) { return atom->tag_enable ? std::to_string(atom->tag[i]) : std::string("?"); };
      where = "the closest atoms, " + name(closest.receiver) + " and " + name(closest.sender) + ", are " +
              std::to_string(closest.length) + " Angstrom apart";
    }
    throw tesseral::Error("the energy is not finite in step " + std::to_string(update->ntimestep) + " (" + where +
                          ") start from a relaxed structure, or use a shorter timestep");
  }
  if (eflag_global) eng_vdwl += energy;
}

double PairTesseral::memory_usage() { return Pair::memory_usage() + (engine_ ? engine_->bytes() : 0.0); }

int PairTesseral::pack_forward_comm(int n, int* list, double* buffer, int, int*) {
  return engine_->halo_rows().pack_owned(n, list, buffer);
}
void PairTesseral::unpack_forward_comm(int n, int first, double* buffer) {
  engine_->halo_rows().unpack_ghosts(n, first, buffer);
}
int PairTesseral::pack_reverse_comm(int n, int first, double* buffer) {
  return engine_->halo_rows().pack_ghosts(n, first, buffer);
}
void PairTesseral::unpack_reverse_comm(int n, int* list, double* buffer) {
  engine_->halo_rows().add_to_owned(n, list, buffer);
}

}  // namespace LAMMPS_NS

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: GPL-2.0-only
#include "pair_tesseral.h"

#include "atom.h"
#include "collective.h"
#include "comm.h"
#include "error.h"
#include "force.h"
#include "group.h"
#include "hidden_neighbors.h"
#include "kokkos_owner.h"
#include "lammps_checks.h"
#include "memory.h"
#include "neigh_list.h"
#include "shared_models.h"
#include "tesseral/core/error.hpp"
#include "tesseral/model/element_subset.hpp"
#include "tesseral/model/warnings.hpp"
#include "update.h"
#include "utils.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace LAMMPS_NS {

using tesseral::HostSpace;
using tesseral::ModelData;
using namespace tesseral::lammps;

PairTesseral::PairTesseral(LAMMPS* lmp) : Pair(lmp) {
  single_enable = 0;
  restartinfo = 0;  // a restart names pair_style and pair_coeff anew
  one_coeff = 1;
  manybody_flag = 1;
  no_virial_fdotr_compute = 1;  // the engine's own sum over edges is exact without ghost forces
  centroidstressflag = CENTROID_AVAIL;
  pvector = new double[2]();  // always: a `compute pair` that was made with a committee reads it whatever follows
  // LAMMPS has bound its threads to OMP_NUM_THREADS, or to one if that is not set.
  start_kokkos_if_needed(comm->nthreads);
}

PairTesseral::~PairTesseral() {
  delete[] pvector;
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
  alike_on_every_rank({FLERR}, *error, [&] { options_ = read_style_options({arg, arg + narg}); });
  // Where `pair_style tesseral` is given again, LAMMPS keeps the pair_coeff of before.
  if (engine_) start_engine(read_models());
}

void PairTesseral::coeff(int narg, char** arg) {
  if (!allocated) allocate();
  bool const in_hybrid = force->pair != this;
  alike_on_every_rank({FLERR}, *error, [&] {
    check_coefficients({arg, arg + narg}, atom->ntypes, in_hybrid);
    model_files_ = names_of_files(arg[2]);
    elements_.assign(arg + 3, arg + narg);
  });
  std::vector<ModelData> const models = read_models();
  start_engine(models);
  if (comm->me == 0) {
    for (std::size_t m = 0; m < models.size(); ++m) {
      utils::logmesg(lmp, "tesseral: " + model_files_[m] + ": " + engine_->description(m) + "\n");
      std::string const terms = tesseral::terms_of(models[m]);
      if (!terms.empty()) utils::logmesg(lmp, "tesseral: " + model_files_[m] + ": " + terms + "\n");
      for (std::string const& text : tesseral::warnings_of(models[m])) {
        error->warning(FLERR, model_files_[m] + ": " + text);
      }
    }
  }
  for (int i = 1; i <= atom->ntypes; ++i) {
    for (int j = i; j <= atom->ntypes; ++j) setflag[i][j] = species_of_type_[i] >= 0 && species_of_type_[j] >= 0;
  }
}

std::vector<ModelData> PairTesseral::read_models() {
  std::vector<ModelData> models = read_shared_models(model_files_, {FLERR}, *error, world);
  alike_on_every_rank({FLERR}, *error, [&] {
    check_committee(models, model_files_);
    if (options_.expects_errors) check_uncertainty(models, model_files_);
    species_of_types(models[0], elements_);  // which names what the potential does not know
    // a potential of ninety elements has thousands of pairs
    for (ModelData& model : models) model = tesseral::with_elements(model, distinct_elements(elements_));
    species_of_type_ = species_of_types(models[0], elements_);
    r_cut_ = models[0].architecture.r_cut;
  });
  return models;
}

void PairTesseral::start_engine(std::vector<ModelData> const& models) {
  std::vector<tesseral::ProductAlgorithms> products;
  for (ModelData const& model : models) {
    tesseral::ProductAlgorithms common(model.architecture.layers);
    on_every_rank({FLERR}, *error, world, [&] {
      if (comm->me == 0) common = choose_products(model);
    });
    MPI_Bcast(common.data(), static_cast<int>(common.size() * sizeof(common[0])), MPI_BYTE, 0, world);
    products.push_back(common);
  }
  EngineSettings const settings{energy_unit(), options_.counts_E0, options_.expects_errors,
                                options_.range != RangeRule::ignore};
  on_every_rank({FLERR}, *error, world, [&] { engine_ = make_engine(models, products, species_of_type_, settings); });
  nextra = models.size() > 1 || options_.expects_errors ? 2 : 0;
  std::fill(pvector, pvector + 2, 0.0);
}

double PairTesseral::energy_unit() const {
  bool const is_real = std::strcmp(update->unit_style, "real") == 0;
  return is_real ? utils::get_conversion_factor(utils::ENERGY, utils::METAL2REAL) : 1.0;
}

tesseral::ProductAlgorithms PairTesseral::choose_products(ModelData const& data) {
  return tesseral::Potential<HostSpace>::choose_algorithms(data, options_.potential);
}

std::unique_ptr<AnyEngine> PairTesseral::make_engine(std::vector<ModelData> const& models,
                                                     std::vector<tesseral::ProductAlgorithms> const& products,
                                                     std::vector<int> const& species_of_type,
                                                     EngineSettings const& settings) {
  return std::make_unique<Engine<HostSpace>>(models, options_.potential, products, species_of_type, settings, comm,
                                             *this);
}

void PairTesseral::init_style() {
  if (std::strcmp(update->unit_style, "metal") != 0 && std::strcmp(update->unit_style, "real") != 0) {
    error->all(FLERR, std::string("pair_style tesseral: units are '") + update->unit_style +
                          "' (its potentials are in eV and Angstrom) use `units metal`, or `units real`");
  }
  if (!force->newton_pair) {
    error->all(FLERR,
               std::string("pair_style tesseral: newton is off (forces on ghost atoms must return to their owners) "
                           "use `newton on`, or with KOKKOS `-pk kokkos newton on neigh half`"));
  }
  alike_on_every_rank({FLERR}, *error, [&] {
    check_accelerated_host(*lmp, *this);
    problem_of_bonds_ = problem_of_special_bonds(*force, force->pair != this);
    check_special_bonds(problem_of_bonds_, *atom, world);
    check_groups(*neighbor, *comm, *atom, *group, species_of_type_, world);
    check_exclusions(*neighbor, *atom, *group, species_of_type_, world);
  });
  if (comm->me == 0) {
    for (std::string const& text : odd_masses(*atom, elements_)) error->warning(FLERR, text);
  }
  comm_forward = comm_reverse = engine_->message_length();
  // Comm sizes its buffers by the style that `pair_style` created; a hybrid one looked at this style before the model
  // file was read.
  force->pair->comm_forward = std::max(force->pair->comm_forward, comm_forward);
  force->pair->comm_reverse = std::max(force->pair->comm_reverse, comm_reverse);
  engine_->forget_list();
  engine_->check_range(options_.range != RangeRule::ignore);
  absence_is_told_ = false;
  pairs_.clear();
  has_checked_pairs_ = false;
  request_full_list(*neighbor, *this, instance_me, list_memory());
}

double PairTesseral::init_one(int i, int j) {
  if (setflag[i][j] == 0) {
    error->all(FLERR,
               "pair_style tesseral: types " + std::to_string(i) + " and " + std::to_string(j) +
                   " have no potential (an element is NULL) name the element in pair_coeff, or use pair_style hybrid");
  }
  pairs_.insert({std::min(i, j), std::max(i, j)});
  return r_cut_;
}

void PairTesseral::check_pairs() {
  if (has_checked_pairs_) return;
  has_checked_pairs_ = true;
  for (int i = 1; i <= atom->ntypes; ++i)
    for (int j = i; j <= atom->ntypes; ++j) {
      if (species_of_type_[i] < 0 || species_of_type_[j] < 0 || pairs_.count({i, j}) > 0) continue;
      throw tesseral::Error(
          "pair_style tesseral: types " + std::to_string(i) + " and " + std::to_string(j) +
          " do not see each other (a later pair_coeff gives the pair to another style of the hybrid, "
          "and an atom's energy depends on all of its neighbors) use hybrid/overlay, or leave it out");
    }
}

void PairTesseral::compute(int eflag, int vflag) {
  ev_init(eflag, vflag);
  using Unmanaged = Kokkos::MemoryTraits<Kokkos::Unmanaged>;
  using Positions = Kokkos::View<double const* [3], Kokkos::LayoutRight, Kokkos::HostSpace, Unmanaged>;
  using Integers = Kokkos::View<int const*, Kokkos::LayoutRight, Kokkos::HostSpace, Unmanaged>;
  using Forces = Kokkos::View<double* [3], Kokkos::LayoutRight, Kokkos::HostSpace, Unmanaged>;
  int const n_total = atom->nlocal + atom->nghost;
  bool const empty = n_total == 0;  // LAMMPS may not have allocated anything yet
  Atoms<Positions, Integers> const atoms{Positions(empty ? nullptr : atom->x[0], n_total),
                                         Integers(atom->type, n_total),
                                         Integers(atom->mask, n_total),
                                         absent_groups(),
                                         atom->nlocal,
                                         n_total};
  auto& engine = static_cast<Engine<HostSpace>&>(*engine_);
  prepare_together([&] { engine.prepare(PlainNeighbors(*list), ListState(*neighbor), atoms); });
  double energy = 0.0;
  in_an_exchange({FLERR}, *error,
                 [&] { energy = engine.evaluate(Forces(empty ? nullptr : atom->f[0], n_total), wanted()); });
  tally_energy(energy);
}

int PairTesseral::absent_groups() {
  int const bits = tesseral::lammps::absent_groups(*neighbor, *group);
  if (bits != 0 && !absence_is_told_ && comm->me == 0) {
    error->warning(FLERR, "pair_style tesseral: atoms of group " + names_of_absent_groups(*neighbor, *group) +
                              " are absent (`neigh_modify exclude` hides them from all others): they have no energy "
                              "and no forces");
  }
  absence_is_told_ = absence_is_told_ || bits != 0;
  return bits;
}

void PairTesseral::prepare_together(std::function<void()> const& prepare) {
  std::string const notice = on_every_rank({FLERR}, *error, world, [&]() -> std::string {
    check_pairs();
    // `fix gcmc` and `fix deposit` insert molecules during a run
    if (!problem_of_bonds_.empty() && neighbor->ago == 0 && has_special_neighbors(*atom))
      throw tesseral::Error(problem_of_bonds_);
    prepare();
    if (engine_->atoms_coincide()) fail_since_not_finite();
    ClosePair const pair = engine_->out_of_range();
    if (pair.receiver < 0) return "";
    std::string const text = "pair_style tesseral: in step " + std::to_string(update->ntimestep) + " " + text_of(pair) +
                             ", are closer than any such pair that the potential was fitted to, " +
                             std::to_string(pair.limit) + " Angstrom";
    if (options_.range == RangeRule::stop)
      throw tesseral::Error(text + " (`range stop`) look at what the run is doing");
    return text + " (it extrapolates; told once in a run)";
  });
  if (notice.empty()) return;
  engine_->check_range(false);
  if (comm->me == 0) error->warning(FLERR, notice);
}

std::string PairTesseral::text_of(ClosePair const& pair) const {
  bring_tags_to_host();
  auto const name = [&](int i) { return atom->tag_enable ? std::to_string(atom->tag[i]) : std::string("?"); };
  return "atoms " + name(pair.receiver) + " and " + name(pair.sender) + ", " + std::to_string(pair.length) +
         " Angstrom apart";
}

void PairTesseral::fail_since_not_finite() const {
  ClosePair const closest = engine_->closest_atoms();
  throw tesseral::Error("pair_style tesseral: the energy or a position is not finite in step " +
                        std::to_string(update->ntimestep) + " (closest are " +
                        (closest.receiver < 0 ? "no two atoms" : text_of(closest)) +
                        ") start from a relaxed structure, or use a shorter timestep");
}

Wanted PairTesseral::wanted() {
  return {vflag_global ? virial : nullptr, eflag_atom ? eatom : nullptr, vflag_atom ? vatom : nullptr,
          cvflag_atom ? cvatom : nullptr};
}

void PairTesseral::tally_energy(double energy) {
  on_every_rank({FLERR}, *error, world, [&] {
    if (!std::isfinite(energy)) fail_since_not_finite();
  });
  if (eflag_global) eng_vdwl += energy;
  if (eflag_global && nextra > 0) tally_spread();
}

// For `compute pair`, which adds up what the ranks have: so the first one has all.
void PairTesseral::tally_spread() {
  Spread const& spread = engine_->spread();
  int const members = static_cast<int>(spread.energies.size());
  std::vector<double> mine = spread.energies, energies(members);  // LAMMPS' own MPI for one process takes no const
  MPI_Allreduce(mine.data(), energies.data(), members, MPI_DOUBLE, MPI_SUM, world);
  double mine_largest = spread.largest_deviation, largest = 0.0;
  MPI_Allreduce(&mine_largest, &largest, 1, MPI_DOUBLE, MPI_MAX, world);
  double mean = 0.0, squares = 0.0;
  for (double e : energies) mean += e / members;
  for (double e : energies) squares += (e - mean) * (e - mean) / members;
  pvector[0] = comm->me == 0 ? largest : 0.0;
  pvector[1] = comm->me == 0 ? std::sqrt(squares) : 0.0;
}

#if TESSERAL_LAMMPS_VERSION >= 20220302
// For `fix pair`: forces_std, one number for each owned atom, of a committee or of what one model expects.
void* PairTesseral::extract_peratom(char const* name, int& columns) {
  columns = 0;
  if (std::strcmp(name, "forces_std") != 0 || nextra == 0) return nullptr;
  std::vector<double> const& deviations = engine_->spread().force_deviations;
  // LAMMPS takes null for a name that is not known and stops, and a rank without atoms would do so alone
  static double no_atoms = 0.0;
  return deviations.empty() ? &no_atoms : const_cast<double*>(deviations.data());
}
#endif

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

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/tensor_product/edge/shared_coupling_choice.hpp"

#include "tesseral/core/instantiate.hpp"
#include "tesseral/core/random.hpp"
#include "tesseral/core/team.hpp"
#include "tesseral/core/upload.hpp"
#include "tesseral/core/vector3.hpp"
#include "tesseral/sphere/spherical_harmonics.hpp"
#include "tesseral/tensor_product/choice/timed_choice.hpp"
#include "tesseral/tensor_product/edge/shared_coupling.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <tuple>

namespace tesseral {
namespace {

/// Y[group][lm][lane] of random directions.
std::vector<double> random_harmonics(int groups, int lanes, int l_max) {
  int const d = num_lm(l_max);
  std::vector<double> harmonics(static_cast<std::size_t>(groups) * d * lanes);
  Random random(1);
  for (int group = 0; group < groups; ++group)
    for (int lane = 0; lane < lanes; ++lane) {
      Vector3 const r = {random.normal(), random.normal(), random.normal()};
      double const length = norm(r);
      double Y[num_lm(max_l_shared)];
      spherical_harmonics<max_l_shared>(l_max, r[0] / length, r[1] / length, r[2] / length, Y);
      for (int lm = 0; lm < d; ++lm) harmonics[(static_cast<std::size_t>(group) * d + lm) * lanes + lane] = Y[lm];
    }
  return harmonics;
}

/// What an evaluation does with the matrices of edges, as the attention kernels do it: K of packs of edges in both
/// passes, its adjoint edge by edge. Y[group][lm][lane], K[edge][entry], which stands for K_adj too, and
/// Y_adj[edge][lm].
template <class Space, class Real>
void contract(Space const& space, SharedCoupling<Space> const& coupling, int groups, Array1<double const, Space> Y,
              Array2<Real, Space> K, Array2<double, Space> Y_adj) {
  using P = PackOf<Space, double>;
  constexpr int lanes = lanes_of<Space, double>;
  Kokkos::parallel_for(
      "tesseral::choice::coupling", UnevenRange<Space>(space, 0, groups), KOKKOS_LAMBDA(int group) {
        int const d = coupling.lms(), first = group * lanes;
        P of_group[num_lm(max_l_shared)];
        for (int lm = 0; lm < d; ++lm) of_group[lm] = load<P>(&Y((group * d + lm) * lanes));
        for (int pass = 0; pass < 2; ++pass)
          coupling.contract_all(
              of_group, [&](int entry, P const& value) { store_strided(&K(first, entry), coupling.n_entries, value); });
        for (int e = first; e < first + lanes; ++e) coupling.contract_adjoint(&K(e, 0), &Y_adj(e, 0));
      });
}

/// Edges of random directions: the fewer numbers an edge has, the more of them.
template <class Space, class Real>
struct Trial {
  using Clock = std::chrono::steady_clock;
  static constexpr int lanes = lanes_of<Space, double>;
  int groups, edges;
  Array1<double const, Space> Y;
  Array2<Real, Space> K;
  Array2<double, Space> Y_adj;

  Trial(Space const& space, int l_max)
      : groups(512 / num_lm(l_max) / lanes * worker_count(space)),
        edges(groups * lanes),
        Y(upload<Space>("tesseral::choice::Y", random_harmonics(groups, lanes, l_max))),
        K("tesseral::choice::K", edges, num_lm(l_max) * num_lm(l_max)),
        Y_adj("tesseral::choice::Y_adj", edges, num_lm(l_max)) {}

  double seconds(Space const& space, SharedCoupling<Space> const& coupling) const {
    space.fence();
    auto const begin = Clock::now();
    contract<Space, Real>(space, coupling, groups, Y, K, Y_adj);
    space.fence();
    return std::chrono::duration<double>(Clock::now() - begin).count();
  }
};

}  // namespace

AlgorithmChoice coupling_choice_by_count(CpFactors const& factors) {
  AlgorithmChoice choice;
  for (ProductAlgorithm const algorithm : {ProductAlgorithm::direct, ProductAlgorithm::cp}) {
    if (algorithm == ProductAlgorithm::direct && !is_exact(factors)) continue;
    auto const count = count_shared_coupling(factors, algorithm);
    choice.candidates.push_back({algorithm, 2 * count.forward + count.backward});
  }
  auto const fewest = std::min_element(
      choice.candidates.begin(), choice.candidates.end(),
      [](AlgorithmCandidate const& a, AlgorithmCandidate const& b) { return a.operations < b.operations; });
  choice.algorithm = fewest->algorithm;
  choice.reason = choice.candidates.size() == 1 ? ChoiceReason::only_one : ChoiceReason::counted;
  return choice;
}

template <class Space, class Real>
AlgorithmChoice coupling_choice_by_time(Space const& space, CpFactors const& factors) {
  if (!is_exact(factors)) return coupling_choice_by_count(factors);
  static std::mutex mutex;
  static std::map<std::tuple<Coupling, int, int>, AlgorithmChoice> known;
  std::lock_guard<std::mutex> const lock(mutex);
  std::tuple<Coupling, int, int> const key = {factors.coupling, factors.l3, factors.rank};
  if (auto const found = known.find(key); found != known.end()) return found->second;

  // known once it was measured, for which memory may not suffice
  AlgorithmChoice choice = coupling_choice_by_count(factors);
  choice.reason = ChoiceReason::measured;
  Trial<Space, Real> const trial(space, factors.l3);
  std::vector<AlgorithmCandidate*> timed;
  std::vector<SharedCoupling<Space>> couplings;
  for (AlgorithmCandidate& candidate : choice.candidates) {
    timed.push_back(&candidate);
    couplings.push_back(make_shared_coupling<Space>(factors, candidate.algorithm));
  }
  time_candidates(timed, 1e9 / trial.edges, [&](std::size_t k) { return trial.seconds(space, couplings[k]); });
  choose_by_time(choice);
  return known[key] = choice;
}

#define TESSERAL_INSTANTIATE(Space, Real) \
  template AlgorithmChoice coupling_choice_by_time<Space, Real>(Space const&, CpFactors const&);
TESSERAL_INSTANTIATE_SPACES_AND_REALS(TESSERAL_INSTANTIATE)
#undef TESSERAL_INSTANTIATE

}  // namespace tesseral

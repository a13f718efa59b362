// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// The C interface as a program uses it that knows nothing of Kokkos: here nobody has started it.
#include "tesseral/tesseral.h"

#include "support/near.hpp"
#include "support/random_model.hpp"
#include "support/source_folder.hpp"
#include "support/structures.hpp"
#include "support/temporary_folder.hpp"
#include "tesseral/graph/neighbor_list.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/potential_options.hpp"
#include "tesseral/version.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <numeric>
#include <thread>
#include <utility>

namespace tesseral::test {
namespace {

std::string shipped(std::string const& name) { return source_folder() + "/potentials/" + name + ".h5"; }

class Handle {
 public:
  explicit Handle(std::string const& file, std::vector<tesseral_option> const& options = {{"radial", "network"}}) {
    EXPECT_EQ(tesseral_open(file.c_str(), options.data(), options.size(), &potential_), TESSERAL_OK)
        << tesseral_last_error();
  }
  ~Handle() { tesseral_close(potential_); }
  Handle(Handle const&) = delete;
  Handle& operator=(Handle const&) = delete;
  operator tesseral_potential*() const { return potential_; }

 private:
  tesseral_potential* potential_ = nullptr;
};

struct Answer {
  tesseral_status status = TESSERAL_OK;
  double energy = 0.0;
  std::vector<double> energies, forces;
  std::array<double, 6> virial{};
};

Answer evaluate(tesseral_potential* potential, Structure const& s) {
  Answer answer;
  answer.energies.resize(s.species.size());
  answer.forces.resize(3 * s.species.size());
  int const periodic[3] = {s.periodic[0], s.periodic[1], s.periodic[2]};
  answer.status = tesseral_evaluate(potential, static_cast<int>(s.species.size()), s.species.data(),
                                    s.positions.data()->data(), s.cell.data()->data(), periodic, &answer.energy,
                                    answer.energies.data(), answer.forces.data(), answer.virial.data());
  return answer;
}

// A structure as a host code holds it: images that somebody sees are ghosts, pairs stand in no particular order.
struct HostList {
  std::vector<int> species, owner, receivers, senders;
  std::vector<double> displacements;

  HostList(Structure const& structure, double reach, bool with_ghosts) : species(structure.species) {
    std::map<std::pair<int, std::array<double, 3>>, int> ghosts;
    auto const edges = find_edges(structure, reach);
    for (std::size_t k = 0; k < edges.size(); ++k) {
      Edge const& edge = edges[(k * 7919) % edges.size()];  // in another order, if 7919 does not divide their number
      int sender = edge.sender;
      if (with_ghosts && edge.offset != std::array<double, 3>{}) {
        auto const [place, is_new] = ghosts.try_emplace({edge.sender, edge.offset}, static_cast<int>(species.size()));
        if (is_new) {
          species.push_back(structure.species[edge.sender]);
          owner.push_back(edge.sender);
        }
        sender = place->second;
      }
      receivers.push_back(edge.receiver);
      senders.push_back(sender);
      for (int d = 0; d < 3; ++d)
        displacements.push_back(structure.positions[edge.sender][d] - structure.positions[edge.receiver][d] +
                                edge.offset[d]);
    }
  }
};

// The forces of ghosts are added to those of their owners, as the manual says.
Answer evaluate(tesseral_potential* potential, HostList const& list, bool give_owners = true) {
  Answer answer;
  int const n_ghosts = static_cast<int>(list.owner.size()), n_owned = static_cast<int>(list.species.size()) - n_ghosts;
  answer.energies.resize(n_owned);
  answer.forces.resize(3 * list.species.size());
  answer.status = tesseral_evaluate_pairs(
      potential, n_owned, n_ghosts, list.species.data(), give_owners ? list.owner.data() : nullptr,
      list.receivers.size(), list.receivers.data(), list.senders.data(), list.displacements.data(), &answer.energy,
      answer.energies.data(), answer.forces.data(), answer.virial.data());
  for (int g = 0; g < n_ghosts; ++g)
    for (int d = 0; d < 3; ++d) answer.forces[3 * list.owner[g] + d] += answer.forces[3 * (n_owned + g) + d];
  answer.forces.resize(3 * n_owned);
  return answer;
}

void expect_same(Answer const& actual, Answer const& expected) {
  ASSERT_EQ(actual.status, TESSERAL_OK) << tesseral_last_error();
  EXPECT_NEAR(actual.energy, expected.energy, 1e-10);
  EXPECT_TRUE(all_near(actual.energies, expected.energies, 1e-10));
  EXPECT_TRUE(all_near(actual.forces, expected.forces, 1e-10));
  EXPECT_TRUE(all_near(actual.virial, expected.virial, 1e-10));
}

TEST(CInterface, ReproducesSelfTests) {
  for (char const* const name : {"si-small", "3bpa-small"}) {
    SCOPED_TRACE(name);
    Handle const potential(shipped(name));
    for (SelfTest const& test : read_model(shipped(name)).self_tests) {
      Answer const answer = evaluate(potential, test.structure);
      ASSERT_EQ(answer.status, TESSERAL_OK) << tesseral_last_error();
      EXPECT_NEAR(answer.energy, test.energy, 1e-9 * std::abs(test.energy));
      EXPECT_NEAR(std::accumulate(answer.energies.begin(), answer.energies.end(), 0.0), test.energy,
                  1e-9 * std::abs(test.energy));
      EXPECT_TRUE(all_near(answer.forces, flat(test.forces), 1e-8));
      auto const& w = test.virial;
      std::array<double, 6> const virial = {w[0][0], w[1][1], w[2][2], w[0][1], w[0][2], w[1][2]};
      EXPECT_TRUE(all_near(answer.virial, virial, 1e-8));
    }
  }
}

TEST(CInterface, TellsWhatThePotentialIs) {
  Handle const potential(shipped("3bpa-small"));
  ModelData const model = read_model(shipped("3bpa-small"));
  ASSERT_EQ(tesseral_n_elements(potential), static_cast<int>(model.elements.size()));
  for (int s = 0; s < tesseral_n_elements(potential); ++s) {
    EXPECT_EQ(tesseral_element(potential, s), model.elements[s]);
    EXPECT_EQ(tesseral_species(potential, model.elements[s].c_str()), s);
  }
  EXPECT_EQ(tesseral_element(potential, -1), nullptr);
  EXPECT_EQ(tesseral_element(potential, tesseral_n_elements(potential)), nullptr);
  EXPECT_EQ(tesseral_species(potential, "Xe"), -1);
  expect_says(tesseral_last_error(), "Xe");
  EXPECT_EQ(tesseral_cutoff(potential), model.architecture.r_cut);
  expect_says(tesseral_description(potential), "radial functions from the network");
  EXPECT_STREQ(tesseral_version(), TESSERAL_VERSION);
}

TEST(CInterface, TakesOptions) {
  ModelData const model = read_model(shipped("si-small"));
  Handle const exact(shipped("si-small")), mixed(shipped("si-small"), {{"precision", "mixed"}, {"product", "cp"}});
  Answer const a = evaluate(exact, model.self_tests[0].structure), b = evaluate(mixed, model.self_tests[0].structure);
  expect_says(tesseral_description(mixed), "radial tables");
  expect_says(tesseral_description(mixed), "product cp");
  EXPECT_NE(a.energy, b.energy);
  EXPECT_NEAR(a.energy, b.energy, 1e-4);
}

TEST(CInterface, HasEveryOptionInItsManual) {
  std::ifstream stream(source_folder() + "/src/tesseral/tesseral.h");
  std::string const manual{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  for (OptionDescription const& option : option_descriptions()) {
    std::string values = option.values.front();
    for (std::size_t k = 1; k < option.values.size(); ++k)
      values += (k + 1 < option.values.size() ? ", " : " or ") + option.values[k];
    std::string const name = " *     " + option.name;
    auto const line = manual.find(name);
    ASSERT_NE(line, std::string::npos) << option.name;
    expect_says(manual.substr(line, manual.find('\n', line) - line), " " + values + ":");
  }
}

TEST(CInterface, ListsOfPairsGiveWhatStructuresGive) {
  TemporaryFolder const folder;
  for (auto const& variant : variants()) {
    SCOPED_TRACE(variant.name);
    write_model(folder.file("model.h5"), random_model(variant));
    Handle const potential(folder.file("model.h5"), {{"radial", "network"}, {"choice", "counted"}});
    double const r_cut = tesseral_cutoff(potential);
    for (auto const& [name, structure] : test_structures(variant.architecture.species, r_cut)) {
      SCOPED_TRACE(name);
      Answer const expected = evaluate(potential, structure);
      expect_same(evaluate(potential, HostList(structure, r_cut, true)), expected);
      expect_same(evaluate(potential, HostList(structure, r_cut, false)), expected);
      expect_same(evaluate(potential, HostList(structure, r_cut + 0.7, true)), expected);
      HostList const list(structure, r_cut, true);
      if (list.owner.empty()) continue;
      Answer const without_owners = evaluate(potential, list, false);
      if (variant.architecture.layers == 1) {
        expect_same(without_owners, expected);
      } else {
        EXPECT_EQ(without_owners.status, TESSERAL_BAD_INPUT);
        expect_says(tesseral_last_error(), "owner is NULL (the network has several layers");
      }
    }
  }
}

TEST(CInterface, AnswersMistakesWithSentences) {
  tesseral_potential* none = nullptr;
  auto const open = [&](char const* file, std::vector<tesseral_option> const& options) {
    EXPECT_EQ(tesseral_open(file, options.data(), options.size(), &none), TESSERAL_BAD_INPUT);
    EXPECT_EQ(none, nullptr);
    return std::string(tesseral_last_error());
  };
  std::string const si = shipped("si-small");
  expect_says(open("missing.h5", {}), "missing.h5");
  expect_says(open(nullptr, {}), "model_file is NULL");
  expect_says(open(si.c_str(), {{"colour", "red"}}), "unknown option 'colour'");
  expect_says(open(si.c_str(), {{"precision", "half"}}), "no precision 'half'");
  expect_says(open(si.c_str(), {{"precision", nullptr}}), "value is NULL");
  EXPECT_EQ(tesseral_open(si.c_str(), nullptr, 0, nullptr), TESSERAL_BAD_INPUT);
  tesseral_close(nullptr);

  Handle const potential(si);
  Structure const good = read_model(si).self_tests[0].structure;
  auto const wrong = [&](auto const& change) {
    Structure bad = good;
    change(bad);
    EXPECT_EQ(evaluate(potential, bad).status, TESSERAL_BAD_INPUT);
    return std::string(tesseral_last_error());
  };
  expect_says(wrong([](Structure& s) { s.species[3] = 1; }), "atom 3: species 1 does not exist");
  expect_says(wrong([](Structure& s) { s.species[0] = -1; }), "atom 0: species -1 does not exist");
  expect_says(wrong([](Structure& s) { s.positions[1] = s.positions[0]; }), "coincide");
  expect_says(wrong([](Structure& s) { s.cell[2] = {}; }), "cell");
  expect_says(wrong([](Structure& s) { s.positions[1][2] = std::numeric_limits<double>::quiet_NaN(); }), "finite");
  int const periodic[3] = {0, 0, 1};
  EXPECT_EQ(tesseral_evaluate(potential, 1, good.species.data(), good.positions.data()->data(), nullptr, periodic,
                              nullptr, nullptr, nullptr, nullptr),
            TESSERAL_BAD_INPUT);
  expect_says(tesseral_last_error(), "cell is NULL");
  EXPECT_EQ(tesseral_evaluate(potential, -1, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr),
            TESSERAL_BAD_INPUT);
  EXPECT_EQ(tesseral_evaluate(nullptr, 0, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr),
            TESSERAL_BAD_INPUT);

  HostList list(good, tesseral_cutoff(potential), true);
  list.owner[5] = 16;
  EXPECT_EQ(evaluate(potential, list).status, TESSERAL_BAD_INPUT);
  expect_says(tesseral_last_error(), "ghost 5: owner 16 does not exist");
  list.owner[5] = 0;
  list.senders[2] = 100000;
  EXPECT_EQ(evaluate(potential, list).status, TESSERAL_BAD_INPUT);
  expect_says(tesseral_last_error(), "pair 2");

  EXPECT_EQ(evaluate(potential, good).status, TESSERAL_OK);  // and no harm is done
  EXPECT_STREQ(tesseral_last_error(), "");
}

TEST(CInterface, ServesThreadsThatHaveAPotentialEach) {
  Structure const crystal = read_model(shipped("si-small")).self_tests[0].structure;
  Structure const molecule = read_model(shipped("3bpa-small")).self_tests[0].structure;
  Answer const expected[2] = {evaluate(Handle(shipped("si-small")), crystal),
                              evaluate(Handle(shipped("3bpa-small")), molecule)};
  auto const work = [&](int which) {
    Handle const potential(shipped(which == 0 ? "si-small" : "3bpa-small"));
    for (int k = 0; k < 20; ++k) {
      expect_same(evaluate(potential, which == 0 ? crystal : molecule), expected[which]);
    }
  };
  std::thread first(work, 0), second(work, 1);
  first.join();
  second.join();
}

TEST(CInterface, KeepsEachThreadsOwnError) {
  Handle const potential(shipped("si-small"));
  EXPECT_EQ(tesseral_species(potential, "Xa"), -1);
  std::thread([&] {
    EXPECT_STREQ(tesseral_last_error(), "");
    EXPECT_EQ(tesseral_species(potential, "Xb"), -1);
    expect_says(tesseral_last_error(), "'Xb'");
  }).join();
  expect_says(tesseral_last_error(), "'Xa'");
}

TEST(CInterface, RefusesToComputeInAForkedProcess) {
  Handle const potential(shipped("si-small"));
  Structure const crystal = read_model(shipped("si-small")).self_tests[0].structure;
  ASSERT_EQ(evaluate(potential, crystal).status, TESSERAL_OK);
  pid_t const child = fork();
  if (child == 0) {
    bool const refused = evaluate(potential, crystal).status == TESSERAL_BAD_INPUT;
    std::exit(refused && std::string(tesseral_last_error()).find("forked") != std::string::npos ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

}  // namespace
}  // namespace tesseral::test

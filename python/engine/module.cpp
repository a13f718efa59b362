// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
/// tesseral._engine: the engine's Potential for Python. Its callers, python/tesseral/potential.py, have made
/// C-contiguous arrays of the right types already; what is wrong with their content the engine says, as tesseral.Error.
/// Whatever touches Kokkos or a file runs without the interpreter's lock.
#include "arrays.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/core/kokkos_compat.hpp"
#include "tesseral/core/kokkos_thread.hpp"
#include "tesseral/graph/kept_neighbors.hpp"
#include "tesseral/model/element_subset.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/potential.hpp"
#include "tesseral/version.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nb = nanobind;

namespace tesseral::python {
namespace {

PotentialOptions options_of(std::map<std::string, std::string> const& options) {
  PotentialOptions chosen;
  for (auto const& [name, value] : options) set_option(chosen, name, value);
  return chosen;
}

class PythonPotential {
 public:
  /// `only`: the elements that are wanted; empty: all.
  PythonPotential(std::string const& file, std::map<std::string, std::string> const& options,
                  std::vector<std::string> const& only, int threads) {
    nb::gil_scoped_release const released;
    PotentialOptions const chosen = options_of(options);
    run_with_kokkos(
        [&] {
          ModelData model = read_model(file);
          if (!only.empty()) model = with_elements(model, only);
          engine_ = std::make_unique<Potential<HostSpace>>(model, chosen);
          provenance = model.provenance;
          elements = engine_->elements();
          description = engine_->description();
          r_cut = engine_->r_cut();
          knows_errors = engine_->knows_errors();
          host_threads = tesseral::host_threads();
        },
        threads);
  }
  ~PythonPotential() {
    nb::gil_scoped_release const released;
    try {
      run_with_kokkos([this] { engine_.reset(); });
    } catch (Error const&) {
      static_cast<void>(engine_.release());  // Kokkos has ended, and its memory with it
    }
  }

  /// One result for each structure.
  nb::list evaluate(std::vector<StructureArrays> const& arrays, bool scalars) {
    std::vector<StructureResult> results;
    {
      nb::gil_scoped_release const released;
      std::vector<Structure> structures;
      structures.reserve(arrays.size());
      for (StructureArrays const& each : arrays) structures.push_back(structure_of(each));
      run_with_kokkos([&] { results = engine_->evaluate(structures, {true, scalars, knows_errors}); });
    }
    nb::list list;
    for (StructureResult const& result : results) list.append(tuple_of(result));
    return list;
  }

  /// The same of one structure whose neighbours are kept.
  nb::tuple evaluate_kept(StructureArrays const& arrays, KeptNeighbors& neighbors) {
    require(neighbors.r_cut() == r_cut,
            "the neighbours have another cutoff than the potential (edges would be missing) take its own, neighbors()");
    StructureResult result;
    {
      nb::gil_scoped_release const released;
      Structure const structure = structure_of(arrays);
      run_with_kokkos([&] {
        StructureGraph<HostSpace> const graph({&structure}, {&neighbors.edges(structure)});
        result = std::move(engine_->evaluate(graph, {true, false, knows_errors}).front());
      });
    }
    return tuple_of(result);
  }

  std::map<std::string, std::string> provenance;
  std::vector<std::string> elements;
  std::string description;
  double r_cut = 0.0;
  int host_threads = 0;
  bool knows_errors = false;

 private:
  std::unique_ptr<Potential<HostSpace>> engine_;
};

std::map<std::string, std::vector<std::string>> all_options() {
  std::map<std::string, std::vector<std::string>> all;
  for (OptionDescription const& option : option_descriptions()) all[option.name] = option.values;
  return all;
}

}  // namespace
}  // namespace tesseral::python

NB_MODULE(_engine, module) {
  using namespace tesseral;
  using python::PythonPotential;
  module.attr("version") = TESSERAL_VERSION;
  nb::exception<Error>(module, "Error", PyExc_ValueError);
  module.def("options", &python::all_options, "name: values, the first of which is the default");

  nb::class_<KeptNeighbors>(module, "Neighbors")
      .def(nb::init<double, double>(), nb::arg("r_cut"), nb::arg("skin"))
      .def_prop_ro("searches", &KeptNeighbors::n_searches);

  nb::class_<PythonPotential>(module, "Potential")
      .def(nb::init<std::string const&, std::map<std::string, std::string> const&, std::vector<std::string> const&,
                    int>(),
           nb::arg("file"), nb::arg("options"), nb::arg("only"), nb::arg("threads"))
      .def_ro("elements", &PythonPotential::elements)
      .def_ro("cutoff", &PythonPotential::r_cut)
      .def_ro("provenance", &PythonPotential::provenance)
      .def_ro("description", &PythonPotential::description)
      .def_ro("threads", &PythonPotential::host_threads)
      .def_ro("knows_errors", &PythonPotential::knows_errors)
      .def("evaluate", &PythonPotential::evaluate, nb::arg("structures"), nb::arg("scalars"))
      .def("evaluate_kept", &PythonPotential::evaluate_kept, nb::arg("structure"), nb::arg("neighbors"));
}

// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
#include "tesseral/cli/commands.hpp"
#include "tesseral/cli/frames_outside.hpp"
#include "tesseral/core/error.hpp"
#include "tesseral/core/replace_file.hpp"
#include "tesseral/data/lammps_data.hpp"
#include "tesseral/model/elements.hpp"
#include "tesseral/model/model_file.hpp"
#include "tesseral/potential.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

namespace tesseral::cli {
namespace {

namespace fs = std::filesystem;

// ps: some twenty steps in the period of the fastest vibration of the lightest element.
double timestep(std::vector<std::string> const& elements) {
  double lightest = 1e9;
  for (std::string const& element : elements) lightest = std::min(lightest, atomic_mass(atomic_number(element)));
  return lightest < 4.0 ? 0.0005 : lightest < 20.0 ? 0.001 : 0.002;
}

std::string input(LammpsData const& data, std::string const& model, double temperature) {
  auto const& p = data.periodic;
  bool const is_molecule = !p[0] && !p[1] && !p[2], is_crystal = p[0] && p[1] && p[2];
  std::string boundary;
  for (bool const is_periodic : p) boundary += is_periodic ? " p" : " s";  // s: the box goes with the atoms
  return fmt::format(
      "# Dynamics at constant temperature, by tesseral lammps: lmp -in in.lmp, or mpirun -np 4 lmp -in in.lmp;\n"
      "# lmp -var temperature 500 -var steps 100000 -in in.lmp\n"
      "variable temperature index {}         # K\n"
      "variable steps index 10000\n"
      "units metal\n"
      "boundary{}\n"
      "{}"
      "read_data structure.data\n"
      "\n"
      "pair_style tesseral\n"
      "pair_coeff * * {} {}\n"
      "\n"
      "neighbor 1.0 bin\n"
      "minimize 0 1e-2 100 1000             # off the worst forces; E0 is large: a relative limit of energies ends too "
      "early\n"
      "reset_timestep 0\n"
      "timestep {}                      # ps\n"
      "velocity all create ${{temperature}} 20261130 mom yes rot {} dist gaussian\n"
      "# nve instead shows whether the total energy is constant; npt wants a potential fitted to stresses:\n"
      "# fix dynamics all npt temp ${{temperature}} ${{temperature}} $(100.0*dt) iso 0 0 $(1000.0*dt)\n"
      "fix dynamics all nvt temp ${{temperature}} ${{temperature}} $(100.0*dt)\n"
      "\n"
      "dump frames all custom 100 frames.dump id type x y z\n"
      "dump_modify frames sort id\n"
      "thermo_style custom step time temp pe etotal{}\n"
      "thermo_modify format float %.9g\n"
      "thermo 100\n"
      "run ${{steps}}\n"
      "write_data end.data\n",
      temperature, boundary, data.is_tilted ? "box tilt large\n" : "", model, fmt::join(data.elements, " "),
      timestep(data.elements), is_molecule ? "yes" : "no", is_crystal ? " press" : "");
}

}  // namespace

int lammps(LammpsOptions const& options) {
  ModelData const model = read_model(options.model);
  std::vector<Frame> const frames = read_extxyz(options.structure);
  Frame const& frame = frames.front();
  LammpsData data;
  std::vector<StructureResult> results;
  try {
    data = lammps_data(frame, model.elements);
    results = Potential<>(model, exact_options()).evaluate(std::vector<Structure>{to_structure(frame, model.elements)});
  } catch (Error const& error) {
    throw Error(options.structure + ": " + error.what());
  }
  fs::path const folder = options.folder, written = folder / "in.lmp", structure = folder / "structure.data";
  std::error_code problem;
  fs::create_directories(folder, problem);
  require(!problem, folder.string() + ": " + problem.message() + " (the files go there) name another folder by --out");
  for (fs::path const& file : {written, structure})
    require(!fs::exists(file),
            file.string() +
                ": is there already (it may have been changed by hand) remove it, or name another folder by --out");
  // A path with a blank would be two words.
  std::string const path = fs::relative(options.model, folder).string();
  require(
      path.find_first_of(" \t$&#\"'") == std::string::npos,
      path +
          ": has a blank or a sign that LAMMPS reads otherwise (pair_coeff names the model) move or rename the file");
  write_whole_file(structure.string(), data.text);
  write_whole_file(written.string(), input(data, path, options.temperature));
  fmt::print("{}: {} atoms, types {}\n", structure.string(), frame.symbols.size(), fmt::join(data.elements, " "));
  fmt::print("{}: cd '{}' && lmp -in in.lmp\n", written.string(), folder.string());
  FramesOutside const outside = frames_outside(model, {frame}, results);
  if (outside && count_outside(*outside) > 0) fmt::print("note: {}\n", outside_line(*outside));
  return 0;
}

}  // namespace tesseral::cli

#!/usr/bin/env bash
# Lattice constant, equation of state, elastic constants, vacancy, surfaces, phonons and behaviour at contact of the crystals
# that shipped potentials are for, radial distribution functions and diffusion of the liquids, beside their data's functional and
# published values; bonds of the molecules pulled apart, and their dynamics: a page and a picture for each.
#   tools/properties.sh [--output FOLDER] [--data FOLDER] [--runs FOLDER] NAME…
#     NAME: cu, ni, li, mo, si, ge (tools/properties/crystals.toml), nbmotaw (alloys.toml), water, lips (liquids.toml), 3bpa, 3bpa-mixedT,
#     acac, ethanol (molecules.toml), or MODEL.h5=NAME, another potential of that material; pages go to docs/properties. Dynamics run in LAMMPS
#     (tools/build.sh) and are kept in build/properties or --runs: a liquid takes hours, and goes on where it was ended, a molecule up to half an
#     hour; --data: the folder of the training data, to draw its own radial distribution functions beside a liquid's.
# Builds this tree's Python package (tools/wheel.sh) if build/dist has none, and an environment for it with ASE and phonopy.
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
cd "$tools/.."
(($# > 0)) || die "nothing is named (cu, ni, li, mo, si, ge, nbmotaw, water, lips, 3bpa, 3bpa-mixedT, acac or ethanol) see the head of the script"
shopt -s nullglob
wheels=(build/dist/*.whl)
[[ ${#wheels[@]} != 0 ]] || { tools/wheel.sh && wheels=(build/dist/*.whl); }
environment=build/properties/environment
if [[ ! -e $environment/.complete || ${wheels[0]} -nt $environment/.complete ]]; then
  mkdir -p build/properties
  python_environment "$environment" build/properties/python "the package, ASE and phonopy" "${wheels[0]}[ase]" ase==3.29.0 phonopy==4.10.0 h5py==3.16.0
  touch "$environment/.complete"
fi
# shellcheck source=env.sh
. "$tools/env.sh" 2>/dev/null # for lmp
env -u PYTHONPATH "$environment/bin/python3" -s tools/properties/main.py "$@"

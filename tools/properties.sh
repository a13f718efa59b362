#!/usr/bin/env bash
# Lattice constant, equation of state, elastic constants, vacancy, surfaces, phonons and behaviour at contact of the crystals
# that shipped potentials are for, beside their data's functional and published values: a page and a picture for each.
#   tools/properties.sh [--output FOLDER] NAME…     NAME: cu, ni, li, mo, si, ge (tools/properties/crystals.toml), or
#                                                   MODEL.h5=NAME, another potential of that crystal; default docs/properties
# Builds this tree's Python package (tools/wheel.sh) if build/dist has none, and an environment for it with ASE and phonopy.
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
cd "$tools/.."
(($# > 0)) || die "no crystal is named (cu, ni, li, mo, si or ge) see the head of the script"
shopt -s nullglob
wheels=(build/dist/*.whl)
[[ ${#wheels[@]} != 0 ]] || { tools/wheel.sh && wheels=(build/dist/*.whl); }
environment=build/properties/environment
if [[ ! -e $environment/.complete || ${wheels[0]} -nt $environment/.complete ]]; then
  mkdir -p build/properties
  python_environment "$environment" build/properties/python "the package, ASE and phonopy" "${wheels[0]}[ase]" ase==3.29.0 phonopy==4.10.0
  touch "$environment/.complete"
fi
env -u PYTHONPATH "$environment/bin/python3" -s tools/properties/main.py "$@"

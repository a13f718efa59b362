#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
Draws faults, plants them one at a time in a copy of the sources and sees whether the quick tests (unit tests and laws on one
thread, teams, counts) notice. What was tried is kept in docs/measurements/mutants.jsonl, so that a later run goes on, on another machine and with
other sources too; who answers a fault that survived writes there what was done, as "answer".
    tools/mutants.py [--seed N] [--per-folder N] [--limit N] [--list] [--table]
        --list    prints the faults and tries none
        --limit   tries so many and ends
        --table   prints docs/measurements/mutants.md from what was tried
Needs what tools/setup.sh --tests installs. A fault takes about a minute on two processors.
"""
import argparse
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "mutants"
TREE, BUILD, SECONDS = FOLDER / "tree", FOLDER / "build", FOLDER / "seconds.json"
RESULTS = ROOT / "docs" / "measurements" / "mutants.jsonl"
COUNTED = ("caught", "survived")
# folders of src/tesseral; kernels and their adjoints live in the first ones and get three times as many
KERNELS = ("tensor_product", "network", "forces", "graph", "sphere")
OTHERS = ("core", "model", "data", "factors", "scans", "train", "cli")
FOLDERS = KERNELS + OTHERS
TARGETS = ("unit", "laws", "teams", "tesseral_program")
COUNTS = "counts_are_those_on_paper"  # what `tesseral bench` counts
MOST_OBJECTS = 12  # a fault that touches more takes too long to build

# name, pattern, replacement: what a programmer gets wrong. A missing fence is none of them: on a host it changes nothing.
FAULTS = [
    ("sign", r"(?<=[\w\)\]]) \+ (?=[\w\(])", " - "),
    ("sign", r"(?<=[\w\)\]]) - (?=[\w\(])", " + "),
    ("sign of a sum", r" \+= ", " -= "),
    ("sum overwritten", r" \+= ", " = "),
    ("off by one", r"(for \(.*; \w+ )<( [\w\.\(\)]+); ", r"\1<\2 - 1; "),
    ("off by one", r"(for \(\w+ \w+ = )0(; )", r"\g<1>1\2"),
    ("index", r"\((\w), (\w)\)(?=[ ;\)\*\+\]])", r"(\2, \1)"),
    ("index", r"\[(\w)\]\[(\w)\]", r"[\2][\1]"),
    ("index", r"\b(lm|e|i|j|k|d) \+ 1\b", r"\1"),
    ("wrong species", r"\bspecies\(\w\)", "0"),
    ("wrong species", r"\bspecies\[\w\]", "0"),
    ("missing barrier", r"^\s*\w+\.team_barrier\(\);\n", "\n"),
    ("dropped image", r" \+ (\w*offset\w*\[\w\])", r" + 0.0 * \1"),
    ("comparison", r"(?<=[\w\)\]]) < (?=[\w\(])", " <= "),
    ("comparison", r"(?<=[\w\)\]]) > (?=[\w\(])", " < "),
    ("comparison", r" == ", " != "),
    ("condition", r" && ", " || "),
    ("condition", r"(?<=[\( ])!(?=\w)", ""),
    ("factor", r"\b0\.5 \* ", ""),
    ("factor", r"\b2\.0 \* ", ""),
    ("factor", r"\b3\.0\b", "2.0"),
    ("unit", r"\b1e3 \* ", ""),
    ("extreme", r"std::max\b", "std::min"),
    ("extreme", r"std::min\b", "std::max"),
    ("quotient", r"(?<=[\w\)\]]) / (?=[\w\(])", " * "),
]
NO_CODE = re.compile(r"^\s*(//|#|template|using|static_assert|class|struct|namespace|public:|private:)|operator|std::string|KOKKOS_IMPL")


def run(command, log=None, **options):
    with open(log or "/dev/null", "w") as output:
        return subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, **options).returncode


def sources(root, folder):
    return sorted(path for path in (root / "src" / "tesseral" / folder).rglob("*") if path.suffix in (".cpp", ".hpp"))


def code_lines(path):
    """(number, line) of what is code; strings are no place for faults."""
    for number, line in enumerate(path.read_text().splitlines(keepends=True)):
        if not NO_CODE.search(line) and '"' not in line:
            yield number, line.split("//")[0] if "//" in line else line


def candidates(root, folder):
    """(fault, path, line number, start, end, replacement) of all places, in their order."""
    found = []
    for path in sources(root, folder):
        for number, line in code_lines(path):
            for name, pattern, replacement in FAULTS:
                for match in re.finditer(pattern, line):
                    if re.search(r"; \w+$", line[: match.start()]):
                        continue  # the step of a loop, which would have no end
                    if "lanes" in line and name == "off by one":
                        continue  # channels are whole packs
                    found.append((name, path, number, match.start(), match.end(), match.expand(replacement)))
    return found


def drawn(root, seed, per_folder):
    """All faults in the order of their trial. Kinds of faults come in turn, so that plus and minus do not fill the list."""
    faults = []
    for folder in FOLDERS:
        chance = random.Random(f"{seed} {folder}")
        by_kind = {}
        for candidate in candidates(root, folder):
            by_kind.setdefault(candidate[0], []).append(candidate)
        wanted = per_folder * (3 if folder in KERNELS[:2] else 1)
        kinds = sorted(by_kind)
        chance.shuffle(kinds)
        reserve = 4 * wanted  # some do not compile, or touch too much
        places = set()
        turn = 0
        while kinds and len(places) < reserve:
            kind = kinds[turn % len(kinds)]
            turn += 1
            name, path, number, start, end, new = by_kind[kind].pop(chance.randrange(len(by_kind[kind])))
            if not by_kind[kind]:
                kinds.remove(kind)
            if (path, number) in places:
                continue
            places.add((path, number))
            faults.append({"folder": folder, "wanted": wanted, "kind": name, "file": str(path.relative_to(root)),
                           "line": number + 1, "start": start, "end": end, "new": new})
    return faults


def changed(root, fault):
    """The file's text with the fault; the line before and after."""
    lines = (root / fault["file"]).read_text().splitlines(keepends=True)
    before = lines[fault["line"] - 1]
    after = before[: fault["start"]] + fault["new"] + before[fault["end"]:]
    lines[fault["line"] - 1] = after
    return "".join(lines), before.strip(), after.strip()


def prepare():
    """Makes the copy, without a fault. Returns the seconds that each test program takes, measured again after a change."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, files):
        source, target = ROOT / name, TREE / name
        if source.is_file() and (not target.exists() or target.read_bytes() != source.read_bytes()):
            if name.startswith(("src/", "tests/")):
                SECONDS.unlink(missing_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            shutil.copymode(source, target)
    for path in [*TREE.glob("src/**/*.[ch]pp"), *TREE.glob("tests/**/*.[ch]pp")]:
        if str(path.relative_to(TREE)) not in files:  # moved since
            path.unlink()
    setup = subprocess.run(["tools/setup.sh", "--print"], cwd=ROOT, capture_output=True, text=True)
    kokkos = re.search(r"^TESSERAL_KOKKOS_ROOT=(.+)$", setup.stdout, re.MULTILINE)
    if not kokkos:
        sys.exit("error: Kokkos is not there yet; run tools/setup.sh --tests")
    kokkos = shlex.split(kokkos[1])[0]
    configure = ["cmake", "-S", TREE, "-B", BUILD, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O1",
                 "-DTESSERAL_NATIVE=OFF", "-DTESSERAL_ARCHITECTURE=x86-64-v3", f"-DKokkos_ROOT={kokkos}"]
    # the object of a file that was put back comes from the compiler's cache
    launcher = subprocess.run(["bash", "-c", ". tools/lib.sh; compiler_launcher"], cwd=ROOT, capture_output=True, text=True, check=True)
    configure.append(f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher.stdout}")
    print("building the copy …", flush=True)
    if run(configure, FOLDER / "configure.log"):
        sys.exit(f"error: the copy cannot be configured; see {FOLDER / 'configure.log'}")
    try:
        build(TARGETS)
    except NotCompiled as error:
        sys.exit(f"error: the copy cannot be built; {error}")
    if SECONDS.exists():
        return json.loads(SECONDS.read_text())
    seconds = {}
    for name in programs({}):
        begin = time.monotonic()
        failed = failure(name, [], None)
        if failed:
            sys.exit(f"error: the tests fail without a fault: {failed}")
        seconds[name] = time.monotonic() - begin
    SECONDS.write_text(json.dumps(seconds))
    return seconds


def dependents():
    """Objects that read each file of the copy."""
    count = Counter()
    deps = subprocess.run(["ninja", "-C", BUILD, "-t", "deps"], capture_output=True, text=True, check=True).stdout
    for block in deps.split("\n\n"):
        count.update(str(Path(line.strip()).resolve()) for line in block.splitlines()[1:])
    return count


def programs(fault):
    """The test programs, those of the fault's folder first; of a barrier, the one in which teams have several threads."""
    folder = fault.get("folder")
    names = sorted(path.name for path in (BUILD / "bin").glob("unit_*")) + ["laws", "teams", COUNTS]
    first = {"tensor_product": ["unit_tensor_product", "laws"], "network": ["unit_network", "laws"], "forces": ["laws"]}
    order = ["teams"] if fault.get("kind") == "missing barrier" else first.get(folder, [f"unit_{folder}"])
    return [name for name in order if name in names] + [name for name in names if name not in order]


def nearest_suites(fault):
    """A filter for the tests of the fault's own folder, or None."""
    folder = TREE / "tests" / "unit" / Path(fault["file"]).parent.relative_to("src/tesseral")
    text = "".join(path.read_text() for path in sorted(folder.glob("*.test.cpp")))
    suites = sorted(set(re.findall(r"^(?:TYPED_)?TEST(?:_[FP])?\((\w+),", text, re.MULTILINE)))
    return ":".join(f"*{suite}*" for suite in suites) or None


class NotCompiled(Exception):
    pass


def build(targets, most=None):
    """Within `most` seconds: the compiler, too, runs loops, which may have no end."""
    if run(["timeout", str(most or 0), "cmake", "--build", BUILD, "--target", *targets], FOLDER / "build.log"):
        raise NotCompiled(f"see {FOLDER / 'build.log'}")


def failure(name, options, limit):
    """What fails in a test program, or None."""
    log = FOLDER / f"{name}.log"
    threads = "4" if name == "teams" else "1"  # teams share one processor (tests/support/one_processor.cpp)
    environment = {**os.environ, "OMP_NUM_THREADS": threads, "OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "1000"}
    command = [BUILD / "bin" / name, "--gtest_brief=1", "--gtest_fail_fast", *options]
    if name == COUNTS:
        command = ["/usr/bin/python3", "-B", TREE / "benchmarks/check_counts.py", BUILD / "bin/tesseral", TREE / "potentials"]
    try:
        status = run(command, log, env=environment, cwd=BUILD, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"{name}: takes three times as long"
    failed = re.search(r"\[  FAILED  \] ([\w/\.]+)", log.read_text(errors="replace"))
    return f"{name}: {failed[1] if failed else f'ends with {status}'}" if status else None


def first_failure(fault, seconds):
    """The first test that fails, or None. Most faults are noticed by the tests of their own folder, which are built and run first."""
    limit = {name: 20 + 3 * seconds[name] for name in seconds}
    first, *others = programs(fault)
    build([first], most=240)
    nearest = nearest_suites(fault) if first.startswith("unit") else None
    for options in [[f"--gtest_filter={nearest}"], []] if nearest else [[]]:
        failed = failure(first, options, limit[first])
        if failed:
            return failed
    build(TARGETS, most=600)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return next(filter(None, pool.map(lambda name: failure(name, [], limit[name]), others)), None)


def tried():
    return [json.loads(line) for line in RESULTS.read_text().splitlines()] if RESULTS.exists() else []


def try_fault(fault, readers, seconds):
    """The outcome: caught by what, survived, or not counted and why."""
    text, _, _ = changed(TREE, fault)
    path = TREE / fault["file"]
    original = path.read_text()
    if not 0 < readers[str(path.resolve())] <= MOST_OBJECTS:
        return {"outcome": "not tried", "by": f"{readers[str(path.resolve())]} objects read this file"}
    path.write_text(text)
    begin = time.monotonic()
    try:
        caught = first_failure(fault, seconds)
    except NotCompiled:
        return {"outcome": "not compiled"}
    finally:
        path.write_text(original)
    return {"outcome": "caught" if caught else "survived", "by": caught, "seconds": round(time.monotonic() - begin)}


def table(results):
    """Markdown of those that count, by folder. An answer that begins with "changes nothing" says why there is nothing to notice."""
    counted = sorted((r for r in results if r["outcome"] in COUNTED), key=lambda r: (FOLDERS.index(r["folder"]), r["file"], r["line"]))
    caught = sum(r["outcome"] == "caught" for r in counted)
    nothing = sum(r.get("answer", "").startswith("changes nothing") for r in counted)
    since = sum(r.get("answer", "").startswith("caught since") for r in counted)
    print("# Planted faults\n\nWritten by `tools/mutants.py --table` from [mutants.jsonl](mutants.jsonl), where the commit of each stands.\n")
    print(f"Of {len(counted)} faults {nothing} change nothing. Of the others {caught} were caught by the quick tests and {since} by tests that were written for "
          f"them, {100 * (caught + since) / (len(counted) - nothing):.0f} % in all.\n")
    print("| file | line | fault | from | to | caught by |\n|---|---|---|---|---|---|")
    for r in counted:
        quoted = [f"`{r[name]}`".replace("|", "\\|") if r[name] else "" for name in ("before", "after")]
        noticed = r["by"] or r.get("answer") or "**survived**, not answered yet"
        print(f"| {r['file'].removeprefix('src/tesseral/')} | {r['line']} | {r['kind']} | {quoted[0]} | {quoted[1]} | {noticed} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-folder", type=int, default=5)
    parser.add_argument("--limit", type=int, default=10**9)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--table", action="store_true")
    arguments = parser.parse_args()
    results = tried()
    if arguments.table:
        return table(results)
    if arguments.list:
        for fault in drawn(ROOT, arguments.seed, arguments.per_folder):
            _, before, after = changed(ROOT, fault)
            print(f"{fault['file']}:{fault['line']}: {fault['kind']}\n    {before}\n    {after}")
        return None
    FOLDER.mkdir(parents=True, exist_ok=True)
    seconds = prepare()
    readers = dependents()
    commit = subprocess.run(["git", "rev-parse", "--short=8", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    known = {(r["file"], r["before"], r["after"]) for r in results}
    done = Counter(r["folder"] for r in results if r["outcome"] in COUNTED)
    for fault in drawn(TREE, arguments.seed, arguments.per_folder):  # the checkout may change meanwhile
        _, before, after = changed(TREE, fault)
        if done[fault["folder"]] >= fault["wanted"] or arguments.limit <= 0 or (fault["file"], before, after) in known:
            continue
        arguments.limit -= 1
        result = {**{name: fault[name] for name in ("folder", "file", "line", "kind")}, "before": before, "after": after,
                  "commit": commit, **try_fault(fault, readers, seconds)}
        with open(RESULTS, "a") as file:
            file.write(json.dumps(result) + "\n")
        print(f"{fault['file']}:{fault['line']}: {fault['kind']}: {result['outcome']} {result.get('by') or ''}", flush=True)
        done[fault["folder"]] += result["outcome"] in COUNTED
    return None


main()

# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: format.py SOURCE_DIR. All C and C++ files are as clang-format 14 lays them out; other versions differ in details,
so that with another one nothing is checked (exit status 77, which ctest shows as skipped)."""
import pathlib
import re
import subprocess
import sys

VERSION = '14.'


def main(root):
    try:
        version = re.search(r'version (\S+)', subprocess.run(['clang-format', '--version'], stdout=subprocess.PIPE,
                                                             text=True, check=True).stdout)[1]
    except FileNotFoundError:
        version = 'none'
    if not version.startswith(VERSION):
        print(f'not checked: clang-format is {version} (the layout is that of {VERSION}x) install Debian 12\'s clang-format')
        sys.exit(77)
    files = [f for folder in ('src', 'plugin', 'tests', 'benchmarks', 'examples') for f in (root / folder).rglob('*')
             if f.suffix in ('.cpp', '.hpp', '.h', '.c')]
    wrong = subprocess.run(['clang-format', '--dry-run', '--Werror', *map(str, files)], stderr=subprocess.PIPE, text=True)
    places = [line for line in wrong.stderr.splitlines() if 'error:' in line]
    print('\n'.join(places) if places else f'{len(files)} files are as clang-format {version} lays them out')
    if wrong.returncode:
        sys.exit('not the project\'s layout (.clang-format) run clang-format -i on these files')


main(pathlib.Path(sys.argv[1]))

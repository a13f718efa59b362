# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: links.py SOURCE_DIR. Every relative link in a page (Markdown) leads to a file or folder that is there."""
import pathlib
import re
import sys


def broken(root):
    pages = [p for p in root.rglob('*.md') if not {'build', '.git'} & set(p.relative_to(root).parts)]
    if not pages:
        yield f'{root}: no pages (wrong folder) pass the root of the sources'
    for page in pages:
        for number, line in enumerate(page.read_text().splitlines(), 1):
            for target in re.findall(r'\]\(([^)\s]+)\)', line):
                file = target.split('#')[0]
                if file and '://' not in file and not (page.parent / file).exists():
                    yield f'{page.relative_to(root)}:{number}: {target} leads nowhere (no such file) correct the link'


found = list(broken(pathlib.Path(sys.argv[1])))
print('\n'.join(found) if found else 'all links lead somewhere')
sys.exit(bool(found))

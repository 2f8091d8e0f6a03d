"""Prints what a kernel tree's own parser reads in logs: NAME STATUS PASSED FAILED CRASHED SKIPPED ERRORS, a line a log."""

import contextlib
import io
import os
import sys

sys.dont_write_bytecode = True
tree, *logs = sys.argv[1:]
sys.path.insert(0, os.path.join(tree, 'tools/testing/kunit'))
# The parser's printer keeps the standard output it was loaded with.
with contextlib.redirect_stdout(io.StringIO()):
    import kunit_parser

    lines = []
    for log in logs:
        with open(log, errors='backslashreplace') as file:
            test = kunit_parser.parse_run_tests(file)
        counts = test.counts
        lines.append(f'{os.path.basename(log)} {test.status.name} {counts.passed} {counts.failed} {counts.crashed}'
                     f' {counts.skipped} {counts.errors}')
print('\n'.join(lines))

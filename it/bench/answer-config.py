#!/usr/bin/env python3
"""Answers the questions of make config: m where it may be, the default for all else.

  answer-config.py [--prefer-builtin] COMMAND...

COMMAND is make with its arguments; its target is config. With --prefer-builtin what would be y stays so.
"""
import os
import re
import subprocess
import sys

QUESTION = re.compile(rb"\[([NMYnmy](?:/[NMYnmy])*)/\?\] (?:\(NEW\) )?$")
OTHER = re.compile(rb"(?:\([A-Za-z0-9_]+\) \[[^\n]*\] (?:\(NEW\) )?|choice\[[0-9?-]+\]: )$")


def main(arguments):
    prefer = "--prefer-builtin" in arguments
    command = [word for word in arguments if word != "--prefer-builtin"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    seen = b""
    while True:
        read = os.read(process.stdout.fileno(), 1 << 16)
        if not read:
            break
        seen = (seen + read)[-4096:]
        question = QUESTION.search(seen)
        if question:
            values = question.group(1)
            module = b"m" in values.lower() and not (prefer and b"Y" in values)
            answer = b"m\n" if module else b"\n"
        elif OTHER.search(seen):
            answer = b"\n"
        else:
            continue
        process.stdin.write(answer)
        process.stdin.flush()
        seen = b""
    process.stdin.close()
    return process.wait()


sys.exit(main(sys.argv[1:]))

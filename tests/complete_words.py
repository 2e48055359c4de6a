"""What bash makes of a line and the Tab key: python3 tests/complete_words.py FOLDER SCRIPT LINE WORD [LINE WORD]...

Types each LINE and Tab into an interactive bash in FOLDER, with the completions of SCRIPT and the program of PATH. The last
word of the line must then be WORD.
"""
import os
import pty
import select
import shlex
import signal
import sys
import time

WAIT = 30  # seconds, on a busy machine


def expect(terminal, mark, seen=b""):
    """What bash prints up to `mark`."""
    end = time.time() + WAIT
    while mark not in seen:
        if not select.select([terminal], [], [], max(0, end - time.time()))[0]:
            sys.exit(f"bash does not answer; it said {seen[-500:]!r}")
        seen += os.read(terminal, 65536)
    return seen


def main():
    folder, script = sys.argv[1:3]
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.update(TERM="dumb", PS1="", HISTFILE="", INPUTRC="/dev/null", COLUMNS="1000")
        os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
    faults = 0
    os.write(terminal, f"source {shlex.quote(script)}; stty -echo cols 1000; printf '%s%s\\n' rea dy\n".encode())
    expect(terminal, b"ready")
    for line, want in zip(sys.argv[3::2], sys.argv[4::2]):
        # In front of the line goes a command that shows its words, behind it a mark for the end.
        os.write(terminal, line.encode() + b"\t\x01printf '<%s>' \x05;printf '<%s%s>\\n' e nd\n")
        said = expect(terminal, b"<end>").rsplit(b"<end>", 1)[0].decode()
        found = said.rsplit("<", 1)[1][:-1]
        if found != want:
            print(f"{line}: expected {want!r}, not {found!r}")
            faults += 1
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    sys.exit(faults > 0)


main()

"""Is a change only a contribution? Says which files are more, and fails if nobody of the house has agreed to that.

    git show "$BASE:.ci/scope.py" | python3 -I - BASE HEAD [--agreed]

Take it from the base of the change, as above: it must not be the change that says what it may do. A contribution adds
or changes plain files of these names. Standard library only.
"""

import re
import subprocess
import sys

CONTRIBUTIONS = re.compile(
    r"sources/[^/]+/annotations/[^/]+\.md|sources/[^/]+/citations\.toml|parallels/[^/]+\.md|parallels/rejected\.tsv"
    r"|references\.bib|names\.toml"
)
PLAIN = {"000000", "100644"}  # modes of git: no file, a plain file; not a link, a program or a submodule


def more_than_contributions(base: str, head: str) -> list[str]:
    """Return the paths that are changed and are no contributions. A file that was renamed counts as two."""
    command = ["git", "diff", "--raw", "-z", "--no-renames", "--no-ext-diff", f"{base}...{head}", "--"]
    fields = subprocess.run(command, check=True, capture_output=True).stdout.decode(errors="replace").split("\0")
    pairs = zip(fields[::2], fields[1::2], strict=False)  # ":old-mode new-mode old new status", path
    return [path for modes, path in pairs if modes.split()[1] not in PLAIN or not CONTRIBUTIONS.fullmatch(path)]


def main(base: str, head: str, agreed: bool) -> int:
    """Print what is found as Markdown and return the exit code."""
    others = more_than_contributions(base, head)
    if not others:
        print("Only annotations, parallels, works and names are touched.")
        return 0
    print("### This change touches more than annotations, parallels, works and names\n")
    print("Look at these files before anything is run or merged:\n")
    for path in others:
        print("-", re.sub(r"[^A-Za-z0-9._/-]", "?", path))
    if not agreed:
        print("\nA maintainer who has looked at it agrees by setting the label `more-than-notes`. The label counts for")
        print("this state of the change: after another push it is taken away, and set again.")
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], "--agreed" in sys.argv[3:]))

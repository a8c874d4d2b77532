"""Looks every pinned requirement up among the known vulnerabilities, and says plainly what could not be looked up.

``python audit.py pip-audit requirements.txt [options of pip-audit]`` ends with 0 if all were asked about and none has a
known vulnerability, with 1 if some have, and with 2 if the service did not answer for all of them: pip-audit itself
takes a package that its service doesn't know for a good one.
"""

from __future__ import annotations

import json
import subprocess
import sys


def main(tool: str, requirements: str, *options: str) -> int:
    command = [tool, "--requirement", requirements, "--disable-pip", "--require-hashes", "--format", "json"]
    ran = subprocess.run([*command, "--progress-spinner", "off", *options], capture_output=True, text=True, check=False)
    try:
        found = json.loads(ran.stdout)["dependencies"]
    except ValueError:
        print(ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else "pip-audit said nothing")
        print("The service of known vulnerabilities can't be reached from here: nothing is said about any package.")
        return 2
    skipped = [each for each in found if "skip_reason" in each]
    wrong = [each for each in found if each.get("vulns")]
    for each in wrong:
        for known in each["vulns"]:
            fixed = ", ".join(known["fix_versions"]) or "none yet"
            print(f"{each['name']} {each['version']}: {known['id']}, fixed in {fixed}")
    print(f"{len(found) - len(skipped)} of {len(found)} packages looked up, {len(wrong)} with known vulnerabilities.")
    if skipped:
        print(f"The service did not answer for {len(skipped)} packages, so nothing is said about them; for the first:")
        print(f"  {skipped[0]['skip_reason']}")
    return 1 if wrong else 2 if skipped else 0


sys.exit(main(*sys.argv[1:]))

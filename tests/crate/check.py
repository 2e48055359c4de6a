"""check.py FOLDER... - is ro-crate-metadata.json of each result folder what RO-Crate 1.1 and Process Run Crate ask for?

Every key and type is defined in a context that the file names, every reference leads somewhere, and every file of
the manifest is described with its size and SHA-256. The contexts lie beside this script: ro-crate-context.json is
https://w3id.org/ro/crate/1.1/context, version 1.1.3, unchanged, under CC0 1.0; workflow-run-context.json says what it is.
One line a fault; exit code 1 if there was any.
"""
import hashlib
import json
import os
import re
import sys
from urllib.parse import unquote

HERE = os.path.dirname(os.path.abspath(__file__))
CONTEXTS = {"https://w3id.org/ro/crate/1.1/context": "ro-crate-context.json",
            "https://w3id.org/ro/terms/workflow-run/context": "workflow-run-context.json"}
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
CRATE, MANIFEST = "ro-crate-metadata.json", "manifest.json"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
FIELDS = {"File": ("name", "contentSize", "sha256"), "SoftwareApplication": ("name", "softwareVersion", "license"),
          "CreateAction": ("name", "description", "endTime", "instrument", "object", "result")}


def load(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as file:
        return json.load(file, object_pairs_hook=unique)


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError(f"a key stands twice: {keys}")
    return dict(pairs)


def ids(value):
    """What a value refers to."""
    values = value if isinstance(value, list) else [value]
    return [one["@id"] for one in values if isinstance(one, dict)]


def check_terms(crate, entities):
    terms = set()
    for name in crate["@context"]:
        if name not in CONTEXTS:
            yield f"an unknown context {name}"
        else:
            terms |= set(load(HERE, CONTEXTS[name])["@context"])
    seen = set()
    for entity in crate["@graph"]:
        if entity["@id"] in seen:
            yield f"{entity['@id']} is described twice"
        seen.add(entity["@id"])
        for key, value in entity.items():
            if key not in ("@id", "@type") and key not in terms:
                yield f"{entity['@id']}: no context defines the key {key}"
            if value is None or value == "":
                yield f"{entity['@id']}: {key} has no value"
            for other in ids(value):
                if other not in entities and other != SPECIFICATION:
                    yield f"{entity['@id']}: {key} refers to {other}, which is not there"
        if entity["@type"] not in terms:
            yield f"{entity['@id']}: no context defines the type {entity['@type']}"
        for key in FIELDS.get(entity["@type"], ()) if entity["@id"] != MANIFEST else ():
            if key not in entity:
                yield f"{entity['@id']}: there is no {key}"


def check_root(entities):
    about = entities.get(CRATE, {})
    if about.get("@type") != "CreativeWork" or ids(about.get("conformsTo")) != [SPECIFICATION] \
            or ids(about.get("about")) != ["./"]:
        yield "it does not say that it is an RO-Crate 1.1 about ./"
    root = entities.get("./", {})
    if root.get("@type") != "Dataset" or ids(root.get("conformsTo")) != [PROFILE]:
        yield "the root is no dataset of the profile"
    if entities.get(PROFILE, {}).get("@type") != "CreativeWork":
        yield "the profile is not described"
    for key in "name", "description", "license", "hasPart", "mentions":
        if not root.get(key):
            yield f"the root has no {key}"
    if not re.fullmatch(TIME, root.get("datePublished", "")):
        yield f"datePublished is no time: {root.get('datePublished')}"
    for run in ids(root.get("mentions")):
        run = entities.get(run, {})
        tools = [entities.get(one, {}).get("@type") for one in ids(run.get("instrument"))]
        if run.get("@type") != "CreateAction" or tools != ["SoftwareApplication"]:
            yield "the root does not mention a run of a program"
        if sorted(ids(run.get("result"))) != sorted(ids(root.get("hasPart"))):
            yield "the run made other files than the root has"
        if not all(re.fullmatch(TIME, run.get(key, "-")) for key in {"endTime", *({"startTime"} & set(run))}):
            yield "a time of the run is none"


def check_files(folder, entities):
    manifest = load(folder, MANIFEST)
    described = {one["@id"] for one in entities.values() if one["@type"] == "File"}
    if described != set(ids(entities["./"]["hasPart"])):
        yield "the parts of the root are not the files described"
    for name in described:
        if not re.fullmatch(r"([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", name):
            yield f"{name} is no relative URI"
    stored = {one["name"]: one for one in manifest["outputs"]}
    if CRATE not in stored:
        yield "the manifest does not name the crate"
    else:
        with open(os.path.join(folder, CRATE), "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != stored[CRATE]["sha256"]:
                yield "the crate is not the one that the manifest names"
    if {unquote(name) for name in described} != (set(stored) - {CRATE}) | {MANIFEST}:
        yield "the files described are not those of the manifest"
    for name in described:
        if not os.path.isfile(os.path.join(folder, unquote(name))):
            yield f"{name} is not there"
            continue
        with open(os.path.join(folder, unquote(name)), "rb") as file:
            data = file.read()
        entity = entities[name]
        if name != MANIFEST and (entity.get("contentSize"), entity.get("sha256")) != (
                str(len(data)), hashlib.sha256(data).hexdigest()):
            yield f"{name}: another size or SHA-256"
    run = entities[ids(entities["./"]["mentions"])[0]]
    inputs = [(entities[one]["name"], entities[one]["sha256"]) for one in ids(run["object"])]
    if inputs != [(one["path"], one["sha256"]) for one in manifest["inputs"]]:
        yield "the inputs are not those of the manifest"
    if (run["description"], run.get("startTime"), run["endTime"]) != (
            manifest["command_line"], manifest.get("started"), manifest["finished"]):
        yield "the run is not that of the manifest"


def check(folder):
    crate = load(folder, CRATE)
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    faults = list(check_terms(crate, entities)) + list(check_root(entities))
    return faults or list(check_files(folder, entities))


def main():
    bad = 0
    for folder in sys.argv[1:]:
        for fault in check(folder):
            print(f"{folder}: {fault}")
            bad += 1
    print(f"{len(sys.argv) - 1} crates, {bad} faults")
    return 1 if bad or len(sys.argv) == 1 else 0


if __name__ == "__main__":
    sys.exit(main())

"""Uses the cache of the Hugging Face hub by huggingface_hub, for hub.test.ts; prints JSON.

hub.py find MODEL REVISION FILE...: the folder of a snapshot, and the path of each file, null where the cache has none
hub.py download MODEL FILE...: downloads files of the branch main
"""

import json
import sys

from huggingface_hub import hf_hub_download, snapshot_download, try_to_load_from_cache


def find(model, revision, *names):
    folder = snapshot_download(model, revision=revision, local_files_only=True)
    paths = [try_to_load_from_cache(model, name, revision=revision) for name in names]
    return {"folder": folder, "paths": [path if isinstance(path, str) else None for path in paths]}


def download(model, *names):
    return [hf_hub_download(model, name) for name in names]


print(json.dumps({"find": find, "download": download}[sys.argv[1]](*sys.argv[2:])))

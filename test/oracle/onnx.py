"""Computes batches with an ONNX file: python onnx.py FILE, batches as JSON on standard input, their logits as JSON on standard output."""

import json
import sys

import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(sys.argv[1])
names = [entry.name for entry in session.get_inputs()]


def padded(rows, length):
    return np.array([row + [0] * (length - len(row)) for row in rows], dtype=np.int64)


def logits(batch):
    length = batch.get("length", max(map(len, batch["ids"])))
    values = {
        "input_ids": padded(batch["ids"], length),
        "attention_mask": padded([[1] * len(row) for row in batch["ids"]], length),
    }
    if "token_type_ids" in names:
        values["token_type_ids"] = padded(batch["segments"], length)
    return session.run(["logits"], values)[0].tolist()


metadata = session.get_modelmeta().custom_metadata_map
print(json.dumps({"inputs": names, "metadata": metadata, "logits": [logits(batch) for batch in json.load(sys.stdin)]}))

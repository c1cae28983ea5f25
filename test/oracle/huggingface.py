"""Computes texts with a folder of transformers: python huggingface.py FOLDER, texts as JSON on standard input (ids and segments of each),
on standard output their logits, the names of the classes, and what the folder lacks or has too much."""

import json
import sys

import torch
from transformers import AutoModelForSequenceClassification

model, loading = AutoModelForSequenceClassification.from_pretrained(sys.argv[1], output_loading_info=True)
model.eval()


def logits(text):
    inputs = {"input_ids": torch.tensor([text["ids"]])}
    if model.config.model_type == "bert":
        inputs["token_type_ids"] = torch.tensor([text["segments"]])
    with torch.no_grad():
        return model(**inputs).logits[0].tolist()


mismatches = sorted(map(str, [*loading["missing_keys"], *loading["unexpected_keys"]]))
classes = [model.config.id2label[i] for i in range(model.config.num_labels)]
print(json.dumps({"logits": list(map(logits, json.load(sys.stdin))), "classes": classes, "mismatches": mismatches}))

"""Reads a folder of event files with TensorBoard: python tensorboard.py FOLDER, its scalars as JSON {tag: [[step, value]]}."""

import json
import sys

sys.path.pop(0)  # this folder, whose scripts have the names of packages

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator  # noqa: E402

events = EventAccumulator(sys.argv[1]).Reload()
tags = events.Tags()["tensors"] + events.Tags()["scalars"]
scalars = {tag: [[event.step, event.value] for event in events.Scalars(tag)] for tag in tags}
print(json.dumps(scalars))

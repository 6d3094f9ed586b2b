"""A tagger small enough for tests, like a WD tagger or Illustration2Vec from outside."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TAGS = "tag_id,name,category,count\n1,red_hair,0,9\n2,Green_hair,0,9\n3,smile,0,9\n"


def network(path, shape, axes, scale, bias, logits=False):
    """Scores are the means of red, green and blue, times ``scale`` plus ``bias``."""
    nodes = [
        helper.make_node("ReduceMean", ["picture"], ["bgr"], axes=axes, keepdims=0),
        helper.make_node("Gather", ["bgr", "order"], ["rgb"], axis=1),
        helper.make_node("Mul", ["rgb", "scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "bias"], ["shifted" if not logits else "scores"]),
    ]
    if not logits:
        nodes.append(helper.make_node("Clip", ["shifted", "zero", "one"], ["scores"]))
    constants = {"order": np.array([2, 1, 0]), "scale": scale, "bias": bias, "zero": 0, "one": 1}
    graph = helper.make_graph(
        nodes,
        "tagger",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 3])],
        [
            numpy_helper.from_array(
                np.asarray(value, np.int64 if name == "order" else np.float32), name
            )
            for name, value in constants.items()
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, path)
    return path

import numpy as np
import torch

from recsys_core.models.layers import gelu, layer_norm


def test_layers_compute_what_torch_computes():
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(2, 3, 5)).astype(np.float32)
    scale, shift = rng.normal(size=(2, 5)).astype(np.float32)
    expected = torch.nn.functional.layer_norm(
        torch.from_numpy(inputs), (5,), torch.from_numpy(scale), torch.from_numpy(shift)
    )
    np.testing.assert_allclose(layer_norm(inputs, scale, shift), expected.numpy(), atol=1e-5)
    np.testing.assert_allclose(
        gelu(inputs), torch.nn.functional.gelu(torch.from_numpy(inputs)).numpy(), atol=1e-6
    )

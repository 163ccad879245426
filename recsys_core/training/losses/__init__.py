"""Training losses: functions of tensors that return named terms; the loop weights, sums and logs them."""

"""Training: loops, losses, fine-tuning strategies, the language-model recommender, baselines and tuning."""

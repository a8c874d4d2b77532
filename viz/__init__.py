"""ReLU Lab: activation functions, networks that train, and what to see in them."""

"""Tests of the lab's AWS; each correction has one of its own name.

python -m unittest discover -s lab/aws/tests -t lab/aws
"""

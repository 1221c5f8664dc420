"""Slow, plain second opinions on the rules.

Each oracle is written from the rule's sentence alone, minute by minute and date by date, and shares
no code with roster/rules. test_oracles.py compares the two over random small rotas.
"""

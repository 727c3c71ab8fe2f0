"""What a wider view may show of how people answered: the rule of small numbers, as elsewhere."""

from kernel.small_numbers import LEAST, alone, suppressed

__all__ = ["LEAST", "alone", "suppressed"]

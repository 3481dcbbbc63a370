"""Passes while the library is well. In a drill, says so where a fallback was served for the operation that is out of order."""

import datetime
import os
import unittest

import library_client

EMMA = "9780141439587"


def is_fallback_of(operation):
    """A fallback is right for the operation that fails, and where nobody listens any more; nowhere else."""
    if os.environ.get("DRILL_OPERATION") != operation and os.environ.get("DRILL_FAULT") != "refuse":
        return False
    with open(os.environ["DRILL_OUTCOME"], "w", encoding="utf-8") as outcome:
        outcome.write("fallback")
    return True


class Desk(unittest.TestCase):
    def test_tells_how_many_copies_there_are_or_sends_the_reader_to_the_shelf(self):
        copies = library_client.on_shelf(EMMA)
        if copies is None:
            self.assertTrue(is_fallback_of("getBook"), "the library is well, and was not asked")
        else:
            self.assertEqual(copies, 2)

    def test_lends_a_book_or_writes_the_loan_down(self):
        due = library_client.borrow(EMMA, "r-17")
        if due is None:
            self.assertTrue(is_fallback_of("borrow"), "the library is well, and nothing was lent")
        else:
            self.assertEqual(due, datetime.date(2027, 3, 1))


if __name__ == "__main__":
    unittest.main()

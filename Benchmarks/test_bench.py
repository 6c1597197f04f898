"""`make bench-test`: the arithmetic, and that every row's scripts run."""

import dataclasses
import unittest

import counts
from harness import figures, report
from harness.case import Case, Lengths, Limit, Sample, Speed
from harness.cases import all_cases
from harness.measure import measure
from harness.processes import Absent, Broken, Worker


class Arithmetic(unittest.TestCase):
    def test_quartiles_are_those_of_numpy(self):
        # numpy.percentile([7, 1, 3, 12], [25, 50, 75]) and of [2, 9, 4, 4, 1].
        self.assertEqual(figures.quartiles([7, 1, 3, 12]), (2.5, 5, 8.25))
        self.assertEqual(figures.quartiles([2, 9, 4, 4, 1]), (2, 4, 4))
        self.assertEqual(figures.quartiles([6]), (6, 6, 6))

    def test_a_unit_is_the_difference_from_the_least_short_run(self):
        self.assertEqual(figures.per_unit([12, 22], [4, 2], 5), [2, 4])
        self.assertEqual(figures.per_unit([12, 22], [], 2), [6, 11])

    def test_speed_is_best_against_best_with_quartiles_of_rounds(self):
        spread = figures.speed([2, 4], [8, 6])
        self.assertEqual(spread.least, 3)
        self.assertEqual((spread.low, spread.median, spread.high), (2.125, 2.75, 3.375))

    def test_more_is_better_for_speeds(self):
        self.assertEqual(figures.verdict(2.6, 1.8, 2.5, True), "aim met")
        self.assertEqual(figures.verdict(1.8, 1.8, 2.5, True), "met")
        self.assertEqual(figures.verdict(0.9, 1.8, 2.5, True), "missed by 2.00x")
        self.assertEqual(figures.verdict(0.1, 1.8, None, True), "missed by 18x")

    def test_less_is_better_for_limits(self):
        self.assertEqual(figures.verdict(0.006, 0.010, 0.006, False), "aim met")
        self.assertEqual(figures.verdict(0.008, 0.010, 0.006, False), "met")
        self.assertEqual(figures.verdict(30, 20, 15, False), "missed by 1.50x")
        self.assertEqual(figures.verdict(1, None, None, False), "")

    def test_losses_are_the_same_by_their_ratio_or_next_to_nothing(self):
        self.assertTrue(figures.same_loss(0.0100, 0.0101, 0.02))
        self.assertFalse(figures.same_loss(0.0100, 0.0105, 0.02))
        self.assertTrue(figures.same_loss(1e-13, 4e-9, 0.02))
        self.assertFalse(figures.same_loss(float("nan"), 0.01, 0.02))

    def test_numbers_have_three_digits(self):
        self.assertEqual([figures.digits(x) for x in (0.043512, 0.9996, 98.76, 1234.5)], ["0.0435", "1.00", "98.8", "1,230"])
        self.assertEqual([figures.duration(x) for x in (198.4e-9, 0.00241, 1.7)], ["198 ns", "2.41 ms", "1.70 s"])


class Fixed:
    """A contender whose times are given."""

    judged = "loss"

    def __init__(self, name, *seconds, loss=1.0, absent=False):
        self.name, self.seconds, self.loss, self.absent = name, list(seconds), loss, absent

    def divisor(self, lengths, quick):
        return 1

    def sample(self, lengths, quick):
        if self.absent:
            raise Absent("not installed: make bench-peers")
        if not self.seconds:
            raise Broken("nn some.nn: status 1")
        return Sample(self.seconds.pop(0), megabytes=30, loss=self.loss)


def result(*sides, goals=(), rounds=2):
    case = Case("some", "Some work", "a unit", Lengths(0, 1, 1), sides, goals, tolerance=0.01, rounds=rounds, memory=True)
    return measure(case, False, 1000)


class Results(unittest.TestCase):
    def test_the_best_of_the_rivals_counts(self):
        found = result(Fixed("nn", 1, 2), Fixed("a", 9, 8), Fixed("b", 3, 4), goals=(Speed("nn", ("a", "b"), 4, 5),))
        judgment = found.judgments()[0]
        self.assertEqual((judgment.rival, judgment.value, judgment.words), ("b", 3, "missed by 1.33x"))

    def test_limits_take_the_least_time_and_the_largest_peak(self):
        goals = (Limit("nn", "seconds", 1.5, 0.5), Limit("nn", "megabytes", 20, 15))
        words = [judgment.words for judgment in result(Fixed("nn", 1, 2), goals=goals).judgments()]
        self.assertEqual(words, ["met", "missed by 1.50x"])

    def test_who_is_absent_is_named_and_what_needs_it_not_measured(self):
        found = result(Fixed("nn", 1, 2), Fixed("a", absent=True), goals=(Speed("nn", ("a",), 1, 2),))
        self.assertIn("not installed: make bench-peers", report.text(found))
        self.assertEqual(found.judgments()[0].words, "not measured")
        self.assertIn("not installed", "\n".join(report.section(found)))

    def test_who_fails_ends_no_run(self):
        found = result(Fixed("nn", 1), Fixed("a", 1, 2), goals=(Speed("nn", ("a",), 1, 2), Limit("nn", "seconds", 1, None)))
        self.assertEqual([one.absent for one in found.outcomes], ["failed", ""])
        self.assertEqual([judgment.words for judgment in found.judgments()], ["not measured"] * 2)
        self.assertIn("seconds: not measured", report.text(found) + report.page([found], 0))

    def test_a_difference_below_zero_is_no_figure(self):
        self.assertEqual(result(Fixed("nn", -1, 2), Fixed("a", 1, 2), goals=(Speed("nn", ("a",), 1, 2),)).judgments()[0].value, None)

    def test_another_loss_is_told(self):
        found = result(Fixed("nn", 1, 2), Fixed("a", 1, 2, loss=1.2), Fixed("b", 1, 2, loss=1.001))
        self.assertEqual([found.same_work(one) for one in found.outcomes], ["same", "differs", "same"])
        self.assertIn("loss 1.2!", report.text(found))

    def test_the_text_fits_eighty_columns(self):
        for case in all_cases():
            sides = [Fixed(one.name, 123456e-6, 234567e-6) for one in case.contenders]
            for side, one in zip(sides, case.contenders):
                side.judged = one.judged
            found = measure(dataclasses.replace(case, contenders=tuple(sides), rounds=2), False, 1000)
            lines = (report.text(found) + "\n" + report.summary_text([found])).split("\n")
            self.assertEqual([line for line in lines if len(line) > 80], [])


class Counts(unittest.TestCase):
    def test_more_than_one_per_cent_is_told(self):
        lines, changed = counts.compared({"a": 1000, "b": 1000, "c": 1000}, {"a": 1009, "b": 1011, "c": 980, "d": 5})
        self.assertEqual(changed, ["b", "c"])
        self.assertTrue(lines[2].endswith("+1.10%  more") and lines[3].endswith("-2.00%  fewer"))


class Rows(unittest.TestCase):
    """Every row, as short as it goes. A peer that is not here is passed over."""

    @classmethod
    def tearDownClass(cls):
        Worker.stop_all()

    def test_names_are_told_apart(self):
        names = [case.name for case in all_cases()]
        self.assertEqual(len(names), len(set(names)))

    def test_goals_name_who_is_there(self):
        for case in all_cases():
            names = {one.name for one in case.contenders}
            for goal in case.goals:
                self.assertLessEqual({goal.own, *getattr(goal, "against", ())}, names, case.name)

    def test_no_loop_is_longer_than_a_range_of_nn_may_be(self):
        longest = [(one.lengths or case.lengths).long for case in all_cases() for one in case.contenders[:1]]
        self.assertLessEqual(max(longest), 1_000_000)

    def test_every_script_runs(self):
        for case in all_cases():
            for prepare in case.prepare:
                prepare()
            for one in case.contenders:
                with self.subTest(case=case.name, contender=one.name):
                    self.runs(case, one)

    def runs(self, case, one):
        short = Lengths(0, 2, 2)
        try:
            sample = dataclasses.replace(one, lengths=short).sample(case.lengths, False)
        except Absent:
            return
        self.assertGreater(sample.seconds, 0)
        if case.tolerance is not None:
            self.assertIsNotNone(sample.loss)


if __name__ == "__main__":
    unittest.main()

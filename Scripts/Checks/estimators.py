"""What is left to libraries: lifelines, statsmodels, scipy and numpy."""

import fractions
import warnings

import lifelines
import lifelines.statistics
import numpy
import scipy.stats
import statsmodels.duration.survfunc
import statsmodels.stats.contingency_tables
import statsmodels.stats.proportion

warnings.filterwarnings("ignore")


def wilson(part, whole):
    """Share, lower and upper limit; nothing of nobody."""
    if whole == 0:
        return None, None, None
    lower, upper = statsmodels.stats.proportion.proportion_confint(part, whole, method="wilson")
    return part / whole, max(0.0, float(lower)), min(1.0, float(upper))


def quantile(values, share):
    return float(numpy.quantile(values, share, method="linear"))


def kaplan_meier(times, events):
    """The median with its limits, and (time, at risk, events, censored, share, lower, upper) of each time."""
    curve = lifelines.KaplanMeierFitter().fit(times, events)
    table, limits = curve.event_table, curve.confidence_interval_
    rows, crossings = [], [None, None]
    for (time, row), (_, pair) in zip(table.iterrows(), limits.iterrows()):
        share = float(curve.survival_function_.at[time, "KM_estimate"])
        # Nothing defines limits once nobody is left.
        lower, upper = (None, None) if share <= 1e-12 else (float(pair.iloc[0]), float(pair.iloc[1]))
        if row.observed and lower is not None:
            for place, limit in enumerate((lower, upper)):
                if limit <= 0.5 and crossings[place] is None:
                    crossings[place] = time
        if row.removed:
            rows.append((int(time), int(row.at_risk), int(row.observed), int(row.censored), share, lower, upper))
    # Lifelines rounds; a share that is exactly one half is told from one above it by fractions.
    median, exact = None, fractions.Fraction(1)
    for time, at_risk, observed, *_ in rows:
        exact *= fractions.Fraction(at_risk - observed, at_risk)
        if exact <= fractions.Fraction(1, 2):
            median = time
            break
    return (median, *crossings), rows


def remaining(times, events, marks):
    """The share without an event at the end of each day."""
    return [float(share) for share in lifelines.KaplanMeierFitter().fit(times, events).survival_function_at_times(marks)]


def cumulative_incidence(times, causes, marks, count):
    """For each of `count` causes its share by each day; cause 0 is censored."""
    shares = [[0.0] * len(marks) for _ in range(count)]
    if not any(causes):
        return shares
    found = statsmodels.duration.survfunc.CumIncidenceRight(numpy.array(times, float), numpy.array(causes))
    for cause, curve in enumerate(found.cinc):
        for place, mark in enumerate(marks):
            before = numpy.searchsorted(found.times, mark, side="right")
            shares[cause][place] = float(curve[before - 1]) if before else 0.0
    return shares


def log_rank(groups):
    """Chi-square, degrees and p of lists of (times, events); nothing where nothing can be compared."""
    times = sorted({time for all, events in groups for time, event in zip(all, events) if event})
    # Groups are compared where they are at risk together, and where not all of those at risk have the event.
    parts = [{place} for place in range(len(groups))]
    for time in times:
        together = {place for place, (all, _) in enumerate(groups) if any(one >= time for one in all)}
        whole = sum(one >= time for all, _ in groups for one in all)
        gone = sum(one == time and event for all, events in groups for one, event in zip(all, events))
        if gone < whole:
            joined = set().union(*(part for part in parts if part & together))
            parts = [part for part in parts if not part & together] + [joined | together]
    degrees = len(groups) - len(parts)
    if degrees == 0:
        return None
    alone = {place for part in parts if len(part) == 1 for place in part}
    durations, labels, observed = [], [], []
    for place, (all, events) in enumerate(groups):
        if place not in alone:
            durations += all
            observed += events
            labels += [place] * len(all)
    test = lifelines.statistics.multivariate_logrank_test(durations, labels, observed)
    return float(test.test_statistic), degrees, float(scipy.stats.chi2.sf(test.test_statistic, degrees))


def mcnemar(lost, gained):
    if lost + gained == 0:
        return None
    return float(statsmodels.stats.contingency_tables.mcnemar([[0, lost], [gained, 0]], exact=False, correction=False).pvalue)


def paired(before, after):
    """Standard deviation and p of the differences."""
    changes = numpy.subtract(after, before)
    if len(changes) < 2:
        return None, None
    deviation = float(numpy.std(changes, ddof=1))
    return deviation, float(scipy.stats.ttest_rel(after, before).pvalue) if deviation > 0 else None


def check():
    """Holds the estimate of competing risks of statsmodels, which is used here, against lifelines, on times without ties."""
    random = numpy.random.default_rng(5)
    times, causes = random.permutation(60) + 1, random.integers(0, 3, 60)
    marks = [5, 20, 40, 60]
    ours = cumulative_incidence(times, causes, marks, 2)
    for cause in (1, 2):
        theirs = lifelines.AalenJohansenFitter(calculate_variance=False).fit(times, causes, cause).cumulative_density_
        for mark, share in zip(marks, ours[cause - 1]):
            assert abs(float(theirs.loc[:mark].iloc[-1, 0]) - share) < 1e-9, (cause, mark)

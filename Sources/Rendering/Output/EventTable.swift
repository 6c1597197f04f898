import Diagnosing
import Explaining
import Interpreter
import Language
import NeuralCore
import Standard

/// All rows, in the order of events.
extension EventTable {
  /// The lines of an event. Where there is one for each of many weights or rows, it is made when it is asked for.
  static func objects(_ event: Event) -> AnySequence<JSON> {
    if case .unshown(let event) = event { return objects(event) }
    if case .dump(let weights) = event { return AnySequence(weights.lazy.map(weight.object)) }
    if case .eval(let rows, let classes, _) = event {
      return AnySequence(rows.lazy.map { eval.object(($0, classes)) })
    }
    if case .compare(let report) = event {
      return AnySequence(
        zip(report.first, report.second).lazy.map {
          compared.object(($0.name, report.epochs, $0.value, $1.value))
        })
    }
    return AnySequence(few(event))
  }

  /// The lines of an event that has few: one mapping, a line a case, so it is longer than 40 lines.
  private static func few(_ event: Event) -> [JSON] {
    switch event {
    case .net(let report): [net.object(report.network)]
    case .show(let report): [show.object(report)]
    case .precision(let precision): [self.precision.object(precision)]
    case .language(let version): [language.object(version)]
    case .initialized(let report): [initialized.object(report)]
    case .set(let weights, let all): [set.object((weights.count, all))]
    case .frozen(let count, let all): [freeze.object((count, all))]
    case .reset(let weights): [reset.object(weights)]
    case .fingerprint(let hash): [fingerprint.object(hash)]
    case .data(let report): [data.object(report)]
    case .table(let report): [table.object(report)]
    case .split(let report): [split.object(report)]
    case .scale(let report): [scale.object(report)]
    case .showData(let summary): [dataSummary.object(summary)]
    case .trainStarted(let start): [training.object(start)]
    case .logged(let reports): reports.map(epoch.object)
    case .attempt(let attempt, let number): [self.attempt.object((attempt, number))]
    case .train(let report): [train.object(report)]
    case .epochs(let report): [epochs.object(report)]
    case .wentTo(let report): [wentTo.object(report)]
    case .explain(let explanation, _): explain(explanation)
    case .gradientCheck(let report): [gradientCheck.object(report)]
    case .curvature(let report): [curvature.object(report)]
    case .explainInit(let report): start(report)
    case .explainNeuron(let report): [explainedNeuron.object(report)]
    case .guess(let report): [guess.object(report)]
    case .diagnosis(let diagnosis, let isShort): [self.diagnosis.object((diagnosis, isShort))]
    case .score(let reports): reports.map(score.object)
    case .run(let report): [run.object(report)]
    case .sweep(let report): sweep(report)
    case .sweepShare(let report): [share.object(report)]
    case .ledgers(let report): [ledgers.object(report)]
    case .plot(let chart): plot(chart)
    case .play(let movie): [play.object(movie)]
    case .digits(let places): [digits.object(places)]
    case .value(let value): [self.value.object(value)]
    case .print(let text): [print.object(text)]
    case .expect(let text): [expect.object(text)]
    case .bound(let name, let value): [bound.object((name, value))]
    case .seeded(let seed): [self.seed.object((seed, false))]
    case .seedChosen(let seed): [self.seed.object((seed, true))]
    case .say(let text): [say.object(text)]
    case .section(let text): [section.object(text)]
    case .speakerNote(let text): [speakerNote.object(text)]
    case .note(let text): [note.object(text)]
    case .exercise(let report): [exercise.object(report)]
    case .hint(let text, let number, let count): [hint.object((text, number, count))]
    case .judged(let report): judged(report)
    case .solution(let statements): [solution.object(statements)]
    case .skipped(let title): [skipped.object(title)]
    case .help(let topic): [help.object(topic)]
    case .why(let code, let message, _): [why.object((code, message))]
    case .undone(let text): [undone.object(text)]
    case .redone(let text): [redone.object(text)]
    case .history(let texts): [history.object(texts)]
    case .transcript(let lines): [transcript.object(lines)]
    case .color(let color): [self.color.object(color)]
    case .timing(let isOn): [timing.object(isOn)]
    case .quiet(let isOn): [quiet.object(isOn)]
    case .pager(let isOn): [pager.object(isOn)]
    case .watch(let pictures, let keeps): [watch.object((pictures, keeps))]
    case .timed(let seconds): [timed.object(seconds)]
    case .wrote(let file, let lines): [wrote.object((file, lines))]
    case .exported(let report): [exported.object(report)]
    case .imported(let report): [imported.object(report)]
    case .loaded(let file, let report): [loaded.object((file, report))]
    case .cleared: [cleared.object(())]
    case .failure(let diagnostic): [mistake.object(diagnostic)]
    case .statement, .pause, .tour, .unshown, .dump, .eval, .compare: []
    }
  }

  /// Every row, by family.
  static let shapes: [EventShape] = [
    net.shape, show.shape, precision.shape, language.shape, initialized.shape, set.shape, weight.shape,
    freeze.shape, reset.shape, fingerprint.shape, data.shape, table.shape, split.shape, scale.shape,
    dataSummary.shape, training.shape, epoch.shape, attempt.shape, train.shape, epochs.shape, wentTo.shape,
    compared.shape, eval.shape, neuron.shape, gradient.shape, update.shape, updateStep.shape, move.shape,
    gradientCheck.shape, curvature.shape, startLayer.shape, explainedNeuron.shape, guess.shape,
    diagnosis.shape, score.shape,
    plot.shape, play.shape, run.shape, variant.shape, pair.shape, share.shape, ledgers.shape, digits.shape,
    value.shape, print.shape,
    expect.shape, bound.shape, seed.shape, say.shape, section.shape, speakerNote.shape, note.shape,
    exercise.shape, hint.shape, solution.shape, criterion.shape, judgment.shape, skipped.shape,
    help.shape, why.shape, undone.shape, redone.shape, history.shape, transcript.shape, color.shape,
    timing.shape, quiet.shape, pager.shape, watch.shape, timed.shape, wrote.shape, loaded.shape,
    exported.shape,
    imported.shape,
    cleared.shape,
    mistake.shape,
  ]
}

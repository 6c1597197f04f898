import Interpreter
import Language

/// All that can be seen of a session, and of the way back and forward from it, looked at in a world where nothing goes
/// wrong.
struct SessionProbe {
  /// What the session is: net and numbers, generator, data, variables, what comes of a training that goes on.
  let core: [String]
  /// How it came: history, script, and the sessions before and after it.
  let way: [String]

  /// - Parameter names: variables that there may be.
  init(_ state: Interpreter.State, _ world: World, names: [String]) {
    core = Self.core(state, world, names)
    way = Self.way(state, world, names)
  }

  /// What surrounds a session besides itself.
  struct World {
    let files: [String: [UInt8]]
    let exercises: Host.Input.Exercises
  }

  /// Of the session alone.
  static func core(_ state: Interpreter.State, _ world: World, _ names: [String]) -> [String] {
    let stage = FaultyWorld(state, files: world.files, exercises: world.exercises)
    var lines = [stage.interpreter.session.fingerprint, "\(stage.interpreter.session.epoch)"]
    lines.append("\(state.session.exercise == nil)")
    stage.run("save \"probe.nnet\" replace")
    lines += Self.saved(stage.files["probe.nnet"] ?? [])
    let text = (names.map { "print \"\($0) {\($0)}\"" } + Self.next).joined(separator: "\n")
    stage.run(text, keepsGoing: true)
    return lines + stage.lines + [stage.interpreter.session.fingerprint]
  }

  /// What is run next: the session goes on as if nothing had been.
  private static let next = ["print rand()", "train sgd lr 0.1 epochs 2", "print loss", "hint"]

  /// Of the way that it came.
  static func way(_ state: Interpreter.State, _ world: World, _ names: [String]) -> [String] {
    let stage = FaultyWorld(state, files: world.files, exercises: world.exercises)
    var lines = [stage.interpreter.prompt, "\(state.preferences)"]
    stage.run("show\nhistory\ntranscript without mistakes", keepsGoing: true)
    let isUndone = stage.run("undo") == .done
    lines.append("undo \(isUndone)")
    lines += core(stage.interpreter.state, world, names)
    lines.append("redo \(stage.run("redo"))")
    return lines + stage.lines + core(stage.interpreter.state, world, names)
  }

  /// A saved session but for the line that repeats a training, which is as it was typed, and for what follows from it.
  private static func saved(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init).filter { line in
      !["train ", "reached ", "end "].contains { line.hasPrefix($0) }
    }
  }

  /// The first lines in which two lists differ; nil if they do not.
  static func difference(_ one: [String], _ other: [String]) -> String? {
    guard one != other else { return nil }
    for (a, b) in zip(one, other) where a != b { return "\(a.prefix(300)) | \(b.prefix(300))" }
    return
      "\(one.count) and \(other.count) lines: \(one.dropFirst(other.count)), \(other.dropFirst(one.count))"
  }
}

import Language
import NeuralCore
import Standard

/// `if`, loops, `define` and what it makes, `run`.
///
/// A block is one statement: if something in it fails, the session is as it was before the block.
extension Executor {
  mutating func run(_ body: Body) throws(Diagnostic) -> Flow {
    for statement in body {
      do throws(Diagnostic) {
        let flow = try run(statement)
        if flow != .normal { return flow }
      } catch {
        throw error.at(statement.span).inSource(context.source)
      }
      if host.input.isInterrupted() { return .interrupted }
    }
    return .normal
  }

  @inline(never)
  mutating func run(_ statement: IfStatement) throws(Diagnostic) -> Flow {
    let outer = context
    context = try outer.deeper()
    defer { context = outer }
    for branch in statement.branches where try truth(branch.condition) {
      return try run(branch.body)
    }
    return try run(statement.otherwise ?? [])
  }

  @inline(never)
  mutating func run(_ statement: LoopStatement) throws(Diagnostic) -> Flow {
    let outer = context
    context = try outer.deeper()
    defer { context = outer }
    switch statement.head {
    case .times(let expression):
      let times = try whole(expression, "the number of times", in: 0...1_000_000_000)
      return try loop(0..<times, statement.body) { (_, _) in }
    case .each(let name, let item):
      let values = try elements(item)
      return try loop(values, statement.body) { executor, value in
        executor.setVariable(name.node, value)
      }
    case .whileTrue(let condition):
      while try truth(condition) {
        let flow = try turn(statement.body)
        if flow != .normal { return flow }
      }
      return .normal
    }
  }

  private mutating func loop<Values: Sequence>(
    _ values: Values, _ body: Body, _ begin: (inout Executor, Values.Element) -> Void
  ) throws(Diagnostic) -> Flow {
    for value in values {
      begin(&self, value)
      let flow = try turn(body)
      if flow != .normal { return flow }
    }
    return .normal
  }

  /// One turn of a loop. An empty one can be interrupted too.
  private mutating func turn(_ body: Body) throws(Diagnostic) -> Flow {
    if host.input.isInterrupted() { return .interrupted }
    return try run(body)
  }

  private mutating func elements(_ item: Item) throws(Diagnostic) -> [Value] {
    let value = try value(item)
    guard case .list(let list) = value else {
      throw Diagnostic(
        .wrongType, "`for` goes through a range or a list, and this is \(value.kind)", at: item.span,
        help: ["For example: for s in 1..10"])
    }
    return list
  }

  mutating func define(_ definition: DefineStatement) {
    session.scope.procedures[definition.name.node] = Procedure(definition: definition, context: context)
  }

  @inline(never)
  mutating func run(_ call: CallStatement) throws(Diagnostic) -> Flow {
    guard let procedure = session.scope.procedures[call.name.node] else {
      throw .unknownStatement(call.name, defined: session.scope.procedures.keys.sorted(), in: .standard)
    }
    return try run(procedure, named: call.name, call.arguments)
  }

  /// A line that is an expression: its value is shown. A name alone may be a procedure without parameters.
  @inline(never)
  mutating func run(_ item: Item) throws(Diagnostic) -> Flow {
    if case .expression(let expression) = item, case .name(let name) = expression.node,
      variable(name) == nil, let procedure = session.scope.procedures[name]
    {
      return try run(procedure, named: Located(name, expression.span), [])
    }
    if case .expression(let expression) = item, case .name(let name) = expression.node,
      variable(name) == nil, Metric.named(name) == nil
    {
      throw .unknownWord(Located(name, expression.span), self)
    }
    let value = try value(item)
    session.recall.value = value
    emit(.value(value))
    return .normal
  }

  /// A procedure with these arguments, in a scope of its own.
  mutating func run(
    _ procedure: Procedure, named name: Located<String>, _ arguments: [Item]
  ) throws(Diagnostic) -> Flow {
    let definition = procedure.definition
    guard arguments.count == definition.parameters.count else {
      throw .arguments(name, arguments, definition)
    }
    var scope: [String: Value] = [:]
    for (parameter, argument) in zip(definition.parameters, arguments) {
      scope[parameter.node] = try value(argument)
    }
    let outer = context
    do throws(Diagnostic) {
      context = try outer.deeper(in: procedure.context.source, call: true)
    } catch {
      throw error.at(name.span)
    }
    trace.ranProcedure = true
    locals.append(scope)
    defer {
      _ = locals.popLast()
      context = outer
    }
    return try run(definition.body)
  }

  @inline(never)
  mutating func run(_ file: Expression) throws(Diagnostic) -> Flow {
    let name = try fileName(file)
    let script: Host.Script
    do throws(Diagnostic) {
      script = try host.files.script(name, context.source)
    } catch {
      throw error.at(file.span).inSource(context.source)
    }
    guard !context.scripts.contains(script.identity) else {
      throw Diagnostic(
        .runCycle, "\"\(name)\" is being run already, and would run itself for ever", at: file.span)
    }
    let program = parse(script.source, .standard)
    let problems = program.mistakes(
      in: script.source, defined: session.scope.procedures.keys, vocabulary: .standard)
    if let first = problems.first {
      // The others are told as they are; the statement fails with the first.
      for problem in problems.dropFirst() { emit(.failure(problem)) }
      throw first
    }
    let outer = context
    context = try outer.deeper(in: script.source)
    context.scripts.append(script.identity)
    defer { context = outer }
    return try run(program.statements)
  }
}

extension Diagnostic {
  fileprivate static func arguments(
    _ name: Located<String>, _ given: [Item], _ definition: DefineStatement
  ) -> Diagnostic {
    let form = ([name.node] + definition.parameters.map { $0.node.uppercased() }).joined(separator: " ")
    return Diagnostic(
      .wrongCount, "`\(name.node)` takes \(count(definition.parameters.count, "value")), not \(given.count)",
      at: name.span, help: ["Write: \(form)"])
  }
}

import Language
import Standard

/// `define` and what it makes.
extension Executor {
  mutating func define(_ definition: DefineStatement) {
    session.scope.procedures.give(
      definition.name.node, Procedure(definition: definition, context: context))
  }

  @inline(never)
  mutating func run(_ call: CallStatement) throws(Diagnostic) -> Flow {
    guard let procedure = session.scope.procedures[call.name.node] else {
      throw .unknownStatement(call.name, defined: session.scope.procedures.keys.sorted(), in: .standard)
    }
    return try run(procedure, named: call.name, call.arguments)
  }

  /// A procedure with these arguments, in a scope of its own.
  mutating func run(
    _ procedure: Procedure, named name: Located<String>, _ arguments: [Item]
  ) throws(Diagnostic) -> Flow {
    let definition = procedure.definition
    guard arguments.count == definition.parameters.count else {
      throw .arguments(name, arguments, definition)
    }
    var scope = Frame(session.scope.table)
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
    guard let body = prepared(procedure) else { return try run(definition.body) }
    return try run(body)
  }

  /// Its body made ready, from the second time on that this statement calls it.
  private mutating func prepared(_ procedure: Procedure) -> PreparedBody? {
    let key = ObjectIdentifier(procedure)
    if let body = procedures[key] { return body }
    guard called.insert(key).inserted else {
      let body = PreparedBody(procedure.definition.body, session.scope.table)
      procedures[key] = body
      return body
    }
    return nil
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

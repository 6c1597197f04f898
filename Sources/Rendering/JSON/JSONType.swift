import Interpreter

/// What values a field may have, as a JSON Schema says it.
indirect enum JSONType: Sendable, Equatable {
  case string, integer, boolean
  /// A finite number.
  case number
  /// One of these strings.
  case choice([String])
  case array(JSONType)
  /// An object with names that are not known beforehand, and values of one type.
  case map(JSONType)
  /// An object with these fields.
  case record([EventShape.Field])
  /// The type, or `null`.
  case nullable(JSONType)
  /// A value of the language: a number, a string, a truth value, or a list of such.
  case value

  /// The type as a JSON Schema.
  var schema: [(String, JSON)] {
    switch self {
    case .string: [("type", .string("string"))]
    case .integer: [("type", .string("integer"))]
    case .boolean: [("type", .string("boolean"))]
    case .number: [("type", .string("number"))]
    case .choice(let words): [("enum", .array(words.map { .string($0) }))]
    case .array(let element): [("type", .string("array")), ("items", .object(element.schema))]
    case .map(let value): [("type", .string("object")), ("additionalProperties", .object(value.schema))]
    case .record(let fields): Self.schema(ofRecord: fields)
    case .nullable(let type): type.nullableSchema
    case .value: [("$ref", .string("#/$defs/languageValue"))]
    }
  }

  private static func schema(ofRecord fields: [EventShape.Field]) -> [(String, JSON)] {
    let properties = fields.map { field in
      (field.name, JSON.object(field.type.schema + [("description", .string(field.meaning))]))
    }
    return [
      ("type", .string("object")), ("properties", .object(properties)),
      ("required", .array(fields.filter { !$0.isOptional }.map { .string($0.name) })),
      ("additionalProperties", .bool(false)),
    ]
  }

  private var nullableSchema: [(String, JSON)] {
    if case .choice(let words) = self { return [("enum", .array(words.map { .string($0) } + [.null]))] }
    guard let first = schema.first, case .string = first.1, first.0 == "type" else {
      return [("anyOf", .array([.object(schema), .object([("type", .string("null"))])]))]
    }
    return [("type", .array([first.1, .string("null")]))] + schema.dropFirst()
  }
}

/// A value that can be a field: its type follows from Swift's, so the two cannot differ.
protocol JSONValue: SendableMetatype {
  static var jsonType: JSONType { get }
  var json: JSON { get }
}

extension String: JSONValue {
  static var jsonType: JSONType { .string }
  var json: JSON { .string(self) }
}

extension Int: JSONValue {
  static var jsonType: JSONType { .integer }
  var json: JSON { .number("\(self)") }
}

extension Int64: JSONValue {
  static var jsonType: JSONType { .integer }
  var json: JSON { .number("\(self)") }
}

extension Bool: JSONValue {
  static var jsonType: JSONType { .boolean }
  var json: JSON { .bool(self) }
}

extension Double: JSONValue {
  /// A number that is not finite is `null`.
  static var jsonType: JSONType { .nullable(.number) }
  var json: JSON { isFinite ? .number(text) : .null }
}

extension Optional: JSONValue where Wrapped: JSONValue {
  static var jsonType: JSONType {
    if case .nullable = Wrapped.jsonType { Wrapped.jsonType } else { .nullable(Wrapped.jsonType) }
  }
  var json: JSON { map(\.json) ?? .null }
}

extension Array: JSONValue where Element: JSONValue {
  static var jsonType: JSONType { .array(Element.jsonType) }
  var json: JSON { .array(map(\.json)) }
}

/// Values by names that are not known beforehand, in order.
struct JSONMap<Wrapped: JSONValue>: JSONValue {
  let pairs: [(String, Wrapped)]

  static var jsonType: JSONType { .map(Wrapped.jsonType) }
  var json: JSON { .object(pairs.map { ($0.0, $0.1.json) }) }
}

extension Value: JSONValue {
  static var jsonType: JSONType { .value }
  var json: JSON {
    switch self {
    case .number(let number): number.json
    case .string(let text): text.json
    case .bool(let truth): truth.json
    case .list(let values): .array(values.map(\.json))
    }
  }
}

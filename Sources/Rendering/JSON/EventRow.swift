/// A field of a JSON line: its name, its type, what it means, and where it comes from.
struct Field<Subject>: Sendable {
  let name: String
  let type: JSONType
  let meaning: String
  /// Whether the field may be missing.
  let isOptional: Bool
  /// nil where the field is left out.
  let value: @Sendable (Subject) -> JSON?

  private init(
    _ name: String, _ type: JSONType, _ meaning: String, isOptional: Bool,
    value: @escaping @Sendable (Subject) -> JSON?
  ) {
    (self.name, self.type, self.meaning) = (name, type, meaning)
    (self.isOptional, self.value) = (isOptional, value)
  }

  /// A field that is always there; an absent value is `null`.
  init<Value: JSONValue>(
    _ name: String, _ meaning: String, _ value: @escaping @Sendable (Subject) -> Value
  ) {
    self.init(name, Value.jsonType, meaning, isOptional: false) { value($0).json }
  }

  /// A field that is left out where it has no value.
  init<Value: JSONValue>(
    optional name: String, _ meaning: String, _ value: @escaping @Sendable (Subject) -> Value?
  ) {
    self.init(name, Value.jsonType, meaning, isOptional: true) { value($0)?.json }
  }

  /// A word out of a table.
  init<Word: RawRepresentable & CaseIterable & Sendable>(
    choice name: String, _ meaning: String, _ value: @escaping @Sendable (Subject) -> Word
  ) where Word.RawValue == String {
    self.init(name, .choice(Word.allCases.map(\.rawValue)), meaning, isOptional: false) {
      .string(value($0).rawValue)
    }
  }

  /// A word out of a table; left out where there is none.
  init<Word: RawRepresentable & CaseIterable & Sendable>(
    optionalChoice name: String, _ meaning: String, _ value: @escaping @Sendable (Subject) -> Word?
  ) where Word.RawValue == String {
    self.init(name, .choice(Word.allCases.map(\.rawValue)), meaning, isOptional: true) {
      value($0).map { .string($0.rawValue) }
    }
  }

  /// A word out of a table, or `null`.
  init<Word: RawRepresentable & CaseIterable & Sendable>(
    choice name: String, _ meaning: String, _ value: @escaping @Sendable (Subject) -> Word?
  ) where Word.RawValue == String {
    let words = Word.allCases.map(\.rawValue)
    self.init(name, .nullable(.choice(words)), meaning, isOptional: false) {
      value($0).map { .string($0.rawValue) } ?? .null
    }
  }

  /// An object for each of several things.
  init<Element>(
    _ name: String, _ meaning: String, each fields: [Field<Element>],
    _ elements: @escaping @Sendable (Subject) -> [Element]
  ) {
    self.init(name, .array(.record(fields.map(\.shape))), meaning, isOptional: false) { subject in
      .array(
        elements(subject).map { element in
          .object(fields.compactMap { field in field.value(element).map { (field.name, $0) } })
        })
    }
  }

  /// The field without the way to its value.
  var shape: EventShape.Field {
    EventShape.Field(name: name, type: type, meaning: meaning, isOptional: isOptional)
  }

  /// The same field of something that contains the subject.
  func of<Whole>(_ part: @escaping @Sendable (Whole) -> Subject) -> Field<Whole> {
    Field<Whole>(name, type, meaning, isOptional: isOptional) { value(part($0)) }
  }
}

/// An event as JSON lines have it: an object with a name and fields, written and documented from this one row.
struct EventRow<Subject>: Sendable {
  let name: String
  /// When it is sent.
  let meaning: String
  let fields: [Field<Subject>]

  init(_ name: String, _ meaning: String, @FieldList<Subject> _ fields: () -> [Field<Subject>] = { [] }) {
    (self.name, self.meaning, self.fields) = (name, meaning, fields())
  }

  /// The object of an event.
  func object(_ subject: Subject) -> JSON {
    .object(
      [("event", .string(name))]
        + fields.compactMap { field in field.value(subject).map { (field.name, $0) } })
  }

  /// The row without the way to the values.
  var shape: EventShape {
    EventShape(
      name: name, meaning: meaning,
      fields: fields.map(\.shape))
  }
}

/// Fields one below the other; fields of a part of the subject may stand among them.
@resultBuilder enum FieldList<Subject> {
  static func buildExpression(_ field: Field<Subject>) -> [Field<Subject>] { [field] }
  static func buildExpression(_ fields: [Field<Subject>]) -> [Field<Subject>] { fields }
  static func buildBlock(_ fields: [Field<Subject>]...) -> [Field<Subject>] { fields.flatMap { $0 } }
}

/// What a JSON line of one event looks like.
struct EventShape: Sendable {
  struct Field: Sendable, Equatable {
    let name: String
    let type: JSONType
    let meaning: String
    let isOptional: Bool
  }

  let name: String
  let meaning: String
  let fields: [Field]
}

/// The rows of JSON lines: each family of statements has its own next to its words, in Reports; Output lists them.
enum EventTable {}

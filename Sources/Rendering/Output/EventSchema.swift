/// The JSON Schema of the lines that `nn --json` prints, and their table in the manual: both out of the rows of events.
public enum EventSchema {
  /// Draft 2020-12 (json-schema.org/draft/2020-12). An event is told by its name.
  public static var text: String { schema.pretty() + "\n" }

  /// The names of all events of a session that have lines.
  public static var names: [String] { EventTable.shapes.map(\.name) }

  private static let shapes = EventTable.shapes + GradeTable.shapes

  private static var schema: JSON {
    .object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("A line of nn --json")),
      (
        "description",
        .string("What happened, an object a line. A number that is not finite is null.")
      ),
      ("oneOf", .array(shapes.map { .object([("$ref", .string("#/$defs/\($0.name)"))]) })),
      ("$defs", .object(shapes.map { ($0.name, definition($0)) } + [("languageValue", value)])),
    ])
  }

  private static func definition(_ shape: EventShape) -> JSON {
    let properties = shape.fields.map { field in
      (field.name, JSON.object(field.type.schema + [("description", .string(field.meaning))]))
    }
    let required = ["event"] + shape.fields.filter { !$0.isOptional }.map(\.name)
    return .object([
      ("description", .string(shape.meaning)), ("type", .string("object")),
      ("properties", .object([("event", .object([("const", .string(shape.name))]))] + properties)),
      ("required", .array(required.map { .string($0) })), ("additionalProperties", .bool(false)),
    ])
  }

  private static var value: JSON {
    .object([
      ("description", .string("A value of the language.")),
      ("type", .array(["number", "string", "boolean", "array", "null"].map { .string($0) })),
      ("items", .object([("$ref", .string("#/$defs/languageValue"))])),
    ])
  }

  /// The rows of the manual's table of events: when they are sent, and the names of their fields.
  public static var table: [String] {
    ["| event | when | fields |", "| --- | --- | --- |"]
      + shapes.map { shape in
        let fields = shape.fields.map { "`\($0.name)`" + ($0.isOptional ? "?" : "") }
        return "| `\(shape.name)` | \(shape.meaning) | \(fields.joined(separator: " ")) |"
      }
  }
}

import CCMark

/// What is taken from a node of libcmark's tree; the tree itself is freed at once.
struct CMarkNode {
  let type: cmark_node_type
  /// The first line, counted from 1, and the byte in it, counted from 1.
  let start: Int
  let column: Int
  let end: Int
  let info: String
  let literal: String

  var isCode: Bool { type == CMARK_NODE_CODE_BLOCK }
  var isHTML: Bool { type == CMARK_NODE_HTML_BLOCK }
  var isDivision: Bool { type == CMARK_NODE_HEADING || type == CMARK_NODE_THEMATIC_BREAK }

  private init(_ node: OpaquePointer) {
    type = cmark_node_get_type(node)
    start = Int(cmark_node_get_start_line(node))
    column = Int(cmark_node_get_start_column(node))
    end = Int(cmark_node_get_end_line(node))
    info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
    literal = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  /// The code blocks, blocks of HTML, headings and thematic breaks of a text, in order.
  static func all(in text: String) -> [CMarkNode] {
    let bytes = Array(text.utf8)
    let root = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let root else { return [] }
    defer { cmark_node_free(root) }
    guard let iterator = cmark_iter_new(root) else { return [] }
    defer { cmark_iter_free(iterator) }
    var nodes: [CMarkNode] = []
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return nodes }
      guard event == CMARK_EVENT_ENTER, let pointer = cmark_iter_get_node(iterator) else { continue }
      let node = CMarkNode(pointer)
      if node.isCode || node.isHTML || node.isDivision { nodes.append(node) }
    }
  }
}

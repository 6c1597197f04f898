/// Slips of the pen, one rule each. They are applied one after the other until the line can be read, so those that change
/// least come first.
enum Slips {
  typealias Rule = Correction.Rule

  /// The rules for a line: what a comma between two digits was meant to be depends on what the line is.
  static func rules(of line: String) -> [Rule] {
    // A comma of an index parts two numbers of which there can be but one.
    let hasIndex = line.contains(/\w\[[^\]]*\d,\d/)
    let isPrinted = line.contains(/^\s*(?:print|say)\b/)
    return ends + (isPrinted ? printed : []) + arrows + comparisons + statements
      + (isOfExpressions(line) ? products : []) + (hasIndex ? [] : [thousands] + commas(of: line))
      + settings(of: line) + words + (hasIndex ? [] : decimalCommas) + arguments + last
  }

  /// Words of other tools for the settings of the optimizer that a line names.
  private static func settings(of line: String) -> [Rule] {
    guard let optimizer = line.firstMatch(of: /^\s*(?:train|step)[\s(]+([A-Za-z-]+)/)?.output.1 else {
      return []
    }
    return ForeignWords.settings(of: optimizer.lowercased()).sorted { $0.key < $1.key }
      .map { Rule(#"\b\#($0.key)\b"#, $0.value) }
  }

  /// Whether arithmetic needs no parentheses in a line: two numbers beside each other are a product there.
  private static func isOfExpressions(_ line: String) -> Bool {
    line.contains(/^\s*(?:let \w+ *=|(?:print|expect|if|while)\b|[-(\d])/) && !line.contains("->")
  }

  /// `epochs 1,000`: what is counted has no decimals.
  private static let thousands = Rule(
    #"\b(epochs|batch|every|patience|over|warmup|repeat)\s+(\d{1,3}),(\d{3})\b"#, "$1 $2$3")

  /// Between sizes and inputs a comma parts them, and shares have decimals. Where blanks part inputs, a comma is in a number.
  private static func commas(of line: String) -> [Rule] {
    func begins(_ words: String...) -> Bool { words.contains { line.lowercased().hasPrefix($0) } }
    if begins("net") { return sizes + lists + [slash] }
    if begins("compare") { return lists }
    if begins("split") { return [Rule(#"(^|[^\d.])0,(?=\d)"#, "$10.")] + lists }
    guard begins("eval", "explain", "guess") || line.contains("->") && line.first?.isNumber == true else {
      return decimalCommas
    }
    // Targets behind the arrow say nothing about the inputs.
    let inputs = line.firstRange(of: "->").map { line[..<$0.lowerBound] } ?? line[...]
    let blanksPart = inputs.contains(/\d\s+[-+]?[\d.]/) && !line.contains(/,\s/)
    if let rows = rows(of: line) { return [rows, named] + lists }
    return [sign, named] + (begins("eval", "guess") ? [targets] : []) + (blanksPart ? decimalCommas : [])
      + lists
  }

  /// `eval 0 1, 1 0`: of rows with as many numbers each, every one is a statement of its own.
  private static func rows(of line: String) -> Rule? {
    guard let found = line.wholeMatch(of: /\s*(eval|explain|guess)\b\s*([-+\d.,\s()\[\]]+)/) else {
      return nil
    }
    let rows = found.2.replacing(/[)\]]\s*,\s*[(\[]/, with: ", ").split(separator: /,\s+/)
    let counts = rows.map { $0.split(separator: /[\s,()\[\]]+/).count }
    guard counts.count > 1, counts[0] > 1, counts.allSatisfy({ $0 == counts[0] }) else { return nil }
    return Rule(#"[)\]]\s*,\s*[(\[]|,\s+"#, " ; \(found.1) ")
  }

  /// `x=0 y=1` after `eval`: inputs are known by their order.
  private static let named = Rule(#"\b[a-z_]\w*\s*=\s*(?=[-+\d.])"#, "")

  /// `eval 0 - 1`: between inputs there are no differences.
  private static let sign = Rule(#"([\d.])\s+-\s+(?=[\d.])"#, "$1 -")

  /// What follows a line in other languages.
  private static let ends = [
    Rule(#"^\s*(?:nn>|nn \d[^>]*>|>>>|>>|In \[\d*\]:|\$|\.\.\.)\s*"#, ""),
    Rule(#"[;,]\s*$"#, ""), Rule(#"\s*:\s*$"#, ""), Rule(#"\s*\{\s*$"#, ""), Rule(#"^\s*\}\s*$"#, "end"),
  ]

  /// Other signs in the place of an arrow. Behind a weight or a row, none of them compares.
  private static let arrows = [
    Rule(#"^(L\d+N\d+|\d+B)\s*(?:=>|-->|~>|>)\s*(?=L\d+N\d+)"#, "$1 -> "),
    Rule(#"^explain ([-\d.,\s()\[\]]+?)\s*(?:=>|==?|-->)\s*(?=[-\d.(\[])"#, "explain gradient $1 -> "),
    Rule(#"^((?:explain gradient|eval|guess)[-\d.,\s()\[\]]+?)\s*(?:=>|==?|-->)\s*(?=[-\d.(\[])"#, "$1 -> "),
  ]

  private static let comparisons = [
    Rule(#"\b(dropout|smoothing|noise|split)\s+(\d)0\s*%"#, "$1 0.$2"),
    Rule(#"\b(dropout|smoothing|noise|split)\s+(\d\d)\s*%"#, "$1 0.$2"),
    Rule(#"\b(dropout|smoothing|noise|split)\s+(\d)\s*%"#, "$1 0.0$2"), Rule(#"(\d+)\s*%"#, "$1/100"),
    Rule(#"\b((?:val\.)?loss|largest\.error|seconds)\s*=\s*([-\d.])"#, "$1 < $2"),
    Rule(#"\b(until|if|while|expect|and|or)\s+([a-z.]+)\s*=\s*([-\w.])"#, "$1 $2 == $3"),
    Rule(#"=<"#, "<="), Rule(#"=>"#, ">="), Rule(#"<>|~="#, "!="), Rule(#"==="#, "=="),
    Rule(#"\b(?:falls? |is )?(?:below|under|less than)\b"#, "<"), Rule(#"\bis above\b|\bmore than\b"#, ">"),
    Rule(#"&&?"#, " and "), Rule(#"\|\|?"#, " or "), Rule(#"\bTrue\b"#, "true"), Rule(#"\bFalse\b"#, "false"),
    Rule(#"\*\*"#, "^"), Rule(#"(\w)\s*%\s*(\w)"#, "$1 mod $2"), Rule(#"!(\w)"#, "not $1"),
    Rule(#"\s+and until\b.*$"#, ""), Rule(#"([\w)])\.\.\.([\w(])"#, "$1..$2"),
    // Epochs beside a condition are the most there are, whichever word joins them to it.
    Rule(#"^(train\b.*\buntil\b.*?) (?:and|or) (?:epochs (\d+)|(?:for )?(\d+) epochs)\b"#, "$1 epochs $2$3"),
    Rule(#"\b((?:until|expect|if|while)\b.* (?:and|or)) epochs?\s+(\d+)"#, "$1 epoch >= $2"),
    Rule(#"\bpow\(([\w.]+),\s*([\w.]+)\)"#, "$1^$2"),
    Rule(#"(\d)_(\d{3})\b"#, "$1$2"), Rule(#"\b(epochs|batch|every)\s+(\d+)k\b"#, "$1 $2000"),
    Rule(#"\bseconds\s+(\d[\d.]*)\s*s(?:ec\w*)?\b"#, "seconds $1"),
    Rule(
      #"^((?:train|step) (?:adam|adamw|nadam|radam|adamax)\b.*)\bbetas\s*=?\s*[(\[]?\s*([\d.]+)[\s,]+([\d.]+)\s*[)\]]?"#,
      "$1beta1 $2 beta2 $3"),
    Rule(#"\bbatch[ -]size\s*=?\s*(\d+)"#, "batch $1"),
  ]

  private static let statements = [
    Rule(#"^(?:goto|go to)\s+(\d+)$"#, "goto epoch $1"), Rule(#"^goto\s*\(\s*(\d+)\s*\)$"#, "goto epoch $1"),
    Rule(#"^(?:goto|go to)(?: the)? best(?: epoch)?((?: on \S+)?)$"#, "goto epoch best$1"),
    Rule(#"^goto(?: epoch)?(?: last| end| best)?$"#, "show epochs"),
    Rule(#"^compare\s*\(?\s*(\d+)[\s,]+(?:and |to |with )?(\d+)\s*\)?$"#, "compare epoch $1 $2"),
    Rule(#"^compare epochs?\s+(\d+)[\s,]+(?:and |to |with |epoch )?(\d+)$"#, "compare epoch $1 $2"),
    Rule(#"^back epochs? (\d+)$"#, "back $1"), Rule(#"^back (\d+) epochs?$"#, "back $1"),
    Rule(#"^(undo|redo|clear|quit|reset)\b.*$"#, "$1"),
    Rule(#"^(train [\w-]+) (\d+) (epochs|seconds)\b"#, "$1 $3 $2"),
    Rule(
      #"^train ((?:[a-z]+ ?[<\d.]|until ).*?)\s+([a-z][a-z-]+)((?: (?:lr|momentum)\b.*)?)$"#, "train $2 $1$3"),
    Rule(#"^train\s*\(?\s*(\d+)(?:\s+epochs?)?\s*\)?$"#, "train adam epochs $1"),
    Rule(#"^train (?:for )?(\d+) seconds?$"#, "train adam seconds $1"),
    Rule(#"^train\s*\(\s*\)$"#, "train adam epochs 100"),
    Rule(#"^train ([\w-]+)\s*\((.*)\)"#, "train $~1 $2"),
    Rule(#"\b(?:in|for|with)\s+(\d+)\s+epochs?\b"#, "epochs $1"),
    Rule(#"\b(?:in|for|with)\s+(\d+)\s+sec(?:ond)?s?\b"#, "seconds $1"),
    Rule(#"^(train [\w-]+) (0?\.\d+|1e-\d+)\b"#, "$1 lr $2"),
    Rule(#"^(train [\w-]+ lr [\d.e-]+) (\d+)$"#, "$1 epochs $2"),
    Rule(#"^train epochs? (\d+)$"#, "train adam epochs $1"),
    Rule(#"^(train|step) (?=[a-z]+\s*=\s*[\d.])"#, "$1 adam "),
    Rule(#"^(train [\w-]+) (\d+)\b"#, "$1 epochs $2"), Rule(#"\b(\d+)\s+epochs?\b"#, "epochs $1"),
    Rule(#"^split\s+(0?\.\d+)\s*/\s*(0?\.\d+)$"#, "split $1 $2"),
    Rule(#"^export (onnx|json|npz|py|js|h|swift|xlsx|dot|tex|safetensors)$"#, "export \"net.$1\""),
    Rule(#"^(\w+)\s*=\s*(-?\d{1,3}),(\d{3})$"#, "let $1 = $2$3"),
    Rule(#"^(\w+)\s*=\s*(-?\d+),(\d+)$"#, "let $1 = $2.$3"),
    Rule(#"^let (\d+)(?!e\d|x[\da-f]|st\b|nd\b|rd\b|th\b)([a-z]\w*)\s*="#, "let $2$1 ="),
    Rule(#"^scale (\w+(?: -?[\d.]+ -?[\d.]+)?) (?:the )?targets?$"#, "scale targets $1"),
    Rule(#"^scale (?:the )?(?:inputs?|features?|data) (\w+)"#, "scale $1"),
    Rule(#"^scale (\w+(?: -?[\d.]+ -?[\d.]+)?) (?:the )?(?:inputs?|features?|data)$"#, "scale $1"),
    Rule(#"^init (\d+)$"#, "init torch seed $1"),
    Rule(#"^init (?!normal|uniform|truncated|constant)([a-z]+) (\d+)$"#, "init $1 seed $2"),
    Rule(#"^init\s*\(\s*\)$"#, "init torch"),
    Rule(#"^(seed|digits|precision|color|timing|prompt)\s*[=(:]\s*(\w+)\s*\)?$"#, "$1 $2"),
    Rule(#"^(save|load|run|data)\s*\(\s*['"]?([^'")]+)['"]?\s*\)$"#, "$1 \"$2\""),
    Rule(#"^(dump|transcript)\s*\(?\s*['"]([^'"]+)['"]\s*\)?$"#, "$1 to \"$2\""),
    Rule(#"^(save|load|run|data)\s+'([^']+)'$"#, "$1 \"$2\""),
    Rule(#"^(save|load|run|data|export|import|report) (?:to|as|from|into) (?=["'])"#, "$1 "),
    Rule(
      #"^(save|load|run|data|export|import|report) (?:to|as|from|into) ([\w./-]+\.\w+)(?=\s|$)"#, "$1 \"$2\""),
    Rule(#"^(sweep seeds|play \S+ epochs) (\d+)\s*(?:-|–|:|to|\.\.\.|…)\s*(\d+)\b"#, "$1 $2..$3"),
    Rule(#"^(sweep resume) (?:from )?([\w./-]+\.\w+)$"#, "$1 \"$2\""),
    Rule(#"^((?:save|load|run|data|dump to) "[^"]+)$"#, "$1\""),
    Rule(#"^(eval|score|show|dump|explain|diagnose|reset|clear|history)\s*\(\s*\)$"#, "$1"),
    Rule(#"^(show) (?:the )?(?:net|network|model)$"#, "$1"),
    Rule(#"^show (?:the )?(?:weights|parameters|biases)$"#, "dump"),
    Rule(#"^let\s+(\w+)\s*(?::|:=|is|<-)\s*"#, "let $1 = "), Rule(#"^(\w+)\s*(?::=|<-)\s*"#, "let $1 = "),
    Rule(#"^((?:L\d+N\d+|\d+B)\s*->\s*L\d+N\d+)\s*([-+*/])=\s*([\w.]+)$"#, "$1 = $1 $2 $3"),
    Rule(#"^((?:L\d+N\d+|\d+B)\s*->\s*L\d+N\d+)\s*([-+*/])=\s*(.+)$"#, "$1 = $1 $2 ($3)"),
    Rule(#"^(\w+)\s*([-+*/])=\s*(.+)$"#, "let $1 = $1 $2 ($3)"), Rule(#"^(\w+)\+\+$"#, "let $1 = $1 + 1"),
    Rule(#"^(?:var|int|float|double|const|set)\s+(\w+)\s*=\s*"#, "let $1 = "),
    Rule(#"^let (\w+)\s*=\s*(\S+):(\S+):(\S+)$"#, "let $1 = [$2..$4 by $3]"),
    Rule(#"^(\w+)\s*=\s*(\S+):(\S+):(\S+)$"#, "let $1 = [$2..$4 by $3]"),
    Rule(#"^(?:let )?(\w+)\s*=\s*([-\d.]+):([-\d.]+)$"#, "let $1 = [$2..$3]"),
    Rule(#"^elif\b"#, "else if"), Rule(#"^else\s+if\s*\((.*)\)$"#, "else if $1"),
    Rule(#"^(?:for|foreach) (\w+) (?:from |in |= *)?(\S+) to (\S+)$"#, "for $1 in $2..$3"),
    Rule(
      #"^(?:for|foreach) (\w+) (?:from |in |= *)?(\S+) to (\S+) (?:step|by) (\S+)$"#, "for $1 in $2..$3 by $4"
    ),
    Rule(#"^(?:repeat|loop|do) while (.+)$"#, "while $1"),
    Rule(#"^(?:repeat|loop|do) until (.+)$"#, "while not ($1)"),
    Rule(#"^for (\w+)\s*=\s*(\S+):(\S+)$"#, "for $1 in $2..$3"),
    Rule(#"^for\s*\(\s*(\w+)\s+in\s+([\w.]+)\s*:\s*([\w.]+)\s*\)$"#, "for $1 in $2..$3"),
    Rule(#"^for(?:each)?\s+(\w+)\s*=\s*(?=\S.*\.\.)"#, "for $1 in "),
    Rule(#"^define\s+(\w+)\s*\(\s*([\w\s,]*)\)$"#, "define $1 $2"),
    Rule(#"^(define\b.*?\w)\s*,\s*"#, "$1 "), Rule(#"^(define\b.*?\w)\s*,\s*"#, "$1 "),
    Rule(#"^([a-z]+\b.*\sto|dump to|transcript to) ([\w./-]+\.\w+)(?=\s|$)"#, "$1 \"$2\""),
    Rule(#"^(data\s.*\S)\s+(?:without|no) (?:a )?header\b"#, "$1 header off"),
    Rule(#"^(data\s.*\S)\s+with (?:a )?header\b"#, "$1 header on"),
    Rule(#"^(data\s.*\S)\s+(?:ignore|drop|skip)\s*(?:missing(?: values)?|nan?s?|rows)\b"#, "$1 missing drop"),
    Rule(#"^(data\s.*\S)\s+(?:ignore|drop|without|exclude|skip)\s+"#, "$1 leave "),
    Rule(#"^(data\s.*\S)\s+(?:sep|separator|delim|delimiter)\s*=?\s*["']\\t["']"#, "$1 delimiter tab"),
    Rule(
      #"^(data\s.*\S)\s+(?:sep|separator|delim|delimiter)\s*=?\s*["']([^"'\\])["']"#, "$1 delimiter \"$2\""),
    Rule(#"^repeat (\d+) times$"#, "repeat $1"), Rule(#"^(?:do|loop) (\d+)(?: times)?$"#, "repeat $1"),
  ]

  /// Activations as other tools write them among the sizes of a net: `Tanh()`, `'relu'`, `2/relu`.
  private static let sizes = [
    Rule(#"\b([a-z][\w-]*)\s*\(\s*\)"#, "$~1"), Rule(#"['"‘’“”„`]([a-z][\w-]*)['"‘’“”`]"#, "$~1"),
  ]

  /// `2/relu`, last of all: a size may be a quotient in parentheses.
  private static let slash = Rule(#"(\w)\s*/\s*(?=\w)"#, "$1 ")

  /// Numbers of a net, of inputs or of a row.
  private static let lists = [
    Rule(#"^(net)\s*=\s*"#, "$1 "), Rule(#"\s*,\s*"#, " "), Rule(#"[\[\]()]"#, " "),
    Rule(#"(\d)\s*[x×*:-]\s*(?=\d)"#, "$1 "), Rule(#"(\d)\s*(?:,|-?>)\s*(?=\d)"#, "$1 "),
  ]

  /// Commas between the things that are printed.
  private static let printed = [
    Rule(#"("[^"]*")\s+(?=[\w("])"#, "$1, "), Rule(#"^(print\s+[\w.()]+)\s+(?=")"#, "$1, "),
    Rule(#"(,\s*[\w.()]+)\s+(?=")"#, "$1, "),
  ]

  /// Commas between the numbers that a function is given: a pass for each.
  private static let arguments = Array(
    repeating: Rule(#"(\b[a-z]\w*\([^()]*?\d)\s+(?=-?[\d.])"#, "$1, "), count: 6)

  private static let words = [
    Rule(#"\bearly[ _-]?stopping\s*=?\s*(\d+)"#, "patience $1"),
    Rule(#"\bearly[ _-]?stopping\b(?:\s*=?\s*(?:true|on))?"#, "patience 20"),
    Rule(#"\s*=\s*(?=[\d.-])"#, " "), Rule(#"\b(?:with )?(?:a )?learning[ _]?rate(?: of)?\b"#, "lr"),
    Rule(#",\s+"#, " "), Rule(#"\bl2=|\bweight_decay\b"#, "l2 "), Rule(#"\bbatch_size\b"#, "batch"),
  ]

  /// `-> 1` behind inputs: where only they are asked for.
  private static let targets = Rule(#"\s*->.*$"#, "")

  /// `0,5`; `1.000,5` and `1,000.5`, where the other sign parts the thousands.
  private static let decimalCommas = [
    Rule(#"(^|[^\d.,])(\d{1,3})\.(\d{3})\.(\d{3}),(\d+)(?![\d.,])"#, "$1$2$3$4.$5"),
    Rule(#"(^|[^\d.,])(\d{1,3})\.(\d{3}),(\d+)(?![\d.,])"#, "$1$2$3.$4"),
    Rule(#"(^|[^\d.,])(\d{1,3}),(\d{3})\.(\d+)(?![\d.,])"#, "$1$2$3.$4"),
    Rule(#"(\d),(\d)"#, "$1.$2"),
  ]

  /// `2pi`; no `1e5`, and no number of another base.
  private static let products = [
    Rule(#"(^|[^\w.])(?!0[xbo])(\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?!e[-+]?\d|B\b)(pi\b|[a-z]\b|\()"#, "$1$2 * $3")
  ]

  private static let last = [Rule(#"['‘’“”„`]"#, "\"")]
}

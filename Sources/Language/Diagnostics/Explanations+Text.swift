/// The text cannot be read.
extension DiagnosticCode.Explanation {
  static let unexpectedCharacter = Self(
    meaning: """
      A character has no meaning in the language. Often it is a curly quote from a word processor, or an \
      operator of another language (`&`, `%`, `!`).
      """,
    reason: """
      The language has few signs, so that a stray one is reported instead of guessed at. A text is written \
      in straight quotes; `and`, `or`, `not` and `mod` are words; blocks end with `end`, and lists are \
      written in `[ ]`. The signs `−`, `·`, `→`, `≤`, `≥` and `≠`, which nn prints or a word processor \
      makes, are read as `-`, `*`, `->`, `<=`, `>=` and `!=`, and `√v` as `sqrt(v)`.
      """,
    wrong: "print 7 % 3",
    right: "print 7 mod 3")

  static let unclosedString = Self(
    meaning: "A text begins with `\"` and does not end on its line.",
    reason: """
      A text has to end on its line, so that a missing quote spoils only that line and not the rest of the \
      script. Look for the missing quote, usually at the end. A line break inside a text is written `\\n`, \
      a quote `\\"`.
      """,
    wrong: "print \"loss",
    right: "print \"loss\"")

  static let badEscape = Self(
    meaning: "In a text, `\\` is followed by something other than `\"`, `\\`, `n` or `t`.",
    reason: """
      `\\` gives the next character a special meaning: `\\n` is a line break, `\\t` a tab, `\\"` a quote, \
      and `\\\\` one backslash. Usual causes are Windows paths and LaTeX commands. Write each of their \
      backslashes twice.
      """,
    wrong: """
      say "C:\\data"
      """,
    right: """
      say "C:\\\\data"
      """)

  static let badNumber = Self(
    meaning: "A number ends with its point, or it is too large.",
    reason: """
      Numbers are written `12`, `0.5`, `.5` or `1e-8`. A digit has to follow the point, because two points \
      make a range, as in `1..5`: write `1` or `1.0`. The largest number is about 1.8e308; a larger one \
      usually has a slip in the exponent.
      """,
    wrong: "print 1.",
    right: "print 1.0")

  static let badFormat = Self(
    meaning: "What follows a colon in the braces of a text is no format.",
    reason: """
      After the colon stand, each if it is wanted: `<` or `>` for the left or the right side, the number of \
      columns, a point with the digits behind it, and `%` for a share in per cent: `{loss:.4}`, \
      `{name:12}`, `{loss:>9.4}`, `{share:.1%}`. No letter follows, as `f` and `d` do in other languages.
      """,
    wrong: "print \"{pi:.3f}\"",
    right: "print \"{pi:.3}\"")

  static let decimalComma = Self(
    meaning: "A number is written with a comma instead of a decimal point.",
    reason: """
      A comma separates values, so it cannot be part of a number as well. For `0,5` nn suggests `0.5`, for \
      `1,000` `1000`. Be careful where commas are allowed: `print 0,5` and `[0,5]` are not mistakes, but \
      two numbers, 0 and 5.
      """,
    wrong: "eval 0,5 1",
    right: """
      net 2 2 1
      init torch seed 1
      eval 0.5 1
      """)

  static let missingBlank = Self(
    meaning: "Letters directly follow a number. A blank or an operator is missing.",
    reason: """
      `2x` could be a product, or two arguments without a blank, and nn does not choose. A product always \
      has its `*`. Numbers have no units: ten seconds are `seconds 10`.
      """,
    wrong: "print 2x",
    right: """
      let x = 3
      print 2 * x
      """)

  static let unclosedBracket = Self(
    meaning: "A `(`, a `[`, or a `{` in a text, is never closed.",
    reason: """
      Inside `(` and `[` a line may end, so that a long list can be written over several lines. A missing \
      bracket is therefore noticed only at a `;`, where a line begins with the word of a statement, or at \
      the end; the message points at the bracket that is open. In a text, `{` begins an expression; for a \
      brace itself write `{{`.
      """,
    wrong: """
      print (1 + 2
      net 2 2 1
      """,
    right: """
      print (1 + 2)
      net 2 2 1
      """)

  static let tooDeep = Self(
    meaning: """
      Something is nested more than 200 levels deep. Parentheses, operators or blocks contain one another, \
      or a `define` calls itself without end.
      """,
    reason: """
      Every level takes memory until it is finished, so nn counts them and stops. A `define` that calls \
      itself needs an `if` around that line, so that it ends; a mere repetition is better written with \
      `repeat`, `for` or `while`, which have no such limit. In a formula, give a part of it a name with \
      `let`.
      """,
    wrong: """
      define forever
        forever
      end
      forever
      """,
    right: """
      define countdown n
        print n
        if n > 0
          countdown (n - 1)
        end
      end
      countdown 3
      """)

  static let notUTF8 = Self(
    meaning: "A file contains bytes that are not UTF-8 text. Often a script was saved as Latin-1.",
    reason: """
      nn reads one encoding, so that a script means the same on every machine. Letters such as `é` and \
      signs such as `→` have other bytes in older encodings, and nn cannot know which encoding was meant. \
      Save the script as UTF-8 in your editor, or convert it: `iconv -f latin1 -t utf8 OLD.nn > NEW.nn`.
      """,
    wrong: "",
    right: "print \"café\"")
}

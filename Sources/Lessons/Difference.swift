/// Expected and seen lines side by side: `-` for what is missing, `+` for what is there instead.
public enum Difference {
  /// - Returns: all lines in order, those that match with two blanks in front.
  public static func lines(_ expected: [String], _ actual: [String]) -> [String] {
    let (n, m) = (expected.count, actual.count)
    guard n * m < 1_000_000 else { return expected.map { "- " + $0 } + actual.map { "+ " + $0 } }
    // Longest common subsequence, from the end.
    var length = Array(repeating: Array(repeating: 0, count: m + 1), count: n + 1)
    for i in stride(from: n - 1, through: 0, by: -1) {
      for j in stride(from: m - 1, through: 0, by: -1) {
        length[i][j] =
          Match.matches(expected[i], actual[j])
          ? length[i + 1][j + 1] + 1 : max(length[i + 1][j], length[i][j + 1])
      }
    }
    var (result, i, j) = ([String](), 0, 0)
    while i < n || j < m {
      if i < n, j < m, Match.matches(expected[i], actual[j]) {
        result.append("  " + actual[j])
        (i, j) = (i + 1, j + 1)
      } else if i < n, j == m || length[i + 1][j] >= length[i][j + 1] {
        result.append("- " + expected[i])
        i += 1
      } else {
        result.append("+ " + actual[j])
        j += 1
      }
    }
    return result
  }
}

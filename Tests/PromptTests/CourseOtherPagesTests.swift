import Foundation
import TestSupport
import Testing

/// `nn course` with pages of others: mistakes that are shown on purpose, and names that several pages have.
@Suite(.serialized) struct CourseOtherPagesTests {
  /// What cannot be read is shown with its answer, as `nn test` and `nn page` have it.
  @Test func aMistakeOnPurposeIsShown() throws {
    let place = try CourseTests.Place()
    try place.write(
      "# Mistakes\n\n```nn fails decimal-comma\nnet 2 2 1\neval 0,5 1\n```\n\nWords between.\n\n"
        + "```nn-error missing-let\ny = 3\n```\n\nThe end.\n", "m.md")
    let terminal = try place.course(["m.md"])
    #expect(terminal.shows("eval 0,5 1") && terminal.shows("Write: eval 0.5 1"))
    terminal.type(" ")
    #expect(terminal.shows("Words between."))
    #expect(terminal.shows("y = 3") && terminal.shows("Write: let y = 3"))
    terminal.type(" ")
    #expect(terminal.shows("The end."))
    #expect(terminal.ends() == 0)
  }

  /// Another page of the same name has exercises of its own.
  @Test func progressIsThatOfThePage() throws {
    let place = try CourseTests.Place()
    let page =
      "# Work\n\n```nn\nexercise \"Half\" points 9\n  expect mine == 1 points 9\nsolution\n  let mine = 1\nend\n```\n"
    for folder in ["a", "b"] {
      try FileManager.default.createDirectory(
        at: place.url.appending(path: folder), withIntermediateDirectories: true)
      try place.write(page, "\(folder)/work.md")
    }
    let first = try place.course(["a/work.md"])
    #expect(first.shows("nn"))
    first.type("let mine = 1\ndone\n")
    #expect(first.shows("Solved: 9 of 9 points."))
    first.type(" ")
    #expect(first.shows("9 of 9 points so far"))
    #expect(first.ends() == 0)
    let other = try place.course(["b/work.md"])
    #expect(other.shows("Half"))
    other.type("skip\n")
    #expect(other.shows("left Half"))
    other.type(" ")
    #expect(other.shows("0 of 9 points so far"))
    #expect(other.ends() == 0)
    let again = try place.course(["a/work.md"])
    #expect(again.shows("you solved this before, for 9 of 9 points"))
    again.type("skip\n")
    #expect(again.shows("left Half"))
    again.type(" ")
    #expect(again.ends() == 0)
  }
}

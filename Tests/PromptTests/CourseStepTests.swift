import Testing

/// From one part of a lesson to the next.
struct CourseStepTests {
  /// Behind a solution one key goes on, as behind anything else.
  @Test func oneKeyGoesOnAfterASolution() throws {
    let place = try CourseTests.Place()
    try place.write(
      """
      # Last

      ```nn
      net 2 1
      exercise "Grow"
        expect parameters == 9
      solution
        net 2 2 1
      end
      ```

      The words after it.

      """, "lessons/02-last.md")
    let terminal = try place.course(["2"])
    #expect(terminal.shows("nn 2-1> "))
    terminal.enter("solution")
    #expect(terminal.shows("no points of 1") && terminal.shows("space: on"))
    #expect(!terminal.screen.text.contains("The words after it."))
    terminal.type(" ")
    #expect(terminal.shows("The words after it."))
    #expect(terminal.ends() == 0)
  }
}

import ArgumentParser
import Classroom
import Interpreter
import Language
import Prompt
import Rendering

/// `nn course`, `nn course 3`, `nn course FILE.nn`: the lessons, one of them, or an exercise in an editor.
struct Course: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "course", abstract: "Go through lessons at the prompt, with exercises.",
    discussion: """
      Without an argument it lists the lessons and how far you are. A number, or a page FILE.md, begins a lesson: the page \
      with its statements run, and a prompt at each exercise, where `done` judges, `hint` helps, `solution` shows one and \
      `skip` goes on. Space shows what follows, s all up to the next exercise without waiting, q leaves. A lesson that \
      was left goes on where that was; t, or --from-top, begins it again.

      FILE.nn is an exercise that you work at in an editor: each time the file is saved what stands below `exercise … end` \
      is run and judged. h shows a hint, r runs it again, q ends. While it runs, saving it, r and q stop it, and \
      so does Ctrl-C, which shows what was found.

      Lessons are the pages in the folder lessons where you are, else in $NN_LESSONS, else in share/nn/lessons beside the \
      folder of the command. What you have done is kept in $XDG_STATE_HOME/nn/course (else ~/.local/state/nn/course).

      Exit status: 0; 1 FILE.nn is not solved, where there is no terminal to go on at; 64 wrong usage; 65 the page does not \
      parse, or FILE.nn has no exercise; 66 it cannot be read, or there are no lessons; 130 interrupted.
      """)

  @Argument(
    help: "A lesson by its number, a page, or an exercise to watch.",
    completion: .file(extensions: ["md", "nn"]))
  var lesson: String?

  @Flag(help: "Begin a lesson that was left at its top.")
  var fromTop = false

  @OptionGroup var writing: WritingOptions
  @OptionGroup var appearance: AppearanceOptions

  func run() throws {
    Interrupts.install()
    if writing.safe { Ceilings.install() }
    let console = Console(
      verbosity: .demo, appearance: appearance.given,
      writing: writing.rules(for: [lesson].compactMap(\.self)),
      exercises: .worked)
    let record = ProgressFile.read { console.say($0) }
    guard let lesson else { return try list(LessonFolder.lessons, record.progress, console) }
    if lesson.hasSuffix(".nn") { throw ExitCode(try watch(lesson, console)) }
    guard let path = ExercisePage.isMarkdown(lesson) ? lesson : LessonFolder.page(lesson) else {
      throw ExitCode(
        refuse(
          Diagnostic(
            .fileMissing, "there is no lesson `\(lesson)`",
            help: [
              "It is a number of the list that `nn course` shows, a page FILE.md, or an exercise FILE.nn."
            ]),
          console))
    }
    throw ExitCode(try go(through: path, record, console))
  }

  /// Says why it cannot begin.
  ///
  /// - Returns: the exit status of wrong usage.
  private func refuse(_ mistake: Diagnostic, _ console: Console) -> Int32 {
    console.show(.failure(mistake))
    console.finish()
    return 64
  }

  // MARK: The list

  private func list(_ lessons: [String], _ progress: Progress, _ console: Console) throws {
    guard !lessons.isEmpty else {
      console.say(
        "There are no lessons here: nn course looks for pages in the folder lessons, then in $NN_LESSONS, then in "
          + "\(LessonFolder.installed).")
      console.finish()
      throw ExitCode(66)
    }
    var table = Table([.trailing, .leading, .leading], indent: 1)
    for (number, path) in lessons.enumerated() {
      table.rows.append(row(number + 1, path, progress))
    }
    let next = lessons.firstIndex { !isDone($0, progress) }
    console.show(
      Document([
        .table(table),
        .paragraph(
          Paragraph(
            text: Text(next.map { "nn course \($0 + 1) goes on." } ?? "All exercises are solved.", .faint))),
      ]))
    console.flush()
  }

  private func read(_ path: String) -> CourseLesson? {
    (try? Files.script(path)).map { CourseLesson($0, name: LessonFolder.name(of: path)) }
  }

  private func row(_ number: Int, _ path: String, _ progress: Progress) -> [Text] {
    guard let lesson = read(path) else { return ["\(number)", Text(path), Text("cannot be read", .warning)] }
    let works = lesson.exercises.map { progress.work(lesson.name, $0.title) }
    let points = works.reduce(0) { $0 + ($1?.points ?? 0) }
    let most = lesson.exercises.reduce(0) { $0 + $1.points }
    var parts: [String] = []
    if !works.isEmpty {
      parts.append(
        "\(works.count { $0?.isSolved == true }) of \(works.count) exercises · \(points) of \(most) points")
    }
    if lesson.guesses > 0 {
      parts.append("\(progress.guesses(lesson.name).right) of \(lesson.guesses) guesses")
    }
    // The number stands before it already.
    let title =
      lesson.title.hasPrefix("\(number). ") ? lesson.title.dropFirst("\(number). ".count) : lesson.title[...]
    return ["\(number)", Text(String(title)), Text(parts.joined(separator: " · "), .faint)]
  }

  private func isDone(_ path: String, _ progress: Progress) -> Bool {
    guard let lesson = read(path) else { return true }
    return lesson.exercises.allSatisfy { progress.work(lesson.name, $0.title)?.isSolved == true }
  }

  // MARK: A lesson

  private func go(through path: String, _ record: ProgressFile.Record, _ console: Console) throws -> Int32 {
    let lesson: CourseLesson
    do throws(Diagnostic) {
      lesson = CourseLesson(try writing.rules(for: [path]).script(path), name: LessonFolder.name(of: path))
      if let problem = lesson.problems.first { throw problem }
    } catch {
      console.show(.failure(error))
      return error.code.exitStatus
    }
    guard let keyboard = Keyboard() else {
      return refuse(
        Diagnostic(
          .misplaced, "a lesson of the course needs a terminal to work at",
          help: ["Without one its statements are run by: nn test \(path)"]), console)
    }
    let stage = LessonStage(console: console, keyboard: keyboard)
    let run = CourseRun(lesson, on: stage, progress: record.progress) { progress in
      // Where Ctrl-C ends a lesson, too.
      let isPending = Interrupts.isPending
      Interrupts.clear()
      if let problem = record.write(progress) { console.say(problem, .warning) }
      if isPending { Interrupts.request() }
    }
    run.play(fromTheTop: fromTop)
    console.flush()
    return Interrupts.isPending ? 130 : 0
  }

  // MARK: A file in an editor

  private func watch(_ path: String, _ console: Console) throws -> Int32 {
    do throws(Diagnostic) {
      _ = try Files.script(path)
    } catch {
      console.show(.failure(error))
      return error.code.exitStatus
    }
    guard let keyboard = Keyboard() else {
      return FileWatch(path: path, console: console, isAttended: false).once()
    }
    return FileWatch(path: path, console: console, isAttended: true).run(keyboard)
  }
}

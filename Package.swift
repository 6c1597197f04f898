// swift-tools-version: 6.1
import PackageDescription

// With the Swift libraries inside, the command starts in three quarters of the time. Those that the dynamic ones of Linux
// bring along have to be named then. NN_DYNAMIC=1 is for a toolchain without static libraries.
// NN_STATIC=1 makes an executable that needs no library of the system either: `make dist`.
// Functions that every run needs stand beside each other, so that less is mapped: Packaging/order.py.
let isStatic = Context.environment["NN_STATIC"] != nil
let librariesOfFoundation: [LinkerSetting] = ["_FoundationCollections", "_FoundationCShims"].map {
  .linkedLibrary($0, .when(platforms: [.linux]))
}
let withSwiftInside: [LinkerSetting] =
  Context.environment["NN_DYNAMIC"] != nil
  ? []
  : [
    .unsafeFlags(
      [
        isStatic ? "-static-executable" : "-static-stdlib", "-use-ld=lld", "-Xlinker", "--gc-sections",
        "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/Packaging/functions.order",
        "-Xlinker", "--no-warn-symbol-ordering",
      ],
      .when(platforms: [.linux]))
  ] + librariesOfFoundation
    // What libedit itself is linked with.
    + (isStatic ? ["bsd", "md", "tinfo"] : []).map { .linkedLibrary($0, .when(platforms: [.linux])) }

// What `nn --version` names; NN_COMMIT where there is no repository, as in a released archive.
let commit =
  Context.environment["NN_COMMIT"]
  ?? Context.gitInformation.map { "\($0.currentCommit.prefix(10))\($0.hasUncommittedChanges ? "+" : "")" }
  ?? ""

// Tests wait for the command and for libraries, which are optimized; to optimize the tests themselves took longer than all
// of them run.
let asWritten: [SwiftSetting] = [.unsafeFlags(["-Onone"])]

let package = Package(
  name: "nn",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "nn", targets: ["nn"]),
    .library(name: "NeuralCore", targets: ["NeuralCore"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Products of wide layers for several processors, which Swift cannot choose between when it runs; a pool of threads.
    .target(
      name: "CKernels",
      exclude: ["EachNumber.inc", "Elementwise.inc", "Nets.inc", "Products.inc", "Rows.inc", "Rules.inc"]),
    // `m` holds the correctly rounded fma, which a core without Foundation would not be linked with.
    .target(
      name: "NeuralCore", dependencies: ["CKernels"],
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    // Calculations by hand, compared with the engine's.
    .target(name: "Explaining", dependencies: ["NeuralCore"]),
    // Why a loss is where it is.
    .target(name: "Diagnosing", dependencies: ["NeuralCore"]),
    // Intervals, quantiles and tests.
    .target(name: "Statistics"),
    // Sweeps: their points, their results, their ledgers.
    .target(name: "Experiments", dependencies: ["NeuralCore", "Statistics", "JSONText"]),
    // JSON of files: read and written with its digits.
    .target(name: "JSONText", dependencies: ["NeuralCore"]),
    // Pictures as values: marks, scales, axes.
    .target(name: "Charts", dependencies: ["NeuralCore"]),
    .target(name: "Language"),
    // What the language calls the rows of the core's tables: enough, with Language, to check, format and complete scripts.
    .target(name: "Standard", dependencies: ["Language", "NeuralCore", "Interchange"]),
    .systemLibrary(name: "CCSV", providers: [.apt(["libcsv-dev"]), .brew(["libcsv"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // Zip archives, arrays of NumPy.
    .target(name: "Archives", dependencies: ["CZlib"]),
    .target(name: "Tabular", dependencies: ["CCSV", "CZlib", "Archives"]),
    // Nets as files of other tools.
    .target(name: "Interchange", dependencies: ["NeuralCore", "JSONText", "Archives"]),
    .systemLibrary(name: "CCMark", providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    // CommonMark pages and their code blocks.
    .target(name: "Markdown", dependencies: ["CCMark"]),
    .target(
      name: "Interpreter",
      dependencies: [
        "NeuralCore", "Explaining", "Diagnosing", "Charts", "Experiments", "Language", "Standard", "Tabular",
        "Interchange", "JSONText",
      ]),
    .target(
      name: "Rendering",
      dependencies: [
        "Interpreter", "Language", "NeuralCore", "Standard", "Charts", "Explaining", "Diagnosing",
        "Experiments", "Statistics", "Interchange", "JSONText",
      ]),
    .target(name: "CRelease", cSettings: [.define("NN_COMMIT", to: "\"\(commit)\"")]),
    .target(name: "CLibEdit", linkerSettings: [.linkedLibrary("edit")]),
    .target(name: "Prompt", dependencies: ["CLibEdit"]),
    .target(
      name: "Demo", dependencies: ["Charts", "Rendering", "Interpreter", "Language", "Lessons", "Prompt"]),
    .target(name: "Lessons", dependencies: ["Markdown", "Rendering", "Interpreter", "Language", "Standard"]),
    // Exercises of pages: hand-ins and their grades, the course and its progress.
    .target(
      name: "Classroom",
      dependencies: ["Lessons", "Markdown", "Rendering", "Interpreter", "Language", "Standard", "Prompt"]),
    .executableTarget(
      name: "nn",
      dependencies: [
        "Classroom", "Demo", "Lessons",
        "Language", "Standard", "Interpreter", "Interchange", "Charts", "Experiments", "Rendering", "Prompt",
        "CRelease",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      // No test is linked with it, since the library of tests is a dynamic one.
      linkerSettings: withSwiftInside),
    // `make verify-elementary`: four thousand million numbers, so no part of the test suite.
    .executableTarget(
      name: "verify-elementary", dependencies: ["NeuralCore"], path: "Tests/VerifyElementary"),
    // Feeds files to a target, as the test suite does with the corpora; `make fuzz` builds it with libFuzzer.
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Interpreter", "Rendering", "Language", "Standard", "Lessons", "Experiments", "Prompt", "Tabular",
        "Interchange", "Archives",
      ],
      path: "Tests/Fuzz", exclude: ["Corpora", "README.md", "fuzz.py"]),
    // `make torture`: programs out of the table of statements, as long as one likes.
    .executableTarget(
      name: "torture",
      dependencies: ["Interpreter", "Rendering", "Language", "Standard", "NeuralCore"],
      path: "Tests/Torture", exclude: ["torture.py"]),
    .target(name: "TestSupport", dependencies: ["Markdown", "NeuralCore"], path: "Tests/TestSupport"),
    .target(
      name: "CPseudoTerminal", path: "Tests/CPseudoTerminal",
      linkerSettings: [.linkedLibrary("util", .when(platforms: [.linux]))]),
    .testTarget(
      name: "NeuralCoreTests", dependencies: ["NeuralCore", "Diagnosing", "TestSupport"],
      exclude: ["make_vectors.py", "make_tables.py", "make_powers.py"],
      resources: [.copy("Vectors")]),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "NeuralCore", "TestSupport"],
      exclude: ["golden.json", "make_golden.py"]),
    .testTarget(
      name: "ExperimentsTests", dependencies: ["Experiments", "Statistics", "NeuralCore"],
      swiftSettings: asWritten),
    .testTarget(
      name: "InterchangeTests",
      dependencies: ["Interchange", "Archives", "JSONText", "NeuralCore", "TestSupport"],
      exclude: ["Files", "Golden", "make_files.py"]),
    .testTarget(
      name: "TabularTests", dependencies: ["Tabular", "TestSupport", "CZlib"],
      exclude: ["Arrays", "Files", "golden.json", "make_arrays.py", "make_golden.py"]),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language", "NeuralCore", "Standard", "TestSupport"],
      swiftSettings: asWritten),
    .testTarget(
      name: "InterpreterTests",
      dependencies: [
        "Charts", "Explaining", "Diagnosing", "Experiments", "Interpreter", "Language", "NeuralCore",
        "Rendering", "Standard", "TestSupport",
      ], exclude: ["Diagnosing/Clinic", "Tables", "Saving/Releases"], swiftSettings: asWritten),
    .testTarget(
      name: "RenderingTests",
      dependencies: [
        "Experiments", "Rendering", "Interpreter", "Charts", "Explaining", "Language", "NeuralCore",
        "Standard",
        "TestSupport", "CZlib",
      ],
      exclude: ["Golden"], swiftSettings: asWritten),
    .testTarget(
      name: "DemoTests",
      dependencies: ["Demo", "Prompt", "Rendering", "Interpreter", "Language", "TestSupport"],
      swiftSettings: asWritten),
    .testTarget(
      name: "LessonsTests",
      dependencies: ["Lessons", "Markdown", "Rendering", "Interpreter", "Language", "TestSupport"],
      swiftSettings: asWritten),
    .testTarget(name: "Transcripts", dependencies: ["TestSupport"], swiftSettings: asWritten),
    .testTarget(
      name: "PromptTests", dependencies: ["CPseudoTerminal", "TestSupport"], swiftSettings: asWritten),
    .testTarget(name: "Layering", dependencies: ["TestSupport"], swiftSettings: asWritten),
    .testTarget(name: "Tidy", dependencies: ["TestSupport"], swiftSettings: asWritten),
  ],
  swiftLanguageModes: [.v6]
)

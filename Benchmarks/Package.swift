// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "nn", path: "..")],
  targets: [
    .systemLibrary(name: "CFANN", providers: [.apt(["libfann-dev"]), .brew(["fann"])]),
    .executableTarget(
      name: "bench", dependencies: ["CFANN", .product(name: "NeuralCore", package: "nn")]),
  ],
  swiftLanguageModes: [.v6]
)

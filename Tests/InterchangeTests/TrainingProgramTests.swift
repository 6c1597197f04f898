import NeuralCore
import Testing

import Interchange

/// Programs that train a net anew.
struct TrainingProgramTests {
  private static let network = WrittenNets.network(2, [(3, .tanh), (1, .sigmoid)])
  private static let data = Dataset(
    name: "xor", rows: [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])], .single)

  private static func text(
    _ optimizer: Optimizer, given: [Setting.Key: Double] = [:], loss: Loss = .mse, network: Network = network,
    data: Dataset = data, _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> String {
    var configuration = TrainingConfiguration(
      optimizer, Settings(optimizer.settings, given: given), Objective(loss))
    change(&configuration)
    let training = ExchangedTraining(
      start: network, data: data, configuration: configuration, epochs: 20, lossBelow: 0.01,
      generator: MersenneTwister(seed: 7))
    let file = try FileFormat.pyTorch.export(
      ExchangedNet(network: network), ExportRequest(choices: [.training], training: training))
    return String(decoding: file.bytes, as: UTF8.self)
  }

  /// Every row of the table either is one of PyTorch's, or is refused by its name.
  @Test func everyOptimizerIsWrittenOrRefused() throws {
    var refused: [String] = []
    for optimizer in Optimizer.all {
      do {
        let text = try Self.text(optimizer)
        #expect(text.contains("optimizer = torch.optim."))
      } catch let fault as ExchangeFault {
        refused.append(optimizer.name)
        #expect(fault.message.contains(optimizer.name))
      }
    }
    #expect(refused == ["quickprop", "l-bfgs", "lm", "perceptron"])
  }

  @Test func settingsStandInTheCall() throws {
    let text = try Self.text(.adam, given: [.lr: 0.01, .amsgrad: 1, .l2: 0.5])
    let call =
      "Adam(model.parameters(), lr=0.01, eps=1e-08, amsgrad=True, betas=(0.9, 0.999), weight_decay=0.5)"
    #expect(text.contains(call))
    #expect(text.contains("BELOW = 0.01"))
    #expect(!text.contains("p.grad"))
  }

  @Test func penaltiesThatTorchLacksAreWrittenOut() throws {
    let text = try Self.text(.sgd, given: [.l1: 0.25, .decay: 0.125])
    #expect(text.contains("p.grad.add_(p.sign(), alpha=0.25)"))
    #expect(text.contains("p.mul_(1 - optimizer.param_groups[0][\"lr\"] * 0.125)"))
  }

  /// Softmax and sigmoid are part of the losses that take sums.
  @Test func outputsOfClassLossesAreLeftToTheLoss() throws {
    let sums = try Self.text(.adam, loss: .bce)
    #expect(!sums.contains("nn.Sigmoid()") && sums.contains("binary_cross_entropy_with_logits"))
    #expect(try Self.text(.adam).contains("nn.Sigmoid()"))
    let classes = WrittenNets.network(2, [(3, .tanh), (2, .softmax)])
    let rows = Dataset(name: "", rows: [([0, 0], [0, 1]), ([0, 1], [1, 0])], .single)
    let text = try Self.text(.adam, loss: .crossEntropy, network: classes, data: rows)
    #expect(text.contains("Y = [1, 0]") && text.contains("nn.CrossEntropyLoss()"))
    #expect(!text.contains("Softmax"))
    let soft = Dataset(name: "", rows: [([0, 0], [0.25, 0.75]), ([0, 1], [1, 0])], .single)
    #expect(
      try Self.text(.adam, loss: .crossEntropy, network: classes, data: soft).contains("[0.25, 0.75]"))
  }

  /// The loss of an epoch is made of those of its batches as nn makes it.
  @Test func lossesOfBatchesAreCountedAsTheLossIs() throws {
    for loss in [Loss.sse, .halfSse] {
      let text = try Self.text(.sgd, loss: loss) { $0.batch = 2 }
      #expect(text.contains("total += loss.item()\n") && text.contains("epoch_loss = total\n"))
    }
    let mean = try Self.text(.sgd) { $0.batch = 2 }
    #expect(mean.contains("total += loss.item() * len(x[rows])\n"))
    #expect(mean.contains("epoch_loss = total / len(x)\n"))
    let classes = WrittenNets.network(2, [(3, .tanh), (2, .softmax)])
    let rows = Dataset(name: "", rows: [([0, 0], [0, 1]), ([0, 1], [1, 0])], .single)
    let weighted = { (weights: [Double]) throws in
      try Self.text(.adam, loss: .crossEntropy, network: classes, data: rows) {
        ($0.batch, $0.objective) = (1, Objective(.crossEntropy, weights: weights))
      }
    }
    let text = try weighted([1, 0.5])
    #expect(text.contains("share = class_weights[y[rows]].sum().item()\n"))
    #expect(text.contains("epoch_loss = total / shares\n"))
    let fault = #expect(throws: ExchangeFault.self) { try weighted([1, 0]) }
    #expect(fault?.message.contains("may all be 0") == true)
  }

  @Test func orderOfShuffledRowsIsThatOfTheGenerator() throws {
    let text = try Self.text(.adam) { ($0.batch, $0.shuffles) = (2, true) }
    #expect(text.contains("DataLoader(range(len(x)), 2, shuffle=True)"))
    // The first word of a generator is its seed.
    #expect(text.contains("\"00000007"))
    #expect(text.contains("left, place = 1, 624"))
    #expect(try !Self.text(.adam) { $0.batch = 2 }.contains("WORDS"))
  }

  /// A module behind every hidden layer draws from where the generator was; the weights are put past it.
  @Test func unitsAreDroppedAsTheGeneratorDrops() throws {
    let network = WrittenNets.network(2, [(3, .tanh), (2, .linear), (1, .sigmoid)])
    let text = try Self.text(.adam, network: network) { $0.dropout = 0.25 }
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
    let model = lines.drop { $0 != "model = nn.Sequential(" }.dropFirst().prefix { $0 != ")" }
    #expect(
      Array(model) == [
        "nn.Linear(2, 3),", "nn.Tanh(),", "Dropout(),", "nn.Linear(3, 2),", "Dropout(),", "nn.Linear(2, 1),",
        "nn.Sigmoid(),",
      ])
    #expect(text.contains("model[3].weight.copy_(") && text.contains("model[5].weight.copy_("))
    #expect(text.contains("torch.rand(s.shape, dtype=torch.float64) < 0.75\n") && text.contains("\"00000007"))
    #expect(try !Self.text(.adam).contains("Dropout"))
  }

  @Test func whatTorchDoesOtherwiseIsRefusedByName() throws {
    let changes: [(String, (inout TrainingConfiguration) -> Void)] = [
      ("frozen weights", { $0.frozen = [1] }),
      ("`accumulate`", { $0.accumulate = 2 }),
      ("`warmup`", { $0.rates = LearningRatePlan(nil, warmup: 3) }),
      ("cosine", { $0.rates = LearningRatePlan(.cosine, length: 5) }),
    ]
    for (word, change) in changes {
      let fault = #expect(throws: ExchangeFault.self) { try Self.text(.adam, change) }
      #expect(fault?.message.contains(word) == true)
    }
  }

  @Test func schedulesAreTorchs() throws {
    let plan = LearningRatePlan(.step, numbers: [10, 0.5])
    #expect(try Self.text(.sgd) { $0.rates = plan }.contains("StepLR(optimizer, 10, 0.5)"))
    let cycle = try Self.text(.sgd) { $0.rates = LearningRatePlan(.oneCycle, length: 20) }
    #expect(
      cycle.contains("OneCycleLR(optimizer, 0.001, total_steps=20 * len(batches), cycle_momentum=False)"))
  }
}

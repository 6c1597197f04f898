import Synchronization

/// Who does what next in a sweep: runs by their places, in order, and the cohorts that have begun.
///
/// The earliest run goes first, whether it is one of a cohort or still to begin: a sweep that is stopped has tried every
/// variant about as often.
final class SweepWork: Sendable {
  enum Task {
    /// A run that nobody has begun.
    case run(Int)
    /// Runs that have begun beside each other.
    case cohort(SweepCohort)
  }

  private let groups: [Int]
  private let state: Mutex<State>

  private struct State {
    /// The places of each group, and how many of them were begun.
    var places: [[Int]]
    var begun: [Int]
    /// Whether each place was begun.
    var isBegun: [Bool]
    /// Those before it were all begun.
    var first = 0
    var cohorts: [SweepCohort] = []
    /// Groups whose runs are made one by one.
    var alone: Set<Int> = []

    mutating func take(_ place: Int, _ group: Int) {
      isBegun[place] = true
      while begun[group] < places[group].count, isBegun[places[group][begun[group]]] { begun[group] += 1 }
    }
  }

  /// What waiting cohorts may take of memory; then those that are there go on before others begin.
  private static var mostBytes: Int { 256 << 20 }

  /// - Parameter groups: of each place.
  init(_ groups: [Int]) {
    self.groups = groups
    var places = [[Int]](repeating: [], count: (groups.max() ?? -1) + 1)
    for (place, group) in groups.enumerated() { places[group].append(place) }
    state = Mutex(
      State(
        places: places, begun: Array(repeating: 0, count: places.count),
        isBegun: Array(repeating: false, count: groups.count)))
  }

  func group(of place: Int) -> Int { groups[place] }

  /// The earliest that nobody works at; nil where nothing is left.
  ///
  /// - Parameter begins: whether runs may still be begun, and not only those that have begun gone on with.
  func next(begins: Bool = true) -> Task? {
    state.withLock { state in
      while state.first < groups.count, state.isBegun[state.first] { state.first += 1 }
      let earliest = state.cohorts.indices.min { place(state.cohorts[$0]) < place(state.cohorts[$1]) }
      let isFull = !begins || state.cohorts.reduce(0) { $0 + $1.bytes } > Self.mostBytes
      if let earliest, isFull || place(state.cohorts[earliest]) < state.first || state.first == groups.count {
        return .cohort(state.cohorts.remove(at: earliest))
      }
      guard begins, state.first < groups.count else { return nil }
      let first = state.first
      state.take(first, groups[first])
      return .run(first)
    }
  }

  private func place(_ cohort: SweepCohort) -> Int { cohort.earliest ?? .max }

  /// The next run of a group that has a cohort.
  func next(of group: Int) -> Int? {
    state.withLock { state in
      guard state.begun[group] < state.places[group].count else { return nil }
      let place = state.places[group][state.begun[group]]
      state.take(place, group)
      return place
    }
  }

  /// Runs of a group that nobody has begun.
  func waiting(_ group: Int) -> Int { state.withLock { $0.places[group].count - $0.begun[group] } }

  /// A cohort that goes on later; one that is empty is over.
  func giveBack(_ cohort: SweepCohort) {
    guard !cohort.isEmpty else { return }
    state.withLock { $0.cohorts.append(cohort) }
  }

  /// Whether runs of its group were not found to be better off alone.
  func mayFormCohort(with place: Int) -> Bool { state.withLock { !$0.alone.contains(groups[place]) } }

  /// Runs of this group are made one by one.
  func noteAlone(_ place: Int) { state.withLock { _ = $0.alone.insert(groups[place]) } }
}

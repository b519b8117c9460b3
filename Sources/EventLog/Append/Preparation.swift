import Dispatch
import LedgerModel
import Synchronization
import Vault

/// Makes drafts ready outside the write transaction, on all cores where that pays.
struct Preparation {
  /// Seals what names a person; none where no draft does.
  let vault: Vault?

  /// Events that one core takes at a time.
  static let chunkCount = 512

  /// Validates, seals, encodes and hashes: one result for each draft, in order.
  ///
  /// - Parameter recorded: the instant that the draft of an index is expected to be recorded at;
  ///   the commit stamps and hashes it again should it be another.
  func prepare(
    _ drafts: [Draft], recorded: @Sendable (Int) -> Instant
  ) throws -> [Result<PreparedEvent, Rejection>] {
    var refused: [Int: Rejection] = [:]
    var events: [Event] = []
    events.reserveCapacity(drafts.count)
    for (index, (event, problems)) in validated(drafts).enumerated() {
      if problems.isEmpty {
        events.append(event)
      } else {
        refused[index] = Rejection(problems: problems)
      }
    }
    let valid =
      refused.isEmpty ? Array(drafts.indices) : drafts.indices.filter { refused[$0] == nil }
    for (index, error) in try vault?.seal(&events) ?? [:] {
      refused[valid[index]] = Rejection(
        .personalOwner, "data", error.description, remedy: error.remedy)
    }
    let sealed = events
    let forms = inChunks(sealed.count) { index in
      encode(sealed[index], recorded: recorded(valid[index]))
    }
    return merge(forms, at: valid, refused, count: drafts.count)
  }

  private func validated(_ drafts: [Draft]) -> [(event: Event, problems: [FieldProblem])] {
    if drafts.allSatisfy(\.isValidated) { return drafts.map { ($0.event, []) } }
    return inChunks(drafts.count) { index in
      let draft = drafts[index]
      return draft.isValidated ? (draft.event, []) : EventValidator().validate(draft.event)
    }
  }

  private func encode(
    _ event: Event, recorded: Instant
  ) -> Result<PreparedEvent, Rejection> {
    do {
      return .success(try PreparedEvent(event, recorded: recorded))
    } catch {
      return .failure(Rejection(problems: [FieldProblem(error)]))
    }
  }

  /// Puts what was made ready back in the place of its draft, refusals of any step between them.
  private func merge(
    _ forms: [Result<PreparedEvent, Rejection>], at valid: [Int], _ refused: [Int: Rejection],
    count: Int
  ) -> [Result<PreparedEvent, Rejection>] {
    guard !refused.isEmpty else { return forms }
    var next = 0
    return (0..<count).map { index in
      defer { if next < valid.count, valid[next] == index { next += 1 } }
      if let rejection = refused[index] { return .failure(rejection) }
      return forms[next]
    }
  }

  /// Calls `transform` for every index, several chunks at a time, and yields the results in order.
  private func inChunks<R: Sendable>(
    _ count: Int, _ transform: @Sendable (Int) -> R
  ) -> [R] {
    guard count > Self.chunkCount else { return (0..<count).map(transform) }
    let chunkCount = (count + Self.chunkCount - 1) / Self.chunkCount
    let chunks = Mutex<[Int: [R]]>([:])
    DispatchQueue.concurrentPerform(iterations: chunkCount) { chunk in
      let first = chunk * Self.chunkCount
      let results = (first..<min(first + Self.chunkCount, count)).map(transform)
      chunks.withLock { $0[chunk] = results }
    }
    let done = chunks.withLock { $0 }
    return (0..<chunkCount).flatMap { done[$0] ?? [] }
  }
}

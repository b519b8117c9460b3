import DequeModule
import Dispatch
import Foundation
import Glibc
import Synchronization

/// How much one open log's writer has had to do.
package struct WriterLoad: Hashable, Sendable {
  /// Batches that callers handed over.
  package internal(set) var handedOverCount = 0
  /// Batches that the writer took up; the others wait.
  package internal(set) var takenCount = 0
  /// Groups of batches that shared a commit, or tried to.
  package internal(set) var groupCount = 0
}

/// The one writer of an open log and the queue in front of it.
///
/// Work is done by a thread of the log and not by a task: beginning a write blocks while another
/// process writes, and the storage library wants a transaction to end on the thread that began it.
/// The thread starts with the first job and ends with `finish`. A caller that has to wait anyway does
/// the work itself while nobody else has any: waking two threads takes as long as a flush of a fast
/// disk. Whoever works holds the writer; there is one.
///
/// Whatever waits when the thread comes back from a commit goes into the next one, up to
/// `AppendLimits.groupEventCount`. Nothing is delayed to gather more: while one commit is flushed the
/// next group gathers by itself, and a lone append never waits.
final class WriterThread: Sendable {
  /// Anything else that needs the writer's state, between two commits.
  typealias Task = @Sendable (inout LogWriter) -> Void

  private enum Job: Sendable {
    case append(AppendRequest)
    case task(Task)
    case finish(writesIndex: Bool, done: @Sendable () -> Void)
  }

  private struct Queue {
    var jobs: Deque<Job> = []
    var load = WriterLoad()
    /// Whether the thread runs, asleep or not.
    var isRunning = false
    var isAsleep = false
    /// The thread while it runs.
    var identity: pthread_t?
    /// Whether somebody holds the writer.
    var isHeld = false
    /// The writer while nobody holds it; none before the first job and behind `finish`.
    var idleWriter: LogWriter?
    /// None once the log is let go.
    var makeWriter: (@Sendable () -> LogWriter)?
  }

  private let queue: Mutex<Queue>
  private let wake = DispatchSemaphore(value: 0)

  init(makeWriter: @escaping @Sendable () -> LogWriter) {
    queue = Mutex(Queue(makeWriter: makeWriter))
  }

  /// Hands a request over; it is answered on the writer's thread.
  func append(_ request: AppendRequest) { add(.append(request)) }

  /// As `append`, by a caller that waits for the answer: does the work at once on the caller's thread
  /// if nobody else has any.
  func appendInPlace(_ request: AppendRequest) {
    guard var writer = takeIdleWriter() else { return append(request) }
    writer.commit([request])
    let isIndexDue = writer.isIndexDue
    giveBack(writer)
    if isIndexDue { add(.task { $0.writeIndexIfDue() }) }
  }

  /// The writer for one request, if nobody holds it and nothing waits for it.
  private func takeIdleWriter() -> LogWriter? {
    queue.withLock { queue in
      guard queue.jobs.isEmpty, !queue.isHeld, let makeWriter = queue.makeWriter else { return nil }
      queue.isHeld = true
      queue.load.handedOverCount += 1
      queue.load.takenCount += 1
      queue.load.groupCount += 1
      return queue.idleWriter.take() ?? makeWriter()
    }
  }

  private func giveBack(_ writer: LogWriter) {
    queue.withLock { queue in
      queue.isHeld = false
      queue.idleWriter = writer
      guard !queue.jobs.isEmpty, queue.isAsleep else { return }
      queue.isAsleep = false
      wake.signal()
    }
  }

  var load: WriterLoad { queue.withLock { $0.load } }

  /// Runs `body` on the writer's thread behind what waits there, and yields what it returns.
  func run<R: Sendable>(
    _ body: @escaping @Sendable (inout LogWriter) throws -> R
  ) throws(LedgerError) -> R {
    let answer = Answer<R>()
    add(
      .task { writer in
        answer.give(
          Result { () throws(LedgerError) in
            try asLedgerError { try body(&writer) }
          })
      })
    return try answer.wait()
  }

  /// Waits until everything handed over before is answered, and ends the thread. A job that comes
  /// later starts a new one.
  func finish(writesIndex: Bool) {
    let isNeeded = queue.withLock { queue in
      // The last reference to the log may go on the writer's own thread, which cannot wait for
      // itself; it ends behind what it is doing.
      if queue.identity == pthread_self() {
        queue.jobs.append(.finish(writesIndex: writesIndex, done: {}))
        return false
      }
      // What a caller left behind is let go without a thread if nothing has to be written.
      if !queue.isRunning, !queue.isHeld, !writesIndex { queue.idleWriter = nil }
      return queue.isRunning || queue.isHeld || queue.idleWriter != nil
    }
    guard isNeeded else { return }
    let ended = DispatchSemaphore(value: 0)
    add(.finish(writesIndex: writesIndex, done: { ended.signal() }))
    ended.wait()
  }

  /// Ends the thread for good and lets go of everything it was given.
  func invalidate() {
    finish(writesIndex: false)
    queue.withLock { $0.makeWriter = nil }
  }

  private func add(_ job: Job) {
    let mustStart = queue.withLock { queue in
      queue.jobs.append(job)
      if case .append = job { queue.load.handedOverCount += 1 }
      if queue.isAsleep {
        queue.isAsleep = false
        wake.signal()
      }
      defer { queue.isRunning = true }
      return !queue.isRunning
    }
    guard mustStart else { return }
    let thread = Thread { self.work() }
    thread.name = "kiem.writer"
    thread.start()
  }
}

// MARK: - On the thread

extension WriterThread {
  private enum Work {
    case group([AppendRequest])
    case task(Task)
    case finish(writesIndex: Bool, done: @Sendable () -> Void)
  }

  private func work() {
    queue.withLock { $0.identity = pthread_self() }
    while let (work, taken) = next() {
      var writer = consume taken
      switch work {
      case .group(let group): writer.append(group)
      case .task(let task): task(&writer)
      case .finish(let writesIndex, let done):
        if writesIndex { writer.writeIndexIfPossible() }
        // What the writer holds is let go before anybody is told that it has ended.
        _ = consume writer
        let isOver = letGo()
        done()
        if isOver { return }
        continue
      }
      giveBack(writer)
    }
  }

  /// Behind the end of the writer; says whether the thread ends too.
  private func letGo() -> Bool {
    queue.withLock { queue in
      queue.isHeld = false
      guard queue.jobs.isEmpty else { return false }
      queue.isRunning = false
      queue.identity = nil
      return true
    }
  }

  /// The next work with the writer, which is held from then on; none once the log is let go.
  private func next() -> (Work, LogWriter)? {
    while true {
      let (next, isOver) = queue.withLock { queue -> ((Work, LogWriter)?, Bool) in
        guard let makeWriter = queue.makeWriter else { return (nil, true) }
        guard !queue.isHeld, let work = Self.take(&queue.jobs) else {
          queue.isAsleep = true
          return (nil, false)
        }
        queue.isHeld = true
        if case .group(let group) = work {
          queue.load.takenCount += group.count
          queue.load.groupCount += 1
        }
        return ((work, queue.idleWriter.take() ?? makeWriter()), false)
      }
      if let next { return next }
      if isOver { return nil }
      wake.wait()
    }
  }

  /// The first job, with the appends behind it that can share its commit.
  private static func take(_ jobs: inout Deque<Job>) -> Work? {
    switch jobs.popFirst() {
    case nil: return nil
    case .task(let task): return .task(task)
    case .finish(let writesIndex, let done): return .finish(writesIndex: writesIndex, done: done)
    case .append(let first):
      var group = [first]
      var eventCount = first.prepared.count
      while first.isShareable, case .append(let next) = jobs.first, next.isShareable,
        eventCount + next.prepared.count <= AppendLimits.groupEventCount
      {
        jobs.removeFirst()
        group.append(next)
        eventCount += next.prepared.count
      }
      return .group(group)
    }
  }
}

import Dispatch
import Synchronization
import Vault

/// Makes batches ready whose persons or personal values the vault has to keep first, everything that
/// waits with one vault commit, while the writer flushes the group before.
///
/// Vault first, log second: a request reaches the writer when all that it refers to is durable.
final class SealingStage: Sendable {
  private let waiting = Mutex<[AppendDraft]>([])
  private let queue = DispatchQueue(label: "kiem.sealing")

  /// Takes a batch in and calls `forward` when it is ready; a batch that cannot be sealed is
  /// answered.
  func seal(
    _ draft: AppendDraft, with vault: @escaping @Sendable () throws -> Vault,
    forward: @escaping @Sendable (AppendRequest) -> Void
  ) {
    let isFirst = waiting.withLock { waiting in
      waiting.append(draft)
      return waiting.count == 1
    }
    guard isFirst else { return }
    queue.async {
      let group = self.waiting.withLock { waiting in
        defer { waiting = [] }
        return waiting
      }
      Self.prepare(group, vault, forward)
    }
  }

  private static func prepare(
    _ group: [AppendDraft], _ vault: () throws -> Vault, _ forward: (AppendRequest) -> Void
  ) {
    do {
      for request in try requests(of: group, vault()) { forward(request) }
    } catch {
      guard group.count > 1 else {
        for draft in group { draft.answer(.failure(LedgerError(error))) }
        return
      }
      // One caller's failure is not another's.
      for draft in group { prepare([draft], vault, forward) }
    }
  }

  private static func requests(of group: [AppendDraft], _ vault: Vault) throws -> [AppendRequest] {
    let drafts = group.flatMap(\.drafts)
    let policies = group.flatMap { draft in draft.drafts.map { _ in draft.policy } }
    let prepared = try Preparation(vault: vault).prepare(drafts) { policies[$0] }
    var rest = prepared[...]
    return group.map { draft in
      let own = rest.prefix(draft.drafts.count)
      rest = rest.dropFirst(own.count)
      return draft.request(Array(own))
    }
  }
}

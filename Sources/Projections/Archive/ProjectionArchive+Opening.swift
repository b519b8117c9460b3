import LedgerModel

extension ProjectionArchive {
  /// The live generation of a ledger, when it can be used: folded by the same versions of the same
  /// sources, from this log, and not ahead of it. Anything else is as good as none, for rows can
  /// always be folded from the log.
  package static func live(
    in folder: GenerationFolder, log: any EventSource, folds: [any SourceFold], isReadOnly: Bool
  ) -> ProjectionArchive? {
    guard let number = folder.live,
      let archive = try? ProjectionArchive(at: folder.folder(of: number), isReadOnly: isReadOnly),
      (try? archive.fits(log, folds)) == true
    else { return nil }
    return archive
  }

  /// True when the stored rows are what these folds make of this log.
  package func fits(_ log: any EventSource, _ folds: [any SourceFold]) throws -> Bool {
    try state.format == ArchiveState.currentFormat && state.position > .empty
      && holdsRows(of: log, folds)
  }

  /// True when a rebuild that did not end can be gone on with: its form is this program's, and so are
  /// its rows if it has any.
  package func canBeResumed(_ log: any EventSource, _ folds: [any SourceFold]) throws -> Bool {
    try state.format == ArchiveState.unfinishedFormat
      && (state.position == .empty || holdsRows(of: log, folds))
  }

  private func holdsRows(of log: any EventSource, _ folds: [any SourceFold]) throws -> Bool {
    guard state.position <= (try log.head) else { return false }
    for fold in folds where state.versions[fold.source] != fold.version { return false }
    return state.recordHash == (try log.recordHash(at: state.position) ?? [])
  }
}

import Foundation
package import LedgerModel

/// How much memory a process may hold while it folds the log, the memory map left out.
package struct FoldingMemory: Sendable, Hashable {
  package let byteCountMax: Int

  package init(byteCountMax: Int) { self.byteCountMax = byteCountMax }

  /// Half of the machine's memory and at most four gibibytes: four times what ten million events
  /// may take.
  package static let standard = FoldingMemory(
    byteCountMax: min(4 << 30, Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)))

  /// Events between two looks: asking the kernel costs as much as folding three.
  static let checkedCount = 4_096

  /// Anonymous pages of this process in bytes, as the kernel counts them; 0 where it does not tell.
  package static var heldByteCount: Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return 0
    }
    // Pages: all, resident, and those of the latter that belong to files.
    let pages = text.split(separator: " ").prefix(3).compactMap { Int($0) }
    guard pages.count == 3 else { return 0 }
    return max(0, pages[1] - pages[2]) * Int(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Throws when the process holds more.
  func check(at position: Position) throws(FoldingMemoryError) {
    if FoldingMemory.heldByteCount > byteCountMax {
      throw FoldingMemoryError(byteCountMax: byteCountMax, position: position)
    }
  }

  /// True when less than a quarter is left.
  var isTight: Bool { FoldingMemory.heldByteCount > byteCountMax / 4 * 3 }
}

/// The log cannot be folded in the memory that folding may take.
package struct FoldingMemoryError: Error, Hashable, Sendable, CustomStringConvertible {
  package let byteCountMax: Int
  /// How far it came.
  package let position: Position

  package init(byteCountMax: Int, position: Position) {
    self.byteCountMax = byteCountMax
    self.position = position
  }

  package var description: String {
    "folding the log would hold more than \(byteCountMax >> 20) MiB in memory at #\(position.number)"
  }

  /// What to do about it.
  package var remedy: String {
    "store the rows with `kiem rebuild`, which writes them as it goes; give it more with --memory, "
      + "and go on with --resume where one ended"
  }
}

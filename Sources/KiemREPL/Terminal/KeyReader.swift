import Glibc

/// Single keys from a terminal, without a line break behind them.
///
/// The terminal hands out keys one by one only while somebody waits for one, so that however a
/// program ends the terminal is as it was.
package struct KeyReader: Sendable {
  private let descriptor: Int32

  package enum Key: Sendable, Hashable {
    case character(UInt8)
    /// The terminal has gone.
    case end
    case cancelled
  }

  /// How often it looks whether it was cancelled, in milliseconds.
  private static let intervalMilliseconds: Int32 = 100

  /// None when the descriptor is no terminal.
  package init?(descriptor: Int32 = STDIN_FILENO) {
    guard isatty(descriptor) == 1 else { return nil }
    self.descriptor = descriptor
  }

  /// Waits for a key. Ctrl-C stays a signal; whoever handles it makes `isCancelled` true.
  package func next(isCancelled: () -> Bool) -> Key {
    var before = termios()
    // SAFETY: the calls fill or read the structure they are given and keep no reference to it.
    guard unsafe tcgetattr(descriptor, &before) == 0 else { return .end }
    var single = before
    single.c_lflag &= ~(tcflag_t(ICANON) | tcflag_t(ECHO))
    guard unsafe tcsetattr(descriptor, TCSANOW, &single) == 0 else { return .end }
    defer { _ = unsafe tcsetattr(descriptor, TCSANOW, &before) }
    while !isCancelled() {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&waiting, 1, KeyReader.intervalMilliseconds)
      guard ready > 0 else {
        if ready < 0, errno != EINTR { return .end }
        continue
      }
      var byte: UInt8 = 0
      // SAFETY: one byte is read into a variable of one byte.
      return unsafe read(descriptor, &byte, 1) == 1 ? .character(byte) : .end
    }
    return .cancelled
  }
}

import Glibc

/// The size of the window behind a terminal.
enum TerminalSize {
  /// Cells in a line; none when the terminal does not say.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    // SAFETY: the call fills the structure it is given, whose type this request asks for, and
    // keeps no reference to it.
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}

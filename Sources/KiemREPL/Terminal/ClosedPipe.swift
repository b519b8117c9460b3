import Glibc

/// Whether anybody still reads what a descriptor is given; without writing to it, which is how one
/// notices otherwise.
package enum ClosedPipe {
  /// True when the other end of the pipe or terminal has gone.
  package static func isClosed(_ descriptor: Int32 = STDOUT_FILENO) -> Bool {
    var state = pollfd(fd: descriptor, events: 0, revents: 0)
    // SAFETY: the call fills the one structure it is given and keeps no reference to it.
    guard unsafe poll(&state, 1, 0) > 0 else { return false }
    return state.revents & Int16(POLLERR | POLLHUP) != 0
  }
}
